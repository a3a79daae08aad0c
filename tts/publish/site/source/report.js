// Telling of a misreading: the sentence that is selected, else the one that is heard, goes into a mail or a form, or is
// copied with its time and the page's address where nobody said where to.

const LONGEST = 300; // characters: mail programs take no long addresses

const sentences = () => [...document.querySelectorAll("[data-pc]")];
const begin = (element) => Number(element.dataset.pc.split("-")[0]);

// The sentence of the page that is heard now.
const heard = () => {
  const audio = document.querySelector("pagecast-player audio");
  if (!audio || (!audio.currentTime && audio.paused)) return null;
  const now = audio.currentTime * 1000;
  let found = null;
  for (const element of sentences()) {
    const start = begin(element);
    if (start <= now && (!found || start >= found.start)) found = { element, start };
  }
  return found && { text: found.element.textContent, start: found.start };
};

const selected = () => {
  const selection = window.getSelection();
  const text = selection ? selection.toString().replace(/\s+/g, " ").trim() : "";
  if (!text) return null;
  const node = selection.getRangeAt(0).startContainer;
  const sentence = (node.nodeType === 1 ? node : node.parentElement).closest("[data-pc]");
  return { text, start: sentence ? begin(sentence) : null };
};

// As players show it: 1:02:03.
const clock = (ms) => {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((n) => String(n).padStart(2, "0"));
  const hours = Math.floor(seconds / 3600);
  return hours ? `${hours}:${parts.join(":")}` : parts.join(":");
};

// What is told of a sentence, by the names that stand for it in an address.
const fieldsOf = ({ text, start }, { page, title }) => ({
  sentence: text.slice(0, LONGEST),
  time: start === null ? "" : clock(start),
  page: (page || location.href.split("#")[0]) + (start === null ? "" : `#t=${Math.floor(start / 1000)}`),
  title,
});

const filled = (pattern, values) =>
  pattern.replace(/\{(sentence|page|title|time)\}/g, (_, name) => encodeURIComponent(values[name]));

const copied = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea"); // plain http has no clipboard
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
};

const copy = async (about, { begin: words, done, none }) => {
  const status = document.querySelector(".told");
  if (!about.sentence) {
    status.textContent = none;
    return;
  }
  const time = about.time && ` (${about.time})`;
  await copied(`${words}\n${about.sentence}${time}\n${about.page}`);
  status.textContent = done;
};

const start = () => {
  for (const element of document.querySelectorAll("[data-report]")) {
    // A click takes the selection away in some browsers: it is read before.
    let chosen = null;
    element.hidden = false;
    element.addEventListener("pointerdown", () => { chosen = selected(); });
    element.addEventListener("click", () => {
      const about = fieldsOf(chosen || selected() || heard() || { text: "", start: null }, element.dataset);
      if (element.dataset.report) element.href = filled(element.dataset.report, about);
      else copy(about, element.dataset);
      chosen = null;
    });
  }
};
start();
document.addEventListener("pagecast:page", start); // another page came into this one
