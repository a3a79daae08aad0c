// Where in a page the player goes: behind the article's title, else before its first words. placement.py does the same
// for pages that `tts embed` writes. Nothing is found while the page shows another article, or none yet.

const LEFT_OUT =
  "script,style,noscript,template,textarea,select,button,svg,rt,rp,nav,aside,pagecast-player,[hidden],[aria-hidden=true]";
const HOLDERS = /^(html|body|div|article|section|main|header|aside|footer|td|th|form|fieldset|center)$|-/;
const BESIDE = "nav,aside,footer";
const TITLES = "h1,h2,h3,[class*=title i],[class*=headline i]";
const TITLED = /(^|[\s_-])(title|headline)($|[\s_-])/i;
const SUBTITLES = /^(H[2-6]|P|DIV|SPAN)$/;
const SUBTITLED =
  /(^|[\s_-])(sub-?title|sub-?heading|sub-?head|dek|standfirst|excerpt|description|fubiaoti)($|[\s_-])/i;
const TRIED = [60, 24, 10];

// A text's letters and digits alone: signs, quotes and white space differ most between a page and what was read of it.
const keyOf = (text) => (text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{N}]+/gu) || []).join("");

// All that a reader sees, and the text nodes that it stands in, each with its place.
function flatten(root) {
  const stretches = [];
  let key = "";
  const judge = (node) => (node.nodeType === 3 ? 1 : node.matches(LEFT_OUT) ? 2 : 3);
  const walker = document.createTreeWalker(root, 5, judge);
  while (walker.nextNode()) {
    const own = keyOf(walker.currentNode.data);
    if (own) stretches.push([key.length, walker.currentNode]);
    key += own;
  }
  return [key, stretches];
}

// The place of a text; of the longest beginning of it that is there.
function find(key, text, from = 0) {
  for (const size of TRIED) {
    const at = text.length >= 10 ? key.indexOf(text.slice(0, size), from) : -1;
    if (at >= 0) return at;
  }
  return -1;
}

// The text node with the article's first words; behind the title, where that stands before them.
function firstWords(title, blocks) {
  const [key, stretches] = flatten(document.body);
  for (const block of blocks) {
    const at = find(key, block);
    if (at < 0) continue;
    const behind = title ? key.indexOf(title) : -1;
    const again = behind < 0 ? -1 : find(key, block, behind);
    const place = again < 0 ? at : again;
    return stretches.findLast(([begin]) => begin <= place)[1];
  }
  return null;
}

const isBefore = (element, node) => !node || Boolean(element.compareDocumentPosition(node) & 4);

// The article's own title: what says it, before its first words; else the last h1 before them.
function heading(title, first) {
  const all = [...document.querySelectorAll(TITLES)].filter(
    (each) =>
      (/^H[123]$/.test(each.tagName) || (/^(DIV|P|SPAN|TD)$/.test(each.tagName) && TITLED.test(each.className))) &&
      !each.closest(BESIDE) &&
      each.getClientRects().length &&
      isBefore(each, first),
  );
  const said = all.map((each) => [each, keyOf(each.textContent)]).filter(([, text]) => text);
  const best = (alike) => {
    const same = said.filter(([, text]) => alike(text)).map(([each]) => each);
    return same.findLast((each) => each.tagName === "H1") || same.findLast((each) => each.tagName === "H2") || same.pop();
  };
  const exact = title && best((text) => text === title);
  if (exact || !first) return exact;
  const near = first.parentElement.closest("article,main");
  const heads = all.filter((each) => each.tagName === "H1" && (!near || near.contains(each)));
  const last = near || heads.length === 1 ? heads.pop() : null;
  return (title && best((text) => text.length > 3 && (text.includes(title) || title.includes(text)))) || last;
}

const holds = (element) => !element || HOLDERS.test(element.localName);

// What a theme sets right behind the title.
const isSubtitle = (element) =>
  element &&
  SUBTITLES.test(element.tagName) &&
  (SUBTITLED.test(element.className) || element.role === "doc-subtitle") &&
  keyOf(element.textContent).length <= 300;

// The element, and where the player goes beside it; null while the article is not there.
function placeOf(title, blocks) {
  const first = firstWords(title, blocks);
  let at = heading(title, first);
  const where = at ? "after" : "before";
  at ||= first?.parentElement;
  if (!at) return null;
  if (where === "before") {
    while (at.parentElement && !holds(at)) at = at.parentElement;
    // Before the text, or before what is around it: a player stands in no paragraph.
    let inner = first;
    while (inner.parentElement !== at) inner = inner.parentElement;
    return [inner, where];
  }
  while (!holds(at.parentElement)) at = at.parentElement;
  return [isSubtitle(at.nextElementSibling) ? at.nextElementSibling : at, where];
}
