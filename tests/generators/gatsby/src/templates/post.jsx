import { graphql, Link } from "gatsby";
import React, { useState } from "react";
import Frame from "../components/frame.jsx";

export default function Post({ data, pageContext }) {
  const { html, frontmatter } = data.markdownRemark;
  const [likes, more] = useState(0);
  return (
    <Frame>
      <article lang={frontmatter.language}>
        <h1>{frontmatter.title}</h1>
        <p><time dateTime={frontmatter.day}>{frontmatter.day}</time></p>
        <section dangerouslySetInnerHTML={{ __html: html }} />
        <button onClick={() => more(likes + 1)}>Liked: {likes}</button>
      </article>
      <p><Link to={pageContext.next.path}>{pageContext.next.title}</Link></p>
    </Frame>
  );
}

export function Head({ data, location }) {
  const { title, description } = data.markdownRemark.frontmatter;
  return (
    <>
      <html lang="en" />
      <title>{title}</title>
      <meta name="description" content={description} />
      <link rel="canonical" href={`https://notes.example.org${location.pathname}`} />
      <link rel="icon" href="data:," />
    </>
  );
}

export const query = graphql`
  query ($id: String!) {
    markdownRemark(id: { eq: $id }) {
      html
      frontmatter { title language description day: date(formatString: "YYYY-MM-DD") }
    }
  }
`;
