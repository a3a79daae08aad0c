export default {
  output: "export",
  reactStrictMode: true,
  images: { unoptimized: true },
  experimental: { cpus: 1 },
  outputFileTracingRoot: import.meta.dirname,
};
