import fs from "node:fs";
import path from "node:path";

const folder = path.join(process.cwd(), "content");
const read = (name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));

export const articles = fs.readdirSync(folder).map(read).sort((a, b) => (a.date < b.date ? 1 : -1));

export function found(slug) {
  const at = articles.findIndex((one) => one.slug === slug);
  return { post: articles[at], next: articles[(at + 1) % articles.length] };
}
