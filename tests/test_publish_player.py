"""The player in a real browser with real audio: what a reader hears, sees and does."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests import waiting
from tests.complaints import complaints_of
from tests.contexts import lent, lent_page
from tests.needs import NPM, needs
from tests.player_site import FERRY, LANTERN, Site, Spoken, own_page, page, served, spoken
from tests.seeking import MOVED
from tools import make_player
from tts.publish.player import markup, timings
from tts.show.manifest import Chapter

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = needs("chromium", npm="axe-core")

WIDTHS = [360, 1440]
CARD = "pagecast-player .card"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("site")) as it:
        yield it


@pytest.fixture(scope="module")
def ferry(site: Site) -> Spoken:
    it = spoken(site.folder, "ferry", FERRY)
    site.write("ferry/page.html", own_page(it))
    return it


@pytest.fixture(scope="module")
def lantern(site: Site) -> Spoken:
    it = spoken(site.folder, "lantern", LANTERN)
    site.write("lantern/page.html", own_page(it))
    return it


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with lent(browser, viewport={"width": 1000, "height": 760}) as made:
        made.grant_permissions(["clipboard-read", "clipboard-write"])
        yield made


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """A tab, and the errors in it: of scripts and of policies."""
    made = context.new_page()
    told = complaints_of(made)
    made.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => console.error('policy', e.violatedDirective))"
    )
    return made, told


@pytest.fixture
def tab(context: BrowserContext) -> Iterator[Page]:
    """A tab in which no errors may occur."""
    made, told = watched(context)
    yield made
    assert [t for t in told if "status of 404" not in t] == []


def press_play(tab: Page) -> None:
    tab.locator(f"{CARD} button.play").click()
    until(tab, "a.currentTime > 0.02")


def now(tab: Page) -> float:
    return float(tab.evaluate("document.querySelector('audio').currentTime"))


def paused(tab: Page) -> bool:
    return bool(tab.evaluate("document.querySelector('audio').paused"))


def until(tab: Page, what: str) -> None:
    """Waits for an expression to be true. `a` is the audio, `p` the player's shadow tree."""
    ask = "(() => { const p = document.querySelector('pagecast-player').shadowRoot; " + (
        f"const a = document.querySelector('audio'); return {what}; }})()"
    )
    waiting.until(lambda: tab.evaluate(ask), what)


def clocks(tab: Page) -> tuple[str | None, ...]:
    """The elapsed and the remaining time that are shown."""
    return tuple(tab.locator(f"{CARD} .{name}").text_content() for name in ("now", "left"))


LIT = "[...(CSS.highlights.get('pagecast-sentence') || [])].map(String).join('')"


def lit(tab: Page) -> str:
    return str(tab.evaluate(LIT))


def move(tab: Page, seconds: float) -> None:
    """Seek in the audio, whether it plays or not, and wait until the page shows it."""
    tab.evaluate(f"(seconds) => {MOVED}(document.querySelector('audio'), seconds)", seconds)


def lit_at(tab: Page, seconds: float) -> str:
    """What is highlighted after seeking there. The audio is paused, so the time of looking does not matter."""
    tab.evaluate("document.querySelector('audio').pause()")
    move(tab, seconds)
    return lit(tab)


# --- what it is ---------------------------------------------------------------------------------------------


def test_it_is_one_file_below_14_kb() -> None:
    name, content = markup.asset()
    assert re.fullmatch(r"pagecast/player-[0-9a-f]{8}\.js", name)
    assert len(gzip.compress(content, 9)) < 14_000
    assert not re.search(rb"^\s*(import|export)\b", content, re.MULTILINE)
    assert b"innerHTML" not in content and b"eval(" not in content


def test_it_is_built_of_its_sources_as_they_are() -> None:
    """Checked even without Node. If this fails, run `make player`."""
    assert markup.asset()[1].decode().startswith(make_player.head())


@needs("node", npm="esbuild")
def test_it_is_what_esbuild_makes_of_its_sources() -> None:
    assert markup.asset()[1].decode() == make_player.built()


