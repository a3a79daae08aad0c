"""The scripts of the pages: up to date with their sources, small, and without layout shifts on start."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests import shows
from tests.contexts import lent_page
from tests.needs import needs
from tests.waiting import until
from tools import make_pages
from tts.publish import build
from tts.publish.site import frame, player_keys, scripts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MOST = {
    scripts.PAGE: 500,
    scripts.REPORT: 1_100,
    scripts.FRAME: 400,
    scripts.APP: 8_400,
    scripts.LISTENING: 8_100,
    scripts.SEARCH: 2_200,
}
"""Bytes of each, gzipped."""


@pytest.mark.parametrize("name", make_pages.NAMES)
def test_a_script_is_packed_of_its_sources_as_they_are(name: str) -> None:
    """If this fails, run `make player`."""
    assert scripts.asset(name)[1].decode().startswith(make_pages.head(name))


@needs("node", npm="terser")
@pytest.mark.parametrize("name", make_pages.NAMES)
def test_a_script_is_what_esbuild_and_terser_make(name: str) -> None:
    assert scripts.asset(name)[1].decode() == make_pages.built(name)


@pytest.mark.parametrize("name", scripts.STYLES)
def test_a_style_sheet_is_packed_of_its_source_as_it_is(name: str) -> None:
    """If this fails, run `make player`."""
    assert frame.asset(f"{name}.css")[1].decode().startswith(make_pages.style_head(name))


@needs("node", npm="esbuild")
@pytest.mark.parametrize("name", scripts.STYLES)
def test_a_style_sheet_is_what_esbuild_makes(name: str) -> None:
    assert frame.asset(f"{name}.css")[1].decode() == make_pages.style_built(name)


@pytest.mark.parametrize("name", make_pages.NAMES)
def test_a_script_is_small(name: str) -> None:
    assert len(gzip.compress(scripts.asset(name)[1], 9)) <= MOST[name]


# --- in a browser ---------------------------------------------------------------------------------------------------

PROSE = "The ferry left at six, and the town behind it grew small. Nobody on board had a watch that was right. "
CHINESE = "渡船六点离岸，身后的小城越来越小。船上没有一块表是准的。"
ARTICLES = {
    "ferry.md": "# A late ferry\n\n" + "\n\n".join([PROSE * 4] * 12) + "\n",
    "lamp.md": "# 桥上的灯\n\n" + "\n\n".join([CHINESE * 6] * 12) + "\n",
}
SHIFTS = """new PerformanceObserver((list) => {
    for (const each of list.getEntries()) window.shifted = (window.shifted || 0) + each.value;
}).observe({ type: "layout-shift", buffered: true });"""
BEGUN = """document.querySelector("pagecast-player").shadowRoot?.querySelector(".art")?.complete
    && document.querySelector(".tools .keep button")?.checkVisibility()"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Addresses of the pages of two episodes, by language."""
    show = shows.make(tmp_path_factory.mktemp("scripts"), ARTICLES)
    build.publish(show, base_url="https://audio.example.org/")
    with shows.served(show.folder) as base:
        found = {page.parent.name: f"{base}{page.parent.name}/index.html" for page in show.folder.glob("*/index.html")}
        yield {
            "en": next(v for k, v in found.items() if "ferry" in k),
            "zh": next(v for k, v in found.items() if "ferry" not in k),
        }


@needs("chromium")
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width, touch", [(360, True), (412, True), (600, False), (700, False), (1350, False)])
def test_nothing_moves_when_the_scripts_of_an_episode_begin(
    browser: Browser, pages: dict[str, str], language: str, width: int, touch: bool
) -> None:
    """There is no layout shift as defined by Lighthouse, except for the player's own lines."""
    with lent_page(browser, width, 823, has_touch=touch, is_mobile=touch) as page:
        page.add_init_script(SHIFTS)
        page.goto(pages[language])
        until(lambda: page.evaluate(BEGUN))
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("window.shifted || 0") < 0.01


@needs("chromium")
@pytest.mark.parametrize("language, name, last", [("en", "Keyboard shortcuts", "More"), ("zh", "快捷键", "更多")])
def test_a_button_shows_the_list_of_keys(
    browser: Browser, pages: dict[str, str], language: str, name: str, last: str
) -> None:
    with lent_page(browser, 1200, 800) as page:
        page.goto(pages[language])
        page.get_by_role("button", name=name).click()
        assert page.locator("#keys dd").last.text_content() == last
        assert page.locator("#keys kbd").first.is_visible()
        page.keyboard.press("Escape")
        page.locator("#keys").wait_for(state="hidden")


def test_the_keys_that_are_listed_are_those_of_the_player() -> None:
    source = (make_pages.SITE.parent / "player" / "source" / "acts.js").read_text(encoding="utf-8")
    known = {key for names in re.findall(r'^  \["([^"]+)",', source, re.MULTILINE) for key in names.split()}
    assert {key for each in player_keys.listed("en") for key in each.names} == known


@needs("chromium")
@pytest.mark.parametrize("width, seen", [(390, False), (1440, True)])
def test_the_index_shows_the_qr_code_where_there_is_room(
    browser: Browser, pages: dict[str, str], width: int, seen: bool
) -> None:
    with lent_page(browser, width, 800) as page:
        page.goto(pages["en"].rsplit("/", 2)[0] + "/index.html")
        code, button = page.locator("svg.qr"), page.locator("button[popovertarget=phone]")
        assert (code.is_visible(), button.is_visible()) == (seen, not seen)
        if not seen:
            button.click()
            box = code.bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
