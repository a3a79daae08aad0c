// What the player opens below itself: chapters, ways to share, and all the rest.

// None, where it has no name.
function openPanel(player, name) {
  player._panel = name;
  if (name) player._fold(false);
  for (const panel of player._all(".panel")) {
    const [, each] = panel.classList;
    panel.hidden = each !== name;
    player._one(`button.${each}`).ariaExpanded = each === name;
  }
  player._follower._quiet = Date.now() + 300;
  player._one(".panel:not([hidden])")?.scrollIntoView({ block: "nearest" });
  if (name === "chapters") (player._one("[aria-current=true]") || player._one(".goto")).focus();
}

// A second time closes it, and so does another.
const turnPanel = (player, name) => openPanel(player, player._panel === name ? "" : name);

// --- chapters ---

function markChapter(player, at) {
  if (at === player._chapter) return;
  player._chapter = at;
  player._all(".goto").forEach((each, i) => (each.ariaCurrent = i === at));
}

// The arrows go through the list, as the tabulator does.
function walk(event) {
  const side = { ArrowDown: "nextSibling", ArrowUp: "previousSibling" }[event.key];
  if (!side) return;
  event.preventDefault();
  event.target.parentElement[side]?.firstChild.focus();
}

// --- sharing ---

function linkOf(player, seconds) {
  const url = new URL(player.getAttribute("link") || location.href, document.baseURI);
  url.hash = seconds >= 1 ? `t=${Math.floor(seconds)}` : "";
  return url.href.replace(/#$/, "");
}

// By what the phone has for it; where there is nothing, or a frame may not, by what every page has.
async function share(player) {
  const [title, url] = [player.name || document.title, linkOf(player)];
  player._one(".address").value = url;
  player._one(".mail").href = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(url)}`;
  try {
    await navigator.share({ title, url });
  } catch (error) {
    if (error.name !== "AbortError") turnPanel(player, "share");
  }
}

// On plain http and in frames there is no clipboard: there the text is shown, to be copied by hand.
async function copy(player, name, text) {
  const label = player._one(`button.${name}`);
  try {
    await navigator.clipboard.writeText(text);
    player._status((label.textContent = player._say.copied));
    setTimeout(() => (label.textContent = player._say[name]), 2500);
  } catch {
    openPanel(player, "share");
    player._one(".address").value = text;
    player._one(".address").select();
  }
}

// --- the rest ---

function showCode(player) {
  const code = player._one(".code");
  player._one("button.phone").ariaExpanded = code.hidden;
  code.hidden = !code.hidden;
}

// The sentence that is heard, or was chosen, goes where the site wants it; else it is copied.
function report(player) {
  const { now, name: title } = player;
  const heard = player._sentences[heardAt(player._sentences, now)]?.text || title;
  const sentence = (`${getSelection()}`.trim() || heard).slice(0, 300);
  const values = { sentence, title, time: clock(now), page: linkOf(player, now) };
  const pattern = player.getAttribute("report");
  if (!pattern) return copy(player, "report", `${values.time} ${sentence}\n${values.page}`);
  const href = pattern.replace(/{(\w+)}/g, (_, name) => encodeURIComponent(values[name]));
  h("a", { href, target: /^m/i.test(href) ? "" : "_blank" }).click();
}
