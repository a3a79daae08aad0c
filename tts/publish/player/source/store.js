// What is remembered from one visit to the next, as JSON in `localStorage.pagecast`; other scripts of the site may read it:
//
//   { "speed": 1.25, "follow": true, "everywhere": true, …
//     "episodes": { GUID: { "at": 61, "of": 581, "when": 1774000000, "heard": true }, … } }
//
// Of each episode: `at`, the second where it was left (0 at its beginning, and after its end); `of`, its length in seconds;
// `when` it was heard last, in seconds since 1970; `heard`, there once it was heard to its end, and then for good, also
// while it is heard again. So it is new without an entry, half heard where `at` is above 0, else heard. The one heard
// last stands last. Before, there were only seconds: { "places": { GUID: 61 } }. They are read, and written as above.

const KEPT = 1000; // episodes: 100 kB

// This window, for others that play: one at a time.
const TAB = (window.pagecastTab ??= String(Math.random()));

let memory = {};

// Storage throws in a sandboxed frame, and where the reader forbids it: then it is remembered while the page is open.
function recall() {
  try {
    memory = JSON.parse(localStorage.pagecast || null) || {};
  } catch {}
  return memory;
}

function remember(changes) {
  memory = { ...recall(), ...changes };
  try {
    localStorage.pagecast = JSON.stringify(memory);
  } catch {}
}

function episodes() {
  const { places, episodes } = recall();
  const former = Object.entries(places || {}).map(([guid, at]) => [guid, { at }]);
  return { ...Object.fromEntries(former), ...episodes };
}

function keepPlace(guid, at, of, heard) {
  const { [guid]: before, ...others } = episodes();
  const now = { at: Math.round(at), of: Math.round(of), when: Math.round(Date.now() / 1000) };
  if (heard || before?.heard) now.heard = true;
  const kept = Object.entries(others).slice(1 - KEPT);
  remember({ places: undefined, episodes: Object.fromEntries([...kept, [guid, now]]) });
  return now;
}
