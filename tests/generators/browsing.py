"""What a reader sees of a page in Chromium: its text, its player, and the messages in the console."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tests.complaints import complaints_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WAIT = 60_000
"""Milliseconds, at most, until something that must come is there."""

PLAYER = "pagecast-player:not([data-afloat])"
"""Of this page's own article; another may play on in the bar."""

# Every block of the page with its text, but none of the player's.
BLOCKS = """() => [...document.querySelectorAll(
    "h1, h2, h3, h4, h5, h6, p, li, td, th, pre, blockquote, figcaption, dt, dd, img")]
  .filter((e) => !e.closest("pagecast-player, [data-pagecast]"))
  .map((e) => [e.localName, e.localName === "img" ? new URL(e.src).pathname :
    [...e.childNodes].filter((n) => n.localName !== "pagecast-player")
      .map((n) => n.textContent).join("").replace(/\\s+/g, " ").trim()])
  .filter(([, text]) => text)"""

# Where the player stands: what is above it and below it on the page, and how wide it is.
PLACE = """(title) => {
  const letters = (text) => text.replace(/[^\\p{L}\\p{N}]/gu, "");
  const player = document.querySelector("pagecast-player");
  const box = player.getBoundingClientRect();
  const first = [...document.querySelectorAll("p")].find((p) => p.textContent.startsWith(title.first));
  const heads = [...document.querySelectorAll("h1, h2, h3, div, span")]
    .filter((h) => letters(h.textContent) === letters(title.title) && h.checkVisibility()
      && !h.closest("nav, aside") && h.getBoundingClientRect().height);
  const below = heads.filter((h) => h.getBoundingClientRect().bottom <= box.top + 1);
  const wide = first.getBoundingClientRect();
  return { count: document.querySelectorAll("pagecast-player:not([data-afloat])").length,
    underTitle: below.length > 0, heads: heads.length,
    aboveText: box.bottom <= wide.top + 1, inside: player.parentElement.localName,
    gap: Math.round(wide.top - box.bottom),
    width: Math.round(box.width), text: Math.round(wide.width), height: Math.round(box.height),
    off: document.documentElement.scrollWidth - document.documentElement.clientWidth };
}"""


@dataclass
class Tab:
    """A page in its own window, and all messages in its console."""

    page: Page
    address: str
    said: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}/{path}", wait_until="load")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing has changed in the page for half a second: frameworks have then taken it over."""
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate(SETTLE)

    def player(self) -> None:
        self.page.wait_for_function(f"document.querySelector('{PLAYER}')?.shadowRoot", timeout=WAIT)

    def no_player(self) -> None:
        self.page.wait_for_function(f"!document.querySelector('{PLAYER}')", timeout=WAIT)

    def blocks(self) -> list[list[str]]:
        found: list[list[str]] = self.page.evaluate(BLOCKS)
        return found

    def place(self, title: str, first: str) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(PLACE, {"title": title, "first": first})
        return found

    def audio(self) -> str:
        """The file that the page's player plays."""
        source = "document.querySelector('pagecast-player audio').getAttribute('src')"
        return str(self.page.evaluate(f"decodeURIComponent({source}).split('/').at(-2)"))


SETTLE = """() => new Promise((done) => {
  let last = setTimeout(done, 500);
  const watch = new MutationObserver(() => { clearTimeout(last); last = setTimeout(done, 500); });
  watch.observe(document, { subtree: true, childList: true, characterData: true });
  setTimeout(done, 5000);
})"""


@contextmanager
def tab(
    browser: Browser, address: str, *, width: int = 1440, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Tab]:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(WAIT)
    made = Tab(page, address)
    made.said = complaints_of(page)
    page.route("**/*", lambda route: _own(route, address))
    yield made
    context.close()


def _own(route: Any, address: str) -> None:
    """Block requests to other hosts: the fonts and counters of themes are not tested."""
    if route.request.url.startswith((address, "data:", "blob:")):
        route.continue_()
    else:
        route.fulfill(status=200, content_type="text/plain", body="")
