export default {
  title: "Harbour Notes",
  head: [["link", { rel: "icon", href: "data:," }]],
  sitemap: { hostname: "https://notes.example.org" },
};
