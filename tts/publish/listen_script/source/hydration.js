// Whether a framework has taken over what the server sent. Before that, one node more makes it throw the page away.

const keyed = (node, begin) => Object.keys(node).find((key) => key.startsWith(begin));

const around = (element) => {
  const all = [];
  for (let at = element; at; at = at.parentElement) all.push(at);
  return all;
};

// Marks that frameworks take away from what they have taken over: Vue 2, Angular, Astro.
const WAITING = "[data-server-rendered],[ngh],astro-island[ssr]";

// Of Vue: what is rendered later than the rest, and is not there yet.
function pending(node) {
  if (!node || typeof node !== "object") return false;
  const { suspense, component, type, children } = node;
  if (suspense) return suspense.isHydrating || pending(suspense.activeBranch);
  if (component) {
    const lazy = type.__asyncLoader && !type.__asyncResolved;
    return lazy || (component.asyncDep && !component.asyncResolved) || pending(component.subTree);
  }
  return Array.isArray(children) && children.some(pending);
}

// React puts its own property on a node that it has taken over, but for those of HTML that it was given as a text.
function reactHas(elements) {
  const at = elements.findIndex((each) => keyed(each, "__reactFiber$"));
  const properties = at > 0 && elements[at][keyed(elements[at], "__reactProps$")];
  return at === 0 || Boolean(properties && properties.dangerouslySetInnerHTML);
}

// true, false, or undefined where nothing tells: of those that have marked the page, each has to be done.
function taken(element) {
  const elements = around(element);
  if (element.closest(WAITING)) return false;
  const root = [...elements, document].map((each) => each[keyed(each, "__reactContainer$")]).find(Boolean);
  if (root) return !root.stateNode?.current?.memoizedState?.isDehydrated && reactHas(elements);
  const vue = elements.find((each) => each.__vue_app__);
  if (vue) return !vue.__vue_app__.$nuxt?.isHydrating && !pending(vue._vnode);
  return elements.some((each) => each.__vue__) || undefined;
}

// What pages have that a script takes over: a root by its usual name, or a framework's data.
const MARKING = "#__next,#__nuxt,#___gatsby,#__docusaurus,[data-reactroot],[data-v-app]";
const ROOTS = `${MARKING},#app,#root,#svelte,[ng-version],[data-hk],[data-sveltekit-preload-data]`;
const REACT_OR_VUE = /__next_f|__NEXT_DATA__|__NUXT|__remixContext|__reactRouterContext|__VP_/;
const DATA = /\b(self|window|globalThis)\.__\w+\s*=|\b__sveltekit_\w+\s*=|_\$HY\b/;

const anyScript = (pattern) => [...document.scripts].some((each) => pattern.test(each.id + each.textContent.slice(0, 2000)));

// Milliseconds after loading that the sign of having taken over is waited for, where there may be one.
const PATIENCE = 15000;
const CALM = 3000;

let loaded = 0;
const sinceLoad = () => (loaded ? performance.now() - loaded : -1);
const noteLoad = () => (loaded ||= document.readyState === "complete" ? performance.now() : 0);

// Whether a player may stand beside the element. `hydrates`: whoever put this script in saw that the page does.
function isReady(element, hydrates) {
  noteLoad();
  const isTaken = taken(element);
  if (isTaken) return true;
  if (isTaken === false) return !element.closest("astro-island[ssr]") && sinceLoad() > PATIENCE;
  const marks = element.closest(MARKING) || anyScript(REACT_OR_VUE);
  if (marks) return sinceLoad() > PATIENCE;
  if (!hydrates && !element.closest(ROOTS) && !anyScript(DATA)) return true;
  if (document.getElementById("svelte-announcer")) return true;
  const scripts = performance.getEntriesByType("resource").filter((each) => each.initiatorType === "script");
  const last = Math.max(loaded, ...scripts.map((each) => each.responseEnd));
  return sinceLoad() > CALM && performance.now() - last > 1000;
}
