// The worker of a show that is installed or kept on a device: it answers for pages of the show when the network does
// not, and plays what was saved. It only ever sees what lies below the show's folder, and touches only caches of it.
// Above this stands what publishing told it: `TOLD.version`, `TOLD.shell`, `TOLD.open`.

const ROOT = new URL("./", self.location);
const named = (what) => `pagecast ${ROOT.pathname} ${what}`;
const SHELL = named(`shell ${TOLD.version}`);
const SAVED = named("saved");
const VISITED = named("visited");
const FALLBACK = new URL("offline.html", ROOT);

const PATIENCE = 4000; // milliseconds for a network that is there and brings nothing, where the page is kept
const MOST_VISITED = 150; // pages and pictures that are kept without having been asked for

// A folder of an episode ends with its number; where the show is a whole site, other folders are none of ours.
const PAGES = /^(|(index|page-\d+|offline)\.html|[^/]+-[0-9a-f]{8,}\/(|(index|embed|transcript)\.html))$/;
const AUDIO = /^[^/]+-[0-9a-f]{8,}\/[^/]+\.(mp3|m4a|m4b|opus|ogg)$/;
const FILES = /^[^/]+-[0-9a-f]{8,}\/[^/]+\.(jpe?g|png|webp|vtt|srt)$/;
const ASSETS = /^pagecast\/[\w-]+-[0-9a-f]{8}(-\d+)?\.\w+$/;
const ANY = { ignoreSearch: true, ignoreVary: true };

// --- coming and going ---

