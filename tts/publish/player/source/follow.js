// Keeping the place in sight, until the reader scrolls: then it is theirs.

const reduced = matchMedia("(prefers-reduced-motion: reduce)");

class Follower {
  constructor(moved) {
    this._moved = moved;
    this._on = true;
    this._quiet = 0;
  }

  // Scrolling by hand is told by its cause, and a scroll that nobody here began (a scrollbar, a key) by its time.
  _listen(on) {
    const stop = () => {
      this._on = false;
      this._moved();
    };
    on(window, "wheel touchmove", stop);
    on(window, "scroll", () => Date.now() > this._quiet && stop(), { capture: true });
  }

  _follow(range) {
    if (!this._on || reduced.matches || !range || recall().follow === false) return;
    const { top, bottom } = range.getBoundingClientRect();
    if (top < innerHeight * 0.08 || bottom > innerHeight * 0.78) this._bring(range);
  }

  // In the page, and in an element with bars of its own.
  _bring(range) {
    const behavior = reduced.matches ? "auto" : "smooth";
    const move = (box, height, top = 0) =>
      box.scrollBy({ top: range.getBoundingClientRect().top - top - height * 0.3, behavior });
    this._quiet = Date.now() + 1000;
    let box = range.startContainer.parentElement;
    while (box && !(box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY))) box = box.parentElement;
    if (!box || box === document.documentElement || box === document.body) return move(window, innerHeight);
    box.scrollIntoView({ block: "nearest" });
    return move(box, box.clientHeight, box.getBoundingClientRect().top);
  }
}

// -1 above what is seen, 1 below it, 0 in sight.
function sideOf(range) {
  const { top = 0, bottom = 0 } = range?.getBoundingClientRect() || {};
  return bottom < 0 ? -1 : top > innerHeight - 60 ? 1 : 0;
}
