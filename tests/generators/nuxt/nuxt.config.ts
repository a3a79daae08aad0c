export default defineNuxtConfig({
  compatibilityDate: "2025-01-01",
  devtools: { enabled: false },
  telemetry: false,
  css: ["~/assets/site.css"],
  app: {
    head: { htmlAttrs: { lang: "en" }, link: [{ rel: "icon", href: "data:," }] },
    pageTransition: { name: "page", mode: "out-in" },
  },
  nitro: { prerender: { crawlLinks: true, routes: ["/"] } },
});
