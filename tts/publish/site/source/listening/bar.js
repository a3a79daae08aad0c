// The bar at the foot of the page: what is played, unless the page's own player shows it.

const SPEEDS = [0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];

const tool = (name, act, label = say[name]) =>
  h("button", { type: "button", part: name, ariaLabel: label, title: label, onclick: act }, icon(name));

const range = h("input", { type: "range", part: "place", min: 0, value: 0, step: 1, ariaLabel: say.position });
const speed = h("select", { part: "speed", ariaLabel: say.speed, title: say.speed });
speed.append(...SPEEDS.map((each) => h("option", { value: each }, `${each}×`)));
const face = h("img", { part: "face", alt: "", width: 48, height: 48 });
const name = h("a", { part: "name", href: ROOT });
const time = h("span", { part: "time" });
const playButton = tool("play", toggle);
playButton.append(icon("pause"));
const queueButton = tool("queue", () => openQueue(panel.hidden));
const status = h("p", { role: "status", part: "status" });
const panel = h("div", { part: "queue-panel", hidden: true });
const bar = h(
  "section",
  { part: "deck", hidden: true, ariaLabel: say.bar },
  panel,
  range,
  h("div", { part: "what" }, face, h("p", {}, name, time)),
  h(
    "div",
    { part: "tools-of-deck" },
    speed,
    tool("back", () => seek(now() - 15)),
    playButton,
    tool("on", () => seek(now() + 30)),
    tool("next", () => next()),
    queueButton,
  ),
  tool("close", close),
  status,
);
document.body.append(bar);

range.addEventListener("input", () => seek(Number(range.value)));
speed.addEventListener("change", () => {
  remember({ speed: Number(speed.value) });
  deck.audio.defaultPlaybackRate = deck.audio.playbackRate = Number(speed.value);
});
bar.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !panel.hidden) {
    openQueue(false);
    queueButton.focus();
  }
});

const announce = (text) => (status.textContent = text);

function drawTime() {
  if (bar.hidden) return;
  range.max = Math.floor(length()) || 1;
  range.value = Math.floor(now());
  range.style.setProperty("--at", `${(100 * now()) / (length() || 1)}%`);
  range.ariaValueText = `${clock(now())} / ${clock(length())}`;
  time.textContent = deck.audio.error ? say.failed : `${clock(now())} / ${clock(length())}`;
}

function drawDeck() {
  const { item, audio } = deck;
  bar.hidden = !item || Boolean(holder()?.shadowRoot);
  document.documentElement.classList.toggle("has-deck", !bar.hidden);
  if (bar.hidden) return;
  name.textContent = item.title;
  name.lang = item.lang || "";
  name.href = whole(item.page);
  face.hidden = !item.cover;
  if (item.cover && face.src !== whole(item.cover)) face.src = whole(item.cover);
  const playing = !audio.paused;
  playButton.classList.toggle("on", playing);
  playButton.ariaLabel = playButton.title = playing ? say.pause : say.play;
  if (document.activeElement !== speed) speed.value = audio.playbackRate;
  bar.querySelector(".next").disabled = !following();
  drawTime();
}

document.addEventListener("pagecast:deck", drawDeck);
document.addEventListener("pagecast:time", drawTime);
document.addEventListener("pagecast:queue", drawDeck);
