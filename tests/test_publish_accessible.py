"""Every kind of page is accessible, on small and large screens, light, dark and in the reader's own colours."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests import serving, shows, waiting
from tests.contexts import lent
from tests.html_checker import checked
from tests.needs import NPM, needs
from tests.seeking import MOVED
from tests.site_articles import ARTICLES
from tests.test_publish_site import NOT_HTML
from tts.publish import build, catalog
from tts.publish.site import index_pages
from tts.show import library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SETTINGS = 'title = "河边慢读 & <Slow>"\ndescription = "每周几篇值得慢慢读的文章。"\nreport = "errata@example.org"\n'
NAMES = ("watchmaker", "tide", "hostile", "postman", "arabic")
WIDTHS = (320, 360, 768, 1440)
LOOKS = ("light", "dark", "forced")


@dataclass(frozen=True)
class Pages:
    """A show, published and also served by `tts serve`."""

    folder: Path
    sent: str
    landing: serving.Served

    def path(self, article: str, page: str) -> str:
        entries = catalog.read(library.open_show(self.folder)).entries
        return next(e.path(page) for e in entries if str(e.manifest.source).endswith(f"{article}.md"))

    def address(self, kind: str) -> str:
        if kind == "landing":
            return f"http://127.0.0.1:{self.landing.port}{self.landing.base}"
        article, _, page = kind.rpartition("/")
        return self.sent + (self.path(article, page) if article else page)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    articles = {f"{name}.md": ARTICLES[name] for name in NAMES}
    folder = shows.make(tmp_path_factory.mktemp("accessible"), articles, SETTINGS).folder
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(index_pages, "PER_PAGE", 2)  # so that there is an older page
        patched.setattr(index_pages, "SEARCHED", 3)
        build.publish(library.open_show(folder), base_url="https://example.org/listen/")
    with shows.served(folder) as sent, serving.served(folder, "--lan") as landing:
        yield Pages(folder, sent, landing)


@contextmanager
def opened(browser: Browser) -> Iterator[Page]:
    """Opens a page without its Content-Security-Policy, so that axe can be injected."""
    with lent(browser, script=NPM / "axe-core" / "axe.min.js", bypass_csp=True) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """One for all."""
    with opened(browser) as page:
        yield page


@pytest.fixture
def stranger(browser: Browser) -> Iterator[Page]:
    """A context of a first-time visitor: nothing is queued, heard or playing."""
    with opened(browser) as page:
        yield page


AXE = """(contrast) => {
  const rules = { "target-size": { enabled: true }, "color-contrast": { enabled: contrast } };
  return axe.run({ preload: false, resultTypes: ["violations"], rules })
    .then((told) => told.violations.map((v) => [v.id, v.nodes.map((n) => `${n.html} ${n.failureSummary}`)]));
}"""
CUT = """() => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
  const above = (e) => (e ? [e, ...above(e.parentElement || (e.getRootNode() || {}).host)] : []);
  const told = [];
  for (const e of all(document.body)) {
    if (!e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const texts = [...e.childNodes].filter((n) => n.nodeType === 3 && n.data.trim());
    for (const text of /^(STYLE|SCRIPT|OPTION|NOSCRIPT)$/.test(e.tagName) ? [] : texts) {
      const range = new Range();
      range.selectNodeContents(text);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      const how = above(e).map((each) => [each, getComputedStyle(each)]);
      // Heard, not seen; or told to be cut by three dots; or moved into sight.
      const announced = (s) => s.textOverflow === "ellipsis" || s.webkitLineClamp !== "none";
      if (how.some(([, s]) => s.clipPath !== "none" || announced(s))) continue;
      if (how.some(([, s]) => /auto|scroll/.test(s.overflowX + s.overflowY))) continue;
      const cut = how.some(([each, s]) => {
        const box = each.getBoundingClientRect();
        const sides = left < box.left - 1 || right > box.right + 1 || top < box.top - 3 || bottom > box.bottom + 3;
        return /hidden|clip/.test(s.overflowX + s.overflowY) && sides;
      });
      if (cut || left < -1 || right > innerWidth + 1) told.push(text.data.trim());
    }
  }
  return told;
}"""
"""Texts that are not all to be seen, however far one scrolls."""
SIGNS = """() => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
  const shown = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !e.disabled;
  // What the bar, a menu or a panel covers is not to be seen at all.
  const free = (e, { left, right, top, bottom }) => {
    const there = (y) => e.getRootNode().elementFromPoint((left + right) / 2, y);
    return [top + 2, (top + bottom) / 2, bottom - 2].every((y) => e.contains(there(y)));
  };
  return all(document.body).filter((e) => e.matches("button, select, .tool, [role=button]") && shown(e))
    .map((e) => [e, e.getBoundingClientRect()])
    .filter(([, b]) => b.width && b.left >= 0 && b.top >= 0 && b.right <= innerWidth && b.bottom <= innerHeight)
    .filter(([e, b]) => free(e, b))
    .map(([e, b]) => [e.ariaLabel || e.innerText || e.className, [b.left, b.top, b.right, b.bottom]]);
}"""
"""Buttons in the window that can be pressed, and where they are."""
OUTSIDE = """() => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
  const shown = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  return all(document.body).filter((e) => e.matches("button, select, input, a") && shown(e))
    .map((e) => [e.ariaLabel || e.innerText || e.className, e.getBoundingClientRect()])
    .filter(([, b]) => b.width > 1 && b.bottom > 0 && (b.left < -1 || b.right > innerWidth + 1))
    .map(([name]) => name);
}"""
"""Controls that are partly beside the window."""
RIM = 6
"""Pixels of a button that its frame may take."""


def contrast(colors: NDArray[np.uint8]) -> float:
    """The contrast of the lightest to the darkest of these colours, as defined by WCAG."""
    parts = colors.reshape(-1, 3) / 255
    linear = np.where(parts <= 0.04, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    light = linear @ np.array([0.2126, 0.7152, 0.0722]) + 0.05
    return float(light.max() / light.min())


def painted(tab: Page) -> NDArray[np.uint8]:
    """The window: rows of pixels."""
    return np.asarray(Image.open(io.BytesIO(tab.screenshot())).convert("RGB"))


def unseen(tab: Page) -> Iterator[str]:
    """Buttons whose icons are hard to see, measured in a screenshot, because scripts don't know forced colours."""
    picture = painted(tab)
    for name, box in tab.evaluate(SIGNS):
        left, top, right, bottom = map(round, box)
        if contrast(picture[top + RIM : bottom - RIM, left + RIM : right - RIM]) < 3:
            yield name


