"""The player in sites built by real generators: `make sites`. Not part of `make test`."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from click.testing import CliRunner

from tests.generators import building, contrast
from tests.generators.articles import Article, all_articles
from tests.generators.browsing import Tab, tab
from tests.generators.registry import GENERATORS, Generator
from tests.static_host import served
from tts.cli.main import cli

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARTICLES = all_articles()
PICTURES = os.environ.get("PAGECAST_PICTURES", "")
"""A folder for a picture of each page, to look at."""


@dataclass(frozen=True)
class Site:
    """A built site, and the same site with players."""

    generator: Generator
    plain: Path
    embedded: Path
    show: Path
    told: dict[str, Any]
    """What `tts embed --json` said of it."""

    def page(self, article: Article) -> str:
        return self.generator.page.format(slug=article.slug)


def embed(site: Path, *options: str | Path) -> dict[str, Any]:
    words = ["embed", str(site), *map(str, options), "--engine", "silent", "--json", "-q"]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def everything(site: Path) -> dict[str, bytes]:
    paths = [path for path in sorted(site.rglob("*")) if path.is_file()]
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module", params=GENERATORS, ids=lambda one: one.name)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp(request.param.name)
    plain, embedded = folder / "plain", folder / "site"
    shutil.copytree(building.built(request.param), plain)
    shutil.copytree(plain, embedded)
    told = embed(embedded, "-o", folder / "audio")
    yield Site(request.param, plain, embedded, folder / "audio", told)
    shutil.rmtree(folder)


def test_every_article_and_nothing_else_has_a_player(site: Site) -> None:
    done = {
        page["name"].removesuffix("index.html").removesuffix(".html")
        for page in site.told["pages"]
        if page["what"] == "new"
    }
    assert done == {site.page(article).removesuffix(".html") for article in ARTICLES}


def test_in_pages_that_are_taken_over_it_comes_by_script(site: Site) -> None:
    by_script = {bool(page["way"]) for page in site.told["pages"] if page["what"] == "new"}
    assert by_script == {site.generator.hydrates}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda one: one.slug)
def test_the_text_stays_whole_and_the_player_stands_under_the_title(
    site: Site, article: Article, browser: Browser
) -> None:
    with served(site.plain) as address, tab(browser, address) as plain:
        plain.go(site.page(article))
        before, said = plain.blocks(), plain.said
    assert any(article.text[:20] in text for _, text in before)
    with served(site.embedded) as address, tab(browser, address) as seen:
        seen.go(site.page(article))
        seen.player()
        assert seen.blocks() == before
        assert [line for line in _lines(seen) if line not in said] == []
        _stands(seen, article)


def _lines(seen: Tab) -> list[str]:
    return [line.replace(seen.address, "") for line in seen.said]


def _stands(seen: Tab, article: Article) -> None:
    place = seen.place(article.title, article.text[:12])
    assert place["count"] == 1 and place["underTitle"] and place["aboveText"], place
    assert place["width"] > 0.9 * place["text"] - 30 and 50 < place["height"] < 320, place
    assert place["gap"] < 400 and place["off"] <= 1, place
    assert article.slug in _spoken(seen), seen.audio()


def _spoken(seen: Tab) -> str:
    """Which article the player plays."""
    name = seen.page.evaluate("document.querySelector('pagecast-player').getAttribute('name')")
    return next(one.slug for one in ARTICLES if one.title == name)


def test_it_is_there_after_navigating_and_going_back(site: Site, browser: Browser) -> None:
    first, second = ARTICLES[0], ARTICLES[1]
    with served(site.embedded) as address, tab(browser, address) as seen:
        seen.go("")
        seen.no_player()
        seen.page.evaluate("window.kept = true")
        _follow(seen, site, first)
        assert seen.page.evaluate("Boolean(window.kept)") == site.generator.routed
        seen.page.go_back()
        seen.settle()
        seen.no_player()
        seen.page.go_forward()
        _is_of(seen, first)
        seen.page.go_back()
        seen.settle()
        _follow(seen, site, second)


def _follow(seen: Tab, site: Site, article: Article | None) -> None:
    """Follow a link on the page, as a reader does; to the home page if no article is named."""
    path = site.page(article).removesuffix(".html").rstrip("/") if article else ""
    seen.page.wait_for_function(CLICK, arg=f"/{path}".rstrip("/"), timeout=60_000)
    if article:
        _is_of(seen, article)
    else:
        seen.no_player()


CLICK = """(path) => {
  const links = [...document.querySelectorAll("a[href]")];
  const link = links.find((a) => new URL(a.href).pathname.replace(/\\.html$|\\/$/, "") === path);
  link?.click();
  return Boolean(link);
}"""


def _is_of(seen: Tab, article: Article) -> None:
    seen.page.wait_for_function(
        "(name) => { const p = document.querySelector('pagecast-player:not([data-afloat])');"
        " return p?.shadowRoot && p.getAttribute('name') === name; }",
        arg=article.title,
        timeout=60_000,
    )
    seen.settle()
    _stands(seen, article)


def test_the_sentence_that_is_heard_is_lit(site: Site, browser: Browser) -> None:
    with served(site.embedded) as address, tab(browser, address) as seen:
        for article in ARTICLES[:2]:
            if article is ARTICLES[0]:
                seen.go(site.page(article))
            else:
                seen.go("")
                _follow(seen, site, article)
            seen.player()
            sentence = seen.page.evaluate(PLAY)
            seen.page.wait_for_function(LIT, arg=sentence, timeout=60_000)


# From the article's own first sentence on; its text.
PLAY = """async () => {
  const player = document.querySelector("pagecast-player");
  const { chunks } = JSON.parse(player.querySelector("script").textContent);
  const { sentences } = chunks.find((each) => !/title|intro|byline/.test(each.kind));
  const audio = player.querySelector("audio");
  Object.assign(audio, { muted: true, currentTime: sentences[0][0] / 1000 + 0.05 });
  await audio.play();
  return sentences[0][2];
}"""
LIT = """(sentence) => {
  const letters = (text) => text.replace(/[^\\p{L}\\p{N}]/gu, "");
  const lit = [...(CSS.highlights.get("pagecast-sentence") || [])].join("");
  return lit && letters(sentence) === letters(lit);
}"""


MOUNTED = [one for one in GENERATORS if one.hydrates and one.routed]


@pytest.mark.parametrize("site", MOUNTED, ids=lambda one: one.name, indirect=True)
def test_it_plays_on_in_the_bar_while_the_reader_is_elsewhere(site: Site, browser: Browser) -> None:
    first, second = ARTICLES[:2]
    with served(site.embedded) as address, tab(browser, address) as seen:
        seen.go("")
        _follow(seen, site, first)
        seen.page.evaluate(PLAY)
        seen.page.evaluate(SLOWLY)
        _follow(seen, site, None)
        _plays_in_the_bar(seen, first)
        _follow(seen, site, second)
        _plays_in_the_bar(seen, first)
        seen.page.locator("[data-afloat] .name a").click()
        _is_of(seen, first)
        seen.page.wait_for_function(LIT, arg=seen.page.evaluate(HEARD), timeout=60_000)
        assert seen.page.locator("[data-afloat]").count() == 0
        assert seen.page.evaluate("pauses") == 0, "it was interrupted on the way"
        _follow(seen, site, None)
        _follow(seen, site, second)
        seen.page.evaluate(PLAY)
        seen.page.wait_for_function("first.paused && !document.querySelector('[data-afloat]')", timeout=60_000)
        assert _lines(seen) == []


def _plays_in_the_bar(seen: Tab, article: Article) -> None:
    bar = seen.page.locator("[data-afloat] .bar")
    bar.wait_for()
    assert bar.locator(".name").inner_text() == article.title
    before = seen.page.evaluate("first.currentTime")
    seen.page.wait_for_function("(before) => !first.paused && first.currentTime > before", arg=before, timeout=60_000)
    assert not seen.page.locator("[data-afloat] .card").is_visible()
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# So that it lasts as long as the test; a pause is counted.
SLOWLY = """() => {
  window.first = document.querySelector("pagecast-player audio");
  window.pauses = 0;
  first.addEventListener("pause", () => (pauses += 1));
  first.playbackRate = 0.1;
}"""
# What is said now.
HEARD = """() => {
  const { chunks } = JSON.parse(document.querySelector("pagecast-player script").textContent);
  const all = chunks.flatMap((each) => each.sentences);
  return all.findLast(([start]) => start / 1000 <= first.currentTime + 0.03)[2];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_it_can_be_seen(site: Site, width: int, scheme: Literal["light", "dark"], browser: Browser) -> None:
    found = {}
    with (
        served(site.embedded) as address,
        tab(browser, address, width=width, scheme=scheme) as seen,
    ):
        for article in (ARTICLES[0], ARTICLES[2]):
            seen.go(site.page(article))
            seen.player()
            _stands(seen, article)
            if PICTURES:
                name = f"{site.generator.name}-{width}-{scheme}-{article.slug}.png"
                seen.page.screenshot(path=Path(PICTURES) / name)
            if faint := contrast.faint(seen.page):
                found[article.slug] = faint
    assert found == {}


def test_again_it_changes_nothing(site: Site) -> None:
    before = everything(site.embedded)
    told = embed(site.embedded, "-o", site.show)
    assert everything(site.embedded) == before
    assert {page["what"] for page in told["pages"]} == {"unchanged", "passed"}


def test_removed_every_page_is_as_it_was(site: Site, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site.embedded, copy)
    embed(copy, "--remove")
    after, before = everything(copy), everything(site.plain)
    assert {name: after.get(name) for name in before} == before
    assert [name for name in after if name not in before and name.endswith(".html") and "listen" not in name] == []