// As a worker answers with it: a redirected answer is refused for a page, and lengths are those of what was packed.
const plain = async (response) => {
  const headers = new Headers(response.headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
  return new Response(await response.blob(), { headers });
};

const isWhole = (response) => response.status === 200 && response.type === "basic";

const fill = async () => {
  const cache = await caches.open(SHELL);
  const put = async (path) => {
    const address = new URL(path, ROOT);
    const response = await fetch(address, { cache: "no-cache" });
    if (!isWhole(response)) throw new Error(`${path}: ${response.status}`);
    await cache.put(address, await plain(response));
  };
  await Promise.all(TOLD.shell.map(put)); // else the worker before this one stays
};

const tidy = async () => {
  const outdated = (name) =>
    (name.startsWith(named("shell ")) && name !== SHELL) || (name === VISITED && !TOLD.open);
  for (const name of await caches.keys()) if (outdated(name)) await caches.delete(name);
};

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

// A show that is published no more: the worker goes, unless somebody still hears what they saved by it.
const retire = async () => {
  const { status } = await fetch(self.location.href, { cache: "no-store" });
  if (status !== 404 && status !== 410) return;
  const saved = await caches.open(SAVED);
  if ((await saved.keys()).length) return;
  for (const name of await caches.keys()) if (name.startsWith(named(""))) await caches.delete(name);
  await self.registration.unregister();
};

// --- what is kept ---

const found = async (cache, url) => {
  const kept = await caches.open(cache);
  const path = url.pathname;
  const others = path.endsWith("/") ? [`${path}index.html`] : path.endsWith("/index.html") ? [path.slice(0, -10)] : [];
  for (const each of [path, ...others]) {
    const response = await kept.match(new URL(each, ROOT), ANY);
    if (response) return response;
  }
  return undefined;
};

const saved = async (url) => (await found(SAVED, url)) ?? (await found(SHELL, url));

// Ours by its own word: where the show is a whole site's folder, others' pages in it are none of our business.
const isOurs = async (response) =>
  !/html/.test(response.headers.get("content-type")) ||
  (await response.text()).includes('<meta name="generator" content="Pagecast">');

const keepVisited = async (url, response) => {
  if (!TOLD.open || !isWhole(response) || !(await isOurs(response.clone()))) return;
  const address = new URL(url.pathname, ROOT);
  const kept = await caches.open(VISITED);
  await kept.delete(address); // so that it is among the latest
  await kept.put(address, await plain(response));
  const all = await kept.keys();
  for (const old of all.slice(0, -MOST_VISITED)) await kept.delete(old);
};

const forget = async (url) => (await caches.open(VISITED)).delete(new URL(url.pathname, ROOT));

// --- pages, pictures, assets ---

const impatient = async (kept) => {
  await new Promise((done) => setTimeout(done, PATIENCE));
  return (await kept) ?? new Promise(() => {});
};

const elsewhere = (url) => {
  const at = new URL(FALLBACK);
  at.hash = new URLSearchParams({ page: url.href.slice(ROOT.href.length) });
  return Response.redirect(at);
};

// A page as it is published now: one that the browser kept may name files that are there no more. Whoever reloads has
// said so already. Other files are asked for as the page does.
const current = (request, path) =>
  request.cache === "default" && PAGES.test(path) ? new Request(request, { cache: "no-cache" }) : request;

const fromNetwork = async (event, url, path) => {
  const kept = saved(url).then(async (one) => one ?? (await found(VISITED, url)));
  try {
    const answered = fetch(current(event.request, path));
    answered.catch(() => {}); // who waits for it has gone by then
    const response = await Promise.race([answered, impatient(kept)]);
    if (response.status < 400) {
      event.waitUntil(keepVisited(url, response.clone()));
      return response;
    }
    if (response.status === 404 || response.status === 410) {
      event.waitUntil(forget(url).then(() => event.request.mode === "navigate" && retire()));
      return (await saved(url)) ?? response;
    }
    return response.status >= 500 ? ((await kept) ?? response) : response;
  } catch (error) {
    const one = await kept;
    if (one) return one;
    if (event.request.mode === "navigate" && event.request.destination === "document") return elsewhere(url);
    throw error;
  }
};

const fromCache = async (event, url) => {
  const kept = await saved(url);
  if (kept) return kept;
  const response = await fetch(event.request);
  if (isWhole(response)) {
    const copy = response.clone();
    event.waitUntil(caches.open(SHELL).then(async (cache) => cache.put(new URL(url.pathname, ROOT), await plain(copy))));
  }
  return response;
};

// --- audio: what was saved, in the parts that are asked for ---

// RFC 9110, 14.1.2; what is no range of bytes, or several, is answered with the whole, as it allows.
const range = (header, size) => {
  const [, first, last] = /^\s*bytes\s*=\s*(\d*)-(\d*)\s*$/i.exec(header ?? "") ?? [];
  if (first === undefined || (!first && !last)) return null;
  if (!first) return Number(last) && size ? [Math.max(0, size - Number(last)), size - 1] : [];
  if (last && Number(last) < Number(first)) return null;
  return Number(first) < size ? [Number(first), Math.min(last ? Number(last) : size - 1, size - 1)] : [];
};

const played = async (request, kept) => {
  const blob = await kept.blob();
  const type = kept.headers.get("content-type") || "audio/mpeg";
  const wanted = range(request.headers.get("range"), blob.size);
  const headers = { "content-type": type, "accept-ranges": "bytes" };
  if (!wanted) return new Response(blob, { headers: { ...headers, "content-length": blob.size } });
  if (!wanted.length) {
    return new Response(null, { status: 416, headers: { ...headers, "content-range": `bytes */${blob.size}` } });
  }
  const [first, last] = wanted;
  const part = blob.slice(first, last + 1, type);
  const partial = { "content-range": `bytes ${first}-${last}/${blob.size}`, "content-length": part.size };
  return new Response(part, { status: 206, headers: { ...headers, ...partial } });
};

const heard = async (event, url) => {
  const kept = await (await caches.open(SAVED)).match(new URL(url.pathname, ROOT), ANY);
  return kept ? played(event.request, kept) : fetch(event.request); // never kept by having been heard
};

// --- who answers ---

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(ROOT.href)) return;
  const path = url.pathname.slice(ROOT.pathname.length);
  const { destination, cache } = event.request;
  const asItIsNow = destination === "" && cache === "no-store"; // by the script that saves
  if (AUDIO.test(path)) event.respondWith(heard(event, url));
  else if (ASSETS.test(path)) event.respondWith(fromCache(event, url));
  else if (!asItIsNow && (PAGES.test(path) || FILES.test(path))) event.respondWith(fromNetwork(event, url, path));
});
