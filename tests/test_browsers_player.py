"""The player in Chromium, Firefox and WebKit: what a reader hears, sees and does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browsers import Tab
from tests.player_site import FERRY, Site, Spoken, own_page, page, served, spoken
from tests.seeking import MOVED
from tts.publish.player import markup


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("site")) as it:
        it.watched = True
        yield it


@pytest.fixture(scope="module")
def ferry(site: Site) -> Spoken:
    it = spoken(site.folder, "ferry", FERRY)
    site.write("ferry/page.html", own_page(it))
    return it


@pytest.fixture
def own(site: Site, ferry: Spoken, tab: Tab) -> Tab:
    """A tab with a page of our own, after its audio has loaded."""
    tab.open("about:blank")  # so that a place behind # does not stay
    tab.open(f"{site.url}/ferry/page.html")
    tab.until("a.readyState > 0")
    return tab


LIT = "[...(CSS.highlights.get('pagecast-sentence') || [])].map(String).join('')"


def press_play(tab: Tab) -> None:
    tab.click("button.play", "Play")
    tab.until("!a.paused && a.currentTime > 0.02")


def move(tab: Tab, seconds: float) -> None:
    """Seek in the audio, and wait until the page shows it."""
    tab.value(f"{MOVED}(a, args[0])", seconds)


def lit_at(tab: Tab, seconds: float) -> str:
    """What is highlighted there. The audio is paused, so the time of looking does not matter."""
    tab.value("a.pause()")
    move(tab, seconds)
    return str(tab.value(LIT))


def yellow(tab: Tab, text: str) -> float:
    """The share of a text's first line that is painted in the highlight's colour, from 0 to 1."""
    box = tab.run(
        "const e = [...document.querySelectorAll('[data-pc]')].find((e) => e.textContent === arguments[0]);"
        "const { x, y, width, height } = e.getClientRects()[0]; return [x, y, x + width, y + height]",
        text,
    )
    line = tab.picture().crop(tuple(map(round, box)))
    pixels = list(line.get_flattened_data())
    return sum(red - blue > 40 for red, _, blue in pixels) / len(pixels)


# --- playing --------------------------------------------------------------------------------------------------


def test_it_plays_and_highlights_what_is_heard(ferry: Spoken, own: Tab) -> None:
    own.run(f"""window.heard = [];
        const look = () => heard.at(-1) !== {LIT} && heard.push({LIT});
        setInterval(look, 20); document.querySelector("audio").addEventListener("timeupdate", look)""")
    press_play(own)
    first, second, third = (sentence["text"] for sentence in ferry.sentences[:3])
    own.until("heard.includes(args[0])", third)  # it comes to the next by itself
    assert [text for text in own.value("heard") if text][:3] == [first, second, third]
    for sentence in ferry.sentences:
        assert lit_at(own, (sentence["start"] + sentence["end"]) / 2000) == sentence["text"]
    assert not own.value("a.error")


def test_one_sentence_is_painted_at_a_time(ferry: Spoken, own: Tab) -> None:
    """The previous sentence does not keep the highlight's colour."""
    press_play(own)
    own.keys("k")
    own.until("a.paused")
    first, second = (s for s in ferry.sentences[1:3])
    for here, there in ((first, second), (second, first), (first, second)):
        move(own, here["start"] / 1000 + 0.2)
        own.wait(lambda here=here: yellow(own, here["text"]) > 0.5, "painted")
        own.wait(lambda there=there: yellow(own, there["text"]) == 0, "not painted any more")


def test_clicking_a_sentence_plays_it(ferry: Spoken, own: Tab) -> None:
    sentence = ferry.sentences[5]
    own.click_text(sentence["text"])
    own.until("!a.paused && a.currentTime >= args[0]", sentence["start"] / 1000)
    own.until(f"{LIT} === args[0]", sentence["text"])


def test_the_place_and_the_speed_survive_a_reload(own: Tab) -> None:
    own.choose("Speed", "1.5")
    press_play(own)
    assert own.value("a.playbackRate") == 1.5
    own.keys("k")
    own.until("a.paused")
    move(own, 12.4)
    own.reload()
    own.until("a.currentTime > 11 && a.paused && a.playbackRate === 1.5")
    assert own.text("[part=now]") == "0:12"


