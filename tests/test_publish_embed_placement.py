"""The place of the player on pages of common themes: each page in data/placement has a mark where it belongs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.needs import needs
from tools import make_player
from tts.publish.embed.html_positions import outline
from tts.publish.embed.page_bytes import opened
from tts.publish.embed.placement import player_place

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = sorted((Path(__file__).parent / "data" / "placement").iterdir())
MARK = "<!--player-->"
ENGLISH = "Eight clocks", "Eight clocks hang in the ferry house, and each of them says that it is right."
CHINESE = "河边的钟", "渡口的墙上挂着八口钟，每一口都说自己是对的。"


def article(path: Path) -> tuple[str, str]:
    """The title of its article, and its first words."""
    return CHINESE if path.name == "stack.html" else ENGLISH


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_player_goes_after_the_title_and_its_subtitle(path: Path) -> None:
    before, _, after = path.read_text(encoding="utf-8").partition(MARK)
    page = opened((before + after).encode())
    title, words = article(path)
    assert player_place(page, outline(page.text), title, [words]) == len(before.encode())


@needs("chromium")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_script_of_a_site_puts_it_there_too(path: Path, browser: Browser) -> None:
    source = (make_player.LISTEN.parent / "source" / "placement.js").read_text(encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    title, words = article(path)
    put = """([source, title, words]) => {
        const find = new Function("title", "words", `${source}; return placeOf(keyOf(title), [keyOf(words)]);`);
        const [element, where] = find(title, words);
        element[where](document.createElement("pagecast-player"));
        return document.querySelector("pagecast-player").nextSibling.data;
    }"""
    assert page.evaluate(put, [source, title, words]) == "player"
    page.close()
