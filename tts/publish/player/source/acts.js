// What can be done: by which keys, by buttons of which name, and how.
const ACTS = [
  ["Space k", "play", (p) => p.toggle()],
  ["[", "sentenceBack", (p) => p._skipSentence(-1)],
  ["]", "sentenceOn", (p) => p._skipSentence(1)],
  ["{", "paragraphBack", (p) => p._skipParagraph(-1)],
  ["}", "paragraphOn", (p) => p._skipParagraph(1)],
  ["←", "−5 s", (p) => p.seek(p.now - 5)],
  ["→", "+5 s", (p) => p.seek(p.now + 5)],
  ["j", "−10 s", (p) => p.seek(p.now - 10)],
  ["l", "+10 s", (p) => p.seek(p.now + 10)],
  ["<", "speed", (p) => p._faster(-1)],
  [">", "speed", (p) => p._faster(1)],
  ["c", "chapters", (p) => p._openChapters()],
  ["?", "more", (p) => p._openMore()],
  ["", "copy", (p) => p._copyLink()],
  ["", "back", (p) => p._goBack()],
  ["", "close", (p) => p._float((p._closed = true))],
];
const KEY_NAMES = { " ": "Space", ArrowLeft: "←", ArrowRight: "→" };
