"""From a site's feed to the player in every post without a build step: docs/howto-wordpress.md, howto-ghost.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from click.testing import CliRunner

from tests import cms_pages
from tests.cms_pages import OTHER, PAGES, POSTS, SITE, Post
from tests.complaints import complaints_of
from tests.contexts import lent_page
from tests.needs import needs
from tests.seeking import HEARD_AT
from tests.static_host import StaticHost
from tts.cli.main import cli

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENT = 60_000
"""Milliseconds that a page is waited for."""


def tts(*words: str | Path) -> str:
    result = CliRunner().invoke(cli, [*map(str, words)])
    assert result.exit_code == 0, result.output
    return result.stdout


@dataclass(frozen=True)
class Web:
    """The blog and the server with the audio, on two hosts."""

    blog: StaticHost
    audio: StaticHost
    show: Path


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    root = tmp_path_factory.mktemp("cms")
    (root / "feed.xml").write_text(cms_pages.feed(), "utf-8")
    tts("make", root / "feed.xml", "-o", root / "show", "--engine", "silent", "-q")
    public = root / "public"
    tts("publish", "-o", root / "show", "--base-url", "https://audio.example.org/", "--to", public, "-q")
    audio = StaticHost(public)
    script = f'<script src="{audio.url}/listen.js" defer></script>'
    for kind, page in PAGES.items():
        for post in (*POSTS, OTHER):
            for folder, line in (("with", script), ("without", "")):
                path = root / "blog" / folder / kind / post.slug / "index.html"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(page(post, line), "utf-8")
    (root / "blog/with/index.html").write_text(cms_pages.home(script), "utf-8")
    blog = StaticHost(root / "blog")
    yield Web(blog, audio, root / "show")
    blog.close()
    audio.close()


@pytest.fixture(params=[(1440, "light"), (390, "dark")], ids=str)
def tab(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width: int = request.param[0]
    scheme: Literal["light", "dark"] = request.param[1]
    with lent_page(browser, width, 900, scheme) as made:
        made.set_default_timeout(PATIENT)
        heard = complaints_of(made)
        yield made
    assert heard == []


BLOCKS = """() => [...document.querySelectorAll("h1, h2, h3, h4, p, li, figure, form, aside, nav, #cookie-notice")]
  .filter((e) => !e.closest("pagecast-player")).map((e) => [e.localName, e.className, e.textContent.trim()])"""

STANDS = """() => {
  const player = document.querySelector("pagecast-player");
  const [box, title, text] = [player, document.querySelector("h1"),
    document.querySelector(".entry-content p, .gh-content p")]
    .map((e) => e.getBoundingClientRect());
  return { count: document.querySelectorAll("pagecast-player").length, under: box.top >= title.bottom - 1,
    above: box.bottom <= text.top + 1,
    wide: box.width >= text.width - 2 && box.width <= Math.max(text.width, title.width) + 45,
    off: document.documentElement.scrollWidth > innerWidth };
}"""
STANDING = {"count": 1, "under": True, "above": True, "wide": True, "off": False}

IN_POST = """() => {
  const [lit] = [...CSS.highlights.get("pagecast-sentence")];
  return !!lit.startContainer.parentElement.closest(".entry-content, .gh-content");
}"""
"""Whether what is lit stands in the post."""


def open_page(tab: Page, web: Web, kind: str, post: Post, folder: str = "with") -> None:
    tab.goto(f"{web.blog.url}/{folder}/{kind}/{post.slug}/")


def await_player(tab: Page) -> None:
    tab.wait_for_function("document.querySelector('pagecast-player')?.shadowRoot")


@needs("chromium")
@pytest.mark.parametrize("kind", PAGES)
def test_every_post_of_the_feed_has_its_player_under_the_title(kind: str, web: Web, tab: Page) -> None:
    for post in POSTS:
        open_page(tab, web, kind, post, "without")
        before = tab.evaluate(BLOCKS)
        open_page(tab, web, kind, post)
        await_player(tab)
        stands = tab.evaluate(STANDS)
        assert {**stands, "in": ""} == {
            "count": 1,
            "under": True,
            "above": True,
            "wide": True,
            "in": "",
            "off": False,
        }, (post.slug, stands)
        assert tab.evaluate("document.querySelector('pagecast-player').getAttribute('name')") == post.title
        assert tab.evaluate(BLOCKS) == before  # comments, related posts and bars too


@needs("chromium")
@pytest.mark.parametrize("kind", PAGES)
def test_the_sentence_that_is_heard_is_highlighted_in_the_post(kind: str, web: Web, tab: Page) -> None:
    post = POSTS[1]
    open_page(tab, web, kind, post)
    await_player(tab)
    sentence = _sentence(web, post)
    lit = tab.evaluate(HEARD_AT, (sentence["start"] + sentence["end"]) / 2000).strip()
    assert lit and lit in post.texts[1]
    assert tab.evaluate(IN_POST)


def _sentence(web: Web, post: Post) -> Any:
    """The last one of the second paragraph."""
    for path in web.show.glob("*/script.json"):
        script = json.loads(path.read_text("utf-8"))
        if script["title"] == post.title:
            paragraphs = [c for c in script["chunks"] if c["kind"] == "paragraph"]
            return paragraphs[1]["sentences"][-1]
    raise AssertionError(f"no episode of {post.slug}")


@needs("chromium")
def test_other_pages_are_left_alone(web: Web, tab: Page) -> None:
    for path in ("with/", *(f"with/{kind}/{OTHER.slug}/" for kind in PAGES)):
        with tab.expect_response(lambda answer: "pagecast/pages-" in answer.url):
            tab.goto(f"{web.blog.url}/{path}")
        tab.wait_for_load_state("networkidle")
        assert tab.evaluate("!document.querySelector('pagecast-player')"), path


def test_the_feed_of_the_site_becomes_episodes_that_know_their_posts(web: Web) -> None:
    found = [json.loads(path.read_text("utf-8")) for path in web.show.glob("*/episode.json")]
    assert len(found) == len(POSTS)
    assert {post.url for post in POSTS} <= {text for one in found for text in _texts(one)}
    assert SITE.startswith("https://")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, str):
        yield value
