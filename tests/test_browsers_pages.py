"""The pages of a show, and its player in a frame of another site, in Chromium, Firefox and WebKit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Keys

from tests import shows
from tests.browsers import Tab
from tests.player_site import Site, page, served
from tests.site_articles import ARTICLES
from tts.publish import build, catalog
from tts.publish.catalog import Entry
from tts.show import library

SETTINGS = 'title = "河边慢读 & <Slow>"\nlanguage = "zh-Hans"\n'


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> library.Show:
    notes = {
        f"note-{n}": f"# Note {n}\n\nThe lamp of house {n} is lit." for n in range(4)
    }  # from eight on there is a search
    articles = {f"{name}.md": text for name, text in (ARTICLES | notes).items()}
    made = shows.make(tmp_path_factory.mktemp("pages"), articles, SETTINGS)
    build.publish(made)
    return made


@pytest.fixture(scope="module")
def site(show: library.Show) -> Iterator[Site]:
    with served(show.folder) as it:
        it.watched, it.policy = True, ""  # the pages bring their own
        yield it


def entry(show: library.Show, article: str) -> Entry:
    return next(e for e in catalog.read(show).entries if str(e.manifest.source).endswith(f"{article}.md"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_fit_every_screen(site: Site, show: library.Show, tab: Tab, dark: bool) -> None:
    """From phone to desktop, nothing is wider than the window, and there are no errors; WebKit decides itself at its
    start whether it is dark."""
    if tab.engine != "webkit":
        tab.prefer(dark=dark)
    paths = [entry(show, name).path("index.html") for name in ("watchmaker", "postman", "hostile", "arabic")]
    for path in (
        "index.html",
        *paths,
        entry(show, "tide").path("embed.html"),
        entry(show, "tide").path("transcript.html"),
    ):
        tab.open(f"{site.url}/{path}")
        for width in (360, 768, 1440):
            tab.resize(width)
            assert tab.value("document.documentElement.scrollWidth") <= width, path
    if tab.engine != "webkit":
        red, green, blue = tab.picture().getpixel((4, 400))
        assert (red + green + blue < 200) == dark
        tab.prefer()


def test_an_episodes_page_plays(site: Site, show: library.Show, tab: Tab) -> None:
    tab.open(f"{site.url}/{entry(show, 'watchmaker').page}")
    tab.click("button.play", "播放")
    tab.until("!a.paused && a.currentTime > 0.2")
    tab.click_text("修表先要听。")
    tab.until("[...(CSS.highlights.get('pagecast-sentence') || [])].map(String).join('') === '修表先要听。'")


def test_digits_in_chinese_text_do_not_overlap(site: Site, show: library.Show, tab: Tab) -> None:
    """WebKit paints them on top of one another where it adds spacing by itself: so they must look as they do without
    that."""
    tab.open(f"{site.url}/{entry(show, 'watchmaker').page}")
    tab.until("a.readyState > 0")
    tab.value("document.querySelector('.text').scrollIntoView({ behavior: 'instant' })")
    tab.rest(0.5)
    before = tab.picture()
    if tab.engine == "webkit":
        tab.run("document.querySelectorAll('*').forEach((e) => { e.style.textAutospace = 'no-autospace' })")
        tab.rest(0.5)
        assert tab.picture().tobytes() == before.tobytes()
    else:
        known = tab.value("CSS.supports('text-autospace', 'normal')")  # to Firefox from 145 on
        spacing = tab.value("getComputedStyle(document.querySelector('.text p')).textAutospace")
        assert spacing == ("normal" if known else None)


def test_a_page_is_printed(site: Site, show: library.Show, tab: Tab) -> None:
    tab.open(f"{site.url}/{entry(show, 'tide').page}")
    tab.run("window.print = () => { window.printed = true }")
    tab.click("button, a", "Print")
    tab.until("window.printed")


@pytest.mark.parametrize("typed", ["修表", "修錶"])
def test_the_index_is_searched(site: Site, tab: Tab, typed: str) -> None:
    tab.open(f"{site.url}/index.html")
    before = tab.count(".episodes h3")
    tab.find("input[type=search]").send_keys(typed)
    tab.wait(lambda: tab.count(".episodes h3") == 1, "one found")
    assert "修表" in tab.text(".episodes h3")
    tab.find("input[type=search]").send_keys(Keys.BACKSPACE * len(typed))
    tab.wait(lambda: tab.count(".episodes h3") == before, "all shown")


def test_the_way_from_the_index_to_an_episode_and_back(site: Site, show: library.Show, tab: Tab) -> None:
    tab.open(f"{site.url}/index.html")
    tab.click(".episodes h3 a")
    tab.until("document.querySelector('pagecast-player')?.shadowRoot && a.readyState > 0")
    tab.driver.back()
    tab.find(".episodes h3 a")


def test_a_right_to_left_title_is_aligned_right(site: Site, show: library.Show, tab: Tab) -> None:
    tab.open(f"{site.url}/{entry(show, 'arabic').page}")
    script = """const range = new Range(); range.selectNodeContents(arguments[0]);
        const text = range.getBoundingClientRect(), box = arguments[0].getBoundingClientRect();
        return [text.left - box.left, box.right - text.right]"""
    left, right = tab.run(script, tab.find("h1"))
    assert right < 2 < left


def test_in_a_frame_of_another_site_it_plays(site: Site, show: library.Show, tab: Tab, tmp_path: Path) -> None:
    there = site.url.replace("127.0.0.1", "localhost")
    with served(tmp_path) as other:
        other.watched, other.policy = True, ""
        frame = f'<iframe src="{there}/{entry(show, "tide").path("embed.html")}" width="100%" height="200"></iframe>'
        tab.open(other.write("post.html", page(frame)))
        with tab.frame("iframe"):
            tab.until("a.readyState > 0")
            tab.click("button.play", "Play")
            tab.until("!a.paused && a.currentTime > 0.3")
            assert tab.complaints() == []
