// What the player looks like: its elements, without what they do.

const SPEEDS = [0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];
const SLEEPS = [5, 10, 15, 20, 30, 45, 60];

const ICONS = {
  play: "M8 5v14l11-7z",
  pause: "M7 5h3v14H7zM14 5h3v14h-3z",
  rewind: "M12 4.5a8.5 8.5 0 1 1-8.5 8.5M14.5 1.5l-3 3 3 3",
  forward: "M12 4.5a8.5 8.5 0 1 0 8.5 8.5M9.5 1.5l3 3-3 3",
  sentenceBack: "M14 6l-6 6 6 6",
  sentenceOn: "M10 6l6 6-6 6",
  paragraphBack: "M18 6l-6 6 6 6M11 6l-6 6 6 6",
  paragraphOn: "M6 6l6 6-6 6M13 6l6 6-6 6",
  chapters: "M9 6h11M9 12h11M9 18h11M4 6h0M4 12h0M4 18h0",
  sleep: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  share: "M12 15V3M8 7l4-4 4 4M7 11H5v10h14V11h-2",
  more: "M5 12h0M12 12h0M19 12h0",
  unfold: "M6 9l6 6 6-6",
  back: "M6 9l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
};
const NUMBERS = { rewind: 15, forward: 30 };

// Attributes with a hyphen are set as such: not all browsers have properties for them, and drawings have none.
function h(tag, props, ...children) {
  const drawn = /^(svg|path|text)$/.test(tag);
  const element = drawn ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const name in props) {
    if (drawn || /-|^role/.test(name)) element.setAttribute(name, props[name]);
    else element[name] = props[name];
  }
  element.append(...children);
  return element;
}

const div = (className, ...children) => h("div", { className, part: className }, ...children);

function icon(name) {
  const number = h("text", { x: 12, y: 16 }, NUMBERS[name] || "");
  return h("svg", { viewBox: "0 0 24 24", "aria-hidden": true }, h("path", { d: ICONS[name] }), number);
}

// A picture needs a name for those who can't see it, and a hint for those who can: with its key, where it has one.
const hint = (say, name) => `${say[name]}  ${ACTS.find(([, each]) => each === name)?.[0] || ""}`;

function button(say, name, ...more) {
  const named = { "aria-label": say[name], title: hint(say, name), className: name, part: name };
  return h("button", named, icon(name), ...more);
}

// One that is its name.
const choice = (say, name, tag = "button", props = {}) => h(tag, { className: name, part: name, ...props }, say[name]);

// The system's own menus: they fit on every screen, reach out of small frames, and are known to every helper.
function menu(say, name, options, ...face) {
  const choices = options.map(([value, text]) => new Option(text, value));
  const select = h("select", { className: name, "aria-label": say[name], title: hint(say, name) }, ...choices);
  return h("label", { className: `tool ${name}`, part: name }, ...face, select);
}

function tools(say) {
  const minutes = SLEEPS.map((n) => [n, say.unit(n, "minute")]);
  const ends = ["chapter", "episode"].map((name) => [name, say[name]]);
  return div(
    "tools",
    menu(say, "speed", SPEEDS.map((speed) => [speed, `${speed}×`])),
    button(say, "chapters"),
    menu(say, "sleep", [["", say.off], ...minutes, ...ends], icon("sleep")),
    button(say, "share"),
    button(say, "more"),
    button({ unfold: say.player }, "unfold"),
  );
}

const controls = (say) => [button(say, "rewind"), button(say, "play", icon("pause")), button(say, "forward")];

const TICKS = 12; // chapters: more would be a ruler

function run(say, chapters) {
  const range = h("input", { type: "range", max: 1, value: 0, "aria-label": say.position, part: "scrubber" });
  const ticks = chapters.length > TICKS ? [] : chapters.slice(1).map(() => h("i"));
  return div("run", div("controls", ...controls(say)), div("now"), div("track", range, div("ticks", ...ticks)), div("left"));
}

function listed({ start, title }) {
  return h("li", {}, h("button", { className: "goto" }, title, h("span", {}, clock(start))));
}

// What opens below, one at a time.
function panels(say, chapters) {
  const switches = ["follow", "everywhere"].map((name) =>
    h("label", { className: name }, h("input", { type: "checkbox", name, checked: recall()[name] !== false }), say[name]),
  );
  const steps = ["paragraphBack", "sentenceBack", "sentenceOn", "paragraphOn"].map((name) => button(say, name));
  const link = h("input", { className: "address", readOnly: true, "aria-label": say.share });
  const mail = choice(say, "mail", "a", { href: "mailto:" });
  const download = choice(say, "download", "a", { download: "" });
  const code = h("div", { className: "code", hidden: true }, say.scan);
  const others = [choice(say, "print"), choice(say, "phone", "button", { "aria-expanded": false }), download, choice(say, "report")];
  return [
    h("ol", { className: "panel chapters", part: "list", "aria-label": say.chapters }, ...chapters.map(listed)),
    div("panel share", link, div("choices", choice(say, "link"), choice(say, "copy"), mail)),
    div(
      "panel more",
      div("steps", ...steps),
      div("choices", ...others),
      code,
      ...switches,
    ),
  ];
}

// What stays in sight when the player is scrolled away.
function floating(say) {
  const bar = div("bar", ...controls(say), div("name"), div("left"), button(say, "close"));
  return h("div", { popover: "manual", className: "float" }, button(say, "back", say.back), bar);
}

function build(player) {
  const { _say: say, _chapters: chapters } = player;
  const label = `${say.player} ${player.name}`.trim();
  const card = div(
    "card",
    h("img", { className: "art", part: "art", alt: "", hidden: true }),
    div("head", div("title", say.listen), div("sub")),
    run(say, chapters),
    tools(say),
    div("caption"),
    h("div", { className: "message", part: "message", role: "alert" }),
    ...panels(say, chapters),
  );
  const status = h("p", { role: "status" });
  return h("section", { className: "main", part: "player", "aria-label": label }, card, status, floating(say));
}
