export default {
  output: "export",
  trailingSlash: true,
  images: { unoptimized: true },
  experimental: { cpus: 1 },
  outputFileTracingRoot: import.meta.dirname,
};