def test_without_javascript_there_is_the_browsers_own_player(site: Site, ferry: Spoken, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{site.url}/ferry/page.html")
    box = tab.locator("audio[controls]").bounding_box()
    assert box and box["height"] > 30
    assert tab.get_by_text("Nobody has ever seen it leave late.").is_visible()
    context.close()


def test_hostile_titles_are_only_text(ferry: Spoken) -> None:
    title = '</script><script>alert(1)</script>"&<'
    chapters = (Chapter(0, 9, title, 0),)
    entry = replace(ferry.entry, manifest=replace(ferry.entry.manifest, title=title, chapters=chapters))
    html = markup.player(entry, ferry.script)
    assert html.count("<script") == 1 and html.count("</script") == 1
    assert "alert(1)" in html


def test_words_are_counted_as_the_browser_does() -> None:
    sentence = {"start": 0, "end": 900, "text": "𠮷野家 is open", "words": [[0, 300, 0, 3], [300, 500, 4, 6]]}
    chunk = {"kind": "paragraph", "sentences": [sentence]}
    assert 'data-pc-words="0,300,0,4;300,500,5,7"' in timings.marked(chunk, 0)
    assert timings.data({"chunks": [chunk]}, [])["chunks"][0]["sentences"][0][3] == [[0, 300, 0, 4], [300, 500, 5, 7]]


def test_sentences_keep_a_space_where_the_language_has_one() -> None:
    def html(*texts: str) -> str:
        chunk = {"sentences": [{"start": 0, "end": 1, "text": text} for text in texts]}
        return re.sub("<[^>]*>", "", timings.marked(chunk, 0))

    assert html("One.", "Two.") == "One. Two."
    assert html("他來了。", "她走了。") == "他來了。她走了。"
    assert html("他说：“晚安。”", "然后睡了。") == "他说：“晚安。”然后睡了。"
    assert html("See page 3.", "他說。") == "See page 3. 他說。"


# --- playing ------------------------------------------------------------------------------------------------


def test_playing_advances_and_highlights_the_sentence_that_is_heard(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    assert clocks(tab) == ("0:00", "−0:32")
    press_play(tab)
    for sentence in ferry.sentences:
        middle = (sentence["start"] + sentence["end"]) / 2000
        assert lit_at(tab, middle) == sentence["text"]
        assert lit_at(tab, sentence["start"] / 1000 + 0.02) == sentence["text"]
    second = ferry.sentences[2]
    tab.keyboard.press("k")
    move(tab, second["end"] / 1000 - 0.3)
    until(tab, f"{LIT} === {json.dumps(ferry.sentences[3]['text'])}")  # it comes to the next by itself


def test_the_word_is_highlighted_where_it_is_known(site: Site, ferry: Spoken, tab: Page) -> None:
    script = json.loads(json.dumps(ferry.script))
    first = script["chunks"][1]["sentences"][0]
    assert first["text"] == "The ferry leaves at six."
    at = first["start"]
    first["words"] = [[at, at + 300, 0, 3], [at + 300, at + 900, 4, 9], [at + 900, at + 1300, 10, 16]]
    site.write("ferry/words.html", own_page(Spoken(ferry.entry, script)))
    tab.goto(f"{site.url}/ferry/words.html")
    press_play(tab)
    lit_at(tab, at / 1000 + 0.5)
    assert tab.evaluate("String([...CSS.highlights.get('pagecast-word')][0])") == "ferry"


def test_clicking_a_sentence_plays_it(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    sentence = ferry.sentences[5]
    tab.get_by_text(sentence["text"]).click()
    start, end = sentence["start"] / 1000, sentence["end"] / 1000
    until(tab, f"!a.paused && a.currentTime >= {start} && a.currentTime < {end}")
    tab.evaluate("document.querySelector('audio').pause()")
    assert start <= now(tab) < end and lit(tab) == sentence["text"]


def test_a_double_click_selects_a_word_and_does_not_move_the_audio(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    tab.get_by_text(ferry.sentences[5]["text"]).dblclick()
    tab.wait_for_timeout(400)
    assert paused(tab) and now(tab) == 0
    assert len(tab.evaluate("String(getSelection())").strip()) > 1


def test_the_position_survives_a_reload(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    press_play(tab)
    tab.keyboard.press("k")
    move(tab, 12.4)
    tab.reload()
    until(tab, "a.currentTime > 11 && a.paused")
    assert clocks(tab) == ("0:12", "−0:20")
    tab.goto(f"{site.url}/ferry/page.html#t=1s")  # a link's moment goes before it
    until(tab, "a.currentTime === 1")


STORED = (
    "JSON.parse(localStorage.pagecast ?? '{}').episodes"
    "?.[document.querySelector('pagecast-player').getAttribute('guid')]"
)


def test_the_heard_part_is_stored_with_the_duration(site: Site, ferry: Spoken, tab: Page) -> None:
    """As store.js describes: pages of a show use it to mark episodes as half heard, heard and new."""
    tab.goto(f"{site.url}/ferry/page.html")
    slow = "document.querySelector('audio').playbackRate = 0.1"  # a busy machine may take seconds until it pauses
    press_play(tab)
    tab.evaluate(slow)
    move(tab, 9)
    tab.keyboard.press("k")
    until(tab, f"{STORED}?.at === 9")
    kept = tab.evaluate(STORED)
    assert kept.keys() == {"at", "of", "when"} and kept["of"] == 32
    assert abs(kept["when"] - tab.evaluate("Date.now() / 1000")) < 30
    tab.keyboard.press("k")
    tab.evaluate("document.querySelector('audio').playbackRate = 1")
    move(tab, ferry.entry.manifest.audio.duration / 1000 - 0.3)
    until(tab, f"a.ended && {STORED}.at === 0 && {STORED}.heard")
    press_play(tab)
    tab.evaluate(slow)
    move(tab, 9)
    tab.keyboard.press("k")
    until(tab, f"{STORED}.at === 9 && {STORED}.heard")  # heard before, and half heard again


def test_places_of_the_former_store_are_read(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    former = {"places": {ferry.entry.guid: 11, "another": 70}, "speed": 1.5}
    tab.evaluate("(former) => { localStorage.pagecast = JSON.stringify(former) }", former)
    tab.reload()
    until(tab, "a.currentTime === 11")
    press_play(tab)
    tab.keyboard.press("k")
    until(tab, f"{STORED}?.of === 32")
    kept = tab.evaluate("JSON.parse(localStorage.pagecast)")
    assert kept["episodes"]["another"] == {"at": 70} and kept["speed"] == 1.5 and "places" not in kept


def test_a_page_gets_events_about_playback(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    tab.evaluate(
        "() => { window.told = []; for (const name of ['play', 'pause', 'progress', 'ended'])"
        " document.addEventListener(`pagecast:${name}`, (e) => told.push([name, e.detail])) }"
    )
    press_play(tab)
    until(tab, "a.currentTime > 1.1")
    tab.keyboard.press("k")
    until(tab, "told.at(-1)[0] === 'pause'")
    name, detail = tab.evaluate("told[0]")
    assert name == "play" and detail["guid"] == ferry.entry.guid and detail["of"] > 31
    assert "progress" in tab.evaluate("told.map(([name]) => name)")
    tab.keyboard.press("k")
    move(tab, ferry.entry.manifest.audio.duration / 1000 - 0.3)
    until(tab, "told.at(-1)[0] === 'ended'")
    assert tab.evaluate("told.at(-1)[1].asleep") is False


def test_after_the_sleep_timer_at_the_end_nothing_follows(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    tab.evaluate("() => document.addEventListener('pagecast:ended', (e) => { window.ended = e.detail })")
    tab.get_by_label("Sleep timer").select_option("episode")
    press_play(tab)
    move(tab, ferry.entry.manifest.audio.duration / 1000 - 0.3)
    until(tab, f"a.paused && {STORED}.heard && {STORED}.at === 0")
    assert tab.evaluate("window.ended?.asleep !== false")


def test_the_speed_holds(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    tab.get_by_label("Speed").select_option("1.75")
    press_play(tab)
    assert tab.evaluate("document.querySelector('audio').playbackRate") == 1.75
    tab.reload()
    until(tab, "a.readyState > 0 && a.playbackRate === 1.75")
    assert tab.get_by_label("Speed").input_value() == "1.75"


def test_skipping_by_sentence_and_by_paragraph(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    press_play(tab)
    starts = [[s["start"] / 1000 for s in chunk["sentences"]] for chunk in ferry.script["chunks"]]
    move(tab, starts[1][0] + 0.1)
    tab.get_by_role("button", name="More").click()
    for name, wanted in (
        ("Next sentence", starts[1][1]),
        ("Next paragraph", starts[2][0]),
        ("Previous paragraph", starts[1][0]),
        ("Next sentence", starts[1][1]),
        ("Previous sentence", starts[1][0]),
    ):
        tab.locator(CARD).get_by_role("button", name=name).click()
        until(tab, f"Math.abs(a.currentTime - {wanted}) < 0.6 && !a.seeking")


def test_scrubbing_announces_the_time_in_words(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    until(tab, "a.readyState > 0")
    scrubber = tab.get_by_role("slider", name="Position")
    second = ferry.entry.manifest.chapters[1].start // 1000 + 1
    scrubber.fill(str(second))
    assert now(tab) == second
    assert scrubber.get_attribute("aria-valuetext") == f"{second} seconds of 32 seconds, On the water"


def test_chapters_are_a_list(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    start = ferry.entry.manifest.chapters[2].start / 1000
    opener = tab.get_by_role("button", name="Chapters")
    assert opener.get_attribute("aria-expanded") == "false"
    opener.click()
    assert opener.get_attribute("aria-expanded") == "true"
    rows = tab.get_by_role("list", name="Chapters").get_by_role("button")
    assert rows.all_text_contents() == ["The Ferry0:00", "On the water0:09", "The far side0:23"]
    rows.nth(2).click()
    until(tab, f"!a.paused && a.currentTime > {start}")
    assert tab.locator(f"{CARD} .sub").text_content() == "The far side · 1 minute"
    assert [row.get_attribute("aria-current") for row in rows.all()] == ["false", "false", "true"]


def test_the_list_of_chapters_is_gone_through_by_arrows(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    tab.get_by_role("button", name="Chapters").press("Enter")
    focused = "document.activeElement.shadowRoot.activeElement.textContent"
    assert tab.evaluate(focused) == "The Ferry0:00"
    for key, text in (("ArrowDown", "On the water0:09"), ("ArrowDown", "The far side0:23"),
                      ("ArrowDown", "The far side0:23"), ("ArrowUp", "On the water0:09")):  # fmt: skip
        tab.keyboard.press(key)
        assert tab.evaluate(focused) == text
    tab.keyboard.press("Enter")
    until(tab, f"!a.paused && a.currentTime >= {ferry.entry.manifest.chapters[1].start / 1000}")
    tab.keyboard.press("Escape")
    assert tab.get_by_role("list", name="Chapters").count() == 0
    assert tab.evaluate("document.activeElement.shadowRoot.activeElement.ariaLabel") == "Chapters"


def test_many_chapters_are_not_ticks_on_the_bar(site: Site, ferry: Spoken, tab: Page) -> None:
    """Up to a dozen are ticks on the bar; forty are a list that scrolls, which shows the one that is heard."""
    manifest = ferry.entry.manifest
    chapters = tuple(Chapter(n * 800, n * 800 + 800, f"Part {n + 1}", 0) for n in range(40))
    entry = replace(ferry.entry, manifest=replace(manifest, chapters=chapters))
    tab.goto(site.write("ferry/forty.html", own_page(Spoken(entry, ferry.script))))
    assert tab.locator(f"{CARD} .ticks i").count() == 0
    until(tab, "a.readyState > 0")
    move(tab, 30.5)
    tab.get_by_role("button", name="Chapters").click()
    panel = tab.get_by_role("list", name="Chapters")
    current = "e.querySelector('[aria-current=true]').offsetTop"
    height, shown, row = panel.evaluate(
        f"(e) => [e.scrollHeight, e.clientHeight, {current} - e.scrollTop - e.offsetTop]"
    )
    assert height > 2 * shown and 0 <= row < shown
    assert panel.locator("[aria-current=true]").text_content() == "Part 390:30"


@pytest.mark.parametrize(
    ("told", "seconds"), [("t=7", 7), ("t=0:08", 8), ("t=0:00:09", 9), ("t=10s", 10), ("t=0m11s", 11), ("x&t=12", 12)]
)
def test_links_to_a_moment(site: Site, ferry: Spoken, tab: Page, told: str, seconds: int) -> None:
    tab.goto(f"{site.url}/ferry/page.html#{told}")
    until(tab, f"a.currentTime === {seconds}")
    assert paused(tab)
    assert lit(tab) in [s["text"] for s in ferry.sentences if s["start"] <= seconds * 1000 + 30]


def test_a_link_to_a_sentence(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html#s3-1")
    until(tab, f"Math.abs(a.currentTime - {ferry.script['chunks'][3]['sentences'][1]['start'] / 1000}) < 0.01")


def test_a_link_at_this_moment_is_copied(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html#t=9")
    until(tab, "a.currentTime === 9")
    tab.get_by_role("button", name="Share").click()
    tab.get_by_role("button", name="Copy link at this moment").click()
    until(tab, "p.querySelector('[role=status]').textContent === 'Copied'")
    assert tab.evaluate("navigator.clipboard.readText()") == f"{site.url}/ferry/page.html#t=9"


def test_the_sleep_timer_stops_at_the_end_of_the_chapter(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    press_play(tab)
    end = ferry.entry.manifest.chapters[0].end / 1000
    move(tab, end - 1)
    tab.get_by_label("Sleep timer").select_option("chapter")
    until(tab, "a.paused")
    assert abs(now(tab) - end) < 0.5
    assert tab.get_by_label("Sleep timer").input_value() == ""


def test_the_sleep_timer_stops_after_minutes(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.clock.install()
    tab.goto(f"{site.url}/ferry/page.html")
    tab.get_by_label("Sleep timer").select_option("5")
    press_play(tab)
    assert re.match("☾ (4:5|5:00)", tab.locator(f"{CARD} .sub").text_content() or "")
    tab.clock.fast_forward("05:01")
    until(tab, "a.paused")


def test_the_end_of_the_chapter_is_that_of_the_chapter_gone_to(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    press_play(tab)
    tab.get_by_label("Sleep timer").select_option("chapter")
    move(tab, ferry.entry.manifest.chapters[1].start / 1000 + 1)
    tab.wait_for_timeout(600)
    assert not paused(tab)
    end = ferry.entry.manifest.chapters[1].end / 1000
    move(tab, end - 1)
    until(tab, "a.paused")
    assert abs(now(tab) - end) < 0.5


def test_a_sleep_timer_that_ran_out_in_silence_stops_nothing(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.clock.install()
    tab.goto(f"{site.url}/ferry/page.html")
    tab.get_by_label("Sleep timer").select_option("5")
    tab.clock.fast_forward("06:00")
    press_play(tab)
    until(tab, "a.currentTime > 0.6")
    assert not paused(tab)
    assert tab.get_by_label("Sleep timer").input_value() == ""


def test_the_page_may_set_any_speed(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    press_play(tab)
    tab.evaluate("document.querySelector('audio').playbackRate = 1.3")
    tab.wait_for_timeout(100)
    assert tab.evaluate("document.querySelector('audio').playbackRate") == 1.3


def test_the_systems_controls_know_it(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.add_init_script(
        "window.acts = {}; const set = MediaSession.prototype.setActionHandler;"
        "MediaSession.prototype.setActionHandler = function (name, act) { acts[name] = act; set.call(this, name, act) }"
    )
    tab.goto(f"{site.url}/ferry/page.html")
    press_play(tab)
    told = tab.evaluate(
        "(({title, artist, artwork}) => [title, artist, artwork[0].src])(navigator.mediaSession.metadata)"
    )
    assert told == ["The Ferry", "A Writer", f"{site.url}/ferry/{ferry.entry.folder}/cover.jpg"]
    assert tab.evaluate("navigator.mediaSession.playbackState") == "playing"
    tab.evaluate("acts.seekto({ seekTime: 9 })")
    until(tab, "a.currentTime >= 9")
    tab.evaluate("acts.seekbackward({})")
    until(tab, "a.currentTime < 2")
    tab.evaluate("acts.pause()")
    assert paused(tab)
    assert {"play", "seekforward", "previoustrack", "nexttrack"} <= set(tab.evaluate("Object.keys(acts)"))


def test_one_plays_at_a_time(site: Site, ferry: Spoken, lantern: Spoken, tab: Page) -> None:
    body = "".join(
        f"<article>{markup.player(it.entry, it.script, prefix=f'/{name}/{it.entry.folder}/')}"
        + "".join(f"<p>{''.join(s['text'] for s in c['sentences'])}</p>" for c in it.script["chunks"])
        + "</article>"
        for name, it in (("ferry", ferry), ("lantern", lantern))
    )
    tab.goto(site.write("two.html", page(body)))
    tab.locator("button.play").nth(0).click()
    tab.locator(f"{CARD} button.play").nth(1).click()
    until(tab, "document.querySelectorAll('audio')[1].currentTime > 0.3")
    assert tab.evaluate("[...document.querySelectorAll('audio')].map((a) => a.paused)") == [True, False]
    second = "document.querySelectorAll('audio')[1]"
    tab.evaluate(f"{second}.pause(); {second}.currentTime = 0.4")
    until(tab, f"{LIT} === '山上的燈'")
    tab.get_by_text(lantern.sentences[4]["text"]).click(position={"x": 8, "y": 12})  # the second player's own text
    until(tab, f"document.querySelectorAll('audio')[1].currentTime >= {lantern.sentences[4]['start'] / 1000}")


# --- keyboard, screen readers -------------------------------------------------------------------------------


def test_the_keyboard_alone_does_everything(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    until(tab, "a.readyState > 0")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.shadowRoot.activeElement.ariaLabel") == "Play"
    tab.keyboard.press("Space")
    until(tab, "!a.paused && a.currentTime > 0.3")
    tab.keyboard.press("k")
    until(tab, "a.paused")
    first, second, third = (s["start"] / 1000 for s in ferry.sentences[:3])
    for key, wanted in (("]", second), ("]", third), ("[", second), ("j", 0), ("l", 30), ("j", 15), ("j", 0),
                        ("]", first), ("]", second),
                        ("ArrowRight", second + 5), ("ArrowLeft", second),
                        ("}", ferry.sentences[4]["start"] / 1000), ("{", second)):  # fmt: skip
        tab.keyboard.press(key)
        until(tab, f"Math.abs(a.currentTime - {wanted}) < 0.05")
    tab.keyboard.press(">")
    assert tab.evaluate("document.querySelector('audio').playbackRate") == 1.1
    tab.keyboard.press("<")
    assert tab.evaluate("document.querySelector('audio').playbackRate") == 1
    tab.keyboard.press("?")
    assert tab.get_by_role("button", name="Previous paragraph").is_visible()
    tab.keyboard.press("?")
    assert not tab.get_by_role("button", name="Previous paragraph").is_visible()
    tab.keyboard.press("c")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    until(tab, f"!a.paused && a.currentTime >= {ferry.entry.manifest.chapters[1].start / 1000}")


def test_panels_expose_whether_they_are_open(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    assert tab.get_by_role("button", name="More", expanded=False).count() == 1
    tab.get_by_role("button", name="More").click()
    assert tab.get_by_role("button", name="More", expanded=True).count() == 1


def test_tab_goes_through_and_out(site: Site, ferry: Spoken, tab: Page) -> None:
    body = f'{markup.player(ferry.entry, ferry.script, prefix=f"/ferry/{ferry.entry.folder}/")}<a href="#x">after</a>'
    tab.goto(site.write("keys.html", page(body)))
    names = []
    for _ in range(12):
        tab.keyboard.press("Tab")
        names.append(tab.evaluate("(document.activeElement.shadowRoot?.activeElement || document.activeElement)"
                                  ".getAttribute('aria-label') || document.activeElement.textContent"))  # fmt: skip
    assert names[:9] == [
        "Back 15 seconds", "Play", "Forward 30 seconds", "Position",
        "Speed", "Chapters", "Sleep timer", "Share", "More",
    ]  # fmt: skip
    assert "after" in names


def test_keys_on_the_page_are_its_own_until_one_listens(site: Site, ferry: Spoken, tab: Page) -> None:
    body = own_page(ferry).replace("</main>", '<label>Search <input id="q"></label></main>')
    tab.goto(site.write("ferry/search.html", body))
    until(tab, "a.readyState > 0")
    tab.keyboard.press("k")
    assert paused(tab)
    press_play(tab)
    tab.locator("#q").focus()
    tab.keyboard.type("kk jl")
    assert tab.locator("#q").input_value() == "kk jl" and not paused(tab)
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("k")
    until(tab, "a.paused")
    tab.get_by_role("button", name="More").click()
    tab.get_by_label("Shortcuts on the whole page").uncheck()
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("k")
    tab.wait_for_timeout(100)
    assert paused(tab)


NAMES = {
    "zh-Hans": ("收听本文", "播放", "播放位置", "0秒钟，共 32秒钟"),
    "zh-TW": ("收聽本文", "播放", "播放位置", "0 秒，共 32 秒"),
    "en-GB": ("Listen to this article", "Play", "Position", "0 seconds of 32 seconds"),
}


@pytest.mark.parametrize("language", NAMES)
def test_names_are_in_the_pages_language(site: Site, ferry: Spoken, tab: Page, language: str) -> None:
    tab.goto(site.write("ferry/tongue.html", own_page(ferry, language=language)))
    title, play, position, words = NAMES[language]
    assert tab.locator(f"{CARD} .title").text_content() == title
    assert tab.locator(f"{CARD} button.play").get_attribute("aria-label") == play
    assert (tab.get_by_role("slider", name=position).get_attribute("aria-valuetext") or "").startswith(words)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(site: Site, lantern: Spoken, browser: Browser, width: int, scheme: Any) -> None:
    with lent_page(browser, width, 740, scheme, bypass_csp=True) as tab:
        tab.goto(f"{site.url}/lantern/page.html")
        press_play(tab)
        tab.get_by_role("button", name="更多").click()
        tab.add_script_tag(path=str(NPM / "axe-core" / "axe.min.js"))
        found = tab.evaluate(
            "axe.run({ resultTypes: ['violations'] })"
            ".then((r) => r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)]))"
        )
        assert found == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("touch", "least"), [(True, 44), (False, 24)])
def test_targets_are_large_enough(site: Site, ferry: Spoken, browser: Browser, touch: bool, least: int) -> None:
    with lent_page(browser, 360, 740, has_touch=touch, is_mobile=touch) as tab:
        tab.goto(f"{site.url}/ferry/page.html")
        until(tab, "a.readyState > 0")
        tab.get_by_role("button", name="More").click()
        sizes = tab.evaluate(
            "[...document.querySelector('pagecast-player').shadowRoot.querySelectorAll('.card button, .tool, .track')]"
            ".filter((e) => e.offsetParent).map((e) => [e.className, e.offsetWidth, e.offsetHeight])"
        )
        assert len(sizes) >= 9
        assert [s for s in sizes if min(s[1:]) < least] == []


# --- staying with the reader --------------------------------------------------------------------------------


def long_page(it: Spoken) -> str:
    return own_page(it).replace("<p data-pc-chunk", '<div class="space"></div><p data-pc-chunk')


def still(tab: Page) -> int:
    """The scroll position, once the page has stopped scrolling."""
    places = [-1]

    def rests() -> bool:
        tab.wait_for_timeout(200)
        places.append(tab.evaluate("scrollY"))
        return places[-1] == places[-2]

    waiting.until(rests, "a page that stands still")
    return places[-1]


def test_the_page_scrolls_along_until_the_reader_scrolls(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(site.write("ferry/long.html", long_page(ferry)))
    press_play(tab)
    move(tab, ferry.sentences[2]["start"] / 1000 + 0.1)
    until(tab, "scrollY > 1000")
    tab.locator("pagecast-player .bar").wait_for()
    tab.wait_for_timeout(1100)
    tab.mouse.move(400, 300)
    tab.mouse.wheel(0, -2500)
    back = tab.get_by_role("button", name="Back to the sentence")
    back.wait_for()
    before = still(tab)
    move(tab, ferry.sentences[3]["start"] / 1000 + 0.1)
    tab.wait_for_timeout(300)
    assert abs(tab.evaluate("scrollY") - before) < 5
    back.click()
    until(tab, "(() => { const r = [...CSS.highlights.get('pagecast-sentence')][0].getBoundingClientRect();"
                          " return r.top > 0 && r.bottom < innerHeight })()")  # fmt: skip
    back.wait_for(state="hidden")


def test_nothing_moves_with_reduced_motion(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(site.write("ferry/still.html", long_page(ferry)))
    press_play(tab)
    move(tab, ferry.sentences[4]["start"] / 1000 + 0.1)
    tab.wait_for_timeout(300)
    assert tab.evaluate("scrollY") == 0
    tab.get_by_role("button", name="Back to the sentence").click()
    assert tab.evaluate("scrollY") > 1000


def test_after_the_end_the_page_does_not_offer_to_scroll_back(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(site.write("ferry/end.html", long_page(ferry)))
    press_play(tab)
    move(tab, ferry.entry.manifest.audio.duration / 1000 - 0.3)
    until(tab, "a.ended && !CSS.highlights.has('pagecast-sentence')")
    tab.wait_for_timeout(1100)
    tab.mouse.move(400, 300)
    tab.mouse.wheel(0, -2500)
    tab.wait_for_timeout(300)
    assert not tab.get_by_role("button", name="Back to the sentence").is_visible()


def test_a_page_may_move_the_player(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(site.write("ferry/moved.html", long_page(ferry)))
    tab.evaluate("document.querySelector('#text').prepend(document.querySelector('pagecast-player'))")
    press_play(tab)
    tab.evaluate("scrollTo(0, 2000)")
    tab.locator("pagecast-player .bar").wait_for()


@pytest.mark.parametrize("popovers", [True, False])
def test_the_page_below_the_bar_is_the_readers(site: Site, ferry: Spoken, tab: Page, popovers: bool) -> None:
    """Even in browsers without popovers, such as Safari 16."""
    if not popovers:
        tab.add_init_script("delete HTMLElement.prototype.popover; delete HTMLElement.prototype.showPopover")
    tab.goto(site.write("ferry/below.html", long_page(ferry).replace("<main", '<a href="#x" id="below">x</a><main')))
    press_play(tab)
    tab.evaluate("scrollTo(0, 2000)")
    bar = tab.locator("pagecast-player .bar")
    bar.wait_for()
    box = bar.bounding_box()
    assert box and box["height"] < 90 and box["y"] > 640
    below = "(y) => document.elementFromPoint(10, y).localName"
    assert tab.evaluate(below, 300) == tab.evaluate(below, box["y"] + 20) != "pagecast-player"
    bar.get_by_role("button", name="Pause").click()
    assert paused(tab)


def test_the_bar_can_be_closed(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(site.write("ferry/bar.html", long_page(ferry)))
    press_play(tab)
    tab.evaluate("scrollTo(0, 2000)")
    bar = tab.locator("pagecast-player .bar")
    bar.wait_for()
    bar.get_by_role("button", name="Pause").click()
    assert paused(tab)
    bar.get_by_role("button", name="Close").click()
    assert not bar.is_visible()


# --- other people's pages -----------------------------------------------------------------------------------

WILD = """
<nav><ul><li>On the water</li><li>The far side</li></ul></nav>
<h1>The Ferry</h1>{player}
<p>The <em>ferry</em> leaves at <a href="/elsewhere.html">six</a>. Nobody has ever seen it
 leave&nbsp;late<sup><a href="#n1">1</a></sup>. Its bell is older than the pier.</p>
<h2>On the water</h2>
<p>The captain counts the lamps on the far shore! There are “nine” of them — and one is always dark.</p>
<p>Buy our newsletter.</p>
<div>She says that it belonged to her only brother. He went to sea, and the lamp waits for him.</div>
<h2>The far side</h2>
<p>On the far side they sell bread and tickets. Nobody buys a ticket before the bread is gone.</p>
<footer><p>The Ferry</p><p>On the water</p></footer>
"""


def wild_page(it: Spoken, body: str = WILD, **options: Any) -> str:
    player = markup.player(it.entry, it.script, prefix=f"/ferry/{it.entry.folder}/", **options)
    return page(f'<div class="post">{body.format(player=player)}</div>')


@pytest.mark.parametrize("root", ["", ".post", ".gone"])
def test_a_sites_own_text_is_found_and_not_changed(site: Site, ferry: Spoken, tab: Page, root: str) -> None:
    tab.goto(site.write("wild.html", wild_page(ferry, root=root)))
    before = tab.evaluate("document.querySelector('main').innerHTML")
    press_play(tab)
    seen = [" ".join(lit_at(tab, s["start"] / 1000 + 0.1).split()) for s in ferry.sentences]
    assert seen == [
        "The Ferry",
        "The ferry leaves at six.",
        "Nobody has ever seen it leave late",
        "Its bell is older than the pier.",
        "On the water",
        "The captain counts the lamps on the far shore!",
        "There are “nine” of them — and one is always dark.",
        "She says that it belonged to her only brother.",
        "He went to sea, and the lamp waits for him.",
        "The far side",
        "On the far side they sell bread and tickets.",
        "Nobody buys a ticket before the bread is gone.",
    ]
    assert tab.evaluate("document.querySelector('main').innerHTML") == before
    lit_at(tab, ferry.sentences[4]["start"] / 1000 + 0.1)
    inside = "[...CSS.highlights.get('pagecast-sentence')][0].startContainer.parentElement.localName"
    assert tab.evaluate(inside) == "h2"


def test_a_long_article_is_found(site: Site, ferry: Spoken, tab: Page) -> None:
    """Two thousand sentences; every seventh has different words on the page."""
    texts = [f"The lamp of house {n} is lit at {n % 24} and put out by {n * 7 % 61} people." for n in range(2000)]
    chunks = [
        {"kind": "paragraph", "sentences": [{"start": n * 10, "end": n * 10 + 9, "text": texts[n]} for n in run]}
        for run in (range(at, at + 4) for at in range(0, 2000, 4))
    ]
    shown = [text if n % 7 else text.replace("is lit", "was often lit") for n, text in enumerate(texts)]
    body = "{player}" + "".join(f"<p>{' '.join(shown[at : at + 4])}</p>" for at in range(0, 2000, 4))
    tab.goto(site.write("many.html", wild_page(Spoken(ferry.entry, {**ferry.script, "chunks": chunks}), body)))
    press_play(tab)
    tab.keyboard.press("k")
    for n in (7, 1000, 1400, 1999):
        assert lit_at(tab, n / 100 - 0.025) == shown[n]


def test_marked_paragraphs_go_before_texts(site: Site, ferry: Spoken, tab: Page) -> None:
    other = "<p>The ferry leaves at six. (An advertisement.)</p>"
    body = other + "{player}<p data-pc-chunk='1'>The ferry leaves at six. Etc.</p>"
    tab.goto(site.write("marked.html", wild_page(ferry, body)))
    press_play(tab)
    lit_at(tab, ferry.sentences[1]["start"] / 1000 + 0.1)
    around = "[...CSS.highlights.get('pagecast-sentence')][0].startContainer.parentElement.dataset.pcChunk"
    assert tab.evaluate(around) == "1"


def test_on_a_foreign_page_links_work_and_clicks_wait_until_one_listens(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(site.write("wild.html", wild_page(ferry)))
    until(tab, "a.readyState > 0")
    text = tab.get_by_text("On the far side they sell bread")
    text.click(position={"x": 30, "y": 12})
    tab.wait_for_timeout(400)
    assert paused(tab)
    press_play(tab)
    text.click(position={"x": 30, "y": 12})
    until(tab, f"a.currentTime >= {ferry.sentences[-2]['start'] / 1000}")
    site.write("elsewhere.html", page("<p>Elsewhere</p>"))
    tab.get_by_role("link", name="six").click()
    tab.wait_for_url("**/elsewhere.html")


def test_a_hostile_style_sheet_does_not_reach_it(site: Site, ferry: Spoken, tab: Page) -> None:
    site.write("wild.css", "* { all: initial; letter-spacing: 1em; font-size: 60px; display: block; float: right; }")
    head = '<link rel="stylesheet" href="/wild.css">'
    html = wild_page(ferry).replace("</head>", f"{head}</head>")
    tab.goto(site.write("styled.html", html))
    box = tab.locator(f"{CARD} .now").bounding_box()
    assert box and box["width"] < 160 and box["height"] < 40


def test_it_takes_the_colours_of_a_sites_theme(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(site.write("theme.html", wild_page(ferry)))
    site.write("theme.css", "html.night body { background: #101010; color: #eee }")
    tab.evaluate("() => { const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = '/theme.css';"
                 " document.head.append(l); document.documentElement.classList.add('night') }")  # fmt: skip
    until(tab, "getComputedStyle(p.querySelector('.title')).color === 'rgb(238, 238, 238)'")
    until(tab, "getComputedStyle(p.querySelector('.card')).backgroundColor === 'rgb(27, 27, 27)'")


ROWS = {
    "flex": "display: flex; align-items: baseline",
    "nested": "display: flex",
    "grid": "display: grid; grid-template-columns: 1fr auto",
}


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("width", WIDTHS)
def test_beside_a_title_there_is_no_room_for_it(site: Site, ferry: Spoken, tab: Page, row: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 760})
    title = "<h1>The Ferry</h1>{player}<img width=100 height=100 alt>"
    title = f"<div class=row>{title}</div>" if row == "nested" else title
    body = f"<div class=row>{title}</div>" + WILD.replace("<h1>The Ferry</h1>{player}", "")
    site.write("row.css", f".row {{ {ROWS[row]} }}")
    html = wild_page(ferry, body).replace("</head>", '<link rel="stylesheet" href="/row.css"></head>')
    tab.goto(site.write(f"ferry/{row}.html", html))
    press_play(tab)
    assert lit_at(tab, ferry.sentences[1]["start"] / 1000 + 0.2) == "The ferry leaves at six."
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    player, card = (tab.locator(each).bounding_box() for each in ("pagecast-player", CARD))
    assert player and card and player["width"] == card["width"] > min(width, 600) * 0.8
    assert tab.locator("h1").bounding_box()["y"] < player["y"]  # type: ignore[index]


def test_time_runs_to_the_right_in_every_language(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(site.write("ferry/rtl.html", own_page(ferry).replace("<html", '<html dir="rtl"')))
    tab.locator(f"{CARD} button.play").wait_for()
    assert tab.locator(f"{CARD} .now").evaluate("(e) => getComputedStyle(e).direction") == "ltr"
    back, on = (tab.locator(f"{CARD} button.{n}").bounding_box() for n in ("rewind", "forward"))
    assert back and on and back["x"] < on["x"]


def test_a_frame_without_text_shows_what_is_heard(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(site.write("frame.html", wild_page(ferry, "{player}")))
    tab.locator(f"{CARD} .title").get_by_text("The Ferry", exact=True).wait_for()  # once the page is idle
    press_play(tab)
    lit_at(tab, ferry.sentences[2]["start"] / 1000 + 0.2)
    assert tab.locator(f"{CARD} .caption").text_content() == "Nobody has ever seen it leave late."


def test_it_works_from_a_file(site: Site, ferry: Spoken, tab: Page) -> None:
    path = site.folder / "ferry" / "page.html"
    local = path.read_text(encoding="utf-8").replace('"/pagecast/', '"../pagecast/').replace('"/site', '"../site')
    path.with_name("local.html").write_text(local.replace('"/icon', '"../icon'), encoding="utf-8")
    tab.goto(path.with_name("local.html").as_uri())
    tab.get_by_text(ferry.sentences[6]["text"]).click()
    until(tab, f"!a.paused && a.currentTime >= {ferry.sentences[6]['start'] / 1000}")
    assert lit(tab) == ferry.sentences[6]["text"]


def test_where_nothing_can_be_stored_it_plays_all_the_same(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })")
    tab.goto(f"{site.url}/ferry/page.html")
    tab.get_by_label("Speed").select_option("1.5")
    press_play(tab)
    tab.evaluate("document.querySelector('audio').pause()")
    assert tab.evaluate("document.querySelector('audio').playbackRate") == 1.5


@pytest.mark.parametrize("stored", ["null", "[1", '{"places": 5, "speed": "x"}'])
def test_invalid_stored_data_do_no_harm(site: Site, ferry: Spoken, tab: Page, stored: str) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    tab.evaluate("(stored) => { localStorage.pagecast = stored }", stored)
    tab.reload()
    press_play(tab)


def test_without_highlights_a_class_highlights_the_sentence(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.add_init_script("delete window.Highlight")
    tab.goto(f"{site.url}/ferry/page.html")
    press_play(tab)
    tab.keyboard.press("k")
    move(tab, 0.3)
    until(tab, "document.querySelector('.pagecast-sentence')?.textContent === 'The Ferry'")


# --- colours ------------------------------------------------------------------------------------------------

THEMES = {
    "light": "body { background: #fff; color: #222 }",
    "dark": "body { background: #1c1d22; color: #ddd }",
    "black on dark grey": "body { background: #303030; color: #e8e8e8 } .post { background: #424242; color: #000 }",
    "grey on blue": "body { background: #f7f9fe; color: #4c4948 } .post { background: #49b1f5; color: #eee }",
    "white on a picture": ".post { background: linear-gradient(90deg, #123, #acd); color: #fff }",
    "black on a picture": ".post { background: linear-gradient(90deg, #fff, #acd); color: #000 }",
    "pale grey": "body { background: #fff; color: #999 }",
    "glass": "body { background: #123 } main { background: #fffc } .post { background: #fff8; color: #345 }",
    "no ground of its own": ":root { color-scheme: dark } body { background: none; color: #eee } a { color: #9cf }",
    "other spaces": "body { background: oklch(25% .05 260); color: hsl(40 30% 85%) } a { color: oklab(75% .1 .1) }",
}
"""What sites look like: Hugo Stack's and Hexo Butterfly's contrasts are among them."""

CONTRASTS = """(() => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const paint = (color) => {
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const light = (color) => paint(color).slice(0, 3).map((v) => v / 255)
    .map((v) => (v > 0.04045 ? ((v + 0.055) / 1.055) ** 2.4 : v / 12.92))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0.05);
  const contrast = (a, b) => Math.max(light(a), light(b)) / Math.min(light(a), light(b));
  const shadow = document.querySelector("pagecast-player").shadowRoot;
  const style = (selector) => getComputedStyle(shadow.querySelector(selector));
  const ground = style(".card").backgroundColor;
  const [range] = CSS.highlights.get("pagecast-sentence") || [];
  const marked = range && range.startContainer.parentElement;
  const mark = marked && getComputedStyle(marked, "::highlight(pagecast-sentence)");
  return {
    title: contrast(style(".title").color, ground),
    quiet: contrast(style(".sub").color, ground),
    button: contrast(style(".card .play").backgroundColor, ground),
    icon: contrast(style(".card .play").color, style(".card .play").backgroundColor),
    marked: marked && contrast(mark.color, mark.backgroundColor),
  };
})()"""


def in_theme(site: Site, it: Spoken, css: str) -> str:
    site.write("theme.css", css)
    return site.write(
        "themed.html", wild_page(it).replace("</head>", '<link rel="stylesheet" href="/theme.css"></head>')
    )


@pytest.mark.parametrize("theme", THEMES)
def test_all_of_it_can_be_read_on_every_site(site: Site, ferry: Spoken, tab: Page, theme: str) -> None:
    tab.goto(in_theme(site, ferry, THEMES[theme]))
    press_play(tab)
    for sentence in ferry.sentences[1:3]:  # with links in it, and without
        lit_at(tab, sentence["start"] / 1000 + 0.2)
        seen = tab.evaluate(CONTRASTS)
        assert min(seen["title"], seen["quiet"], seen["icon"], seen["marked"]) >= 4.5
        assert seen["button"] >= 3


ACCENTS = {
    "a framework's": (":root { --bs-primary: #b3123f } body { background: #fff; color: #222 }", "rgb(179, 18, 63)"),
    "a theme's": ("body { --accent: teal; background: #fff; color: #222 }", "rgb(0, 128, 128)"),
    "that of links": ("body { background: #fff; color: #222 } a { color: #0a7d46 }", "rgb(10, 125, 70)"),
    "one that can't be seen": (
        ":root { --accent: #ffe } body { background: #fff; color: #222 } a { color: #0a7d46 }", "rgb(10, 125, 70)"
    ),
    "one that is none": (
        ":root { --primary: 210 50% 40% } body { background: #fff; color: #222 } a { color: inherit }",
        "rgb(34, 34, 34)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("accent", ACCENTS)
def test_it_takes_up_the_colour_of_a_site(site: Site, ferry: Spoken, tab: Page, accent: str) -> None:
    css, color = ACCENTS[accent]
    tab.goto(in_theme(site, ferry, css))
    until(tab, "p.querySelector('.card .play')")
    assert tab.evaluate("getComputedStyle(document.querySelector('pagecast-player').shadowRoot"
                        ".querySelector('.card .play')).backgroundColor") == color  # fmt: skip


def test_colours_set_by_the_site_take_precedence(site: Site, ferry: Spoken, tab: Page) -> None:
    css = "pagecast-player { --pagecast-accent: #800; --pagecast-background: #efe; --pagecast-color: #020 }"
    tab.goto(in_theme(site, ferry, css))
    until(tab, "p.querySelector('.card .play')")
    look = "(s) => getComputedStyle(document.querySelector('pagecast-player').shadowRoot.querySelector(s))"
    assert tab.evaluate(f"({look})('.card .play').backgroundColor") == "rgb(136, 0, 0)"
    assert tab.evaluate(f"({look})('.title').color") == "rgb(0, 34, 0)"


# --- a row above an article ---------------------------------------------------------------------------------


def slim_page(it: Spoken, **more: Any) -> str:
    return wild_page(it, slim=True, menu=True, **more)


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_above_an_article_it_is_a_row(site: Site, ferry: Spoken, tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 700})
    tab.goto(site.write("slim.html", slim_page(ferry)))
    card = tab.locator(CARD)
    assert card.bounding_box()["height"] <= 66  # type: ignore[index]
    title = tab.locator(f"{CARD} .title")
    assert title.text_content() == "Listen to this article"
    assert title.evaluate("it => it.scrollWidth <= it.clientWidth && it.scrollHeight <= it.clientHeight + 2"), "not cut"
    assert tab.locator(f"{CARD} .sub").text_content() == "1 minute"
    assert tab.get_by_label("Speed").is_visible()
    assert not tab.get_by_role("slider").is_visible()
    press_play(tab)
    assert tab.get_by_role("slider").is_visible() and card.bounding_box()["height"] > 100  # type: ignore[index]
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    whole = tab.get_by_role("button", name="Audio player", expanded=True)
    whole.click()
    assert card.bounding_box()["height"] <= 66 and not paused(tab)  # type: ignore[index]
    tab.get_by_role("button", name="Audio player", expanded=False).click()
    assert tab.get_by_role("button", name="Forward 30 seconds").is_visible()


def test_a_key_that_opens_a_panel_opens_the_row(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(site.write("slim.html", slim_page(ferry)))
    tab.locator(f"{CARD} button.play").focus()
    tab.keyboard.press("c")
    assert tab.get_by_role("list", name="Chapters").is_visible()


@pytest.mark.parametrize("panel", ["Chapters", "Share", "More"])
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_nothing_is_wider_than_the_smallest_phone(
    site: Site, ferry: Spoken, browser: Browser, panel: str, language: str
) -> None:
    with lent_page(browser, 320, 700, has_touch=True, is_mobile=True) as tab:
        tab.goto(
            site.write("ferry/narrow.html", own_page(ferry, language=language, menu=True, code="https://example.org/a"))
        )
        name = {"Chapters": "chapters", "Share": "share", "More": "more"}[panel]
        tab.locator(f"{CARD} button.{name}").click()
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320
        outside = (
            "[...document.querySelector('pagecast-player').shadowRoot.querySelectorAll('.card *')]"
            ".filter((e) => e.getClientRects().length && e.getBoundingClientRect().right > 305).map((e) => e.className)"
        )
        assert tab.evaluate(outside) == []


# --- sharing, and what else the menu has --------------------------------------------------------------------


def test_it_is_shared_by_copying_and_by_mail(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html#t=9")
    until(tab, "a.currentTime === 9")
    opener = tab.get_by_role("button", name="Share")
    opener.click()
    assert tab.get_by_role("textbox", name="Share").input_value() == f"{site.url}/ferry/page.html"
    tab.get_by_role("button", name="Copy link", exact=True).click()
    until(tab, "p.querySelector('[role=status]').textContent === 'Copied'")
    assert tab.evaluate("navigator.clipboard.readText()") == f"{site.url}/ferry/page.html"
    mail = tab.get_by_role("link", name="E-mail").get_attribute("href") or ""
    assert mail.startswith("mailto:?subject=The%20Ferry&body=http%3A%2F%2F")
    opener.click()
    assert opener.get_attribute("aria-expanded") == "false"


def test_a_phone_shares_by_its_own_means(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.add_init_script("navigator.share = async (what) => { window.shared = what }")
    tab.goto(f"{site.url}/ferry/page.html")
    tab.get_by_role("button", name="Share").click()
    until(tab, "window.shared")
    assert tab.evaluate("shared") == {"title": "The Ferry", "url": f"{site.url}/ferry/page.html"}
    assert not tab.get_by_role("textbox", name="Share").is_visible()


def test_a_frame_that_may_not_share_has_its_own_menu(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.add_init_script("navigator.share = async () => { throw new DOMException('no', 'NotAllowedError') }")
    tab.goto(f"{site.url}/ferry/page.html")
    tab.get_by_role("button", name="Share").click()
    tab.get_by_role("textbox", name="Share").wait_for()


def test_a_misreading_is_copied_with_its_time(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(site.write("menu.html", wild_page(ferry, menu=True)))
    press_play(tab)
    lit_at(tab, ferry.sentences[7]["start"] / 1000 + 0.2)
    tab.get_by_role("button", name="More").click()
    tab.get_by_role("button", name="Report a misreading").click()
    until(tab, "p.querySelector('[role=status]').textContent === 'Copied'")
    time, sentence, link = re.split(r"(?<=\d) |\n", tab.evaluate("navigator.clipboard.readText()"), maxsplit=2)
    assert sentence == ferry.sentences[7]["text"] and re.fullmatch(r"0:\d\d", time)
    assert link.startswith(f"{site.url}/menu.html#t=")


def test_a_misreading_is_reported_where_the_site_wants_it(
    site: Site, ferry: Spoken, tab: Page, context: BrowserContext
) -> None:
    site.write("told.html", page("<p>Thank you</p>"))
    tab.goto(
        site.write(
            "menu.html", wild_page(ferry, menu=True, report="/told.html?s={sentence}&t={time}&n={title}&p={page}")
        )
    )
    tab.evaluate("getSelection().selectAllChildren(document.querySelector('h2'))")
    tab.get_by_role("button", name="More").click()
    with context.expect_page() as opened:
        tab.get_by_role("button", name="Report a misreading").click()
    here = quote(f"{site.url}/menu.html", safe="")
    assert opened.value.url == f"{site.url}/told.html?s=On%20the%20water&t=0%3A00&n=The%20Ferry&p={here}"


def test_the_qr_code_is_in_the_menu(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(site.write("menu.html", wild_page(ferry, menu=True, code="https://example.org/ferry/")))
    tab.get_by_role("button", name="More").click()
    tab.get_by_role("button", name="Open on a phone", expanded=False).click()
    code = tab.get_by_role("img", name="https://example.org/ferry/")
    assert code.bounding_box()["width"] == 168  # type: ignore[index]
    assert tab.get_by_role("link", name="Download").get_attribute("download") is not None
    tab.goto(site.write("menu.html", wild_page(ferry, menu=True)))
    tab.get_by_role("button", name="More").click()
    assert not tab.get_by_role("button", name="Open on a phone").is_visible()


def test_our_own_pages_have_these_below_the_player(site: Site, ferry: Spoken, tab: Page) -> None:
    tab.goto(f"{site.url}/ferry/page.html")
    tab.get_by_role("button", name="More").click()
    assert tab.get_by_role("button", name="Next sentence").is_visible()
    for name in ("Print", "Report a misreading", "Open on a phone"):
        assert not tab.get_by_role("button", name=name).is_visible()


# --- what goes wrong ----------------------------------------------------------------------------------------


def test_missing_audio_is_reported_and_tried_again(site: Site, ferry: Spoken, tab: Page) -> None:
    site.missing.add(".mp3")
    tab.goto(f"{site.url}/ferry/page.html?gone")
    alert = tab.locator(f"{CARD} .message")
    assert alert.get_attribute("role") == "alert"
    alert.get_by_text("The audio is missing").wait_for()
    site.missing.clear()
    alert.get_by_role("button", name="Try again").click()
    until(tab, "!a.paused && a.currentTime > 0 && p.querySelector('.message').textContent === ''")


def test_without_a_network_it_says_so(site: Site, ferry: Spoken, browser: Browser) -> None:
    context = browser.new_context()
    tab, told = watched(context)
    tab.goto(f"{site.url}/ferry/page.html")
    until(tab, "a.readyState > 0")
    context.set_offline(True)
    tab.evaluate("(a => { a.src += '?other'; a.load(); a.play().catch(() => 0) })(document.querySelector('audio'))")
    tab.get_by_text("There is no network connection.").wait_for()
    context.set_offline(False)
    until(tab, "p.querySelector('.message').textContent === ''")
    context.close()
    assert [line for line in told if "ERR_INTERNET_DISCONNECTED" not in line] == []
