import Link from "next/link";
import "./site.css";

export const metadata = {
  metadataBase: new URL("https://notes.example.org"),
  title: "Harbour Notes",
  icons: { icon: "data:," },
};

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <header><Link href="/">Harbour Notes</Link></header>
        <main>{children}</main>
        <footer><Link href="/">All posts</Link></footer>
      </body>
    </html>
  );
}
