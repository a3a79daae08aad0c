// What is loaded when it is wanted: the search, once somebody comes to its field, or to an address that asks for it.

// A value that a script sets: a page from a disk can load nothing but scripts.
const scripts = new Map();
function loaded(source) {
  if (!scripts.has(source)) {
    const made = new Promise((done, failed) => {
      const script = h("script", { src: whole(source), onload: done, onerror: failed });
      document.head.append(script);
    });
    scripts.set(source, made.catch((error) => (scripts.delete(source), Promise.reject(error))));
  }
  return scripts.get(source);
}

function beginSearch() {
  const form = document.querySelector("form[data-search]");
  if (!form || form.dataset.begun) return;
  form.dataset.begun = "yes";
  const shared = { h, icon, clock, say, whole, rows, tell, loaded };
  const begin = () => loaded(form.dataset.script).then(() => window.pagecastSearch(form, shared));
  // Where it can't be had, the next visit of the field tries again.
  const tried = () => begin().catch(() => form.addEventListener("focusin", tried, { once: true }));
  if (new URL(location.href).searchParams.has("q")) tried();
  else form.addEventListener("focusin", tried, { once: true });
}
document.addEventListener("pagecast:page", beginSearch);
