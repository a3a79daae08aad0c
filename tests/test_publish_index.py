"""The index page of a show: what is shown of an episode, playing from the list, the queue, continuous playback from
page to page, and the search. In a real browser, with real audio."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests import shows, static_host
from tests.complaints import complaints_of
from tests.contexts import lent_page
from tests.work import calls
from tts.publish import build, catalog, site, thumbnails
from tts.publish.site import search_index
from tts.show import library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LIMIT = 40.0
"""Seconds that a busy machine may take for what takes none."""
PROSE = "The shop is three steps wide, and its walls are not straight. Nobody minds, since the ferry waits. "


def article(title: str, author: str, summary: str = "", publication: str = "") -> str:
    stated = [f"title: {title}", f"author: {author}"]
    stated += [f"summary: {summary}"] if summary else []
    stated += [f"publication: {publication}"] if publication else []
    return "---\n" + "\n".join(stated) + "\n---\n\n" + PROSE * 3 + "\n"


ARTICLES = {
    "clock.md": article("Eight clocks", "Ada Brook", "Where the tide table hangs.", "The Harbour Letter"),
    "ferry.md": article("A late ferry", "Tom Lind"),
    "lamps.md": article("橋上的燈", "何曉嵐", "臺灣的橋上有九盞燈。"),
    "bread.md": article("Bread at five", "Mei Tan"),
    "maps.md": article("A map with a hole", "Ada Brook"),
    "keys.md": article("Old keys", "Mei Tan", "Of locks, and who forgets them."),
    "train.md": article("A slow train", "Tom Lind"),
    "night.md": article("Planting at night", "Ada Brook"),
}
SOUND = "document.querySelector('.deck audio')"
NAME = "document.querySelector('.deck .name').textContent"
FOUND_TEXT = "document.querySelector('.found').textContent"
DECK, PLAYER = "document.querySelector('.deck')", "document.querySelector('pagecast-player')"
NEWEST_FIRST = [
    "Planting at night", "A slow train", "Old keys", "A map with a hole", "Bread at five", "橋上的燈", "A late ferry",
    "Eight clocks",
]  # fmt: skip


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> library.Show:
    made = shows.make(tmp_path_factory.mktemp("index"), ARTICLES, 'title = "By the River"\nlanguage = "en"\n')
    build.publish(made)
    return made


@pytest.fixture(scope="module")
def address(show: library.Show) -> Iterator[str]:
    with static_host.served(show.folder) as base:  # with ranges: who can't seek hears each episode to its end
        yield f"{base}/"


@contextmanager
def tab(browser: Browser, **kw: Any) -> Iterator[Page]:
    """A page; asserts at the end that its console had no errors."""
    with lent_page(browser, 1200, 900, **kw) as page:
        complaints = complaints_of(page)
        yield page
    assert complaints == []


def until(page: Page, what: str) -> Any:
    """The value of the expression, once it is truthy."""
    end = monotonic() + LIMIT
    while not (found := page.evaluate(what)):
        assert monotonic() < end, f"{what} is {found!r}"
        sleep(0.05)
    return found


def row(page: Page, title: str) -> Any:
    return page.locator(".episodes > li").filter(has=page.locator("h3", has_text=re.compile(f"^{title}$")))


def play(page: Page, title: str) -> None:
    row(page, title).locator(".play").click()
    until(page, "document.querySelector('.deck audio')?.currentTime > 0.3")
    page.evaluate("window.sound = document.querySelector('.deck audio')")


def choose(page: Page, title: str, choice: str) -> None:
    row(page, title).locator(".more").click()
    page.get_by_role("menuitem", name=choice).click()


def shown(page: Page) -> list[str]:
    return page.locator(".episodes h3").all_text_contents()


# --- what is seen of an episode ---------------------------------------------------------------------------------


def test_an_episode_has_a_small_lazy_picture(show: library.Show) -> None:
    index = (show.folder / "index.html").read_text(encoding="utf-8")
    assert index.count('class="thumb"') == len(ARTICLES) == index.count('width="88" height="88" alt="" loading="lazy"')
    for entry in catalog.read(show).entries:
        content = (show.folder / entry.path(thumbnails.NAME)).read_bytes()
        assert len(content) < 20_000
        assert Image.open(io.BytesIO(content)).size == (thumbnails.SIDE, thumbnails.SIDE)
        assert thumbnails.is_ours(content)


def test_the_cover_of_the_show_is_not_repeated_at_each_episode(show: library.Show) -> None:
    entries = catalog.read(show).entries
    theirs = [replace(e, manifest=replace(e.manifest, cover=replace(e.manifest.cover, kind="show"))) for e in entries]
    assert b'class="thumb"' not in dict(site.show_pages(show, theirs))["index.html"]


def test_small_pictures_are_made_once(show: library.Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(show.folder, tmp_path / "show")
    own = library.open_show(tmp_path / "show")
    build.publish(own)  # the copies are files of another time
    (own.folder / "show.toml").write_text('title = "Other"\n', encoding="utf-8")
    monkeypatch.setattr(thumbnails, "made_of", lambda _cover: pytest.fail("made again"))
    written = build.publish(library.open_show(own.folder)).written
    assert any(name.endswith("/index.html") for name in written)
    assert not any(name.endswith(thumbnails.NAME) for name in written)


def test_an_invalid_cover_stops_nothing() -> None:
    made = Image.open(io.BytesIO(thumbnails.made_of(b"no picture")))
    assert made.size == (thumbnails.SIDE, thumbnails.SIDE)


def test_without_scripts_the_list_plays_and_links(browser: Browser, address: str) -> None:
    with tab(browser, java_script_enabled=False) as page:
        page.goto(address)
        assert shown(page) == NEWEST_FIRST
        assert page.locator(".episodes .play").first.get_attribute("href").endswith(".mp3")
        assert not page.locator(".episodes .more").first.is_visible()
        assert not page.get_by_role("search").is_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves_when_the_scripts_begin(browser: Browser, address: str, width: int) -> None:
    places = []
    for blocked in (True, False):
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        if blocked:
            page.route("**/*.js", lambda route: route.abort())
        page.goto(address)
        parts = ("h1", ".lead", "#episodes", ".episodes .play", ".listen")
        places.append([page.locator(part).last.bounding_box() for part in parts])
        context.close()
    assert places[0] == places[1]


# --- playing ----------------------------------------------------------------------------------------------------


def test_one_sound_goes_from_page_to_page(browser: Browser, address: str) -> None:
    with tab(browser) as page:
        page.goto(address)
        play(page, "A slow train")
        row(page, "A slow train").locator("h3 a").click()
        until(page, f"{PLAYER}?.contains(sound) && {DECK}.hidden")
        assert page.title() == "A slow train – By the River"
        at = page.evaluate("sound.currentTime")
        until(page, f"!sound.paused && sound.currentTime > {at} + 0.3")
        assert page.evaluate("document.activeElement.localName") == "h1"
        page.locator("pagecast-player").locator("button.play").first.click()  # the page's own player rules it
        until(page, "sound.paused")
        page.locator("pagecast-player").locator("button.play").first.click()
        until(page, "!sound.paused")
        at = page.evaluate("sound.currentTime")
        page.go_back()
        until(page, "document.querySelector('.deck')?.contains(sound) && !document.querySelector('.deck').hidden")
        until(page, f"!sound.paused && sound.currentTime > {at} + 0.3")
        assert shown(page) == NEWEST_FIRST


def test_the_picture_of_the_sound_is_its_own_when_the_address_changes_before_the_page(
    browser: Browser, address: str
) -> None:
    """It is shown by the system's controls. After going back, the address is already the new page's while the old
    page's player still plays."""
    noted = "window.pictures = []; const Known = MediaMetadata; window.MediaMetadata = class extends Known { "
    noted += "constructor(shown) { super(shown); pictures.push(...shown.artwork.map((each) => each.src)); } };"
    with tab(browser) as page:
        page.add_init_script(noted)
        page.goto(address)
        play(page, "A slow train")
        row(page, "A slow train").locator("h3 a").click()
        until(page, f"{PLAYER}?.contains(sound) && {DECK}.hidden && !sound.paused")
        for paused in ("sound.paused", "!sound.paused"):  # the page's own player rules it
            page.locator("pagecast-player").locator("button.play").first.click()
            until(page, paused)
        page.go_back()
        until(page, "document.querySelector('.deck')?.contains(sound) && !sound.paused")
        folder = page.evaluate("new URL('.', sound.currentSrc).href")
        names = {picture.removeprefix(folder) for picture in page.evaluate("pictures")}
        assert names == {"thumb.jpg", "cover.jpg"}


