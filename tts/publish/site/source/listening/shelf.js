// What is kept of this show, beside what the player keeps of every episode: the queue, what was played last, and when
// the list was looked at.

const SHELF = `pagecast-queue ${ROOT}`;
const RECENT = 20; // episodes that "go on" knows without their row

let shelf = {};

function shelved() {
  try {
    shelf = JSON.parse(localStorage[SHELF] || null) || {};
  } catch {} // forbidden: it is kept while the page is open
  return { queue: [], recent: [], ...shelf };
}

function shelve(changes) {
  shelf = { ...shelved(), ...changes };
  try {
    localStorage[SHELF] = JSON.stringify(shelf);
  } catch {}
  document.dispatchEvent(new Event("pagecast:queue"));
}

const without = (items, guid) => items.filter((each) => each.guid !== guid);

const enqueue = (item) => shelve({ queue: [...without(shelved().queue, item.guid), item] });
const enqueueNext = (item) => shelve({ queue: [item, ...without(shelved().queue, item.guid)] });
const dequeue = (guid) => shelve({ queue: without(shelved().queue, guid) });
const noteRecent = (item) => shelve({ recent: [item, ...without(shelved().recent, item.guid)].slice(0, RECENT) });

// One place up or down.
function move(guid, by) {
  const { queue } = shelved();
  const from = queue.findIndex((each) => each.guid === guid);
  const to = from + by;
  if (from < 0 || to < 0 || to >= queue.length) return;
  [queue[from], queue[to]] = [queue[to], queue[from]];
  shelve({ queue });
}

// The half-heard episode of this show that was heard last.
function halfHeard() {
  const known = episodes();
  const half = shelved().recent.filter(({ guid }) => known[guid]?.at > 0);
  return half.sort((a, b) => (known[b.guid].when || 0) - (known[a.guid].when || 0))[0];
}
