import Link from "next/link";
import Markdown from "react-markdown";
import Like from "../../../components/Like.jsx";
import { articles, found } from "../../../lib/articles.mjs";

export const dynamicParams = false;
export const generateStaticParams = () => articles.map(({ slug }) => ({ slug }));

export async function generateMetadata({ params }) {
  const { post } = found((await params).slug);
  const alternates = { canonical: `/posts/${post.slug}/` };
  return { title: post.title, description: post.description, alternates };
}

export default async function Post({ params }) {
  const { post, next } = found((await params).slug);
  return (
    <>
      <article lang={post.language}>
        <h1>{post.title}</h1>
        <p><time dateTime={post.date}>{post.date}</time></p>
        <Markdown>{post.text}</Markdown>
        <Like />
      </article>
      <p><Link href={`/posts/${next.slug}/`}>{next.title}</Link></p>
    </>
  );
}
