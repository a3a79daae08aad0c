import Link from "next/link";
import { articles } from "../lib/articles.mjs";

export default function Home() {
  const posts = articles.map((one) => <li key={one.slug}><Link href={`/posts/${one.slug}/`}>{one.title}</Link></li>);
  return <><h1>Harbour Notes</h1><ul>{posts}</ul></>;
}
