// listen.js: finds the episode of the page's own address and puts its player on the page; again when the reader goes
// to another page without leaving this one.

const NAME = Symbol.for("pagecast.listen");
const AGAIN = 3;

// --- what is loaded ----------------------------------------------------------------------------------------------

const script = document.currentScript || document.querySelector('script[src*="/listen.js"]');
const trusted = window.trustedTypes?.createPolicy("pagecast", { createHTML: (html) => html, createScriptURL: (url) => url });
const loads = new Map();

// A script of the show, once; what it left at its element, or nothing where it can't be had.
function load(src) {
  const begin = (resolve) => {
    const made = document.createElement("script");
    const done = (left) => {
      made.remove();
      resolve(left);
    };
    Object.assign(made, { charset: "utf-8", nonce: script.nonce, onerror: () => done() });
    made.onload = () => done(made.pagecast || {});
    made.src = trusted ? trusted.createScriptURL(src) : src;
    document.head.append(made);
  };
  if (!loads.has(src)) loads.set(src, new Promise(begin));
  return loads.get(src);
}

function folderOf(address) {
  const url = new URL(address, document.baseURI);
  url.search = url.hash = "";
  url.pathname = url.pathname.replace(/[^/]*\.\w+$/, "").replace(/\/?$/, "/");
  return url.href;
}

const settings = script.dataset;
const show = {
  base: folderOf(settings.feed || script.src),
  parts: PARTS,
  site: "site" in settings ? new URL(settings.site, document.baseURI) : null,
  target: settings.target,
};

// The folder of a page's episode, by what names the page. A script from before the index was split knows fewer parts.
async function lookUp({ base, parts }, text) {
  const [number, name] = hashed(text);
  const part = (n) => load(`${base}pagecast/pages-${n}.js`);
  let found = await part(number % parts);
  if (found?.of && number % found.of !== number % parts) found = await part(number % found.of);
  return found?.pages?.[name] && `${base}${encodeURIComponent(found.pages[name])}/`;
}

// --- which page this is ------------------------------------------------------------------------------------------

const begin = new URL(location.href);
let stated = "";
const statedBy = new Map();

// What the head states counts where the page came with it, or where it changed since: a framework may have left it.
function statedHere(here) {
  const all = document.querySelectorAll('link[rel~="canonical"],meta[property="og:url"]');
  const now = [...all].map((each) => each.href || each.content).join(" ");
  if (now !== stated && !(here === plainAddress(begin) && statedBy.has(here))) statedBy.set(here, now);
  stated = now;
  return (statedBy.get(here) || "").split(" ").filter(Boolean);
}

// What may name the page in the index, the surest first.
function* namesOf({ site }, url) {
  const here = plainAddress(url);
  const head = statedHere(here).flatMap((each) => (URL.canParse(each, document.baseURI) ? [plainAddress(new URL(each, document.baseURI))] : []));
  const first = here === plainAddress(begin);
  if (first) yield* head;
  yield here;
  yield plainAddress(url, false);
  if (site && url.href.startsWith(site.href)) yield plainPath(url.pathname.slice(site.pathname.length)) || "/";
  if (!first) yield* head;
}

async function episodesAt(url) {
  const found = new Set();
  const names = shows.flatMap((each) => [...namesOf(each, url)].map((name) => [each, name]));
  for (const [each, name] of names) {
    const at = await lookUp(each, name);
    if (at) found.add(at);
  }
  return [...found];
}

// --- on the page -------------------------------------------------------------------------------------------------

let current = null; // the episode that is on the page: { at, element, audio, home, lost, gone }
let afloat = null; // an episode that plays on while the page has no place for it
let bar = null; // what floating.js does
let arrived = performance.now();
let seen = "";
let timer = 0;
let running = false;
let warned = false;

// What is not there at once is looked for less often.
const waited = () => performance.now() - arrived;
const pause = () => Math.min(1000, 50 + waited() / 10);
const soon = (delay = 50) => (timer ||= setTimeout(update, delay));

