import Head from "next/head";
import Link from "next/link";
import { articles } from "../lib/articles.mjs";

export const getStaticProps = () => ({ props: { posts: articles.map(({ slug, title }) => ({ slug, title })) } });

export default function Home({ posts }) {
  const list = posts.map((one) => <li key={one.slug}><Link href={`/posts/${one.slug}`}>{one.title}</Link></li>);
  return <><Head><title>Harbour Notes</title></Head><h1>Harbour Notes</h1><ul>{list}</ul></>;
}
