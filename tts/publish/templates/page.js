// What a page does beyond reading and listening: print, copy, search the titles, tell of a misreading.
// Everything works without it, or is not shown.
(() => {
  "use strict";

  const all = (selector) => [...document.querySelectorAll(selector)];

  // --- buttons ---

  const actions = {
    print: () => window.print(),
    copy: async (button) => {
      const field = document.getElementById("feed");
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        document.execCommand("copy"); // plain http has no clipboard
      }
      const label = button.textContent;
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 2000);
    },
  };

  for (const button of all("[data-do]")) {
    button.hidden = false;
    button.addEventListener("click", () => actions[button.dataset.do](button));
  }

  // --- a misreading ---

  const LONGEST = 300; // characters: mail programs take no long addresses

  // The sentences of the page with their times, and the one that is heard now.
  const heard = () => {
    const audio = document.querySelector("pagecast-player audio");
    if (!audio || (!audio.currentTime && audio.paused)) return null;
    const now = audio.currentTime * 1000;
    let found = null;
    for (const element of all("[data-pc]")) {
      const [start] = element.dataset.pc.split("-").map(Number);
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
    return { text, start: sentence ? Number(sentence.dataset.pc.split("-")[0]) : null };
  };

  const filled = (pattern, values) =>
    pattern.replace(/\{(sentence|page)\}/g, (_, name) => encodeURIComponent(values[name]));

  for (const link of all("[data-report]")) {
    // A click on the link takes the selection away in some browsers: it is read before.
    let chosen = null;
    link.addEventListener("pointerdown", () => { chosen = selected(); });
    link.addEventListener("click", () => {
      const about = chosen || selected() || heard() || { text: "", start: null };
      const page = link.dataset.page || location.href.split("#")[0];
      const at = about.start === null ? "" : `#t=${Math.floor(about.start / 1000)}`;
      link.href = filled(link.dataset.report, { sentence: about.text.slice(0, LONGEST), page: page + at });
      chosen = null;
    });
  }

  // --- the titles ---

  const folded = (text) => text.normalize("NFKC").toLocaleLowerCase();
  const matches = (words, title) => words.every((word) => title.includes(word));

  // The titles of all pages, from a script of their own: a page from a disk can load nothing else.
  const loaded = (source) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = () => done(window.pagecastTitles);
      script.onerror = failed;
      document.head.append(script);
    });

  const item = ([page, title, date]) => {
    const link = document.createElement("a");
    link.href = page;
    link.textContent = title;
    const heading = document.createElement("h3");
    heading.dir = "auto";
    heading.append(link);
    const when = document.createElement("p");
    when.className = "byline";
    when.textContent = date;
    const row = document.createElement("li");
    row.append(heading, when);
    return row;
  };

  const SHOWN = 100; // more than anybody reads

  for (const form of all("[data-search]")) {
    const list = document.querySelector(".episodes");
    const told = document.querySelector(".found");
    const pages = document.querySelector(".pages");
    const rows = [...list.children];
    const field = form.querySelector("input");
    let titles = null;

    const here = () => rows.map((row) => [row, folded(row.querySelector("h3").textContent)]);
    const everywhere = async () => (await loaded(form.dataset.search)).map((one) => [one, folded(one[1])]);

    const search = async () => {
      const words = folded(field.value).split(/\s+/).filter(Boolean);
      const local = form.dataset.search === "here";
      titles ??= local ? here() : everywhere();
      const found = (await titles).filter(([, title]) => matches(words, title)).map(([one]) => one);
      if (folded(field.value).split(/\s+/).filter(Boolean).join() !== words.join()) return; // typed on meanwhile
      const shown = words.length === 0 ? rows : local ? found : found.slice(0, SHOWN).map(item);
      list.replaceChildren(...shown);
      if (pages) pages.hidden = words.length > 0;
      const { found: some, none } = told.dataset;
      told.textContent = words.length === 0 ? "" : found.length ? some.replace("{n}", found.length) : none;
    };

    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    field.addEventListener("input", search);
  }
})();
