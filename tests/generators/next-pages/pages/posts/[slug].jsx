import { marked } from "marked";
import Head from "next/head";
import Link from "next/link";
import { useState } from "react";
import { articles, found } from "../../lib/articles.mjs";

export const getStaticPaths = () => ({ paths: articles.map(({ slug }) => ({ params: { slug } })), fallback: false });

export function getStaticProps({ params }) {
  const { post, next } = found(params.slug);
  return { props: { post: { ...post, html: marked.parse(post.text) }, next: { slug: next.slug, title: next.title } } };
}

export default function Post({ post, next }) {
  const [likes, more] = useState(0);
  return (
    <>
      <Head>
        <title>{post.title}</title>
        <meta name="description" content={post.description} />
        <link rel="canonical" href={`https://notes.example.org/posts/${post.slug}`} />
      </Head>
      <article lang={post.language}>
        <h1>{post.title}</h1>
        <p><time dateTime={post.date}>{post.date}</time></p>
        <div dangerouslySetInnerHTML={{ __html: post.html }} />
        <button onClick={() => more(likes + 1)}>Liked: {likes}</button>
      </article>
      <p><Link href={`/posts/${next.slug}`}>{next.title}</Link></p>
    </>
  );
}
