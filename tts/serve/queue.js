// What the pages of the queue do beyond forms: the list follows what happens, and a token need not be typed twice.
// Everything works without it.

const KEY = "pagecast-token";
const SOON = 1500; // milliseconds between two looks while something is made
const LATER = 10000;

// --- the list ---

const busy = () => document.querySelector("#making, #waiting") !== null;

const put = (now, id) => {
  const before = document.getElementById(id);
  const after = now.getElementById(id);
  if (!before || !after || before.isEqualNode(after)) return;
  const focused = before.contains(document.activeElement) ? document.activeElement.id : "";
  before.replaceChildren(...after.childNodes);
  if (focused) document.getElementById(focused)?.focus();
};

const look = async () => {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.ok) {
        const now = new DOMParser().parseFromString(await answer.text(), "text/html");
        put(now, "items");
        put(now, "counts");
      }
    } catch {
      // the server is gone for a moment: it is asked again
    }
  }
  setTimeout(look, busy() ? SOON : LATER);
};
if (document.body.dataset.live !== undefined) setTimeout(look, SOON);

// --- the token ---

// The form that a bookmark opens has no token in its address, which pages it is opened from could read.
const fields = document.querySelectorAll("input[name=token]");
try {
  const known = location.pathname.match(/^\/([\w-]{8,})\//)?.[1];
  if (known) localStorage[KEY] = known;
  else for (const field of fields) field.value ||= localStorage[KEY] || "";
} catch {
  // a browser that keeps nothing
}
