exports.createSchemaCustomization = ({ actions }) =>
  actions.createTypes(`
    type MarkdownRemark implements Node { frontmatter: Frontmatter }
    type Frontmatter { title: String! date: Date! @dateformat language: String! description: String }
  `);

exports.createPages = async ({ graphql, actions }) => {
  const { data } = await graphql(`{
    allMarkdownRemark(sort: { frontmatter: { date: DESC } }) { nodes { id parent { ... on File { name } } frontmatter { title } } }
  }`);
  const posts = data.allMarkdownRemark.nodes.map((node) => ({ id: node.id, title: node.frontmatter.title, path: `/posts/${node.parent.name}/` }));
  posts.forEach((post, i) => {
    const next = posts[(i + 1) % posts.length];
    actions.createPage({ path: post.path, component: require.resolve("./src/templates/post.jsx"), context: { id: post.id, next } });
  });
  actions.createPage({ path: "/", component: require.resolve("./src/templates/home.jsx"), context: { posts } });
};
