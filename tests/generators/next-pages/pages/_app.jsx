import Head from "next/head";
import Link from "next/link";
import "../styles/site.css";

export default function App({ Component, pageProps }) {
  return (
    <>
      <Head><link rel="icon" href="data:," /></Head>
      <header><Link href="/">Harbour Notes</Link></header>
      <main><Component {...pageProps} /></main>
      <footer><Link href="/">All posts</Link></footer>
    </>
  );
}