def look(tab: Page, width: int, how: str) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    dark: Any = "dark" if how == "dark" else "light"
    tab.emulate_media(color_scheme=dark, forced_colors="active" if how == "forced" else "none", reduced_motion="reduce")


def faults(tab: Page, width: int, how: str) -> list[Any]:
    """What is wrong with the page as it stands."""
    look(tab, width, how)
    told: list[Any] = [f"cut: {text}" for text in tab.evaluate(CUT)]
    wide = tab.evaluate("document.documentElement.scrollWidth")
    told += [f"{wide} px wide"] if wide > width else []
    told += [f"outside: {name}" for name in tab.evaluate(OUTSIDE)]
    told += [f"unseen: {name}" for name in unseen(tab)] if how == "forced" else []
    return told + list(tab.evaluate(AXE, how != "forced"))


KINDS = [
    "index.html", "page-1.html", "offline.html", "watchmaker/index.html", "hostile/index.html", "arabic/index.html",
    "tide/embed.html", "arabic/embed.html", "watchmaker/transcript.html", "arabic/transcript.html", "landing",
]  # fmt: skip


@needs("chromium", npm="axe-core")
@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_accessible(made: Pages, tab: Page, kind: str) -> None:
    tab.goto(made.address(kind))
    if kind.endswith(("/index.html", "embed.html")):
        tab.locator("pagecast-player audio").wait_for(state="attached")
    found = {(width, how): told for how in LOOKS for width in WIDTHS if (told := faults(tab, width, how))}
    assert found == {}


