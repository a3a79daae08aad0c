// Looking for episodes: by title, author, publication and summary, in either script of Chinese, several words at once.
// A large show has its titles in one file, which the first key loads; summaries lie in files of their own, and are
// loaded from the newest on while fewer are found than anybody reads.

const SHOWN = 50;

// What the page's own script has, which loads this one.
let h, icon, clock, say, whole, rows, tell, loaded;

window.pagecastSearch = (form, shared) => {
  ({ h, icon, clock, say, whole, rows, tell, loaded } = shared);
  searching(form);
};

// Who types 台湾 looks for 台灣, too: each traditional character stands before its simplified one.
let fold = null;
async function folding(source) {
  const pairs = await loaded(source).then(() => window.pagecastHan, () => "");
  const simple = new Map((pairs.match(/../gu) || []).map((pair) => [...pair]));
  return (text) => text.normalize("NFKC").toLocaleLowerCase().replace(/\p{Script=Han}/gu, (one) => simple.get(one) ?? one);
}

// The text with its hits marked. Folding keeps the number of characters but in rare ligatures: then nothing is marked.
function marked(text, words) {
  const low = fold(text);
  if (low.length !== text.length) return [text];
  const hits = words.flatMap((word) => {
    const at = low.indexOf(word);
    return at < 0 ? [] : [[at, at + word.length]];
  });
  hits.sort((a, b) => a[0] - b[0]);
  const parts = [];
  let end = 0;
  for (const [from, to] of hits) {
    if (from < end) continue;
    parts.push(text.slice(end, from), h("mark", {}, text.slice(from, to)));
    end = to;
  }
  return [...parts, text.slice(end)];
}

// Of a long text, what stands around the first hit.
function around(text, words) {
  const low = fold(text);
  const first = Math.min(...words.map((word) => low.indexOf(word)).filter((at) => at >= 0));
  return first > 80 && first < Infinity ? `…${text.slice(first - 40)}` : text;
}

// --- what is searched ---

// `title`, `by` and `text` of each row of the page, and the row.
const here = () =>
  rows().map((row) => ({
    row,
    title: row.querySelector("h3").textContent,
    by: row.querySelector(".byline")?.textContent || "",
    text: row.querySelector(".summary")?.textContent || "",
  }));

function everywhere() {
  const { names, rows: all } = window.pagecastTitles;
  return all.map(([folder, title, author, publication, date], n) => ({
    n,
    folder,
    title,
    by: [names[author], names[publication]].filter(Boolean).join(" · "),
    date,
    text: "",
  }));
}

// The details of a part of a large show: from the oldest episode on.
async function detail(entries, part) {
  const { texts, each } = window.pagecastTitles;
  await loaded(texts[part]);
  window.pagecastTexts[part].forEach(([guid, audio, length, picture, text], at) => {
    Object.assign(entries[entries.length - 1 - part * each - at], { guid, audio, length, picture, text, lowText: fold(text) });
  });
}

function rowOf({ folder, title, by, date, guid, audio, length, picture, text }) {
  const path = (file) => whole(`${encodeURIComponent(folder)}/${file}`);
  const heading = h("h3", { dir: "auto" }, h("a", { href: path("index.html") }, title));
  const byline = h("p", { part: "byline" }, h("bdi", {}, by), by && date ? ` · ${date}` : date);
  const row = h("li", {}, heading, byline);
  if (!guid) return row;
  row.dataset.guid = guid;
  row.dataset.length = length;
  if (picture) row.prepend(h("img", { part: "thumb", src: path(picture), width: 88, height: 88, alt: "", loading: "lazy" }));
  if (text) row.append(h("p", { part: "summary", dir: "auto" }, text));
  const start = h("a", { part: "play", href: path(encodeURIComponent(audio)) }, icon("play"), icon("pause"), clock(length / 1000));
  const more = h("button", { type: "button", part: "more", ariaLabel: `${say.more}: ${title}`, title: say.more }, "⋯");
  row.append(h("div", { part: "listen" }, start, h("span", { part: "mark" }), more));
  return row;
}

