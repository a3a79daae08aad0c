"""`tts embed` on sites with hydration, built by their real generators and viewed in Chromium.

A site with players is compared with the same site without: when loaded, after hydration, after following a link and
after going back.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from tests.complaints import complaints_of
from tests.contexts import lent_page
from tests.needs import SITES, needs_site
from tests.seeking import HEARD_AT
from tests.static_host import StaticHost
from tts.cli.main import cli

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENT = 60_000
"""Milliseconds that a page is waited for."""


@dataclass(frozen=True)
class Generator:
    name: str
    build: tuple[str, ...]
    """Its command; the folder that it builds into comes last."""
    article: str
    """Selects what a page's article is in."""


GENERATORS = (
    Generator("vitepress", ("vitepress", "build", "docs", "--outDir"), ".vp-doc"),
    Generator("docusaurus", ("docusaurus", "build", "--out-dir"), "article"),
)


@dataclass(frozen=True)
class Built:
    generator: Generator
    bare: StaticHost
    """As the generator left it."""
    site: StaticHost
    """With players."""
    output: str
    """What the command said."""


def tts_embed(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, ["embed", *map(str, args), "--engine", "silent"])


@pytest.fixture(
    scope="module", params=[pytest.param(each, marks=needs_site(each.name), id=each.name) for each in GENERATORS]
)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    generator: Generator = request.param
    root = tmp_path_factory.mktemp(generator.name)
    source = SITES / generator.name
    tool = source / "node_modules" / ".bin" / generator.build[0]
    command = [str(tool), *generator.build[1:], str(root / "bare")]
    subprocess.run(command, cwd=source, check=True, capture_output=True, timeout=600)
    shutil.copytree(root / "bare", root / "site")
    result = tts_embed(root / "site", "-v")
    assert result.exit_code == 0, result.stderr
    bare, site = StaticHost(root / "bare"), StaticHost(root / "site")
    yield Built(generator, bare, site, result.stderr)
    bare.close()
    site.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with lent_page(browser, 1280, 900) as page:
        yield page


@pytest.fixture
def heard(tab: Page) -> list[str]:
    """Errors and warnings in the console."""
    return complaints_of(tab)


_ARTICLE = """selector => {
    const copy = document.querySelector(selector).cloneNode(true);
    for (const each of copy.querySelectorAll("pagecast-player,script")) each.remove();
    const blocks = copy.querySelectorAll("p,li,h1,h2,h3,blockquote,pre,td").length;
    return [blocks, copy.textContent.replace(/\\s+/g, " ").trim()];
}"""


def article(tab: Page, built: Built) -> Any:
    """The number of blocks of an article, and its text."""
    return tab.evaluate(_ARTICLE, built.generator.article)


def player_of(tab: Page, title: str) -> None:
    """Assert that the player of that article is the only one, and works."""
    tab.wait_for_function(
        """title => {
            const [player, ...others] = document.querySelectorAll("pagecast-player:not([data-afloat])");
            return player && !others.length && player.getAttribute("name") === title && player.shadowRoot;
        }""",
        arg=title,
        timeout=PATIENT,
    )


LAMP, TIDES = "The lamp on the breakwater", "What a tide table promises"


def walked(tab: Page, host: StaticHost, built: Built, *, players: bool) -> list[Any]:
    """The articles that a reader sees: when loaded, after hydration, after a link, and after going back."""
    seen = []

    def look(title: str) -> None:
        tab.get_by_role("heading", name=title, level=1).wait_for(timeout=PATIENT)
        if players:
            player_of(tab, title)
        seen.append(article(tab, built))

    tab.goto(f"{host.url}/posts/lamp")
    seen.append(article(tab, built))
    look(LAMP)
    tab.evaluate("window.kept = true")
    tab.locator(built.generator.article).get_by_role("link", name="what a tide table promises").click()
    look(TIDES)
    tab.go_back()
    look(LAMP)
    assert tab.evaluate("window.kept"), "the site loads its pages anew"
    return seen


def test_articles_are_whole_and_have_their_players(built: Built, tab: Page, heard: list[str]) -> None:
    expected = walked(tab, built.bare, built, players=False)
    assert walked(tab, built.site, built, players=True) == expected
    assert heard == [] and built.site.missed == []


def test_the_sentence_is_highlighted_after_loading_and_after_a_link(built: Built, tab: Page, heard: list[str]) -> None:
    tab.goto(f"{built.site.url}/posts/lamp")
    player_of(tab, LAMP)
    assert "breakwater is lit at dusk" in tab.evaluate(HEARD_AT, 4)
    tab.locator(built.generator.article).get_by_role("link", name="what a tide table promises").click()
    player_of(tab, TIDES)
    assert "promise made a year ahead" in tab.evaluate(HEARD_AT, 4)
    assert heard == []


