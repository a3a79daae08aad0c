// Where in a page each sentence stands. The page is read and never changed: what is found are ranges.

const LEFT_OUT =
  "script,style,noscript,template,textarea,select,button,svg,rt,rp,nav,pagecast-player,[hidden],[aria-hidden=true]";
const BLOCKS = "p,li,h1,h2,h3,h4,h5,h6,blockquote,dt,dd,td,th,figcaption,caption,pre,summary";
const RUNS = /[\p{L}\p{N}]+/gu;

// Characters keep their number, so that places stay true.
function fold(text) {
  const folded = text.normalize("NFKC").toLowerCase();
  return folded.length === text.length ? folded : text;
}

// A text's letters and digits alone: signs, quotes and white space differ most between a page and what was read of it.
function keyOf(text) {
  return (fold(text).match(RUNS) || []).join("");
}

// All of an element's text as one key, and the node and offset of each of its letters.
function flatten(root) {
  const _nodes = [];
  const _firsts = [];
  const _offsets = [];
  const at = new Map();
  let key = "";
  const judge = (node) => (node.nodeType === 3 ? 1 : node.matches(LEFT_OUT) ? 2 : 3);
  const walker = document.createTreeWalker(root, 5, judge);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const before = key.length;
    for (const run of fold(node.data).matchAll(RUNS)) {
      for (let i = 0; i < run[0].length; i++) _offsets.push(run.index + i);
      key += run[0];
    }
    if (key.length === before) continue;
    at.set(node, before);
    _nodes.push(node);
    _firsts.push(before);
  }
  return { _root: root, _key: key, _nodes, _firsts, _offsets, at };
}

// The last index whose value is not above `value`; -1 where there is none.
const lastAt = (values, value, of = (v) => v) => values.findLastIndex((each) => of(each) <= value);

// Which of sentences or chapters is heard, a hair before it is.
const heardAt = (all, now) => lastAt(all, now + 0.03, (each) => each.start);

