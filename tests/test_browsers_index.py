"""The index page of a show in Chromium, Firefox and WebKit: playing from the list, the queue, continuous playback from
page to page, marks, the search, and episodes saved for offline use."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Keys

from tests import browsers, shows
from tests.browsers import Tab
from tests.player_site import Site, served
from tests.seeking import MOVED, STUCK
from tests.test_publish_index import ARTICLES, NEWEST_FIRST
from tts.publish import build, catalog
from tts.show import library

SETTINGS = 'title = "By the River"\nlanguage = "en"\n'
SOUND = "document.querySelector('.deck audio')"
"""What plays, as long as no page's own player has it."""
DECK = "document.querySelector('.deck')"
NAME = "document.querySelector('.deck .name').textContent"


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> library.Show:
    made = shows.make(tmp_path_factory.mktemp("index"), ARTICLES, SETTINGS)
    build.publish(made)
    return made


@pytest.fixture(scope="module")
def site(show: library.Show) -> Iterator[Site]:
    """The show is at /show/. Its service worker must not affect anything next to it."""
    with served(show.folder.parent) as it:
        it.watched, it.policy = True, ""  # the pages bring their own
        it.write("nothing.html", "<!doctype html><html lang=en><head><title>Nothing</title></head></html>")
        yield it


FORGET = """return (async () => {
  for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
  localStorage.clear();
  sessionStorage.clear();
})()"""


@pytest.fixture
def index(site: Site, tab: Tab) -> Iterator[Tab]:
    """The index page, as a first-time visitor sees it."""
    tab.open(f"{site.url}/show/index.html")
    tab.until("navigator.serviceWorker.controller !== null")  # WebKit warns where a page is left before its worker came
    yield tab
    site.away = False
    complaints = tab.complaints()
    tab.open(f"{site.url}/nothing.html")  # what a page hands over when it is left is there by now
    tab.run(FORGET)
    assert complaints == []


def row(title: str) -> str:
    """The expression of a row of the list."""
    named = f"(e) => e.querySelector('h3').textContent === {title!r}"
    return f"[...document.querySelectorAll('.episodes > li')].find({named})"


def press(tab: Tab, expression: str) -> None:
    """Click on the element that the expression returns, once it is there."""
    tab.until(expression)
    tab.run(f"({expression}).scrollIntoView({{ block: 'center', behavior: 'instant' }})")
    tab.run(f"return {expression}").click()


def play(tab: Tab, title: str) -> None:
    """Play from the list; from now on `sound` is the audio element that plays, wherever it is."""
    press(tab, f"{row(title)}.querySelector('.play')")
    tab.until(f"{SOUND}?.currentTime > 0.3 && {NAME} === args[0]", title)
    tab.run(f"window.sound = {SOUND}")


def choose(tab: Tab, title: str, choice: str) -> None:
    press(tab, f"{row(title)}.querySelector('.more')")
    tab.click("[role=menuitem]", choice)


def shown(tab: Tab) -> list[str]:
    titles: list[str] = tab.value("[...document.querySelectorAll('.episodes h3')].map((e) => e.textContent)")
    return titles


# --- playing from the list ------------------------------------------------------------------------------------


def test_the_list_plays_and_the_bar_rules_it(index: Tab) -> None:
    assert index.count(".deck") == 0
    play(index, "A slow train")
    assert index.value(f"{row('A slow train')}.querySelector('.play').ariaLabel").startswith("Pause")
    index.click(".deck .play", "Pause")
    index.until("window.sound.paused")
    index.value(f"{MOVED}(window.sound, 2)")
    index.click(".deck .back", "Back 15 seconds")
    index.until("window.sound.currentTime === 0 && !window.sound.seeking")
    index.choose("Speed", "1.5")
    index.until("window.sound.playbackRate === 1.5")
    index.click(".deck .play", "Play")
    index.until("!window.sound.paused")
    index.click(".deck .on", "Forward 30 seconds")  # farther than its end
    index.until(f"{NAME} === 'Old keys' && !window.sound.paused && window.sound.playbackRate === 1.5")
    index.click(".deck > .close")
    index.wait(lambda: index.count(".deck") == 0, "closed")


def test_a_bar_whose_audio_stalls_starts_it_again(index: Tab) -> None:
    index.run(STUCK)
    play(index, "A slow train")
    index.until("window.begun >= 2 && !window.sound.paused && window.sound.currentTime > 0.02")


def test_the_queue_plays_next_and_then_the_list(index: Tab) -> None:
    play(index, "A slow train")
    for title, choice in (("Bread at five", "Add to queue"), ("Eight clocks", "Play next")):
        choose(index, title, choice)
    index.click(".deck .queue")
    assert index.value("[...document.querySelectorAll('.queue-panel .start')].map((e) => e.textContent)") == [
        "Eight clocks", "Bread at five",
    ]  # fmt: skip
    index.click(".queue-panel button", "Move down: Eight clocks")
    index.until("document.querySelector('.queue-panel .start').textContent === 'Bread at five'")
    assert index.value("document.activeElement.closest('li').dataset.guid === document.querySelector("
                       "'.queue-panel li:last-child').dataset.guid")  # fmt: skip
    index.keys(Keys.ESCAPE)
    index.wait(lambda: index.count(".queue-panel") == 0, "closed")
    for title in ("Bread at five", "Eight clocks", "Old keys"):
        index.until("window.sound.duration > 1")
        index.run("window.sound.currentTime = window.sound.duration - 0.2")
        index.until(f"{NAME} === args[0] && window.sound.currentTime < 3 && !window.sound.paused", title)
    assert index.value(f"{row('A slow train')}.dataset.state") == "heard"


