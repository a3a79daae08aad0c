"""The player alone in a frame of another site, as high as its open parts require."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.needs import needs
from tests.player_site import FERRY, Site, served, spoken
from tts.publish import site as pages
from tts.publish.embed.embed_report import Site as Embedded
from tts.publish.embed.snippet import snippet
from tts.publish.player import markup
from tts.show import library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

pytestmark = needs("chromium")


@pytest.fixture(scope="module")
def framed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """Another site, and the output of `tts embed --snippet` for the episode of this one."""
    with served(tmp_path_factory.mktemp("audio")) as audio, served(tmp_path_factory.mktemp("other")) as other:
        it = spoken(audio.folder, "ferry", FERRY)
        show = library.open_show(audio.folder / "ferry")
        files = pages.episode_pages(show, it.entry, it.script) | pages.assets(show) | dict([markup.asset()])
        for name, content in files.items():
            (show.folder / name).parent.mkdir(exist_ok=True)
            (show.folder / name).write_bytes(content)
        audio.policy = other.policy = ""  # the pages bring their own
        known = Embedded(other.folder, show, audio_url=f"{audio.url}/ferry/")
        yield other, snippet(known, it.entry.folder)


def frame_of(tab: Page) -> Frame:
    tab.locator("iframe").scroll_into_view_if_needed()
    frame = tab.frame(url="**/embed.html")
    assert frame
    frame.locator("pagecast-player .card").wait_for()
    return frame


def wait(tab: Page, what: str) -> None:
    tab.wait_for_function(what, timeout=20_000)


FITS = "document.documentElement.scrollHeight <= innerHeight"


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_the_page_makes_the_frame_as_high_as_its_content(
    framed: tuple[Site, str], browser: Browser, width: int
) -> None:
    site, snippet = framed
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto(site.write("framed.html", f"<!doctype html><title>x</title><h1>Another site</h1>{snippet}"))
    frame = frame_of(tab)
    frame.wait_for_function(FITS, timeout=20_000)
    closed = tab.locator("iframe").bounding_box()
    frame.get_by_role("button", name="More").click()
    wait(tab, f"document.querySelector('iframe').offsetHeight > {closed['height'] + 80}")  # type: ignore[index]
    frame.wait_for_function(FITS, timeout=20_000)
    frame.get_by_role("button", name="More").click()
    wait(tab, f"document.querySelector('iframe').offsetHeight === {closed['height']}")  # type: ignore[index]
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.close()


def test_messages_from_others_are_ignored(framed: tuple[Site, str], browser: Browser) -> None:
    site, snippet = framed
    stranger = site.write(
        "stranger.html", "<script>parent.postMessage({pagecast: 'height', height: 1999}, '*')</script>"
    )
    tab = browser.new_page()
    tab.goto(site.write("framed.html", f"<!doctype html><title>x</title>{snippet}"))
    frame_of(tab).wait_for_function(FITS, timeout=20_000)
    before = tab.locator("iframe").bounding_box()
    tab.evaluate(
        "(src) => new Promise((done) => {"
        " addEventListener('message', (e) => e.data.height === 1999 && setTimeout(done, 100));"
        " const other = document.createElement('iframe'); other.src = src; document.body.append(other); })",
        stranger,
    )
    assert tab.locator("iframe").first.bounding_box() == before
    tab.close()


def test_without_the_script_it_scrolls(framed: tuple[Site, str], browser: Browser) -> None:
    site, snippet = framed
    tab = browser.new_page(viewport={"width": 390, "height": 900})
    tab.goto(site.write("bare.html", f"<!doctype html><title>x</title>{snippet.partition('<script')[0]}"))
    frame = frame_of(tab)
    frame.get_by_role("button", name="More").click()
    last = frame.get_by_label("Shortcuts on the whole page")
    last.scroll_into_view_if_needed()
    top, bottom, height = last.evaluate(
        "(e) => { const r = e.getBoundingClientRect(); return [r.top, r.bottom, innerHeight] }"
    )
    assert top >= 0 and bottom <= height <= 320
    tab.close()


def test_programs_that_use_embedly_get_the_height_too(framed: tuple[Site, str], browser: Browser) -> None:
    site, snippet = framed
    tab = browser.new_page()
    tab.add_init_script(
        "window.told = [];"
        " addEventListener('message', (e) => typeof e.data === 'string' && told.push(JSON.parse(e.data)))"
    )
    tab.goto(site.write("framed.html", f"<!doctype html><title>x</title>{snippet}"))
    frame_of(tab)
    wait(tab, "told.length && told.at(-1).height > 100")  # the first may be of the browser's own player
    heard = tab.evaluate("told.at(-1)")
    assert heard["context"] == "iframe.resize" and heard["src"].endswith("/embed.html")
    tab.close()