def test_another_page_leaves_the_sound_in_the_bar(browser: Browser, address: str) -> None:
    with tab(browser) as page:
        page.goto(address)
        play(page, "A slow train")
        row(page, "Old keys").locator("h3 a").click()
        until(page, "document.querySelector('pagecast-player')?.shadowRoot")
        assert page.evaluate("!sound.paused && document.querySelector('.deck').contains(sound)")
        page.locator("pagecast-player").locator("button.play").first.click()  # and now this one
        until(page, "sound.paused && !document.querySelector('pagecast-player audio').paused")
        until(page, "document.querySelector('.deck').hidden")


def test_after_an_episode_comes_the_queue_then_the_list(browser: Browser, address: str) -> None:
    with tab(browser) as page:
        page.goto(address)
        play(page, "A slow train")
        choose(page, "Bread at five", "Add to queue")
        choose(page, "Eight clocks", "Play next")
        for title in ("Eight clocks", "Bread at five", "Old keys"):
            until(page, "sound.duration > 1")
            page.evaluate("sound.currentTime = sound.duration - 0.2")
            until(
                page,
                f"{NAME} === {title!r} && sound.currentTime < 3 && !sound.paused",
            )
        assert row(page, "A slow train").get_attribute("data-state") == "heard"
        page.locator(".deck .queue").click()
        page.get_by_label("Then continue with the list").uncheck()
        page.evaluate("sound.currentTime = sound.duration - 0.2")
        until(page, "sound.ended")
        assert page.locator(".deck .name").text_content() == "Old keys"


