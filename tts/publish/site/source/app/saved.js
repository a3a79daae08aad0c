// Episodes that are kept on this device: page, audio, pictures and transcripts in a cache of the browser, with a record
// of each beside them, and the queue of those on their way. `app.js`, which stands below this in the same file, shows it.
//
// A record: { page, title, lang, bytes, state, added, files, audio, duration, size }. `state` is "waiting", "saved" or
// "failed"; what is saved and waits again (`again`) plays until its successor is whole;
// `stalled` is the share that was here when the network went, `seen` what became of it since: "newer" or "gone". A record says "saved" only when
// every file of it was put whole, so whatever is interrupted is either not there or asked for again.

const ROOT = new URL("..", document.currentScript.src); // of the show
const named = (what) => `pagecast ${ROOT.pathname} ${what}`;
const SAVED = named("saved");
const PARTS = named("parts"); // of audio that is on its way
const RECORD = "saved.json";
const PIECE = 1 << 21; // bytes of audio that are put aside at once: no more is lost by an interruption

class Fault extends Error {
  constructor(why) {
    super(why);
    this.why = why; // "lost", "broken" or "full"; anything else is the network's
  }
}

const within = (path) => new URL(path, ROOT).href;
const beside = (page, name) => new URL(name, within(page)).href;
const recordOf = (page) => within(page.replace(/[^/]*$/, RECORD));
const json = (value) => new Response(JSON.stringify(value), { headers: { "content-type": "application/json" } });

// --- records ---

const record = async (page) => (await (await caches.open(SAVED)).match(recordOf(page)))?.json();

const write = async (one) => {
  const cache = await caches.open(SAVED);
  await cache.put(recordOf(one.page), json(one));
};

// Those who were asked for first come first.
const records = async () => {
  const cache = await caches.open(SAVED);
  const keys = (await cache.keys()).filter((key) => key.url.endsWith(`/${RECORD}`));
  const all = await Promise.all(keys.map(async (key) => (await cache.match(key))?.json()));
  return all.filter(Boolean).sort((a, b) => a.added - b.added);
};

// Removes what belongs to no record: files of episodes that were removed, and of runs that were killed.
const sweep = async () => {
  const cache = await caches.open(SAVED);
  const all = await records();
  const wanted = new Set(all.flatMap((one) => [recordOf(one.page), ...(one.files ?? [])]));
  for (const key of await cache.keys()) if (!wanted.has(key.url)) await cache.delete(key);
  const coming = all.filter(isWaiting).map((one) => one.coming);
  const parts = await caches.open(PARTS);
  for (const key of await parts.keys()) if (!coming.includes(key.url.split("?")[0])) await parts.delete(key);
};

const isWaiting = (one) => one.state === "waiting" || one.again;

// --- the audio, piece by piece ---

const pieces = async (cache, address) => {
  const keys = (await cache.keys()).filter((key) => key.url.startsWith(`${address}?`));
  return keys.sort((a, b) => (a.url < b.url ? -1 : 1));
};

const lengths = async (cache, keys) => {
  let sum = 0;
  for (const key of keys) sum += Number((await cache.match(key)).headers.get("content-length"));
  return sum;
};

const drop = async (address) => {
  const cache = await caches.open(PARTS);
  for (const key of await pieces(cache, address)) await cache.delete(key);
};

// Asks for what is missing. A server that knows no ranges begins at the beginning.
const ask = async (address, from, size, signal) => {
  const headers = from ? { range: `bytes=${from}-` } : {};
  const response = await fetch(address, { cache: "no-store", signal, headers });
  if (response.status === 404 || response.status === 410) throw new Fault("lost");
  if (response.status === 416) throw new Fault("broken"); // what is here is longer than what is there
  if (response.status === 206) {
    const [, first, all] = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get("content-range")) ?? [];
    if (Number(first) !== from || Number(all) !== size) throw new Fault("broken");
    return [response, from];
  }
  if (response.status !== 200) throw new Error(`${response.status}`);
  return [response, 0];
};

const gather = async (address, size, signal, onProgress) => {
  const cache = await caches.open(PARTS);
  let done = await lengths(cache, await pieces(cache, address));
  if (done > size) {
    await drop(address);
    done = 0;
  }
  onProgress(done);
  if (done === size) return;
  const [response, from] = await ask(address, done, size, signal);
  if (from !== done) await drop(address);
  await keep(response.body.getReader(), { cache, address, from, size, onProgress });
};

