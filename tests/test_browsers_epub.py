"""The EPUB in two independent readers: the highlighted text is the one being heard."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browsers import Tab, tab
from tests.epubs import Epub
from tests.needs import NPM, needs
from tests.shows import served
from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.show import library
from tts.show.library import Episode

READERS = Path(__file__).parent / "data" / "epub_readers"
LATE = 600
"""Milliseconds by which a reader may light: `timeupdate` comes four times a second, and machines are busy."""
BAKERY = """---
title: 夜里的面包店
author: 林小满
language: zh-Hans
---

凌晨三点，整条街只有一盏灯。那是面包店的灯。

# 面团

他揉了四十下，然后停下来听。面团不说话。

# The oven

The oven is older than he is.
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Tab]:
    with tab("chromium") as it:
        yield it


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Episode:
    folder = tmp_path_factory.mktemp("readers")
    (folder / "bakery.md").write_text(BAKERY, encoding="utf-8")
    show = library.open_show(folder / "show")
    options = Options(engine="silent", offline=True, formats=("epub",))
    return pipeline.make(str(folder / "bakery.md"), show, options, cache=Cache(folder / "cache")).episode


@pytest.fixture(scope="module")
def site(made: Episode, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(made.folder / made.manifest.alternates[0].file, folder / "book.epub")
    shutil.copytree(READERS, folder, dirs_exist_ok=True)
    shutil.copytree(NPM / "foliate-js", folder / "foliate-js")
    shutil.copy(NPM / "epubjs/dist/epub.min.js", folder / "epub.js")
    shutil.copy(NPM / "jszip/dist/jszip.min.js", folder / "jszip.js")
    with served(folder) as address:
        yield address


def sentences(made: Episode) -> list[dict[str, Any]]:
    script = json.loads((made.folder / "script.json").read_text(encoding="utf-8"))
    return [sentence for chunk in script["chunks"] for sentence in chunk["sentences"]]


def starts(made: Episode) -> list[int]:
    """When each page with audio begins, in milliseconds."""
    book = Epub(made.folder / made.manifest.alternates[0].file)
    lasting = [lasts for _, _, lasts in book.overlays()]
    return [sum(lasting[:at]) for at in range(len(lasting))]


def heard(chromium: Tab, made: Episode) -> list[tuple[float, list[str]]]:
    """What was highlighted at which milliseconds of the episode, after the reader has read all of it."""
    begins = starts(made)
    chromium.until("window.ready")
    chromium.click("button")
    chromium.until("window.ended === args[0]", len(begins))
    return [(begins[number] + at, lit) for number, at, lit in chromium.value("seen")]


def follows(seen: list[tuple[float, list[str]]], made: Episode) -> None:
    """At each moment the highlighted sentence is the one being heard, or was a moment ago; and each is highlighted
    once."""
    said = sentences(made)
    for at, lit in seen:
        begun = [one for one in said if one["start"] <= at]
        near = [one["text"] for one in begun if one is begun[-1] or begun[begun.index(one) + 1]["start"] > at - LATE]
        first = [said[0]["text"]] if at <= said[0]["start"] + LATE else []
        assert len(lit) <= 1
        assert not lit or lit[0] in [*near, *first], (at, lit, near)
    assert {text for _, lit in seen for text in lit} == {one["text"] for one in said}
    assert sum(bool(lit) for _, lit in seen) > 0.9 * len(seen)


@needs("chromium", npm="foliate-js")
def test_foliate_highlights_what_is_heard(chromium: Tab, site: str, made: Episode) -> None:
    """Its own overlays: the reader of Foliate and Readest."""
    chromium.open(f"{site}foliate.html")
    follows(heard(chromium, made), made)


@needs("chromium", npm="epubjs")
def test_epubjs_shows_the_text_and_its_ids_can_be_highlighted(chromium: Tab, site: str, made: Episode) -> None:
    """It does not support overlays: the page drives it by the SMIL."""
    chromium.open(f"{site}epubjs.html")
    follows(heard(chromium, made), made)
    shown = "".join(chromium.value("texts"))
    for sentence in sentences(made):
        assert sentence["text"] in shown
