import { Link } from "gatsby";
import React from "react";
import "../site.css";

export default function Frame({ children }) {
  return (
    <div>
      <header><Link to="/">Harbour Notes</Link></header>
      <main>{children}</main>
      <footer><Link to="/">All posts</Link></footer>
    </div>
  );
}