def test_one_sound_goes_from_page_to_page(index: Tab) -> None:
    play(index, "A slow train")
    press(index, f"{row('A slow train')}.querySelector('h3 a')")
    player = "document.querySelector('pagecast-player')"
    index.until(f"{player}?.contains(window.sound) && {player}.shadowRoot && {DECK}.hidden")
    at = index.value("window.sound.currentTime")
    index.until("!window.sound.paused && window.sound.currentTime > args[0] + 0.3", at)
    index.driver.back()
    index.until(f"{DECK}.contains(window.sound) && !{DECK}.hidden && {row('Old keys')}")
    at = index.value("window.sound.currentTime")
    index.until("!window.sound.paused && window.sound.currentTime > args[0] + 0.3", at)
    press(index, f"{row('Old keys')}.querySelector('h3 a')")  # another page leaves it in the bar
    index.until(f"{player}?.shadowRoot && {DECK}.contains(window.sound) && !window.sound.paused")


def test_marks_survive_a_reload_and_lead_to_what_is_next(index: Tab) -> None:
    play(index, "Old keys")
    index.run("window.sound.currentTime = 6")
    index.until("window.sound.currentTime > 6.2")
    index.click(".deck .play", "Pause")
    choose(index, "Eight clocks", "Mark as heard")
    index.click(".deck > .close")
    index.reload()
    mark = "({0}).querySelector('.mark').textContent"
    index.until(f"{row('Old keys')}?.dataset.state === 'half'")
    assert "min left" in index.value(mark.format(row("Old keys")))
    assert index.value(mark.format(row("Eight clocks"))) == "Heard"
    assert index.value(f"{row('A slow train')}.dataset.state") == ""
    assert [index.text(".go-label"), index.text(".go-title")] == ["Continue listening", "Old keys"]
    press(index, "document.querySelector('.go-on')")
    index.until(f"{SOUND}?.currentTime > 6 && !{SOUND}.paused")


FOUND = [("ada clocks", "Eight clocks"), ("台湾", "橋上的燈"), ("臺灣", "橋上的燈")]


@pytest.mark.parametrize(("typed", "found"), FOUND)
def test_search_results_can_be_played(index: Tab, typed: str, found: str) -> None:
    index.find("input[type=search]").send_keys(typed)
    index.until("document.querySelector('.found').textContent === '1 found'")
    assert shown(index) == [found] and index.value("new URL(location).searchParams.get('q')") == typed
    play(index, found)
    index.find("input[type=search]").send_keys(Keys.ESCAPE)
    index.until("document.querySelectorAll('.episodes > li').length > 1")
    assert shown(index) == NEWEST_FIRST
    assert index.value(f"{row(found)}.querySelector('.play').classList.contains('on') === !window.sound.paused")


# --- without a network ----------------------------------------------------------------------------------------


def test_a_saved_episode_plays_without_a_network(site: Site, show: library.Show, index: Tab) -> None:
    entries = {each.title: each for each in catalog.read(show).entries}
    kept, other = entries["Old keys"], entries["Eight clocks"]
    index.open(f"{site.url}/show/{kept.page}")
    index.until("navigator.serviceWorker.controller !== null")
    index.click("article .keep button")
    index.until("document.querySelector('article .keep[data-state=saved]')")
    site.away = True
    index.reload()
    assert index.text("h1") == "Old keys"
    index.click("button.play", "Play")
    index.until("!a.paused && a.currentTime > 0.3")
    half = kept.manifest.audio.duration / 2000
    index.value(f"{MOVED}(a, args[0])", half)
    index.until("!a.paused && a.currentTime > args[0] + 0.3", half)
    index.open(f"{site.url}/show/{other.page}")  # leads to what is there
    index.until("document.querySelector('[data-offline-list] li h2')")
    assert index.value("location.pathname") == "/show/offline.html"
    assert index.text("[data-offline-list] li h2") == "Old keys"
    site.away = False
    index.click("button", "Remove all")
    index.click("button", "Really remove all")
    index.until("!document.querySelector('[data-offline-list] li')")


def test_from_a_disk_nothing_is_offered_and_nothing_missed(show: library.Show, tab: Tab, tmp_path: Path) -> None:
    """Without a service worker, the pages work as usual."""
    shutil.copytree(show.folder, tmp_path / "show")
    (tmp_path / "show" / "watch.js").write_text(browsers.WATCHING, encoding="utf-8")
    entry = next(each for each in catalog.read(show).entries if each.title == "Old keys")
    for path in ("index.html", entry.page, "offline.html"):
        file = tmp_path / "show" / path
        up = "../" * path.count("/")
        content = browsers.watched(file.read_bytes()).replace(b'"/watch.js"', f'"{up}watch.js"'.encode())
        file.write_bytes(content)
        tab.open(file.as_uri())
        tab.until("document.readyState === 'complete'")
        assert tab.count(".keep, .keep-bar") == 0 and tab.value("!document.querySelector('link[rel=manifest]')")
        assert tab.complaints() == [], path
    tab.open((tmp_path / "show" / "index.html").as_uri())
    play(tab, "Old keys")
