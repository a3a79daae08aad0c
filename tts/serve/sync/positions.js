// Keeps what the player remembers (`localStorage.pagecast`, see store.js) in step with the server: only `tts serve` puts
// this script into its pages. What was heard later counts, by the `when` of each episode.

const SHOW = new URL(".", document.currentScript.src);
const EVERY = 60_000; // ms

const remembered = () => {
  try {
    return JSON.parse(localStorage.pagecast || null) || {};
  } catch {
    return {}; // forbidden, or damaged
  }
};

const later = (some, others) =>
  Object.fromEntries(Object.entries(some).filter(([guid, { when }]) => (when || 0) > (others[guid]?.when || 0)));

async function keepInStep() {
  const answer = await fetch(new URL("positions.json", SHOW));
  if (!answer.ok) return;
  const there = (await answer.json()).episodes;
  const memory = remembered();
  const here = memory.episodes || {};

  const come = later(there, here);
  if (Object.keys(come).length) {
    const byMoment = ([, one], [, other]) => (one.when || 0) - (other.when || 0);
    const episodes = Object.fromEntries(Object.entries({ ...here, ...come }).sort(byMoment));
    localStorage.pagecast = JSON.stringify({ ...memory, episodes });
    dispatchEvent(new StorageEvent("storage", { key: "pagecast" }));
  }

  const go = later(here, there);
  if (Object.keys(go).length) await send(go);
}

const send = (episodes) =>
  fetch(new URL("positions.json", SHOW), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ episodes }),
    keepalive: true,
  });

// Without the server, or without room, what is here stays as it is.
const quietly = () => keepInStep().catch(() => {});

quietly();
setInterval(quietly, EVERY);
document.addEventListener("visibilitychange", quietly);