def test_the_queue_is_ordered_by_buttons_and_keys_and_kept(browser: Browser, address: str) -> None:
    def queued() -> list[str]:
        return page.locator(".queue-panel .start").all_text_contents()

    with tab(browser) as page:
        page.goto(address)
        play(page, "A slow train")
        for title in ("Old keys", "Bread at five", "Eight clocks"):
            choose(page, title, "Add to queue")
        page.locator(".deck .queue").click()
        page.get_by_role("button", name="Move up: Bread at five").click()
        assert queued() == ["Bread at five", "Old keys", "Eight clocks"]
        page.get_by_role("button", name="Eight clocks", exact=True).focus()
        page.keyboard.press("Alt+ArrowUp")
        assert queued() == ["Bread at five", "Eight clocks", "Old keys"]
        assert page.evaluate("document.activeElement.textContent") == "Eight clocks"
        page.get_by_role("button", name="Remove from the queue: Bread at five").click()
        page.reload()
        until(page, "!document.querySelector('.deck').hidden")
        page.locator(".deck .queue").click()
        assert queued() == ["Eight clocks", "Old keys"]
        page.keyboard.press("Escape")
        assert not page.locator(".queue-panel").is_visible()


def test_marks_survive_a_reload_and_lead_to_what_is_next(browser: Browser, address: str) -> None:
    with tab(browser) as page:
        page.goto(address)
        play(page, "Old keys")
        page.evaluate("sound.currentTime = 6")
        until(page, "sound.currentTime > 6.2")
        page.locator(".deck .play").click()
        choose(page, "Eight clocks", "Mark as heard")
        page.locator(".deck > .close").click()
        page.reload()
        assert row(page, "Old keys").get_attribute("data-state") == "half"
        assert "min left" in row(page, "Old keys").locator(".mark").text_content()
        assert row(page, "Eight clocks").locator(".mark").text_content() == "Heard"
        assert row(page, "A slow train").get_attribute("data-state") == ""
        assert page.locator(".go-label").text_content() == "Continue listening"
        assert page.locator(".go-title").text_content() == "Old keys"
        page.locator(".go-on").click()
        until(
            page,
            f"{SOUND}?.currentTime > 6 && !{SOUND}.paused",
        )


def test_episodes_since_the_last_visit_are_new(browser: Browser, address: str) -> None:
    with tab(browser) as page:
        page.goto(address)
        assert row(page, "Old keys").get_attribute("data-state") == ""
        page.evaluate("""() => {
          const key = Object.keys(localStorage).find((each) => each.startsWith("pagecast-queue"));
          localStorage[key] = JSON.stringify({ visit: { now: 1, last: 1 } });
        }""")
        page.reload()
        assert row(page, "Old keys").locator(".mark").text_content() == "New"


def test_from_a_disk_the_place_is_handed_over(browser: Browser, show: library.Show) -> None:
    with tab(browser) as page:
        page.goto((show.folder / "index.html").as_uri())
        play(page, "A slow train")
        page.evaluate("sound.currentTime = 5")
        until(page, "sound.currentTime > 5.5")
        page.locator(".deck .play").click()
        until(page, "sound.paused")
        at = page.evaluate("sound.currentTime")
        row(page, "Old keys").locator("h3 a").click()  # a load of its own
        page.wait_for_selector("pagecast-player")
        until(page, "document.querySelector('.deck audio')?.currentTime > 0")
        assert abs(page.evaluate("document.querySelector('.deck audio').currentTime") - at) < 0.3
        page.locator(".deck .play").click()
        until(page, f"document.querySelector('.deck audio').currentTime > {at} + 0.3")


# --- searching --------------------------------------------------------------------------------------------------

