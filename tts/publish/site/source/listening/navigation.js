// While something plays, another page of the show comes into this one, so that the sound does not stop. From a disk
// nothing can be fetched: there, and where anything is unlike our pages, the browser goes, and the place is handed over.

const PAGES = /^(|index\.html|page-\d+\.html|[^/]+\/(index\.html)?)$/;
const fetched = location.protocol.startsWith("http");

const isPage = (url) => url.href.startsWith(ROOT) && PAGES.test(below(url.origin + url.pathname));
const sources = (page, attribute, selector) => [...page.querySelectorAll(selector)].map((each) => each.getAttribute(attribute));
const files = (page, attribute, selector) => sources(page, attribute, selector).map((each) => each.split("/").pop());

const STYLES = "link[rel=stylesheet]";
const HEAD = "title,meta[name=description],meta[name=author],meta[name=robots],meta[property],meta[name='twitter:card'],link:not([rel=stylesheet],[rel=icon],[rel=manifest]),script[type='application/ld+json']";

async function pageAt(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const known = files(document, "href", STYLES).join() === files(page, "href", STYLES).join();
  if (!answer.ok || !known || !page.querySelector("main")) throw new Error("another kind of page");
  return page;
}

function loadScripts(page) {
  const known = new Set(files(document, "src", "script[src]"));
  for (const source of sources(page, "src", "script[src]")) {
    if (known.has(source.split("/").pop())) continue;
    document.head.append(h("script", { src: new URL(source, location.href).href, async: false }));
  }
}

function swap(page) {
  if (!bar.contains(deck.audio)) takeOut(); // before its player goes
  document.head.querySelectorAll(HEAD).forEach((each) => each.remove());
  document.head.append(...page.querySelectorAll(`head > :is(${HEAD})`));
  document.documentElement.lang = page.documentElement.lang;
  document.body.className = page.body.className;
  for (const each of [...document.body.children]) if (each !== bar) each.remove();
  bar.before(...page.body.children);
  settle();
  document.dispatchEvent(new Event("pagecast:page"));
  loadScripts(page);
  tell("rows");
}

// Where the reader comes to: the place that the address names, else the heading, which is read out.
function arrive(url, top) {
  const named = url.hash && document.getElementById(decodeURIComponent(url.hash.slice(1)));
  if (named) named.scrollIntoView();
  else window.scrollTo({ top, behavior: "instant" });
  const heading = document.querySelector("main h1");
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  announce(document.title);
}

let going = 0;
async function go(url, { push, top = 0 }) {
  const mine = ++going;
  document.querySelector("main")?.setAttribute("aria-busy", "true");
  let page;
  try {
    page = await pageAt(url);
  } catch {
    if (mine === going) location.assign(url);
    return;
  }
  if (mine !== going) return; // another link was followed meanwhile
  if (push) {
    history.replaceState({ pagecast: true, top: scrollY }, "");
    history.pushState({ pagecast: true, top: 0 }, "", url);
  }
  shown = url.href.split("#")[0];
  swap(page);
  arrive(url, top);
}

// The browser looks for the icon again where the address is another.
for (const link of document.querySelectorAll("link[rel=icon]")) link.setAttribute("href", link.href);

let shown = location.href.split("#")[0];
if (fetched) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute("download") || !deck.item) return;
    const url = new URL(link.href);
    if (!isPage(url) || url.href.split("#")[0] === location.href.split("#")[0]) return;
    event.preventDefault();
    go(url, { push: true });
  });
  addEventListener("popstate", ({ state }) => {
    if (location.href.split("#")[0] === shown) return; // a place within the page
    if (deck.item) go(new URL(location.href), { push: false, top: state?.top || 0 });
    else location.reload();
  });
}
