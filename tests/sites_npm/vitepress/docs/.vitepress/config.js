export default {
  title: "Harbour Notes",
  lang: "en",
  cleanUrls: true,
  themeConfig: {
    nav: [{ text: "Home", link: "/" }],
    sidebar: [
      {
        text: "Posts",
        items: [
          { text: "The lamp", link: "/posts/lamp" },
          { text: "Tide tables", link: "/posts/tides" },
          { text: "深夜面包店", link: "/posts/bread" },
        ],
      },
    ],
  },
};