// --- searching ---

function searching(form) {
  const list = document.querySelector(".episodes");
  const status = document.querySelector(".found");
  const pages = document.querySelector(".pages");
  const field = form.querySelector("input");
  const own = [...list.children];
  const local = form.dataset.search === "here";
  let loading = null;
  let turn = 0;

  const load = async () => {
    fold = await folding(form.dataset.han);
    if (!local) await loaded(form.dataset.search);
    const entries = local ? here() : everywhere();
    for (const entry of entries) {
      entry.low = fold(`${entry.title} ${entry.by}`);
      entry.lowText = fold(entry.text);
    }
    return entries;
  };

  const matches = (entry, words) => words.every((word) => entry.low.includes(word) || entry.lowText?.includes(word));

  const show = (found, words) => {
    const rowsFound = found.slice(0, SHOWN).map((entry) => {
      const row = (entry.row || rowOf(entry)).cloneNode(true);
      for (const each of row.querySelectorAll(".added, .keep")) each.remove(); // "keep" is the app's, which makes it anew
      const link = row.querySelector("h3 a");
      link.replaceChildren(...marked(link.textContent, words));
      const summary = row.querySelector(".summary");
      summary?.replaceChildren(...marked(around(summary.textContent, words), words));
      return row;
    });
    list.replaceChildren(...rowsFound);
    tell("rows");
  };

  const tellFound = (count, more) => {
    const { found, none } = status.dataset;
    status.textContent = count ? found.replace("{n}", more ? `${count}+` : count) : more ? "…" : none;
  };

  // The newest parts first; a part is had when it holds a hit that is shown, or as long as too few are found.
  const searchParts = async (entries, words, current) => {
    const { texts, each } = window.pagecastTitles;
    let skipped = false;
    for (let part = texts.length - 1; part >= 0; part -= 1) {
      const before = entries.filter((entry) => matches(entry, words));
      const shownNow = before.slice(0, SHOWN);
      const wanted = shownNow.some((entry) => !entry.guid && Math.floor((entries.length - 1 - entry.n) / each) === part);
      if (before.length >= SHOWN && !wanted) {
        skipped = true;
        continue;
      }
      await detail(entries, part).catch(() => {});
      if (!current()) return;
      const found = entries.filter((entry) => matches(entry, words));
      show(found, words);
      tellFound(found.length, part > 0 && found.length < SHOWN);
    }
    const found = entries.filter((entry) => matches(entry, words));
    tellFound(found.length, skipped);
  };

  const search = async () => {
    const mine = ++turn;
    const current = () => mine === turn;
    const typed = field.value.trim();
    if (!typed) {
      list.replaceChildren(...own);
      status.textContent = "";
      if (pages) pages.hidden = false;
      tell("rows");
      return;
    }
    const entries = await (loading ??= load().catch((error) => { loading = null; throw error; }));
    if (!current()) return;
    const words = fold(typed).split(/\s+/).filter(Boolean);
    const found = entries.filter((entry) => matches(entry, words));
    if (pages) pages.hidden = true;
    show(found, words);
    tellFound(found.length, !local);
    if (!local) await searchParts(entries, words, current);
  };

  // The address tells what was looked for: it can be passed on, and "back" leads to it.
  const note = () => {
    const url = new URL(location.href);
    if (field.value.trim()) url.searchParams.set("q", field.value.trim());
    else url.searchParams.delete("q");
    try {
      history.replaceState(history.state, "", url);
    } catch {} // a browser takes only so many in a while
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => {
    note();
    search();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.preventDefault();
    field.value = "";
    note();
    search();
  });
  const asked = new URL(location.href).searchParams.get("q");
  if (asked) field.value ||= asked;
  if (field.value) {
    note(); // what was typed while this was loaded
    search();
  }
}
