// What a page does beyond reading and listening: print, copy, search the titles.
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

  // --- the titles ---

  const matches = (words, title) => words.every((word) => title.includes(word));

  // A value that a script sets, as the titles of all pages: a page from a disk can load nothing but scripts.
  const loaded = (source, name) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = () => done(window[name]);
      script.onerror = failed;
      document.head.append(script);
    });

  // Who types 台湾 looks for 台灣, too: each traditional character stands before its simplified one.
  const simplified = (pairs) => new Map(pairs.match(/../g).map(([from, to]) => [from, to]));
  const foldedBy = (han) => (text) =>
    text.normalize("NFKC").toLocaleLowerCase().replace(/\p{Script=Han}/gu, (one) => han.get(one) ?? one);

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
    const local = form.dataset.search === "here";
    let loading = null;

    // What can be found, each with its title, and how titles and words are folded. Without the characters' script,
    // characters find themselves.
    const load = async () => {
      const [folded, found] = await Promise.all([
        loaded(form.dataset.han, "pagecastHan").then(simplified, () => new Map()).then(foldedBy),
        local ? rows.map((row) => [row, row.querySelector("h3").textContent]) : everywhere(),
      ]);
      return { folded, titles: found.map(([one, title]) => [one, folded(title)]) };
    };
    const again = (error) => {
      loading = null; // at the next key
      throw error;
    };
    const everywhere = async () =>
      (await loaded(form.dataset.search, "pagecastTitles")).map((one) => [one, one[1]]);

    const search = async () => {
      const typed = field.value;
      const { folded, titles } = await (loading ??= load().catch(again));
      if (field.value !== typed) return; // typed on meanwhile
      const words = folded(typed).split(/\s+/).filter(Boolean);
      const found = titles.filter(([, title]) => matches(words, title)).map(([one]) => one);
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