@needs("chromium", npm="axe-core")
@pytest.mark.parametrize("opens", ["chapters", "share", "more", "play"])
def test_parts_of_the_player_are_accessible(made: Pages, tab: Page, opens: str) -> None:
    """Its lists and choices open, and the bar that goes with the reader."""
    tab.goto(made.address("watchmaker/index.html"))
    tab.set_viewport_size({"width": 1440, "height": 800})
    tab.locator(f"pagecast-player .card button.{opens}").click()
    if opens == "play":
        tab.evaluate("scrollTo({ top: 2000, behavior: 'instant' })")
        tab.locator("pagecast-player .bar").wait_for()
    else:
        tab.locator(f"pagecast-player .panel.{opens}").wait_for()
    found = {(width, how): told for how in LOOKS for width in WIDTHS if (told := faults(tab, width, how))}
    assert found == {}


def play_first(tab: Page) -> None:
    """Play from the list, so that the bar is visible."""
    tab.locator(".episodes .play").first.click()
    waiting.until(lambda: tab.evaluate("document.querySelector('.deck audio')?.currentTime > 0.3"), "playing")


def open_queue(tab: Page) -> None:
    """With two episodes in it."""
    play_first(tab)
    for n in (0, 1):
        tab.locator(".episodes .more").nth(n).click()
        tab.get_by_role("menuitem").nth(1).click()
    tab.locator(".deck .queue").click()
    tab.locator(".queue-panel li").nth(1).wait_for()


def open_menu(tab: Page) -> None:
    tab.locator(".episodes .more").first.click()
    tab.get_by_role("menu").wait_for()


def search(tab: Page) -> None:
    """Search for something, so that matches are marked."""
    tab.get_by_role("searchbox").fill("tide")
    tab.locator(".episodes mark").first.wait_for()


@needs("chromium", npm="axe-core")
@pytest.mark.parametrize("state", [play_first, open_queue, open_menu, search], ids=lambda state: state.__name__)
@pytest.mark.parametrize("how", LOOKS)
def test_parts_of_the_list_are_accessible(made: Pages, stranger: Page, state: Callable[[Page], None], how: str) -> None:
    """The list while its bar plays, with the queue or a menu open, and with search results."""
    stranger.goto(made.address("index.html"))
    state(stranger)
    found = {width: told for width in (*WIDTHS, 390) if (told := faults(stranger, width, how))}
    assert found == {}


@needs("chromium")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_progress_is_visible_in_the_readers_own_colours(made: Pages, tab: Page, dark: bool) -> None:
    """In a screenshot of the track, the played part differs from the rest, and both from the background."""
    look(tab, 1440, "forced")
    tab.emulate_media(color_scheme="dark" if dark else "light")
    tab.goto(made.address("landing") + made.path("watchmaker", "index.html"))
    tab.locator("pagecast-player audio").wait_for(state="attached")
    tab.evaluate("document.querySelector('audio').preload = 'auto'")
    waiting.until(lambda: tab.evaluate("document.querySelector('audio').readyState > 0"), "loaded")
    tab.evaluate(f"(audio => {MOVED}(audio, audio.duration * 0.6))(document.querySelector('audio'))")
    box = tab.locator("pagecast-player [type=range]").bounding_box()
    assert box
    picture, middle = painted(tab), round(box["y"] + box["height"] / 2)
    heard, still = (round(box["x"] + box["width"] * share) for share in (0.05, 0.95))
    ground = picture[round(box["y"]), heard]
    assert contrast(np.array([picture[middle, heard], picture[middle, still]])) > 3
    assert contrast(np.array([picture[middle, heard], ground])) > 3
    assert contrast(picture[middle - 8 : middle + 8, still]) > 3


@needs("java", npm="vnu-jar")
def test_pages_are_valid(made: Pages, tmp_path: Path) -> None:
    (tmp_path / "landing.html").write_bytes(made.landing.ask("").body)
    files = [made.folder / (made.path(*kind.split("/")) if "/" in kind else kind) for kind in KINDS[:-1]]
    told = checked([*files, tmp_path / "landing.html"], "--format", "json").stderr
    messages = [m for m in json.loads(told)["messages"] if not NOT_HTML.search(m["message"])]
    assert [(m["url"].rsplit("/", 2)[1:], m["message"]) for m in messages] == []
