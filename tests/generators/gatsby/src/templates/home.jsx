import { Link } from "gatsby";
import React from "react";
import Frame from "../components/frame.jsx";

export default function Home({ pageContext }) {
  const posts = pageContext.posts.map((one) => <li key={one.id}><Link to={one.path}>{one.title}</Link></li>);
  return <Frame><h1>Harbour Notes</h1><ul>{posts}</ul></Frame>;
}

export const Head = () => <><html lang="en" /><title>Harbour Notes</title><link rel="icon" href="data:," /></>;