const keep = async (reader, { cache, address, from, size, onProgress }) => {
  let at = from;
  let held = [];
  let bytes = 0;
  const put = async () => {
    const blob = new Blob(held);
    const name = `${address}?${String(at).padStart(12, "0")}`;
    await cache.put(name, new Response(blob, { headers: { "content-length": blob.size } }));
    at += blob.size;
    held = [];
    bytes = 0;
  };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      held.push(value);
      bytes += value.length;
      if (at + bytes > size) throw new Fault("broken");
      if (bytes >= PIECE) await put();
      onProgress(at + bytes);
    }
  } catch (error) {
    if (bytes && !(error instanceof Fault) && error.name !== "AbortError") await put();
    throw error;
  }
  if (bytes) await put();
  if (at < size) throw new Error("it ended early");
};

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// The pieces as one, if they are what the episode's manifest says.
const joined = async (address, { bytes, sha256, type }) => {
  const cache = await caches.open(PARTS);
  const keys = await pieces(cache, address);
  const blobs = await Promise.all(keys.map(async (key) => (await cache.match(key)).blob()));
  const blob = new Blob(blobs, { type });
  const same = blob.size === bytes && hex(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer())) === sha256;
  if (same) return new Response(blob, { headers: { "content-type": type, "content-length": blob.size } });
  await drop(address);
  throw new Fault("broken");
};

// --- an episode ---

