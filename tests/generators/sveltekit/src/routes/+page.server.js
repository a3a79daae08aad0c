import { articles } from "$lib/articles.js";

export const load = () => ({ posts: articles.map(({ slug, title }) => ({ slug, title })) });
