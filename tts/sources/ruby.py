"""Readings above or beside the line (ruby): removed from the text, and kept as furigana of its
blocks.

Article extraction only sees text. So a word and its reading pass through it in half brackets, which
prose does not contain, and are separated when the blocks are made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from tts.model import Block, Furigana

OPEN, MIDDLE, CLOSE = "⸢", "⸤", "⸥"
KANA: Final = "ぁ-ゖァ-ヺー"
READING: Final = re.compile(f"[{KANA}][{KANA}・ \u3000]{{0,39}}")
MARKED: Final = re.compile(
    f"{OPEN}([^{OPEN}{MIDDLE}{CLOSE}\n]{{1,40}}){MIDDLE}([{KANA}]{{1,40}}){CLOSE}"
)
TAGGED: Final = re.compile(r"<ruby\b[^>]{0,200}>(.{1,400}?)</ruby\s*>", re.IGNORECASE | re.DOTALL)
PIECE: Final = re.compile(r"<(/?)(rt|rp|rtc)\b[^>]{0,200}>|<[^>]{1,200}>|([^<]+)", re.IGNORECASE)
GAP: Final = re.compile(r"[・\s]")
BESIDE: Final = ("rp", "script", "style")
"""Elements whose text is not shown."""


def mark_ruby(tree: Any) -> None:
    """Replace each `ruby` in a tree by text: the word with its reading, or the word alone if the
    reading is not kana."""
    for ruby in reversed(list(tree.iter("ruby"))):  # those inside others first
        pieces = list(_pieces(ruby))
        children = list(ruby)
        for child in children:
            ruby.remove(child)
        ruby.text = _marked(pieces)


def _pieces(element: Any) -> Iterator[tuple[bool, str]]:
    """The text of an element in pieces, in order, and whether each is a reading."""
    yield False, element.text or ""
    for child in element:
        is_element = isinstance(child.tag, str)
        if child.tag in ("rt", "rtc"):
            texts = child.itertext()
            yield True, "".join(texts)
        elif is_element and child.tag not in BESIDE:
            yield from _pieces(child)
        yield False, child.tail or ""


def with_marks(text: str) -> str:
    """The same for tags in a text that is not HTML.

    >>> with_marks("<ruby>漢字<rt>かんじ</rt></ruby>を読む")
    '⸢漢字⸤かんじ⸥を読む'
    """
    return TAGGED.sub(_with_mark, text)


def _with_mark(match: re.Match[str]) -> str:
    pieces = list(_pieces_of_tags(match[1]))
    return _marked(pieces)


def _pieces_of_tags(text: str) -> Iterator[tuple[bool, str]]:
    inside = ""
    for closing, tag, shown in PIECE.findall(text):
        if tag:
            inside = "" if closing else tag.lower()
        elif shown and inside != "rp":
            yield inside in ("rt", "rtc"), shown


def _marked(pieces: list[tuple[bool, str]]) -> str:
    found: list[list[str]] = []
    base = ""
    for is_reading, text in pieces:
        plain = MARKED.sub(r"\1", text)
        if not is_reading:
            base += plain
        elif base.strip():
            found.append([base, plain])
            base = ""
        elif found:  # <rb>漢<rb>字<rt>かん<rt>じ
            found[-1][1] += plain
    marked = ""
    for word, said in found:
        marked += _mark(word, said)
    return marked + base


def _mark(word: str, said: str) -> str:
    reading = said.strip()
    written = word.strip()
    if not READING.fullmatch(reading):
        return word
    if READING.fullmatch(written):  # kana above kana, as for emphasis
        return word
    kana = GAP.sub("", reading)
    marked = f"{OPEN}{written}{MIDDLE}{kana}{CLOSE}"
    return word.replace(written, marked, 1)


# --- blocks ---------------------------------------------------------------------------------------


def with_furigana(block: Block) -> Block:
    """A block with the marks in its text replaced by furigana."""
    if MIDDLE not in block.text:
        return block
    text = ""
    at = 0
    found = []
    for match in MARKED.finditer(block.text):
        text += block.text[at : match.start()]
        furigana = Furigana(len(text), match[1], match[2])
        found.append(furigana)
        text += match[1]
        at = match.end()
    text += block.text[at:]
    return replace(block, text=text, furigana=tuple(found))
