// When two addresses are one page's: page_addresses.py does the same for the index.

const decoded = (text) =>
  text
    .replace(/(%[0-9a-f]{2})+/gi, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        return run.toUpperCase();
      }
    })
    .normalize("NFC");

const trimmed = (path) => path.replace(/^\/+|\/+$/g, "");

function plainPath(path) {
  const plain = trimmed(
    trimmed(decoded(path))
      .replace(/(^|\/)index\.(x?html?|php)$/i, "$1")
      .replace(/\.x?html?$/i, ""),
  );
  return plain && `/${plain}`;
}

// The address of a page; with its parameters only where these may name it.
function plainAddress(url, whole = true) {
  const stated = url.search.slice(1).split("&").filter((each) => each && !TRACKING.test(each.split("=")[0]));
  const query = whole && stated.map(decoded).sort().join("&");
  const route = /^#!?\//.test(url.hash) ? decoded(url.hash) : "";
  return url.host.replace(/^www\./, "") + plainPath(url.pathname) + (query ? `?${query}` : "") + route;
}

// By what name the index has it, and in which of its parts.
function hashed(text) {
  let first = 0x811c9dc5;
  let second = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    first = Math.imul(first ^ text.charCodeAt(i), 0x01000193);
    second = Math.imul(second ^ text.charCodeAt(i), 0x5bd1e995);
    second ^= second >>> 15;
  }
  const name = [first, second].map((half) => (half >>> 0).toString(16).padStart(8, 0)).join("");
  return [first >>> 0, name];
}
