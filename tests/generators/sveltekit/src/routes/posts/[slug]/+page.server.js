import { error } from "@sveltejs/kit";
import { marked } from "marked";
import { articles } from "$lib/articles.js";

export const entries = () => articles.map(({ slug }) => ({ slug }));

export function load({ params }) {
  const at = articles.findIndex((one) => one.slug === params.slug);
  if (at < 0) error(404);
  const { slug, title } = articles[(at + 1) % articles.length];
  return { post: { ...articles[at], html: marked.parse(articles[at].text) }, next: { slug, title } };
}
