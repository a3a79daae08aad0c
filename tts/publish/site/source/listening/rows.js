// The rows of the list: playing from them, what was heard of them, and a menu each. And "go on" at the top of the page.

const rows = () => [...document.querySelectorAll(".episodes > li[data-guid]")];

// What comes after a row, as far as the page goes.
function restOf(row) {
  const all = rows();
  return all.slice(all.indexOf(row) + 1).map(itemOfRow);
}

function drawRow(row) {
  const { guid } = row.dataset;
  const { at, heard } = episodes()[guid] || {};
  const seconds = row.dataset.length / 1000;
  const current = deck.item?.guid === guid;
  const place = current && now() > 1 ? now() : at;
  const state = place > 0 ? "half" : heard ? "heard" : Number(row.dataset.added) > lastVisit ? "new" : "";
  const button = row.querySelector(".play");
  const playing = current && !deck.audio.paused;
  button.classList.toggle("on", playing);
  button.ariaLabel = `${playing ? say.pause : say.play}: ${row.querySelector("h3").textContent}, ${clock(seconds)}`;
  row.dataset.state = state;
  const mark = row.querySelector(".mark");
  const text = { half: minutesLeft(seconds - place), heard: say.heard, new: say.new, "": "" }[state];
  if (mark.textContent !== text) mark.textContent = text;
  row.querySelector(".play").style.setProperty("--at", state === "half" ? `${(100 * place) / seconds}%` : "0%");
}

const drawRows = () => rows().forEach(drawRow);

// --- since the last visit ---

const HOUR = 3600; // within it, it is the same visit
const seconds = () => Math.floor(Date.now() / 1000);
const lastVisit = (() => {
  const { visit = {} } = shelved();
  const fresh = seconds() - (visit.now || 0) > HOUR;
  const kept = fresh ? { last: visit.now || seconds(), now: seconds() } : { last: visit.last, now: seconds() };
  shelve({ visit: kept });
  return kept.last;
})();

// --- the menu ---

const menu = h("div", { part: "row-menu", role: "menu", hidden: true });
let opener = null;

function closeMenu(back) {
  if (menu.hidden) return;
  menu.hidden = true;
  opener.ariaExpanded = "false";
  if (back) opener.focus();
}

function choice(text, done) {
  const made = h("button", { type: "button", tabIndex: -1 }, text);
  made.setAttribute("role", "menuitem");
  made.addEventListener("click", () => {
    closeMenu(true);
    done();
  });
  return made;
}

function choicesOf(row) {
  const item = itemOfRow(row);
  const heard = Boolean(episodes()[item.guid]?.heard);
  const load = h("a", { href: whole(item.audio), download: "", tabIndex: -1 }, say.download);
  load.setAttribute("role", "menuitem");
  load.addEventListener("click", () => closeMenu());
  return [
    choice(say.play_next, () => (enqueueNext(item), announce(said("added", item)))),
    choice(say.enqueue, () => (enqueue(item), announce(said("added", item)))),
    choice(heard ? say.mark_new : say.mark_heard, () => {
      if (heard) forget(item.guid);
      else keepPlace(item.guid, 0, item.length, true);
      drawRows();
    }),
    load,
  ];
}

function forget(guid) {
  const { [guid]: _, ...others } = episodes();
  remember({ places: undefined, episodes: others });
}

function openMenu(button) {
  const row = button.closest("li");
  const again = !menu.hidden && opener === button;
  closeMenu();
  if (again) return;
  opener = button;
  menu.replaceChildren(...choicesOf(row));
  menu.hidden = false;
  button.ariaExpanded = "true";
  button.parentElement.append(menu);
  menu.classList.remove("upward");
  const room = innerHeight - (bar.hidden ? 0 : bar.offsetHeight);
  menu.classList.toggle("upward", menu.getBoundingClientRect().bottom > room);
  menu.firstElementChild.focus();
}

menu.addEventListener("keydown", (event) => {
  const all = [...menu.children];
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined) all.at(to % all.length).focus();
  else if (event.key === "Escape") closeMenu(true);
  else if (event.key === "Tab") closeMenu();
  if (to !== undefined || event.key === "Escape") event.preventDefault();
});

// --- go on where you were ---

function drawGoOn() {
  const link = document.querySelector(".go-on");
  if (!link) return;
  const half = deck.item ? null : halfHeard();
  link.closest(".lead").hidden = Boolean(deck.item);
  if (!half) return;
  const { at } = episodes()[half.guid];
  link.href = whole(half.audio);
  link.pagecastItem = half;
  link.querySelector(".go-label").textContent = say.go_on;
  link.querySelector(".go-title").textContent = half.title;
  link.querySelector(".go-place").textContent = `${clock(at)} · ${minutesLeft(half.length - at)}`;
}

// --- what is clicked ---

document.addEventListener("click", (event) => {
  const pressed = event.target.closest?.(".episodes .play, .go-on, .episodes .more");
  if (!pressed) {
    if (!menu.contains(event.target)) closeMenu();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (pressed.matches(".more")) return openMenu(pressed);
  const row = pressed.closest("li") || rows().find((each) => each.dataset.guid === pressed.dataset.guid);
  const item = pressed.pagecastItem || (row && itemOfRow(row));
  if (!item) return;
  if (deck.item?.guid === item.guid) return toggle();
  const own = rows().find((each) => each.dataset.guid === item.guid);
  play(item, own ? restOf(own) : []);
});
// A link that acts is a button, for the space bar too.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches?.(".episodes .play, .go-on")) return;
  event.preventDefault();
  event.target.click();
});

function dressRows() {
  for (const link of document.querySelectorAll(".episodes .play, .go-on")) link.setAttribute("role", "button");
  for (const button of document.querySelectorAll(".episodes .more")) {
    button.setAttribute("aria-haspopup", "menu");
    button.ariaExpanded = "false";
  }
  drawRows();
  drawGoOn();
}

for (const name of ["deck", "places"]) document.addEventListener(`pagecast:${name}`, drawRows);
document.addEventListener("pagecast:deck", drawGoOn);
document.addEventListener("pagecast:rows", dressRows);
