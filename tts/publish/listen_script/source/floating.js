// What listen.js loads beside placing.js: while something plays and the page has no place for it, its player stands behind
// the body, where no framework reaches, and only its bar is shown, with its name as a link back. Each function is left at
// the script's own element.

const harbour = document.createElement("div");
const sheet = new CSSStyleSheet();
sheet.replaceSync(
  ":host([data-afloat]){position:fixed;inset:110% 0 auto}:host([data-afloat]) .card{display:none}" +
    ".name a{display:block;overflow:hidden;text-overflow:ellipsis;line-height:40px;text-decoration:underline}",
);

const partOf = ({ element }, selector) => element.shadowRoot.querySelector(selector);

// As the site itself goes back; where the browser does not know how it came here, as any link.
function goHome(event, home) {
  const entry = window.navigation?.entries().findLast((each) => each.url === home);
  if (!entry || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  Promise.allSettled(Object.values(window.navigation.traverseTo(entry.key))); // the reader may have gone on
}

// `drop` is called where the reader closes the bar, and at the end.
function show(episode, drop) {
  const { element, audio, home } = episode;
  const { adoptedStyleSheets } = element.shadowRoot;
  const { color, fontFamily } = getComputedStyle(document.body);
  const name = partOf(episode, ".name");
  const link = Object.assign(document.createElement("a"), { href: home, textContent: name.textContent });
  link.onclick = (event) => goHome(event, home);
  name.replaceChildren(link);
  partOf(episode, ".close").onclick = audio.onended = drop;
  if (!adoptedStyleSheets.includes(sheet)) adoptedStyleSheets.push(sheet);
  element.dataset.afloat = "";
  Object.assign(harbour.style, { color, fontFamily });
  harbour.append(element);
  document.documentElement.append(harbour);
}

// The player has its place again.
function hide(episode) {
  const name = partOf(episode, ".name");
  name.replaceChildren(name.textContent);
  partOf(episode, ".close").onclick = episode.audio.onended = null;
  delete episode.element.dataset.afloat;
  return episode;
}

document.currentScript.pagecast = { show, hide };
