// The queue, as a list above the bar: in its order, each to be moved, removed or played now.

const list = h("ol", {});
const nothing = h("p", { part: "none" }, say.queue_empty);
const onward = h("input", { type: "checkbox", checked: recall().continuous !== false });
onward.addEventListener("change", () => {
  remember({ continuous: onward.checked });
  tell("queue");
});
panel.append(h("h2", {}, say.queue), list, nothing, h("label", {}, onward, say.continuous));

// Where the focus goes on: the same button of the same episode, else of the one that took its place.
function refocus(guid, part, at) {
  const row = [...list.children].find((each) => each.dataset.guid === guid) || list.children[at] || list.lastElementChild;
  (row?.querySelector(`.${part}:not(:disabled)`) || row?.querySelector("button:not(:disabled)") || queueButton).focus();
}

function act(item, part, at, done) {
  return () => {
    done();
    refocus(item.guid, part, at);
  };
}

function queued(item, at, queue) {
  const label = (named) => `${say[named]}: ${item.title}`;
  const up = tool("up", act(item, "up", at, () => move(item.guid, -1)), label("up"));
  const down = tool("down", act(item, "down", at, () => move(item.guid, 1)), label("down"));
  const off = tool("close", act(item, "close", at, () => dequeue(item.guid)), label("remove"));
  up.disabled = at === 0;
  down.disabled = at === queue.length - 1;
  const start = h("button", { type: "button", part: "start", lang: item.lang || "" }, item.title);
  start.addEventListener("click", () => {
    dequeue(item.guid);
    play(item, deck.rest);
  });
  const row = h("li", {}, start, up, down, off);
  row.dataset.guid = item.guid;
  row.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !event.altKey) return;
    event.preventDefault();
    move(item.guid, by);
    refocus(item.guid, "start", at);
  });
  return row;
}

function drawQueue() {
  const { queue } = shelved();
  list.replaceChildren(...queue.map(queued));
  nothing.hidden = queue.length > 0;
  queueButton.dataset.count = queue.length || "";
}

function openQueue(open) {
  drawQueue();
  panel.hidden = !open;
  queueButton.ariaExpanded = String(open);
}

queueButton.ariaExpanded = "false";
document.addEventListener("pagecast:queue", drawQueue);
