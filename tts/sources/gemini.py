"""Gemtext, the pages of Gemini: each line is a paragraph whose beginning says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tts.model import Article, Block, Change, Source
from tts.sources.format import Sample

MEDIA_TYPES = ("text/gemini",)
SUFFIXES = (".gmi", ".gemini")
LINK = re.compile(r"=>[ \t]*(\S+)(?:[ \t]+(.*))?")
FENCE = "```"
UNNAMED = "a link without a name"


def is_gemtext(sample: Sample) -> bool:
    """Whether it is Gemtext: by its declared type, its suffix, or a link in its syntax."""
    if sample.media_type in MEDIA_TYPES or sample.suffix in SUFFIXES:
        return True
    return not sample.media_type and "\n=> gemini://" in sample.head


def read_gemtext(text: str, source: Source) -> Article:
    """Its headings, paragraphs, list items, quotes, and the names of its links."""
    changes: list[Change] = []
    blocks = list(_blocks(text, changes))
    title = ""
    if blocks and (blocks[0].kind, blocks[0].level) == ("heading", 1):
        title = blocks.pop(0).text
    return Article(tuple(blocks), title=title, url=source.url, changes=tuple(changes))


def _blocks(text: str, changes: list[Change]) -> Iterator[Block]:
    code: list[str] | None = None
    for line in text.lstrip("\ufeff").split("\n"):
        if line.startswith(FENCE):
            if code:
                yield Block("code", "\n".join(code))
            code = [] if code is None else None
        elif code is not None:
            code.append(line)
        elif found := LINK.fullmatch(line.strip()):
            if found[2]:
                yield Block("item", found[2].strip(), 1)
            else:
                changes.append(Change(found[1], "", UNNAMED))
        else:
            yield from _line(line.strip())
    if code:
        yield Block("code", "\n".join(code))


def _line(line: str) -> Iterator[Block]:
    level = min(len(line) - len(line.lstrip("#")), 3)
    if level:
        line = line[level:].strip()
    if not line:
        return
    if level:
        yield Block("heading", line, level)
    elif line.startswith("* "):
        yield Block("item", line[2:].strip(), 1)
    elif line.startswith(">"):
        yield Block("quote", line[1:].strip())
    else:
        yield Block("paragraph", line)
