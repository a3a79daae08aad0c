"""Conveniences in Chromium, Firefox and WebKit: timer, chapters, skips, speed, the highlighted word."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.browsers import Tab
from tests.player_site import FERRY, Site, Spoken, own_page, served, spoken
from tests.seeking import MOVED, STUCK

CLOCK = "{ const now = Date.now; window.ahead = 0; Date.now = () => now() + window.ahead; }"
"""A clock that a test puts forward, by milliseconds."""
NO_HIGHLIGHTS = "delete window.Highlight;"
"""As browsers of before 2025 are."""
WORDS = [(0, 300, 0, 3), (300, 900, 4, 9), (900, 1300, 10, 16)]
"""Of "The ferry leaves at six.": milliseconds from the sentence's start, and where they stand in it."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("listening")) as it:
        it.watched = True
        yield it


@pytest.fixture(scope="module")
def ferry(site: Site) -> Spoken:
    """An unchanged page, one whose clock a test controls, and one without highlights; all know the times of words."""
    made = spoken(site.folder, "ferry", FERRY)
    script = json.loads(json.dumps(made.script))
    sentence = script["chunks"][1]["sentences"][0]
    sentence["words"] = [[sentence["start"] + a, sentence["start"] + b, c, d] for a, b, c, d in WORDS]
    it = Spoken(made.entry, script)
    site.write("clock.js", CLOCK)
    site.write("without.js", NO_HIGHLIGHTS)
    site.write("stuck.js", STUCK)
    for name, head in (("page", ""), ("clock", "/clock.js"), ("without", "/without.js"), ("stuck", "/stuck.js")):
        before = f'<head><script src="{head}"></script>' if head else "<head>"
        site.write(f"ferry/{name}.html", own_page(it).replace("<head>", before))
    return it


def opened(site: Site, tab: Tab, name: str = "page") -> Tab:
    tab.open(f"{site.url}/ferry/{name}.html")
    tab.until("a.readyState > 0")
    return tab


@pytest.fixture
def own(site: Site, ferry: Spoken, tab: Tab) -> Tab:
    return opened(site, tab)


def press_play(tab: Tab) -> None:
    tab.click("button.play", "Play")
    tab.until("!a.paused && a.currentTime > 0.02")


def move(tab: Tab, seconds: float) -> None:
    tab.value(f"{MOVED}(a, args[0])", seconds)


def pause_at(tab: Tab, seconds: float) -> None:
    """Start the player, and pause it there."""
    press_play(tab)
    tab.value("a.pause()")
    move(tab, seconds)


# --- going to sleep -------------------------------------------------------------------------------------------


def test_it_stops_after_the_minutes_that_were_chosen(site: Site, ferry: Spoken, tab: Tab) -> None:
    opened(site, tab, "clock")
    tab.choose("Sleep timer", "5")
    press_play(tab)
    tab.until("/^☾ (4:5|5:00)/.test(p.querySelector('.card .sub').textContent)")
    tab.run("window.ahead = 290000")
    tab.until("/^☾ 0:/.test(p.querySelector('.card .sub').textContent)")
    assert not tab.value("a.paused")
    tab.run("window.ahead = 301000")
    tab.until("a.paused && p.querySelector('select.sleep').value === ''")
    assert not tab.value("a.ended")


def test_it_stops_at_the_end_of_the_chapter(ferry: Spoken, own: Tab) -> None:
    end, later = ferry.entry.manifest.chapters[0].end / 1000, ferry.entry.manifest.chapters[1].end / 1000
    press_play(own)
    own.choose("Sleep timer", "chapter")
    move(own, end - 1)
    own.until("a.paused && p.querySelector('select.sleep').value === ''")
    stopped = own.value("a.currentTime")
    assert end - 0.5 < stopped < (end + later) / 2
    press_play(own)
    own.until("a.currentTime > args[0] + 0.3", stopped)  # and goes on, when it is asked to


# --- chapters -------------------------------------------------------------------------------------------------


CURRENT = "[...p.querySelectorAll('.goto')].map((row) => row.getAttribute('aria-current'))"


def test_the_list_of_chapters_shows_the_current_one_and_jumps(ferry: Spoken, own: Tab) -> None:
    chapters = [chapter.start / 1000 for chapter in ferry.entry.manifest.chapters]
    assert own.count(".panel.chapters") == 0
    own.click("button", "Chapters")
    rows = own.value("[...p.querySelectorAll('.goto')].map((row) => row.textContent)")
    assert rows == ["The Ferry0:00", "On the water0:09", "The far side0:23"]
    own.click(".goto", "The far side0:23")
    own.until("!a.paused && a.currentTime > args[0]", chapters[2])
    own.until(f"{CURRENT}.join() === 'false,false,true'")
    assert own.text(".card .sub").startswith("The far side")
    own.value("a.pause()")
    move(own, chapters[1] + 0.5)
    assert own.value(CURRENT) == ["false", "true", "false"]  # also where one comes to by another way
    own.keys("c")
    own.wait(lambda: own.count(".panel.chapters") == 0, "closed by its key")