// Before the browser pauses what is out of the page. Whether it is done.
function float(episode) {
  if (episode.audio.paused || !bar?.show) return false;
  if (afloat !== episode) drop();
  afloat = episode;
  bar.show(episode, drop);
  return true;
}

// Its player keeps the place before it is gone.
function drop() {
  const { element, audio } = afloat || {};
  afloat = null;
  audio?.pause();
  setTimeout(() => element?.remove());
}

function leave() {
  if (!float(current) && current !== afloat) current.element.remove();
  current = null;
}

// The player in its place, or null where the page is not ready for it: then it is tried again.
async function mounted(at) {
  const scripts = [`${at}player.js`, show.base + PLACING, show.base + FLOATING];
  const [episode, tools, floating] = await Promise.all(scripts.map(load));
  bar = floating;
  if (!episode?.html || !tools?.where) return null;
  const own = shows.find((each) => at.startsWith(each.base));
  const known = [current, afloat].find((each) => each?.at === at);
  const element = known ? known.element : tools.elementOf(episode.html, at, trusted);
  await load(own.base + episode.player);
  const place = tools.where(element, own.target, waited());
  if (!place) return null;
  const beside = place[0].nodeType === 1 ? place[0] : place[0].parentElement;
  if (!tools.isReady(beside, own.site)) return null;
  place[0][place[1]](element);
  if (afloat?.element === element) [current, afloat] = [bar.hide(afloat), null];
  return element;
}

// A framework that takes the player away gets it back, but not for ever.
function isGivenUp() {
  if (!current?.lost) return false;
  if (current.lost > AGAIN && !warned) console.warn(`Pagecast: this page takes the player away each time (${location.href})`);
  warned ||= current.lost > AGAIN;
  return current.lost > AGAIN;
}

async function step() {
  const url = new URL(location.href);
  const found = await episodesAt(url);
  if (url.href !== location.href) return soon(0);
  if (current && !found.includes(current.at)) leave();
  for (const each of document.querySelectorAll("pagecast-player[data-mounted]"))
    if (each !== current?.element && each !== afloat?.element) each.remove();
  const others = document.querySelector("pagecast-player:not([data-mounted])");
  if (!found.length || others || (current && !current.gone) || isGivenUp()) return null;
  for (const at of found) {
    const element = await mounted(at);
    if (url.href !== location.href) {
      if (element !== current?.element) element?.remove();
      return soon(0);
    }
    if (!element) continue;
    if (current?.element !== element) current = watch(at, element);
    current.gone = false;
    return null;
  }
  return waited() < 60000 ? setTimeout(soon, pause()) : null;
}

// One is heard at a time: the one that begins takes the bar away.
function watch(at, element) {
  const episode = { at, element, audio: element.querySelector("audio"), home: location.href, lost: 0 };
  episode.audio.addEventListener("play", () => afloat !== episode && drop());
  return episode;
}

async function update() {
  timer = 0;
  if (running) return soon();
  running = true;
  if (seen !== location.href) [seen, arrived, warned] = [location.href, performance.now(), false];
  try {
    await step();
  } finally {
    running = false;
  }
  return null;
}

function changed() {
  if (current && !current.gone && !current.element.isConnected) {
    current.lost += 1;
    current.gone = true;
    float(current);
  }
  soon(current && !current.gone ? 50 : pause());
}

function start() {
  new MutationObserver(changed).observe(document, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["href", "content"] });
  for (const type of ["popstate", "hashchange", "pageshow", "load"]) addEventListener(type, () => soon());
  window.navigation?.addEventListener("currententrychange", () => soon());
  if (!window.navigation)
    for (const name of ["pushState", "replaceState"]) {
      const own = history[name];
      history[name] = function (...all) {
        soon();
        return own.apply(this, all);
      };
    }
  update();
}

const shows = (window[NAME] ||= []);
const isFirst = !shows.length;
if (script.src && !shows.some((each) => each.base === show.base)) shows.push(show);
if (isFirst && shows.length) {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
}
