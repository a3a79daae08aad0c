"""How the player starts: at once, with its text located when the page is idle, or earlier if a reader needs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.contexts import lent_page
from tests.needs import needs
from tests.player_site import FERRY, Site, Spoken, own_page, page, served, spoken
from tts.publish.player import markup

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs("chromium")

LONG = "\n\n".join(
    ["# The long way", *(f"Lamp number {n} was lit at dusk. It burned until the day began." for n in range(120))]
)
FAR = 100
"""A paragraph of it that is far below the window."""
LIT = "[...(CSS.highlights.get('pagecast-sentence') || [])].join('')"
NEVER_IDLE = "self.requestIdleCallback = () => 0"
WITHOUT = "delete self.requestIdleCallback"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("start")) as it:
        yield it


@pytest.fixture(scope="module")
def ferry(site: Site) -> Spoken:
    it = spoken(site.folder, "ferry", FERRY)
    site.write("ferry/page.html", own_page(it))
    paragraphs = [chunk["sentences"] for chunk in it.script["chunks"] if chunk["kind"] == "paragraph"]
    chunks = "".join(f"<p>{' '.join(s['text'] for s in sentences)}</p>" for sentences in paragraphs)
    player = markup.player(it.entry, it.script, prefix=f"{it.entry.folder}/")
    site.write("ferry/foreign.html", page(f"{player}{chunks}"))
    return it


@pytest.fixture(scope="module")
def long(site: Site) -> Spoken:
    it = spoken(site.folder, "long", LONG)
    site.write("long/page.html", own_page(it))
    return it


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    told: list[str] = []
    with lent_page(browser, 412, 823) as made:
        made.on("pageerror", lambda e: told.append(str(e)))
        yield made
    assert told == []


def wait(tab: Page, what: str) -> None:
    """Waits without Playwright's own function, which the site's policy forbids."""
    for _ in range(600):
        if tab.evaluate(what):
            return
        tab.wait_for_timeout(100)
    pytest.fail(f"never: {what}")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_link_to_a_far_sentence_goes_there(site: Site, long: Spoken, tab: Page, motion: str) -> None:
    """Even in a window that is already open: the sentence is in view, highlighted, and is where the audio starts."""
    tab.emulate_media(reduced_motion="reduce" if motion == "reduce" else "no-preference")
    for chunk in (FAR, FAR - 40):
        tab.goto(f"{site.url}/long/page.html#s{chunk}-1")
        sentence = long.script["chunks"][chunk]["sentences"][1]
        wait(tab, f"Math.abs(document.querySelector('audio').currentTime - {sentence['start'] / 1000}) < 0.01")
        wait(
            tab,
            f"(({{ top, bottom }}) => top >= 0 && bottom <= innerHeight)"
            f"(document.getElementById('s{chunk}-1').getBoundingClientRect())",
        )
        wait(tab, f"{LIT} === document.getElementById('s{chunk}-1').textContent")


WATCHED = """
    self.asked = [];
    const { querySelectorAll } = Element.prototype;
    Element.prototype.querySelectorAll = function (selector) {
        asked.push(selector);
        return querySelectorAll.call(this, selector);
    };
"""


def test_a_page_is_shown_before_its_text_is_looked_for(site: Site, long: Spoken, tab: Page) -> None:
    looked = "asked.includes('[data-pc]')"
    tab.add_init_script(WATCHED + "self.requestIdleCallback = (act) => { self.idle = act; }")
    tab.goto(f"{site.url}/long/page.html")
    wait(tab, "document.querySelector('audio').readyState > 0")
    assert tab.locator("pagecast-player .card .title").text_content() == "Listen to this article"
    assert not tab.evaluate(looked)
    tab.evaluate("idle()")
    assert tab.evaluate(looked)


@pytest.mark.parametrize("script", [NEVER_IDLE, WITHOUT], ids=["never idle", "without idle callbacks"])
@pytest.mark.parametrize("name", ["page", "foreign"])
def test_playing_at_once_shows_the_sentence(site: Site, ferry: Spoken, tab: Page, script: str, name: str) -> None:
    tab.add_init_script(script)
    tab.goto(f"{site.url}/ferry/{name}.html")
    tab.locator("pagecast-player .card button.play").click()
    wait(tab, f"{LIT}.length > 10")


@pytest.mark.parametrize("script", [NEVER_IDLE, WITHOUT], ids=["never idle", "without idle callbacks"])
def test_a_sentence_that_is_clicked_at_once_plays(site: Site, ferry: Spoken, tab: Page, script: str) -> None:
    tab.add_init_script(script)
    tab.goto(f"{site.url}/ferry/page.html")
    tab.locator("#s2-0").click()
    start = ferry.script["chunks"][2]["sentences"][0]["start"] / 1000
    wait(tab, f"(({{ paused, currentTime }}) => !paused && currentTime > {start})(document.querySelector('audio'))")


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("counts", [(1, 1, 1), (2, 30, 45)])
def test_times_are_said_as_the_browser_says_them(
    site: Site, tab: Page, language: str, counts: tuple[int, int, int]
) -> None:
    hours, minutes, seconds = counts
    duration = 1000 * (3600 * hours + 60 * minutes + seconds)
    player = f'<pagecast-player duration="{duration}"><audio controls src="/none.mp3"></audio></pagecast-player>'
    tab.goto(site.write("times.html", page(player, language)))
    expected = tab.evaluate(
        """([language, ...counts]) => counts.map((n, i) => new Intl.NumberFormat(language, {
            style: "unit", unitDisplay: "long", unit: ["hour", "minute", "second"][i],
        }).format(n)).join(" ")""",
        [language, *counts],
    )
    said = tab.locator("pagecast-player [type=range]").get_attribute("aria-valuetext") or ""
    assert said.endswith(expected)