const whole = async (address, signal, init = {}) => {
  const response = await fetch(address, { signal, ...init });
  if (response.status === 404 || response.status === 410) throw new Fault("lost");
  if (response.status !== 200) throw new Error(`${response.status}`);
  const headers = new Headers(response.headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
  return new Response(await response.blob(), { headers }); // a redirected one could not be shown as a page
};

const offered = (html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const element = page.querySelector("article [data-offline]");
  return { page, offer: element ? JSON.parse(element.dataset.offline) : null };
};

// What the page is made of: styles, scripts and pictures that it names, below the show's folder.
const assets = (page, base) =>
  [...page.querySelectorAll("link[href], script[src], img[src]")]
    .filter((element) => !element.matches("[rel=canonical], [rel=alternate], [rel=next], [rel=prev]"))
    .map((element) => new URL(element.getAttribute("href") ?? element.getAttribute("src"), base).href)
    .filter((address) => address.startsWith(within("pagecast/")));

const checkRoom = async (bytes) => {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  if (quota && quota - usage < 2 * bytes + (1 << 20)) throw new Fault("full"); // pieces and whole stand side by side
};

// Everything of an episode but its audio, by address.
const around = async (one, signal) => {
  const address = within(one.page);
  const answer = await whole(address, signal, { cache: "no-store" });
  const { page, offer } = offered(await answer.clone().text());
  if (!offer) throw new Fault("lost");
  const files = new Map([[address, answer]]);
  for (const each of offer.files.map((name) => beside(one.page, name))) {
    files.set(each, await whole(each, signal, { cache: "no-store" }));
  }
  for (const each of new Set(assets(page, address))) files.set(each, await whole(each, signal));
  return { offer, files };
};

const save = async (one, signal, onProgress) => {
  const { offer, files } = await around(one, signal);
  const address = beside(one.page, offer.audio);
  const coming = { ...one, title: offer.title, lang: offer.lang, bytes: offer.bytes, coming: address };
  if (!(await record(one.page))) throw new DOMException("", "AbortError");
  await write(coming);
  if (one.coming && one.coming !== address) await drop(one.coming);
  const parts = await caches.open(PARTS);
  await checkRoom(offer.bytes - (await lengths(parts, await pieces(parts, address))));
  await gather(address, offer.bytes, signal, (done) => onProgress(done / offer.bytes));
  const audio = await joined(address, offer);
  signal.throwIfAborted();
  await settle(coming, offer, new Map([[address, audio], ...files]));
};

// From here on nothing is waited for but the disk. The record owns all that is put, old and new, before it is put.
const settle = async (one, offer, files) => {
  const cache = await caches.open(SAVED);
  await write({ ...one, files: [...new Set([...(one.files ?? []), ...files.keys()])] });
  let size = 0;
  for (const [address, response] of files) {
    size += (await response.clone().blob()).size;
    await cache.put(address, response);
  }
  const { page, title, lang, bytes, added } = one;
  const { audio, duration } = offer;
  await write({ page, title, lang, bytes, added, audio, duration, size, files: [...files.keys()], state: "saved" });
  await drop(beside(page, audio));
  await sweep();
};

// --- the queue ---

const progress = new Map(); // page -> share of it that is here, 0 to 1, of what is on its way now
const running = new Map(); // page -> what stops it
const heardBy = new Set();
const channel = "BroadcastChannel" in window ? new BroadcastChannel(named("saved")) : null;

const changed = () => heardBy.forEach((act) => act());
const tellAll = (what) => {
  channel?.postMessage(what);
  changed();
};

channel?.addEventListener("message", ({ data }) => {
  if (data.stop) running.get(data.stop)?.abort();
  if (data.page) data.share === null ? progress.delete(data.page) : progress.set(data.page, data.share);
  changed();
});

const tellProgress = (page, share) => {
  share === null ? progress.delete(page) : progress.set(page, share);
  tellAll({ page, share });
};

const failed = async ({ page }, error, share) => {
  const now = await record(page);
  const why = error.name === "QuotaExceededError" ? "full" : error.why;
  if (!now || error.name === "AbortError") return sweep();
  if (!why) return write({ ...now, stalled: share }); // the network's: it goes on when that is back
  if (now.coming) await drop(now.coming);
  const { coming, again, stalled, ...rest } = now;
  return write(rest.state === "saved" ? { ...rest, seen: "newer" } : { ...rest, state: "failed", why });
};

const one = async (next) => {
  const stop = new AbortController();
  running.set(next.page, stop);
  let share = next.stalled ?? 0;
  let shown = -1;
  const onProgress = (part) => {
    share = part;
    if (part - shown >= 0.01 || part === 1) tellProgress(next.page, (shown = part));
  };
  try {
    onProgress(share);
    await save(next, stop.signal, onProgress);
  } catch (error) {
    await failed(next, error, share);
  } finally {
    running.delete(next.page);
    tellProgress(next.page, null);
  }
};

// One window at a time; the others wait for their turn, and mostly find nothing left to do. Each is tried once.
const work = () =>
  navigator.locks.request(named("queue"), async () => {
    const tried = new Set();
    await sweep();
    for (;;) {
      const next = (await records()).find((each) => isWaiting(each) && !tried.has(each.page));
      if (!next) break;
      tried.add(next.page);
      await one(next);
    }
  });

const PAUSE = 30000; // milliseconds until what stalled is tried again, where no event tells that the network is back
let later = 0;

const goOn = async () => {
  clearTimeout(later);
  if (!(await records()).some(isWaiting)) return;
  await work().catch((error) => console.warn(error));
  if ((await records()).some(isWaiting)) later = setTimeout(goOn, PAUSE);
};

// --- what the pages ask for ---

const add = async (offers) => {
  navigator.storage?.persisted?.().then((yes) => yes || navigator.storage.persist?.(), () => {});
  let added = Date.now();
  for (const { page, title, bytes, lang } of offers) {
    const now = await record(page);
    const anew = now?.state === "saved" || now?.state === "waiting"; // what is there of it is not lost
    const wanted = anew ? { ...now, again: true } : { page, title, bytes, lang, state: "waiting", added: added++ };
    await write(wanted);
  }
  tellAll({});
  await goOn();
};

const cancel = async (page) => {
  const now = await record(page);
  if (now?.state === "saved") {
    const { again, coming, stalled, ...rest } = now;
    await write(rest);
  } else await (await caches.open(SAVED)).delete(recordOf(page));
  running.get(page)?.abort();
  tellAll({ stop: page });
  await navigator.locks.request(named("queue"), { ifAvailable: true }, (free) => free && sweep());
  tellAll({});
};

const remove = async (pages) => {
  const cache = await caches.open(SAVED);
  for (const page of pages) {
    await cache.delete(recordOf(page));
    running.get(page)?.abort();
    tellAll({ stop: page });
  }
  await navigator.locks.request(named("queue"), { ifAvailable: true }, (free) => free && sweep());
  tellAll({});
};

// What became of saved episodes since: made anew, or published no more. Nobody who is offline is told so.
const look = async () => {
  for (const one of (await records()).filter(({ state, again }) => state === "saved" && !again)) {
    const response = await fetch(within(one.page), { cache: "no-store" }).catch(() => null);
    if (!response) return;
    const { status } = response;
    const offer = status === 200 ? offered(await response.text()).offer : null;
    const seen = status === 404 || status === 410 ? "gone" : offer && offer.audio !== one.audio ? "newer" : "";
    const now = status === 200 || seen ? await record(one.page) : null;
    if (now && (now.seen ?? "") !== seen) await write({ ...now, seen });
  }
  changed();
};
