// What listen.js loads where an address has an episode, and not before: the player's element, and where and when it
// may stand in the page. Each function is left at the script's own element.

function elementOf(html, at, trusted) {
  const whole = html.replaceAll('="pagecast:', `="${at.replaceAll("&", "&amp;")}`);
  const page = new DOMParser().parseFromString(trusted ? trusted.createHTML(whole) : whole, "text/html");
  const element = document.importNode(page.querySelector("pagecast-player"), true);
  element.dataset.mounted = "";
  element.setAttribute("root", "body"); // another may be there, in the bar
  return element;
}

// `target` selects what the site wants the player behind; `waited` are the milliseconds since the reader came.
function where(element, target, waited) {
  const chunks = JSON.parse(element.querySelector("script").textContent).chunks;
  const blocks = chunks.filter((each) => !/title|intro|outro|byline/.test(each.kind)).slice(0, 5);
  const texts = blocks.map((each) => keyOf(each.sentences.map((sentence) => sentence[2]).join("")));
  const found = placeOf(keyOf(element.getAttribute("name") || ""), texts);
  const behind = target && document.querySelector(target);
  const slot = document.querySelector("[data-pagecast]");
  const own = (behind && [behind, "after"]) || (slot && [slot, "append"]);
  return own && (found || waited > 3000) ? own : found;
}

document.currentScript.pagecast = { elementOf, where, isReady };
