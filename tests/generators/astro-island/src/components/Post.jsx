import { useState } from "preact/hooks";

/** The whole article is an island: its component takes it over. */
export default function Post({ post, blocks }) {
  const [likes, more] = useState(0);
  return (
    <article lang={post.language}>
      <h1>{post.title}</h1>
      <p><time dateTime={post.date}>{post.date}</time></p>
      {blocks.map((html, i) => <div key={i} dangerouslySetInnerHTML={{ __html: html }} />)}
      <button onClick={() => more(likes + 1)}>Liked: {likes}</button>
    </article>
  );
}
