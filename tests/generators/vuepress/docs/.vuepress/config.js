import { viteBundler } from "@vuepress/bundler-vite";
import { defaultTheme } from "@vuepress/theme-default";
import { defineUserConfig } from "vuepress";

const slugs = ["lamp", "tides", "market", "bread", "ferry", "signals"];

export default defineUserConfig({
  lang: "en",
  title: "Harbour Notes",
  head: [["link", { rel: "icon", href: "data:," }]],
  bundler: viteBundler(),
  theme: defaultTheme({
    hostname: "https://notes.example.org",
    navbar: [{ text: "Home", link: "/" }],
    sidebar: slugs.map((slug) => `/posts/${slug}.md`),
  }),
});