@pytest.mark.parametrize("told", ["t=9", "t=0:09", "x&t=9s"])
def test_links_to_a_moment(site: Site, ferry: Spoken, tab: Tab, told: str) -> None:
    tab.open("about:blank")
    tab.open(f"{site.url}/ferry/page.html#{told}")
    tab.until("a.currentTime === 9 && a.paused")
    tab.until(f"{LIT} === args[0]", [s["text"] for s in ferry.sentences if s["start"] <= 9030][-1])


def test_a_link_to_a_sentence(ferry: Spoken, own: Tab) -> None:
    own.value("location.hash = '#s3-1'")
    own.until("Math.abs(a.currentTime - args[0]) < 0.02", ferry.script["chunks"][3]["sentences"][1]["start"] / 1000)


def test_the_keyboard_does_everything(ferry: Spoken, own: Tab) -> None:
    press_play(own)
    own.keys("k")
    own.until("a.paused")
    move(own, 0.5)
    second, third = (s["start"] / 1000 for s in ferry.sentences[1:3])
    for key, wanted in (("]", second), ("]", third), ("[", second), ("}", ferry.sentences[4]["start"] / 1000)):
        own.keys(key)
        own.until("Math.abs(a.currentTime - args[0]) < 0.05", wanted)
    own.keys(">")
    own.until("a.playbackRate === 1.1")
    own.keys("<")
    own.until("a.playbackRate === 1")
    own.keys("k")
    own.until("!a.paused")


def test_the_system_is_told_what_is_heard(ferry: Spoken, own: Tab) -> None:
    press_play(own)
    told = own.value("(({ title, artist }) => [title, artist])(navigator.mediaSession.metadata)")
    assert told == ["The Ferry", "A Writer"]
    assert own.value("navigator.mediaSession.playbackState") == "playing"


# --- other people's pages -------------------------------------------------------------------------------------

FOREIGN = """<h1>The Ferry</h1>{player}
<p>The <em>ferry</em> leaves at <a href="/elsewhere.html">six</a>. Nobody has ever seen it
 leave&nbsp;late. Its bell is older than the pier.</p>
<h2>On the water</h2>
<p>The captain counts the lamps on the far shore! There are “nine” of them — and one is always dark.</p>
<h2>The far side</h2>
<p>On the far side they sell bread and tickets. Nobody buys a ticket before the bread is gone.</p>"""


def test_on_a_foreign_page_the_text_is_highlighted_but_not_changed(site: Site, ferry: Spoken, tab: Tab) -> None:
    player = markup.player(ferry.entry, ferry.script, prefix=f"/ferry/{ferry.entry.folder}/")
    tab.open(site.write("foreign.html", page(FOREIGN.format(player=player))))
    tab.until("a.readyState > 0")
    before = tab.value("document.querySelector('main').innerHTML")
    press_play(tab)
    seen = [" ".join(lit_at(tab, s["start"] / 1000 + 0.1).split()) for s in ferry.sentences[:4]]
    assert seen == [s["text"] for s in ferry.sentences[:4]]
    assert lit_at(tab, ferry.sentences[5]["start"] / 1000 + 0.1).endswith("far shore!")
    tab.click_text("On the far side they sell bread")
    tab.until("a.currentTime >= args[0]", ferry.sentences[-2]["start"] / 1000)
    assert tab.value("document.querySelector('main').innerHTML") == before


def test_the_bar_stays_with_the_reader_and_covers_nothing(site: Site, ferry: Spoken, tab: Tab) -> None:
    long = own_page(ferry).replace("<p data-pc-chunk", '<div class="space"></div><p data-pc-chunk')
    tab.open(site.write("ferry/long.html", long))
    press_play(tab)
    tab.value("scrollTo({ top: 2000, behavior: 'instant' })")
    tab.find("[part=bar]")
    middle = "document.elementFromPoint(innerWidth / 2, innerHeight / 2)"
    assert tab.value(f"{middle}.closest('pagecast-player') === null")
    ground = tab.picture().getpixel((20, 200))
    assert ground == tab.picture().getpixel((20, 400)) == (252, 251, 248)
    bar = tab.run("const { x, y, width, height } = arguments[0].getBoundingClientRect(); return [x, y, width, height]",
                  tab.find("[part=bar]"))  # fmt: skip
    assert bar[1] > 600 and 30 < bar[3] < 120
    tab.click("[part=bar] button.play")
    tab.until("a.paused")
    tab.click("[part=bar] button.close")
    tab.wait(lambda: not tab.count("[part=bar]"), "closed")