FOUND = {
    "ada": ["Planting at night", "A map with a hole", "Eight clocks"],
    "ada clocks": ["Eight clocks"],
    "tide table": ["Eight clocks"],
    "harbour letter": ["Eight clocks"],
    "桥上": ["橋上的燈"],
    "台湾": ["橋上的燈"],
    "臺灣": ["橋上的燈"],
    "何晓岚": ["橋上的燈"],
    "nothing of it": [],
}


@pytest.mark.parametrize("words", FOUND)
def test_episodes_are_found_by_their_metadata(browser: Browser, address: str, words: str) -> None:
    with tab(browser) as page:
        page.goto(address)
        page.get_by_role("searchbox").fill(words)
        until(page, "document.querySelector('.found').textContent")
        assert shown(page) == FOUND[words]
        told = page.locator(".found").text_content()
        assert told == (f"{len(FOUND[words])} found" if FOUND[words] else "Nothing found")


def test_the_search_is_loaded_when_its_field_is_focused(browser: Browser, address: str) -> None:
    with tab(browser) as page:
        page.goto(address, wait_until="networkidle")
        loaded = "performance.getEntriesByType('resource').some(({ name }) => /[/]search-/.test(name))"
        assert not page.evaluate(loaded)
        page.get_by_role("searchbox").focus()
        until(page, loaded)


def test_a_search_can_be_passed_on(browser: Browser, address: str) -> None:
    with tab(browser) as page:
        page.goto(address)
        page.get_by_role("searchbox").fill("tide")
        until(page, "document.querySelector('.episodes mark')")
        assert page.locator(".episodes mark").text_content() == "tide"
        assert page.url.endswith("?q=tide")
        page.goto(page.url)
        until(page, "document.querySelector('.episodes mark')")
        assert shown(page) == ["Eight clocks"]
        play(page, "Eight clocks")
        page.get_by_role("searchbox").press("Escape")
        assert shown(page) == NEWEST_FIRST
        assert "?" not in page.url


def many(show: library.Show, count: int) -> tuple[catalog.Entry, ...]:
    """The show's episodes, repeated under different names."""
    entries = catalog.read(show).entries
    of: Callable[[int], catalog.Entry] = lambda n: entries[n % len(entries)]  # noqa: E731
    return tuple(
        replace(of(n), manifest=replace(of(n).manifest, title=f"{of(n).title} {n}", number=count - n))
        for n in range(count)
    )


def test_a_large_show_is_searched_from_a_disk(browser: Browser, show: library.Show, tmp_path: Path) -> None:
    shutil.copytree(show.folder, tmp_path / "show")
    for path, content in site.show_pages(show, many(show, 1_100)):
        (tmp_path / "show" / path).write_bytes(content)
    with tab(browser) as page:
        page.goto((tmp_path / "show" / "index.html").as_uri())
        page.get_by_role("searchbox").fill("tide table")
        until(page, "document.querySelector('.found').textContent === '75+ found'")  # more than anybody reads
        page.get_by_role("searchbox").fill("keys 1098")
        until(
            page,
            f"{FOUND_TEXT} === '1 found' && document.querySelector('.episodes .thumb')",
        )
        page.get_by_role("searchbox").fill("locks forgets 10")
        until(
            page,
            f"{FOUND_TEXT}.includes('found') && document.querySelector('.episodes mark')",
        )


def test_texts_of_a_large_show_are_in_files_that_do_not_change(show: library.Show) -> None:
    before = dict(search_index.files(many(show, 1_100), "en"))
    assert [name.rpartition("-")[0] for name in before] == [
        "pagecast/titles", "pagecast/texts-1", "pagecast/texts-2", "pagecast/texts-3",
    ]  # fmt: skip
    newer = replace(many(show, 1)[0], folder="newer")
    after = dict(search_index.files((newer, *many(show, 1_100)), "en"))
    assert len(before.keys() & after.keys()) == 2  # those that are full
    rows = json.loads(next(iter(after.values())).decode().partition(" = ")[2].rstrip(";\n"))["rows"]
    assert rows[0][0] == "newer"


def test_existing_files_of_texts_are_not_built_again(show: library.Show) -> None:
    entries = many(show, 1_100)
    known = {each.stamp: each.name for each in search_index.outline(entries, {})}
    first = calls(lambda: search_index.outline(entries, {}))
    assert calls(lambda: search_index.outline(entries, known)) < first / 4
    again = search_index.outline((replace(entries[0], folder="newer"), *entries), known)
    assert [each.name in known.values() for each in again] == [True, True, False]
    assert [(each.name, each.content()) for each in again[:2]] == search_index.files(entries, "en")[1:3]
