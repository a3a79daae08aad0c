// The one audio element of a visit. It stands in the bar, or in the player of the page that shows its text: it is moved
// within one task, which no browser takes for an end, and the player goes on with what it is given.

const deck = { audio: null, item: null, rest: [], wanted: 0 };

let channel = null; // other windows of the site
try {
  channel = new BroadcastChannel("pagecast");
  channel.onmessage = ({ data }) => data !== TAB && deck.audio?.pause();
} catch {}

const playerOf = (guid) => [...document.querySelectorAll("pagecast-player")].find((each) => each.getAttribute("guid") === guid);
const holder = () => deck.audio?.closest("pagecast-player");
const tell = (name) => document.dispatchEvent(new Event(`pagecast:${name}`));

// --- where it stands ---

// A player looks for its audio when it comes into the page.
function reconnect(player) {
  const place = document.createComment("");
  player.replaceWith(place);
  place.replaceWith(player);
}

// Out of a page's player, which gets one of its own again.
function takeOut() {
  const player = holder();
  if (player) {
    const own = h("audio", { controls: true, preload: "metadata", src: whole(deck.item.audio) });
    deck.audio.replaceWith(own);
  }
  bar.append(deck.audio);
  deck.audio.hidden = true;
  if (player) reconnect(player);
}

// Into the player of the page, where it is its episode's; else into the bar.
function settle() {
  if (!deck.item) return;
  const player = playerOf(deck.item.guid);
  if (player && !player.contains(deck.audio)) {
    player.querySelector("audio")?.replaceWith(deck.audio);
    deck.audio.hidden = false;
    if (player.shadowRoot) reconnect(player);
  } else if (!player && !bar.contains(deck.audio)) takeOut();
  tell("deck");
}

// --- playing ---

// `rest` is what comes after it in its list.
function load(item, rest = [], at = episodes()[item.guid]?.at || 0) {
  keep();
  deck.audio ||= h("audio", { preload: "auto" });
  takeOut();
  Object.assign(deck, { item, rest, wanted: at });
  deck.audio.src = whole(item.audio);
  deck.audio.defaultPlaybackRate = deck.audio.playbackRate = recall().speed || 1;
  noteRecent(item);
  settle();
}

function play(item, rest) {
  if (item && deck.item?.guid !== item.guid) load(item, rest);
  else if (item && rest) deck.rest = rest;
  if (deck.audio.error) retry();
  return deck.audio.play().catch(() => tell("deck"));
}

const toggle = () => (deck.audio.paused ? play() : deck.audio.pause());

function retry() {
  deck.wanted ||= deck.audio.currentTime;
  deck.audio.src = whole(deck.item.audio);
}

function seek(seconds) {
  const { audio } = deck;
  const to = Math.min(Math.max(0, seconds), length());
  if (audio.readyState) audio.currentTime = to;
  else deck.wanted = to;
}

const now = () => deck.wanted || deck.audio?.currentTime || 0;
const length = () => deck.item?.length || deck.audio?.duration || 0;

// The next in the queue, else in the list, where the listener lets it go on.
function following() {
  const [first] = shelved().queue;
  return first || (recall().continuous === false ? null : deck.rest[0]);
}

function next() {
  const item = following();
  if (!item) return false;
  const rest = deck.rest[0]?.guid === item.guid ? deck.rest.slice(1) : deck.rest;
  dequeue(item.guid);
  load(item, rest, episodes()[item.guid]?.at || 0);
  play();
  return true;
}

// Back to the beginning, as other players do.
const previous = () => seek(0);

function close() {
  keep();
  deck.audio?.pause();
  deck.audio?.remove();
  Object.assign(deck, { audio: null, item: null, rest: [], wanted: 0 });
  tell("deck");
}

// --- what is kept ---

function keep() {
  if (!deck.item || holder()?.shadowRoot || now() < 1 || deck.audio.ended) return; // the player keeps it
  const left = length() - now();
  const heard = left < Math.min(15, length() / 50);
  keepPlace(deck.item.guid, heard ? 0 : now(), length(), heard);
  tell("places");
}

function ended() {
  if (holder()?.shadowRoot) return; // it tells, and also whether it was put to sleep
  keepPlace(deck.item.guid, 0, length(), true);
  tell("places");
  next();
}

// --- what the element tells ---

// Another player of the page was started by hand: it is the one from now on.
function started({ target }) {
  const player = target.closest("pagecast-player");
  if (target !== deck.audio && player) {
    const former = deck.audio;
    deck.audio = target;
    deck.item = itemOfPlayer(player, target);
    deck.wanted = 0;
    former?.pause();
    if (former && bar.contains(former)) former.remove();
    noteRecent(deck.item);
  }
  if (target !== deck.audio) return;
  channel?.postMessage(TAB);
  tellSession();
  tell("deck");
}

let kept = 0;
const heard = {
  play: started,
  pause: () => (keep(), tell("deck")),
  ended,
  loadedmetadata() {
    if (deck.wanted && deck.wanted < deck.audio.duration - 1) deck.audio.currentTime = deck.wanted;
    deck.wanted = 0;
    tell("deck");
  },
  timeupdate() {
    if (Date.now() - kept > 4000 && !deck.audio.paused) {
      kept = Date.now();
      keep();
    }
    tell("time");
  },
  // WebKitGTK says that it plays and may stand still where the speed is not 1, until it is begun again.
  playing() {
    const { audio } = deck;
    const at = audio.currentTime;
    setTimeout(() => {
      if (holder() || audio.paused || Math.abs(audio.currentTime - at) > 0.1) return;
      audio.pause();
      play();
    }, 1000);
  },
  ratechange: () => tell("deck"),
  error: () => tell("deck"),
  seeked: () => tell("time"),
};
// Media events do not bubble; they are caught on their way down, wherever the element stands.
for (const type of Object.keys(heard)) {
  document.addEventListener(type, (event) => {
    if (event.target === deck.audio || (type === "play" && event.target.localName === "audio")) heard[type](event);
  }, true);
}
document.addEventListener("pagecast:ended", ({ detail }) => {
  if (detail?.guid === deck.item?.guid && !detail.asleep) setTimeout(next); // the player ends first
});
document.addEventListener("pagecast:progress", () => tell("places"));
document.addEventListener("pagecast:play", () => (tellSession(), tell("deck")));
addEventListener("storage", () => (tell("places"), tell("queue")));
addEventListener("online", () => deck.audio?.error && !holder() && play());

// The system's own controls: a page's player has told them of the episode, the next one is the queue's.
function tellSession() {
  const session = navigator.mediaSession;
  if (!session || !deck.item) return;
  const { title, by, cover } = deck.item;
  const src = cover && whole(cover);
  if (!holder()?.shadowRoot) {
    const artwork = src.startsWith("http") ? [{ src }] : [];
    session.metadata = new MediaMetadata({ title, artist: by, artwork });
  }
  const acts = {
    play: () => play(),
    pause: () => deck.audio.pause(),
    seekbackward: ({ seekOffset }) => seek(now() - (seekOffset || 15)),
    seekforward: ({ seekOffset }) => seek(now() + (seekOffset || 30)),
    seekto: ({ seekTime }) => seek(seekTime),
    previoustrack: previous,
    nexttrack: next,
  };
  for (const [name, act] of Object.entries(acts)) {
    try {
      session.setActionHandler(name, act);
    } catch {} // a browser throws at those it does not have
  }
}
