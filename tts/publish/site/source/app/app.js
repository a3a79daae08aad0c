// What the pages show of a show as an app: buttons that save episodes, the list of what is saved, how to install it.
// Nothing of it is there where a browser can't (plain http, file://, no service workers), and nothing is missed.

const wordsHere = () => WORDS[document.documentElement.lang] ?? WORDS.en;
let words = wordsHere(); // of the page that is shown: another may come into this one
const LIST = within("offline.html");
const NEXT = 5; // episodes that are saved at once

const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const sized = (bytes) => {
  const [unit, name] = bytes >= 1e9 ? [1e9, "GB"] : bytes >= 1e6 ? [1e6, "MB"] : [1e3, "KB"];
  return `${(bytes / unit).toFixed(unit === 1e3 ? 0 : 1)} ${name}`;
};

const clock = (ms) => {
  const seconds = Math.floor(ms / 1000);
  const two = (n) => String(n).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};

const h = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const icon = (line) => {
  const made = document.createElement("span");
  made.innerHTML = `<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"><path d="${line}"/></svg>`;
  return made.firstChild;
};
const DOWN = "M12 4a8 8 0 1 0 8 8M12 8v8M9 13l3 3 3-3";
const DONE = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM8.5 12.5l2.5 2.5 4.5-5.5";

// --- an episode's control ---

let known = new Map(); // page -> record, as last read

const percent = (share) => Math.floor(100 * (share ?? 0));

const stateOf = (offer) => {
  const one = known.get(offer.page);
  if (!one) return "none";
  if (progress.has(offer.page)) return "saving";
  if (isWaiting(one)) return one.stalled === undefined ? "waiting" : "paused";
  if (one.state === "failed") return one.why;
  return one.seen || (offer.audio && offer.audio !== one.audio ? "newer" : "saved");
};

const askFor = (offer) => add([offer]);
const stop = (offer) => cancel(offer.page);
const take = (offer) => remove([offer.page]);

const statesHere = () => ({
  none: [[words.save, askFor]],
  waiting: [[words.cancel, stop]],
  saving: [[words.cancel, stop]],
  paused: [[words.again, askFor], [words.cancel, stop]],
  saved: [[words.remove, take]],
  newer: [[words.renew, askFor], [words.remove, take]],
  gone: [[words.remove, take]],
  lost: [[words.cancel, take]],
  broken: [[words.again, askFor], [words.cancel, take]],
  full: [[words.again, askFor], [words.cancel, take]],
});
let STATES = statesHere();
const KEPT = new Set(["saved", "newer", "gone"]);

// The buttons stay the same elements: who has just pressed one finds the focus where it was.
const control = (offer) => {
  const state = h("span", { className: "keep-state" });
  const buttons = [0, 1].map(() => h("button", { type: "button" }));
  const element = h("span", { className: "keep" }, state, ...buttons);
  const paint = () => {
    const name = stateOf(offer);
    const share = percent(progress.get(offer.page) ?? known.get(offer.page)?.stalled);
    element.dataset.state = name;
    state.replaceChildren(...(name === "none" ? [] : described(name, share)));
    state.hidden = name === "none";
    buttons.forEach((button, i) => label(button, STATES[name][i], offer, name));
  };
  return { element, paint };
};

const hasList = () => document.querySelector("[data-offline-list]") !== null;

const described = (name, share) => {
  const text = fill(words[name], { percent: share });
  if (!KEPT.has(name)) return [text];
  return hasList() ? [icon(DONE), text] : [h("a", { href: LIST }, icon(DONE), text)];
};

const label = (button, action, offer, state) => {
  button.hidden = !action;
  if (!action) return;
  const [text, act] = action;
  button.replaceChildren(...(state === "none" ? [icon(DOWN), text] : [text]));
  button.ariaLabel = state === "none" ? fill(words.save_named, { title: offer.title }) : `${text}: ${offer.title}`;
  button.onclick = () => act(offer);
};

// --- where they stand ---

