// Colours: what a thing stands on, and what can be read there. A colour is [red, green, blue, alpha], each of 0 to 1.

const READABLE = 4.55; // contrast of text, by WCAG 2, and a little for rounding
const VISIBLE = 3; // of what is only to be seen
const [BLACK, WHITE, AMBER] = [[0.09, 0.09, 0.1, 1], [1, 1, 1, 1], [1, 0.72, 0.03]];

// What frameworks and themes call their colour.
const ACCENTS = (
  "accent accent-color primary primary-color color-primary bs-primary md-accent-fg-color " +
  "wp--preset--color--primary"
).split(" ");

// Any colour that CSS can write; undefined where it is none. `probe` stands in the page.
function rgba(probe, color) {
  const { style } = probe;
  style.color = "";
  style.color = color;
  if (!style.color) return;
  style.color = `color-mix(in srgb, ${color}, ${color})`; // whatever its space is
  const text = getComputedStyle(probe).color;
  const [r, g, b, a = 1] = text.match(/-?\d[\d.e-]*/g);
  const most = /^rgb/.test(text) ? 255 : 1;
  return [r / most, g / most, b / most, +a];
}

const css = (color) => `rgb(${color.slice(0, 3).map((v) => v * 255)})`;
const over = ([r, g, b, a], ground, share = 1) => [...[r, g, b].map((v, i) => v * a * share + ground[i] * (1 - a * share)), 1];

const brightness = (color) =>
  [0.2126, 0.7152, 0.0722].reduce((sum, w, i) => sum + w * (color[i] > 0.04 ? ((color[i] + 0.055) / 1.055) ** 2.4 : color[i] / 13), 0.05);

const contrast = (one, other) => Math.exp(Math.abs(Math.log(brightness(one) / brightness(other))));

// The first that can be read, or else black or white.
const best = (colors, ground) =>
  colors.find((color) => color && contrast(color, ground) >= READABLE) ||
  (contrast(BLACK, ground) > contrast(WHITE, ground) ? BLACK : WHITE);

// What is behind an element: its ancestors' grounds laid over each other. Where a picture is among them, nothing is
// known but what its text tells.
function groundOf(probe, element) {
  const layers = [];
  for (let at = element; at; at = at.parentElement || at.getRootNode().host) {
    const { backgroundColor, backgroundImage } = getComputedStyle(at);
    if (backgroundImage !== "none") return best([], rgba(probe, getComputedStyle(element).color));
    layers.unshift(rgba(probe, backgroundColor));
  }
  return layers.reduce((below, layer) => over(layer, below), rgba(probe, "Canvas"));
}

// The player's own: what the page states for it, what it shows where the player stands, and what can be read.
function palette(probe, host, article) {
  const style = getComputedStyle(host);
  const stated = (name) => rgba(probe, style.getPropertyValue("--" + name));
  const shown = (element) => rgba(probe, getComputedStyle(element).color);
  const ground = stated("pagecast-background") || groundOf(probe, host);
  const tinted = (ink) => over(ink, ground, 0.05);
  const inks = [stated("pagecast-color"), ...[host, ...article.querySelectorAll("p")].slice(0, 2).map(shown)];
  const ink = over(best(inks.filter((each) => each && contrast(over(each, ground), tinted(each)) >= READABLE), ground), ground);
  const soft = tinted(ink);
  const links = [...article.querySelectorAll(":is(p, li) a[href]")].slice(0, 3);
  const theme = document.querySelector("meta[name=theme-color]")?.content;
  const found = [...ACCENTS.map(stated), ...links.map(shown), rgba(probe, theme || "")];
  const accent = stated("pagecast-accent") || found.find((each) => each && contrast(over(each, ground), soft) >= VISIBLE) || ink;
  const dim = best([0.7, 0.85, 1].map((share) => over(ink, ground, share)), soft);
  const on = best([stated("pagecast-on-accent"), WHITE, ground], accent);
  return { base: ground, soft, ink, dim, accent, "on-accent": on, line: over(ink, ground, 0.16) };
}

// How strongly a place can be marked so that it, and the links in it, can still be read: declarations of CSS for the
// sentence and the word. Where the site's own text can't be read, it gets another colour.
function markOf(probe, element) {
  const style = getComputedStyle(element);
  const texts = [element, ...element.querySelectorAll("a")].slice(0, 4).map((each) => rgba(probe, getComputedStyle(each).color));
  const ground = groundOf(probe, element);
  return [["highlight", 0.3], ["word", 0.55]].map(([name, alpha]) => {
    const color = rgba(probe, style.getPropertyValue("--pagecast-" + name)) || [...AMBER, alpha];
    const made = [1, 0.8, 0.6, 0.4, 0.2].map((share) => over(color, ground, share));
    const fit = made.find((each) => texts.every((text) => contrast(text, each) >= READABLE));
    return `background:${css(fit || made[0])}` + (fit ? "" : `;color:${css(best([], made[0]))}`);
  });
}
