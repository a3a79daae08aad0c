module.exports = {
  siteMetadata: { title: "Harbour Notes", siteUrl: "https://notes.example.org" },
  trailingSlash: "always",
  plugins: [
    { resolve: "gatsby-source-filesystem", options: { name: "posts", path: `${__dirname}/content/posts` } },
    "gatsby-transformer-remark",
  ],
};