const controls = new Map(); // element of the page -> its control

// Put in when it is painted, instead of what kept the room for it: nothing moves.
const placed = ({ element, paint }, spot) => () => {
  paint();
  if (!spot.contains(element)) spot.replaceChildren(element);
};

const wire = () => {
  const before = controls.size;
  for (const place of document.querySelectorAll("[data-offline]")) {
    if (controls.has(place)) continue;
    const offer = JSON.parse(place.dataset.offline);
    controls.set(place, { offer, paint: placed(control(offer), place.querySelector("[data-offline-here]") ?? place) });
  }
  const grown = controls.size > before;
  for (const place of controls.keys()) if (!place.isConnected) controls.delete(place);
  return grown;
};

// --- above the list of episodes ---

const isHeard = (guid) => {
  try {
    return JSON.parse(localStorage.pagecast).episodes[guid].heard === true; // as the player's store.js writes it
  } catch {
    return false;
  }
};

const next = () =>
  [...controls.values()].map(({ offer }) => offer).filter(({ page, guid }) => !known.has(page) && !isHeard(guid)).slice(0, NEXT);

let installer = null;
const standalone = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone;
const onIos = () =>
  /iP(hone|ad|od)/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);

const bar = (place) => {
  const save = h("button", { type: "button", onclick: () => add(next()) });
  const list = h("a", { href: LIST });
  const install = h("button", { type: "button", hidden: true }, words.install);
  install.onclick = () => installer?.prompt();
  const ios = h("p", { hidden: standalone() || !onIos() }, words.install_ios);
  place.append(h("div", { className: "keep-bar" }, save, list, install), ios);
  place.hidden = false;
  return () => {
    const coming = next().length;
    save.replaceChildren(icon(DOWN), coming ? fill(words.save_next, { n: coming }) : words.none_left);
    save.disabled = !coming;
    save.hidden = !controls.size;
    const all = [...known.values()];
    list.textContent = all.length ? `${words.list} · ${counted(all)}` : words.list;
    list.hidden = hasList();
    install.hidden = !installer;
  };
};

const counted = (all) => {
  const size = sized(all.reduce((sum, one) => sum + (one.size ?? one.bytes ?? 0), 0));
  return fill(all.length === 1 ? words.count_one : words.count, { n: all.length, size });
};

// --- the page of what is saved ---

const missing = () => {
  const page = new URLSearchParams(location.hash.slice(1)).get("page");
  const address = page === null ? "" : within(page);
  return address.startsWith(ROOT.href) ? address : "";
};

const list = (place) => {
  const lead = h("p", { className: "keep-missing" });
  const sum = h("p", { className: "keep-sum" });
  const room = h("p", { className: "byline" });
  const rows = h("ol", { className: "episodes" });
  const all = h("button", { type: "button", hidden: true }, words.remove_all);
  sure(all);
  place.replaceChildren(lead, sum, room, rows, h("div", { className: "keep-bar" }, all));
  const made = new Map();
  return async () => {
    const address = missing();
    lead.hidden = !address;
    lead.replaceChildren(words.missing, " ", h("a", { href: address }, words.retry));
    const shown = [...known.values()];
    for (const page of made.keys()) if (!known.has(page)) made.delete(page);
    for (const one of shown) if (!made.has(one.page)) made.set(one.page, row(one));
    rows.replaceChildren(...shown.map(({ page }) => made.get(page).element));
    shown.forEach((one) => made.get(one.page).paint(one));
    sum.textContent = shown.length ? counted(shown) : words.empty;
    all.hidden = !shown.length;
    room.textContent = await roomTold(shown.length);
  };
};

const row = ({ page, title, lang }) => {
  const { element, paint } = control({ page, title });
  const size = h("p", { className: "byline" });
  const link = h("a", { href: within(page) }, title);
  const item = h("li", {}, h("h2", { lang: lang ?? "", dir: "auto" }, link), size, element);
  return {
    element: item,
    paint: (one) => {
      const parts = [one.duration && clock(one.duration), (one.size ?? one.bytes) && sized(one.size ?? one.bytes)];
      size.textContent = parts.filter(Boolean).join(" · ");
      paint();
    },
  };
};

