// From one load of a page to the next: what was played, where, and what comes after.

const HANDED = `pagecast-deck ${ROOT}`;
const FRESH = 30_000; // milliseconds: later, it is another visit

addEventListener("pagehide", () => {
  try {
    if (!deck.item) return sessionStorage.removeItem(HANDED);
    const { item, rest, audio } = deck;
    const left = { item, rest: rest.slice(0, 100), at: now(), playing: !audio.paused, when: Date.now() };
    sessionStorage[HANDED] = JSON.stringify(left);
  } catch {} // forbidden
});

// As the page tells of it: an episode that was made anew has other audio than the one that was left.
function asHere(item) {
  const player = playerOf(item.guid);
  const audio = player?.querySelector("audio");
  return audio ? itemOfPlayer(player, audio) : item;
}

function takeOver() {
  let left = null;
  try {
    left = JSON.parse(sessionStorage[HANDED] || null);
    sessionStorage.removeItem(HANDED);
  } catch {}
  if (!left || Date.now() - left.when > FRESH || deck.item) return;
  load(asHere(left.item), left.rest, left.at);
  if (left.playing) play(); // where the browser wants a click first, the bar waits for it
}

document.documentElement.classList.add("scripted");
drawQueue();
tell("rows");
// After the page's own player is there, which may be the one that goes on.
if (document.readyState === "complete") takeOver();
else addEventListener("load", takeOver);
beginSearch();
