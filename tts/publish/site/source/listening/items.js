// What is played: read from a row of the list, or from the player of an episode's page.

const ROOT = new URL("..", document.currentScript.src).href; // the show's folder, wherever it stands
const whole = (path) => new URL(path, ROOT).href;
const below = (address) => (address.startsWith(ROOT) ? address.slice(ROOT.length) : address);

const say = SENTENCES[document.documentElement.lang] || SENTENCES.en;
const said = (name, values) => say[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

function h(tag, props, ...children) {
  const { part, ...others } = props || {};
  const element = Object.assign(document.createElement(tag), others);
  if (part) element.className = part;
  element.append(...children);
  return element;
}

const ICONS = {
  play: "M8 5v14l11-7z",
  pause: "M7 5h3v14H7zM14 5h3v14h-3z",
  next: "M6 5v14l9-7zM18 5v14",
  queue: "M4 6h16M4 12h10M4 18h10M18 13v7l4-3.5z",
  close: "M6 6l12 12M18 6L6 18",
  up: "M6 15l6-6 6 6",
  down: "M6 9l6 6 6-6",
  back: "M4 12a8 8 0 1 0 3-6.2M7 2v4h4",
  on: "M20 12a8 8 0 1 1-3-6.2M17 2v4h-4",
};

function icon(name) {
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// 9:41, or 1:09:41.
function clock(seconds) {
  const full = Math.max(0, Math.floor(seconds || 0));
  const [hours, minutes, rest] = [Math.floor(full / 3600), Math.floor(full / 60) % 60, full % 60];
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

const minutesLeft = (seconds) => said("left", { n: Math.max(1, Math.round(seconds / 60)) });

function itemOfRow(row) {
  const link = row.querySelector("h3 a");
  const cover = row.querySelector("img.thumb") || document.querySelector(".hero img, .again img");
  return {
    guid: row.dataset.guid,
    title: link.textContent,
    lang: row.querySelector("h3").lang,
    by: row.querySelector(".byline bdi")?.textContent || "",
    page: below(link.href),
    audio: below(row.querySelector(".play").href),
    cover: cover ? below(cover.src) : "",
    length: row.dataset.length / 1000,
  };
}

function itemOfPlayer(player, audio) {
  const named = (name) => player.getAttribute(name) || "";
  const cover = named("artwork");
  return {
    guid: named("guid"),
    title: named("name"),
    lang: named("lang"),
    by: named("author"),
    page: below(location.href.split(/[?#]/)[0]),
    audio: below(audio.currentSrc || audio.src),
    cover: cover && below(new URL(cover, location.href).href),
    length: named("duration") / 1000,
  };
}