const roomTold = async (some) => {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  const stays = await navigator.storage?.persisted?.();
  const lines = quota ? [fill(words.room, { used: sized(usage), quota: sized(quota) })] : [];
  if (some) lines.push(stays ? words.stays : words.may_vanish);
  return lines.join(document.documentElement.lang.startsWith("zh") ? "" : " ");
};

// Twice within some seconds, for it can't be undone.
const sure = (button) => {
  let asked = 0;
  const back = () => {
    clearTimeout(asked);
    asked = 0;
    button.textContent = words.remove_all;
  };
  button.onblur = back;
  button.onclick = () => {
    if (asked) {
      back();
      remove([...known.keys()]);
    } else {
      button.textContent = words.remove_all_sure;
      asked = setTimeout(back, 6000);
    }
  };
};

// --- all of it ---

const dress = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};

const start = async () => {
  dress();
  const places = [];
  let asked = false;
  const paint = async () => {
    if (asked) return;
    asked = true; // what comes meanwhile is painted with it
    await new Promise(requestAnimationFrame);
    asked = false;
    known = new Map((await records()).map((one) => [one.page, one]));
    for (const { paint: each } of controls.values()) each();
    for (const each of places) await each();
  };
  // Pages that are changed by scripts, as lists that are searched, bring other places.
  const watch = new MutationObserver(() => wire() && paint());
  const arrive = () => {
    words = wordsHere();
    STATES = statesHere();
    wire();
    places.length = 0;
    for (const place of document.querySelectorAll("[data-offline-list]")) places.push(list(place));
    for (const place of document.querySelectorAll("[data-offline-bar]")) places.push(bar(place));
    watch.disconnect();
    watch.observe(document.querySelector("main"), { childList: true, subtree: true });
    return paint();
  };
  heardBy.add(paint);
  await arrive();
  document.addEventListener("pagecast:page", arrive); // another page came into this one
  addEventListener("hashchange", paint);
  addEventListener("online", goOn);
  addEventListener("storage", paint); // heard in another window
  addEventListener("appinstalled", () => ((installer = null), paint()));
  addEventListener("beforeinstallprompt", (event) => {
    if (!document.querySelector("[data-offline-bar]")) return; // the browser's own way stays
    event.preventDefault();
    installer = event;
    paint();
  });
  goOn();
  if (hasList()) look();
};

const can = () =>
  isSecureContext && /^https?:$/.test(location.protocol) && "serviceWorker" in navigator && "caches" in window &&
  navigator.locks && crypto.subtle;

// The page that was there before the worker, and the one that the app begins with, are there without a network, too.
const visit = () => {
  for (const address of new Set([location.href.split(/[?#]/)[0], within("index.html")])) fetch(address).catch(() => {});
};

const register = () => {
  if (!navigator.serviceWorker.controller) {
    navigator.serviceWorker.addEventListener("controllerchange", visit, { once: true });
  }
  document.head.append(h("link", { rel: "manifest", crossOrigin: "use-credentials", href: within("app.webmanifest") }));
  navigator.serviceWorker.register(within("sw.js"), { scope: ROOT.pathname, updateViaCache: "none" }).catch((error) => {
    setTimeout(console.warn, 1000, error); // Safari also rejects it when the page is left: then nobody is told
  });
};

// Where nothing can be kept, no room is kept for it either.
const withdraw = () => {
  for (const place of document.querySelectorAll(".tools [data-offline]")) place.remove();
};
const stayAway = () => {
  withdraw();
  document.addEventListener("pagecast:page", withdraw);
};

if (!can()) stayAway();
else {
  // Storage throws where the reader forbids it: then there is nothing to offer.
  caches.open(SAVED).then(start, stayAway);
  if (document.readyState === "complete") register();
  else addEventListener("load", register);
}
