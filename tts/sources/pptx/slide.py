"""A slide -> blocks: its title, its text, its tables, the descriptions of its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tts.model import Block
from tts.sources.html.superscripts import lowered, raised
from tts.sources.opendocument.styles import attribute, local

TITLES = frozenset({"title", "ctrTitle"})
FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr", "sldImg"})
"""Placeholders for what is repeated on every slide."""
LISTED = frozenset({"body", "obj", ""})
"""Placeholders whose paragraphs are list items."""
DEEPEST = 9


def blocks_of_slide(root: Any) -> list[Block]:
    """The content of a slide, the title first."""
    blocks = [block for shape in _shapes(root) for block in _read(shape)]
    blocks.sort(key=lambda block: block.kind != "heading")
    return blocks


def notes_of(root: Any) -> list[Block]:
    """The speaker notes of a slide."""
    found = []
    for shape in _shapes(root):
        if local(shape.tag) == "sp" and _place(shape) == "body":
            found += [Block("paragraph", text) for text, _ in _paragraphs(shape)]
    return found


def _shapes(root: Any) -> Iterator[Any]:
    for element in root.iter():
        if local(element.tag) in ("sp", "graphicFrame", "pic"):
            yield element


def _read(shape: Any) -> Iterator[Block]:
    kind = local(shape.tag)
    if kind == "graphicFrame":
        yield from _tables(shape)
    elif kind == "pic":
        yield from _picture(shape)
    else:
        yield from _text(shape)


def _text(shape: Any) -> Iterator[Block]:
    place = _place(shape)
    if place in FURNITURE:
        return
    if place in TITLES:
        words = " ".join(text for text, _ in _paragraphs(shape))
        if words:
            yield Block("heading", words, 2)
        return
    is_list = place in LISTED
    for text, level in _paragraphs(shape):
        yield Block("item", text, level + 1) if is_list else Block("paragraph", text)


def _place(shape: Any) -> str:
    """The kind of the shape's placeholder; `box` if it has none."""
    for element in shape.iter():
        if local(element.tag) == "ph":
            return attribute(element, "type")
    return "box"


def _paragraphs(shape: Any) -> Iterator[tuple[str, int]]:
    """The texts in a shape, each with its level from 0."""
    for element in shape.iter():
        if local(element.tag) != "p" or not (text := _words(element)):
            continue
        levels = [attribute(one, "lvl") for one in element if local(one.tag) == "pPr"]
        level = levels[0] if levels else ""
        yield text, min(int(level), DEEPEST) if level.isdigit() else 0


def _words(paragraph: Any) -> str:
    pieces = []
    for run in paragraph:
        match local(run.tag):
            case "r":
                pieces.append(_run(run))
            case "br":
                pieces.append(" ")
    return " ".join("".join(pieces).split())


def _run(run: Any) -> str:
    """The text of a run, with superscript and subscript characters."""
    words = "".join(one.text or "" for one in run if local(one.tag) == "t")
    shifts = [attribute(one, "baseline") for one in run if local(one.tag) == "rPr"]
    shift = shifts[0] if shifts else ""
    if shift.startswith("-"):
        return lowered(words)
    return raised(words) if shift.strip("0") else words


def _tables(shape: Any) -> Iterator[Block]:
    rows = []
    for row in shape.iter():
        if local(row.tag) != "tr":
            continue
        cells = [one for one in row if local(one.tag) == "tc"]
        texts = [" ".join(text for text, _ in _paragraphs(cell)) for cell in cells]
        if any(texts):
            rows.append("\t".join(texts))
    if rows:
        yield Block("table", "\n".join(rows))


def _picture(shape: Any) -> Iterator[Block]:
    """The description of a picture, unless that is just a file's name."""
    for element in shape.iter():
        if local(element.tag) == "cNvPr":
            words = " ".join(attribute(element, "descr").split())
            if words and "." not in words[-5:-2]:
                yield Block("caption", words)
            return