def test_playback_continues_in_the_bar_on_other_pages(built: Built, tab: Page, heard: list[str]) -> None:
    """Without interruption, in one audio element, and with a link back."""
    play = """() => {
        window.first = document.querySelector("pagecast-player audio");
        window.pauses = 0;
        first.addEventListener("pause", () => (pauses += 1));
        Object.assign(first, { muted: true, currentTime: 4 });
        return first.play().then(() => (first.playbackRate = 0.1));
    }"""
    tab.goto(f"{built.site.url}/posts/lamp")
    player_of(tab, LAMP)
    tab.evaluate(play)
    tab.locator(built.generator.article).get_by_role("link", name="what a tide table promises").click()
    player_of(tab, TIDES)
    bar = tab.locator("[data-afloat] .bar")
    bar.wait_for()
    goes_on(tab)
    bar.get_by_role("link", name=LAMP).click()
    player_of(tab, LAMP)
    assert bar.count() == 0 and tab.evaluate("pauses") == 0
    goes_on(tab)
    lit = "[...(CSS.highlights.get('pagecast-sentence') || [])].join('').includes('breakwater is lit at dusk')"
    tab.wait_for_function(lit, timeout=PATIENT)
    tab.locator(built.generator.article).get_by_role("link", name="what a tide table promises").click()
    player_of(tab, TIDES)
    tab.evaluate("document.querySelector('pagecast-player audio').muted = true")
    tab.evaluate("document.querySelector('pagecast-player audio').play()")
    bar.wait_for(state="detached")
    assert tab.evaluate("first.paused") and heard == []


def test_closing_the_bar_ends_playback_and_keeps_the_position(built: Built, tab: Page) -> None:
    tab.goto(f"{built.site.url}/posts/lamp")
    player_of(tab, LAMP)
    tab.evaluate("Object.assign(document.querySelector('audio'), { muted: true, currentTime: 4 }).play()")
    tab.evaluate("document.querySelector('audio').playbackRate = 0.1")
    tab.locator(built.generator.article).get_by_role("link", name="what a tide table promises").click()
    player_of(tab, TIDES)
    tab.locator("[data-afloat]").get_by_role("button", name="Close").click()
    tab.locator("[data-afloat]").wait_for(state="detached")
    tab.go_back()
    player_of(tab, LAMP)
    tab.wait_for_function("document.querySelector('audio').currentTime >= 4", timeout=PATIENT)
    assert tab.evaluate("document.querySelector('audio').paused")


def goes_on(tab: Page) -> None:
    at = tab.evaluate("first.currentTime")
    tab.wait_for_function("at => !first.paused && first.currentTime > at", arg=at, timeout=PATIENT)


def test_a_reader_who_begins_at_the_home_page_gets_players_too(built: Built, tab: Page, heard: list[str]) -> None:
    tab.goto(f"{built.site.url}/")
    tab.locator(built.generator.article).get_by_role("link", name="深夜面包店").click()
    player_of(tab, "深夜面包店")
    tab.evaluate("history.pushState(null, '', '?tab=2#top')")  # the same page by another address
    player_of(tab, "深夜面包店")
    tab.go_back()
    tab.go_back()
    tab.wait_for_function("!document.querySelector('pagecast-player')", timeout=PATIENT)
    assert heard == []


def test_a_removed_player_comes_back_but_not_forever(built: Built, tab: Page, heard: list[str]) -> None:
    tab.goto(f"{built.site.url}/posts/lamp")
    for _ in range(4):
        player_of(tab, LAMP)
        tab.evaluate("document.querySelector('pagecast-player').remove()")
    tab.wait_for_function("performance.now() > 0 && !document.querySelector('pagecast-player')", timeout=PATIENT)
    tab.wait_for_timeout(3000)
    assert not tab.query_selector("pagecast-player")
    assert len(heard) == 1 and "takes the player away" in heard[0]


def test_the_command_says_how_and_why(built: Built) -> None:
    assert "by script, after hydration" in built.output


def test_a_second_run_changes_nothing_and_removing_restores_every_byte(built: Built, tmp_path: Path) -> None:
    def pages(root: Path) -> dict[str, bytes]:
        found = (p for p in root.rglob("*.html") if "listen" not in p.parts)
        return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}

    site = tmp_path / "site"
    shutil.copytree(built.site.root, site)
    before = pages(site)
    result = tts_embed(site)
    assert result.exit_code == 0 and "0 pages written" in result.stderr
    assert pages(site) == before
    assert tts_embed(site, "--remove").exit_code == 0
    assert pages(site) == pages(built.bare.root)
