export default {
  title: "Harbour Notes",
  url: "https://notes.example.org",
  baseUrl: "/",
  trailingSlash: false,
  i18n: { defaultLocale: "en", locales: ["en"] },
  plugins: [["@docusaurus/plugin-content-docs", { routeBasePath: "/" }]],
  themes: ["@docusaurus/theme-classic"],
};