# --- skips and speed ------------------------------------------------------------------------------------------


def test_skips_by_buttons_and_by_keys(own: Tab) -> None:
    pause_at(own, 1)
    for name, there in (("Forward 30 seconds", 31), ("Back 15 seconds", 16), ("Back 15 seconds", 1)):
        own.click(".card button", name)
        own.until("Math.abs(a.currentTime - args[0]) < 0.05 && !a.seeking", there)
    own.run("document.activeElement.blur()")
    for key, there in (("l", 31), ("j", 16), ("\ue012", 11), ("\ue014", 16), ("j", 1), ("j", 0)):
        own.keys(key)
        own.until("Math.abs(a.currentTime - args[0]) < 0.05 && !a.seeking", there)
    assert own.value("a.paused")


def test_the_speed_is_chosen_and_kept(own: Tab) -> None:
    own.choose("Speed", "2")
    press_play(own)
    assert own.value("a.playbackRate") == 2
    for key, speed in (("<", 1.75), ("<", 1.5), (">", 1.75)):
        own.keys(key)
        own.until("a.playbackRate === args[0]", speed)
    own.reload()
    own.until("a.readyState > 0 && a.playbackRate === 1.75")
    assert own.value("p.querySelector('select.speed').value") == "1.75"


def test_audio_that_stalls_is_started_again(site: Site, ferry: Spoken, tab: Tab) -> None:
    opened(site, tab, "stuck")
    press_play(tab)
    assert tab.value("window.begun") >= 2


# --- the word -------------------------------------------------------------------------------------------------


def start_of(it: Spoken) -> float:
    return float(it.script["chunks"][1]["sentences"][0]["start"]) / 1000


@pytest.mark.parametrize(("after", "word"), [(0.1, "The"), (0.5, "ferry"), (1.0, "leaves")])
def test_the_word_is_highlighted_within_its_sentence(ferry: Spoken, own: Tab, after: float, word: str) -> None:
    pause_at(own, start_of(ferry) + after)
    lit = "[...(CSS.highlights.get(args[0]) || [])].map(String).join('')"
    assert own.value(lit, "pagecast-word") == word
    assert own.value(lit, "pagecast-sentence") == "The ferry leaves at six."
    own.wait(lambda: word_stands_out(own), "painted")


def word_stands_out(tab: Tab) -> bool:
    """Whether the background of the word has another colour than that of the last word of its sentence."""
    box = tab.value("""(() => {
      const [word] = CSS.highlights.get("pagecast-word"), last = new Range();
      const text = document.querySelector("[data-pc-words]").firstChild;
      last.setStart(text, text.length - 4);
      last.setEnd(text, text.length);
      return [word, last].map((range) => { const { x, y, width, height } = range.getBoundingClientRect();
        return [x, y, x + width, y + height].map(Math.round); });
    })()""")
    picture = tab.picture()
    first, second = (most(picture.crop(tuple(each)).get_flattened_data()) for each in box)
    return first != second


def most(pixels: object) -> object:
    """The most common colour: the background."""
    counted = list(pixels)  # type: ignore[call-overload]
    return max(set(counted), key=counted.count)


def test_where_there_are_no_highlights_a_class_highlights_the_sentence(site: Site, ferry: Spoken, tab: Tab) -> None:
    opened(site, tab, "without")
    assert tab.value("'Highlight' in window") is False
    before = tab.value("document.querySelector('main').textContent")
    pause_at(tab, start_of(ferry) + 0.5)
    tab.until("document.querySelector('.pagecast-sentence')?.textContent === 'The ferry leaves at six.'")
    color = "getComputedStyle(document.querySelector('.pagecast-sentence')).backgroundColor"
    assert tab.value(color) not in ("rgba(0, 0, 0, 0)", "transparent")
    second = ferry.sentences[2]
    move(tab, second["start"] / 1000 + 0.2)
    tab.until("[...document.querySelectorAll('.pagecast-sentence')].map((e) => e.textContent).join('|') === args[0]",
              second["text"])  # fmt: skip
    assert tab.value("document.querySelector('main').textContent") == before
