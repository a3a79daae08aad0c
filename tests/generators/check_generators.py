"""The player in sites that real generators have built: `make sites`. Not a part of `make test`."""

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

from tests.generators import building, contrast, serving
from tests.generators.articles import Article, all_articles
from tests.generators.browsing import Tab, tab
from tests.generators.registry import GENERATORS, Generator
from tts.cli.main import cli

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARTICLES = all_articles()
PICTURES = os.environ.get("PAGECAST_PICTURES", "")
"""A folder for a picture of each page, to look at."""


@dataclass(frozen=True)
class Site:
    """A built site, and the same one with its players."""

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
        page["name"].removesuffix("index.html").removesuffix(".html") for page in site.told["pages"] if page["written"]
    }
    assert done == {site.page(article).removesuffix(".html") for article in ARTICLES}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda one: one.slug)
def test_the_text_stays_whole_and_the_player_stands_under_the_title(
    site: Site, article: Article, browser: Browser
) -> None:
    with serving.served(site.plain) as address, tab(browser, address) as plain:
        plain.go(site.page(article))
        before, said = plain.blocks(), plain.said
    assert any(article.text[:20] in text for _, text in before)
    with serving.served(site.embedded) as address, tab(browser, address) as seen:
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
    with serving.served(site.embedded) as address, tab(browser, address) as seen:
        seen.go("")
        seen.no_player()
        _follow(seen, site, first)
        seen.page.go_back()
        seen.settle()
        seen.no_player()
        seen.page.go_forward()
        _is_of(seen, first)
        seen.page.go_back()
        seen.settle()
        _follow(seen, site, second)


def _follow(seen: Tab, site: Site, article: Article) -> None:
    """By a link of the page, as a reader does."""
    seen.page.evaluate(CLICK, site.page(article).removesuffix(".html").rstrip("/"))
    _is_of(seen, article)


CLICK = """(path) => {
  const links = [...document.querySelectorAll("a[href]")];
  links.find((a) => new URL(a.href).pathname.replace(/\\.html$|\\/$/, "") === "/" + path).click();
}"""


def _is_of(seen: Tab, article: Article) -> None:
    seen.page.wait_for_function(
        "(name) => { const p = document.querySelector('pagecast-player');"
        " return p?.shadowRoot && p.getAttribute('name') === name; }",
        arg=article.title,
        timeout=60_000,
    )
    seen.settle()
    _stands(seen, article)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_it_can_be_seen(site: Site, width: int, scheme: Literal["light", "dark"], browser: Browser) -> None:
    found = {}
    with (
        serving.served(site.embedded) as address,
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
