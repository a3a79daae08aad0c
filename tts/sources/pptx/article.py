"""A PowerPoint presentation -> Article."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from tts.model import Article, Block, Change, Source, SourceError
from tts.sources.encoding import decode
from tts.sources.epub.xml_trees import flat
from tts.sources.metadata_values import language_tag, squeezed
from tts.sources.opendocument.styles import attribute, local
from tts.sources.pptx.slide import blocks_of_slide, notes_of
from tts.sources.xml import tree_of
from tts.sources.zip_archive import Archive

KIND = "a PowerPoint presentation"
MAIN = "ppt/presentation.xml"
PROPERTIES = "docProps/core.xml"
MOST_SLIDES = 2000
HIDDEN = "a hidden slide"
MISSING = "a slide missing from the file"
NO_TITLE = frozenset(
    {"", "powerpointpresentation", "powerpoint演示文稿", "powerpoint簡報", "presentation"}
)
"""Titles given by programs."""


def read_pptx(source: Source) -> Article:
    """The slides in order, each with its notes. Raises SourceError."""
    archive = Archive(source.content, source.where, KIND)
    changes: list[Change] = []
    blocks: list[Block] = []
    for slide in _slides(archive, changes):
        blocks += _read(archive, slide, changes)
    if not blocks:
        hint = "its slides may be pictures: use the text of the talk"
        raise SourceError(f"{source.where} is {KIND} without text", hint)
    stated = _stated(archive)
    title, blocks = _titled(stated.get("title", ""), blocks)
    return Article(
        tuple(blocks),
        title=title,
        author=stated.get("creator", ""),
        language=language_tag(stated.get("language", "")),
        summary=stated.get("description", ""),
        changes=tuple(changes),
    )


def _titled(title: str, blocks: list[Block]) -> tuple[str, list[Block]]:
    """The stated title, otherwise that of the first slide; and the blocks without it."""
    first, *others = blocks
    if first.kind != "heading":
        return title, blocks
    if squeezed(title).lower() in NO_TITLE:
        title = first.text
    is_again = squeezed(first.text) == squeezed(title)
    return title, others if is_again and others else blocks


def _slides(archive: Archive, changes: list[Change]) -> Iterator[str]:
    """The parts that are slides, in order of presentation."""
    main = _tree(archive, MAIN)
    if main is None:
        raise archive.broken(f"{MAIN} is missing")
    places = _relations(archive, MAIN)
    listed = [one for one in main.iter() if local(one.tag) == "sldId"][:MOST_SLIDES]
    for number, element in enumerate(listed, 1):
        place = ""
        for name in element.attrib.values():
            _, place = places.get(name, ("", place))
        if place and archive.find(place):
            yield place
        else:
            changes.append(Change(f"slide {number}", "", MISSING))


def _read(archive: Archive, place: str, changes: list[Change]) -> list[Block]:
    root = _tree(archive, place)
    blocks = blocks_of_slide(root)
    if attribute(root, "show") == "0":
        words = " ".join(block.text for block in blocks)
        changes.append(Change(words[:200] or place, "", HIDDEN))
        return []
    for kind, target in _relations(archive, place).values():
        if kind.endswith("/notesSlide") and archive.find(target):
            blocks += notes_of(_tree(archive, target))
    return blocks


def _relations(archive: Archive, place: str) -> dict[str, tuple[str, str]]:
    """What a part refers to, by id: the kind, and the part."""
    folder, name = posixpath.split(place)
    root = _tree(archive, f"{folder}/_rels/{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    for element in () if root is None else root:
        target = posixpath.join(folder, attribute(element, "Target"))
        part = posixpath.normpath(target).lstrip("/")
        name = attribute(element, "Id")
        found[name] = attribute(element, "Type"), part
    return found


def _tree(archive: Archive, name: str) -> Any:
    """The root of a part; None if it is missing."""
    place = archive.find(name)
    if not place:
        return None
    text, _ = decode(archive.read(place))
    return tree_of(text, f"{archive.where}: {name}")[0]


def _stated(archive: Archive) -> dict[str, str]:
    root = _tree(archive, PROPERTIES)
    if root is None:
        return {}
    return {local(one.tag): flat(one) for one in root}