// The range of key[from..to), with the signs that belong to it, also behind a link's end.
function rangeOf(flat, from, to) {
  const at = lastAt(flat._firsts, to - 1);
  const [first, start] = [flat._nodes[lastAt(flat._firsts, from)], flat._offsets[from]];
  let [last, end] = [flat._nodes[at], flat._offsets[to - 1] + 1];
  if (!first.isConnected || !last.isConnected) return null;
  const next = flat._nodes[at + 1];
  if (end === last.length && next && blockOf(next) === blockOf(last) && CLOSING.exec(next.data)[0]) [last, end] = [next, 0];
  const range = document.createRange();
  range.setStart(first, start - /[\p{Ps}\p{Pi}"'¿¡]*$/u.exec(first.data.slice(0, start))[0].length);
  range.setEnd(last, end + CLOSING.exec(last.data.slice(end))[0].length);
  return range;
}

const CLOSING = /^[^\s\p{L}\p{N}\p{Ps}\p{Pi}]*/u;
const blockOf = (node) => node.parentElement.closest(BLOCKS);

// --- the page's own paragraphs ---------------------------------------------------------------------------------

// Gives every sentence that can be found a place, { flat, from, to }; how many have one.
function locate(sentences, root) {
  const flat = flatten(root);
  const anchors = chain(candidates(sentences, flat));
  sentences.forEach((sentence, i) => {
    const anchor = anchors.get(i);
    sentence._place = anchor === undefined ? null : { flat, from: anchor, to: anchor + sentence._key.length };
  });
  fill(sentences, flat);
  return sentences.filter((sentence) => sentence._place).length;
}

// Where each sentence may stand: in its marked paragraph, else wherever its paragraph's whole text occurs, else
// wherever its own does.
function candidates(sentences, flat) {
  const found = [];
  let whole = "";
  let marked, same, within, chunk;
  sentences.forEach((sentence, i) => {
    if (sentence.chunk !== chunk) {
      chunk = sentence.chunk;
      whole = sentences.filter((s) => s.chunk === chunk).map((s) => s._key).join("");
      marked = spanOf(flat, flat._root.querySelector(`[data-pc-chunk="${chunk}"]`));
      same = marked ? occurrences(flat._key, whole, ...marked) : occurrences(flat._key, whole);
      within = 0;
    }
    const places = same.length ? same.map((from) => from + within) : occurrences(flat._key, sentence._key, ...(marked || []));
    for (const place of places) found.push([i, place, sentence._key.length]);
    within += sentence._key.length;
  });
  return found;
}

function spanOf(flat, element) {
  if (!element) return null;
  const own = flatten(element);
  const from = flat.at.get(own._nodes[0]);
  return from === undefined ? null : [from, from + own._key.length];
}

// A short text stands in too many places to tell by itself, but for a paragraph that is known.
function occurrences(text, key, from = 0, to = 0) {
  const found = [];
  if (key.length < (to ? 1 : 6)) return found;
  const end = (to || text.length) - key.length;
  for (let at = text.indexOf(key, from); at >= 0 && at <= end && found.length < 8; at = text.indexOf(key, at + 1)) found.push(at);
  return found;
}

// The most sentences whose places follow each other: the longest increasing sequence. Of two that are equally long the
// one further up counts: lists of other articles and contents stand below or apart.
function chain(found) {
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const ends = [];
  for (const [i, place, length] of found) {
    const before = lastAt(ends, place, (end) => end.place + end.length);
    const link = { i, place, length, before: before < 0 ? null : ends[before] };
    const held = ends[before + 1];
    if (!held || place + length < held.place + held.length) ends[before + 1] = link;
  }
  const places = new Map();
  for (let link = ends[ends.length - 1]; link; link = link.before) places.set(link.i, link.place);
  return places;
}

// What stands between sentences that were found: looked for there, first whole, then by its beginning and its end.
function fill(sentences, flat) {
  let low = 0;
  sentences.forEach((sentence, i) => {
    if (!sentence._place && sentence._key) {
      const next = sentences.slice(i + 1, i + 40).find((s) => s._place);
      const room = sentence._key.length * 2 + 400;
      const high = Math.min(next ? next._place.from : flat._key.length, low + room);
      const span = similar(flat._key.slice(low, high), sentence._key);
      if (span && (low || next)) sentence._place = { flat, from: low + span[0], to: low + span[1] };
    }
    if (sentence._place) low = sentence._place.to;
  });
}

function similar(text, key) {
  const whole = text.indexOf(key);
  if (whole >= 0) return [whole, whole + key.length];
  if (key.length < 8) return null;
  const size = Math.min(8, key.length >> 1);
  const head = text.indexOf(key.slice(0, size));
  const tail = text.indexOf(key.slice(-size), Math.max(head, 0));
  const from = head < 0 ? 0 : head;
  const to = tail < 0 ? text.length : tail + size;
  if (head < 0 && tail < 0) return null;
  if (to - from < key.length * 1.5 + 20) return [from, to];
  return head < 0 ? [Math.max(0, to - key.length), to] : [from, from + key.length];
}

// --- what the player asks --------------------------------------------------------------------------------------

// Sentences from the marks of one of our own pages.
function readMarks(root) {
  return [...root.querySelectorAll("[data-pc]")].map((span) => {
    const words = span.dataset.pcWords?.split(";") || [];
    return {
      start: parseInt(span.dataset.pc) / 1000, // "1200-3400"
      text: span.textContent,
      chunk: span.closest("[data-pc-chunk]")?.dataset.pcChunk || "",
      _words: words.map((word) => word.split(",").map(Number)),
      _span: span,
    };
  }).sort((a, b) => a.start - b.start); // an intro is heard before the title, and stands below it
}

function readData(chunks) {
  return chunks.flatMap((chunk, n) =>
    chunk.sentences.map(([start, , text, words = []]) => ({
      start: start / 1000,
      text,
      chunk: n,
      _words: words,
      _key: keyOf(text),
    })),
  );
}

// The range of a sentence, or of a word in it; null where it is not in the page.
function rangeIn(sentence, word) {
  if (sentence._span && !word) {
    const range = document.createRange();
    range.selectNodeContents(sentence._span);
    return range;
  }
  if (sentence._span && !sentence._place) {
    const flat = flatten(sentence._span);
    sentence._place = { flat, from: 0, to: flat._key.length };
  }
  if (!sentence._place) return null;
  const { flat, from, to } = sentence._place;
  if (!word) return rangeOf(flat, from, to);
  const first = from + keyOf(sentence.text.slice(0, word[2])).length;
  const last = first + keyOf(sentence.text.slice(word[2], word[3])).length;
  return first < last && last <= to ? rangeOf(flat, first, last) : null;
}

// The sentence at a point of the window.
function sentenceAt(sentences, x, y, target) {
  const span = target.closest("[data-pc]");
  const touched = ({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom;
  return sentences.find((s) => (span ? s._span === span : [...(rangeIn(s)?.getClientRects() || [])].some(touched)));
}

const canHighlight = window.Highlight;
let classed = null;

// Browsers without highlights get a class, on the sentence's span or on the paragraph that holds it.
function show(sentence, word) {
  const range = sentence && rangeIn(sentence);
  const inner = range && word ? rangeIn(sentence, word) : null;
  if (canHighlight) {
    for (const [name, it] of [["pagecast-sentence", range], ["pagecast-word", inner]]) {
      CSS.highlights.get(name)?.clear(); // one that is only replaced stays painted in WebKit
      if (it) CSS.highlights.set(name, new Highlight(it));
      else CSS.highlights.delete(name);
    }
    return range;
  }
  classed?.classList.remove("pagecast-sentence");
  classed = range ? sentence._span || blockOf(range.startContainer) : null;
  classed?.classList.add("pagecast-sentence");
  return range;
}
