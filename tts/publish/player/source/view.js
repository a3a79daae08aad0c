// What the player looks like: its elements, without what they do.

const SPEEDS = [0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];
const SLEEPS = [5, 10, 15, 20, 30, 45, 60];

const ICONS = {
  play: "M8 5v14l11-7z",
  pause: "M7 5h3v14H7zM14 5h3v14h-3z",
  sentenceBack: "M14 6l-6 6 6 6",
  sentenceOn: "M10 6l6 6-6 6",
  paragraphBack: "M18 6l-6 6 6 6M11 6l-6 6 6 6",
  paragraphOn: "M6 6l6 6-6 6M13 6l6 6-6 6",
  chapters: "M9 6h11M9 12h11M9 18h11M4 6h0M4 12h0M4 18h0",
  more: "M5 12h0M12 12h0M19 12h0",
  back: "M12 5v14M6 13l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
};

function h(tag, props, ...children) {
  const element = Object.assign(document.createElement(tag), props);
  element.append(...children);
  return element;
}

const div = (className, ...children) => h("div", { className, part: className }, ...children);

function icon(name) {
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.ariaHidden = true;
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// A picture needs a name for those who can't see it, and a hint for those who can.
function button(say, name, ...more) {
  const named = { ariaLabel: say[name], title: say[name], className: name, part: name };
  return h("button", named, icon(name), ...more);
}

const skip = (say) => (name) => button(say, name);

// The system's own menus: they fit on every screen, reach out of small frames, and are known to every helper.
function menu(say, name, options, ...face) {
  const choices = options.map(([value, text]) => h("option", { value }, text));
  const select = h("select", { className: name, ariaLabel: say[name], title: say[name] }, ...choices);
  return h("label", { className: `tool ${name}`, part: name }, ...face, select);
}

function drawer(say) {
  const minutes = SLEEPS.map((n) => [n, `${n} ${say.minutes}`]);
  const ends = ["chapter", "episode"].map((name) => [name, say[name]]);
  const switches = ["follow", "everywhere"].map((name) =>
    h("label", {}, h("input", { type: "checkbox", name, checked: recall()[name] !== false }), say[name]),
  );
  const keys = ACTS.map(([keys, what]) => keys && h("div", {}, h("dt", {}, keys), h("dd", {}, say[what] || what)));
  const made = div(
    "drawer",
    menu(say, "sleep", [["", say.off], ...minutes, ...ends], say.sleep),
    h("button", { className: "copy" }, say.copy),
    h("input", { className: "link", readOnly: true, hidden: true, ariaLabel: say.copy }),
    ...switches,
    h("dl", {}, ...keys),
  );
  made.hidden = true;
  return made;
}

function track(say) {
  const range = h("input", { type: "range", max: 1, value: 0, ariaLabel: say.position, part: "scrubber" });
  return div("track", range, div("ticks"));
}

function row(say, chapters) {
  const titles = chapters.map(({ start, title }, i) => [i, `${clock(start)}  ${title}`]);
  return div(
    "row",
    ...["paragraphBack", "sentenceBack", "sentenceOn", "paragraphOn"].map(skip(say)),
    menu(say, "speed", SPEEDS.map((speed) => [speed, `${speed}×`])),
    menu(say, "chapters", titles, icon("chapters")),
    button(say, "more"),
  );
}

// What stays in sight when the player is scrolled away.
function floating(say) {
  const bar = div("bar", button(say, "play", icon("pause")), ...["sentenceBack", "sentenceOn"].map(skip(say)));
  bar.append(div("name"), div("clock"), button(say, "close"));
  const back = button(say, "back", say.back);
  return h("div", { popover: "manual", className: "float" }, back, bar);
}

function build(say, label, chapters) {
  const card = div(
    "card",
    button(say, "play", icon("pause")),
    div("title"),
    div("sub"),
    div("clock"),
    track(say),
    row(say, chapters),
    div("caption"),
    Object.assign(div("message"), { role: "alert" }),
    drawer(say),
  );
  const status = h("p", { role: "status" });
  return h("section", { className: "main", part: "player", ariaLabel: label }, card, status, floating(say));
}

// Any colour that CSS can write, as [red, green, blue, alpha] of 0 to 255.
function rgba(color) {
  const pen = h("canvas", { width: 1, height: 1 }).getContext("2d");
  pen.fillStyle = color;
  pen.fillRect(0, 0, 1, 1);
  return pen.getImageData(0, 0, 1, 1).data;
}

const brightness = ([r, g, b]) => (3 * r + 6 * g + b) / 10;

// The ground the player stands on, whatever theme the site has: what floats must cover what is below it.
function groundOf(element) {
  const text = brightness(rgba(getComputedStyle(element).color));
  for (let at = element; at; at = at.parentElement) {
    const color = getComputedStyle(at).backgroundColor;
    const seen = rgba(color);
    if (seen[3] > 200 && Math.abs(brightness(seen) - text) > 60) return color;
  }
  return text < 128 ? "#fff" : "#16181c";
}
