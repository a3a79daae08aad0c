"""script.json: what an episode says, sentence by sentence, with times.

The rows are dictionaries with known keys, not objects: an archive has a million sentences, and
creating objects would take as long as parsing the JSON.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, NotRequired, TypedDict


class SavedSentence(TypedDict):
    """A sentence, as written in the article."""

    start: int
    """Milliseconds into the episode."""
    end: int
    """Milliseconds into the episode."""
    text: str
    words: NotRequired[list[list[int]]]
    """`[start, end, from, to]` of each word: milliseconds, and character indexes into the text."""


class SavedChunk(TypedDict):
    """What is spoken in one go, usually a paragraph."""

    kind: str
    """As in `Block.kind`."""
    level: NotRequired[int]
    """Level of a heading, depth of a list item."""
    language: NotRequired[str | None]
    label: NotRequired[int]
    """Number of characters at the beginning that name the speaker, and are not spoken."""
    continues: NotRequired[bool]
    """Its block continues in the next chunk, because it was too long, or another voice says part of
    it."""
    sentences: list[SavedSentence]


class SavedChange(TypedDict):
    """A place of the article that was repaired or left out."""

    text: NotRequired[str | None]
    became: NotRequired[str | None]
    reason: NotRequired[str | None]


class SavedScript(TypedDict):
    """The content of the file."""

    title: NotRequired[str | None]
    language: NotRequired[str | None]
    chunks: list[SavedChunk]
    changes: NotRequired[list[SavedChange]]


_OWN_NUMBER = re.compile(r"\s*[(（]?(?:\d+|[a-zA-Z]|[一二三四五六七八九十]+)[.)、．）]")


def has_own_number(chunk: SavedChunk) -> bool:
    """Whether a list item has its own number, and needs no other mark."""
    if not chunk["sentences"]:
        return False
    first = chunk["sentences"][0]["text"]
    return bool(_OWN_NUMBER.match(first))


@lru_cache(10_000)
def space_between(last: str, first: str) -> str:
    """The space between two sentences, by the last letter of one and the first of the next. A
    script does not store it: Chinese has none.

    >>> space_between(".", "A"), space_between("。", "我")
    (' ', '')
    """
    end, begin = map(unicodedata.east_asian_width, (last, first))
    # A curly quote is of either script.
    return "" if end in "WF" or (end == "A" and begin in "WF") else " "


def read(data: Any) -> SavedScript | None:
    """The script parsed from a script.json, if it is valid: pages are made of it.

    >>> chunk = {"kind": "paragraph", "sentences": [{"start": "1", "end": 2, "text": "A."}]}
    >>> read({"chunks": [chunk]}) is None
    True
    """
    try:
        fits = bool(data["chunks"]) and _fits(data)
    except (KeyError, TypeError, AttributeError):
        return None
    script: SavedScript = data
    return script if fits else None


_MOST = 10**12
"""An impossible number of milliseconds: larger ones would break calculations."""


def _fits(data: Any) -> bool:
    chunks, changes = data["chunks"], data.get("changes", [])
    if type(chunks) is not list or type(changes) is not list:
        return False
    named = _texts(data, "title", "language")
    return named and all(map(_is_change, changes)) and all(map(_is_chunk, chunks))


def _is_chunk(chunk: Any) -> bool:
    if type(chunk["kind"]) is not str or type(chunk["sentences"]) is not list:
        return False
    level, label = chunk.get("level", 0), chunk.get("label", 0)
    ranked = _is_count(level) and _is_count(label)
    return ranked and _texts(chunk, "language") and all(map(_is_sentence, chunk["sentences"]))


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < _MOST


def _is_sentence(sentence: Any) -> bool:
    start, end, words = sentence["start"], sentence["end"], sentence.get("words")
    if type(sentence["text"]) is not str or (words and not _is_words(words)):
        return False
    if type(start) is type(end) is int:
        return 0 <= start < _MOST and 0 <= end < _MOST
    return _is_amount(start) and _is_amount(end)


def _is_words(words: Any) -> bool:
    if type(words) is not list:
        return False
    return all(type(word) is list and all(map(_is_amount, word)) for word in words)


def _is_change(change: Any) -> bool:
    return _texts(change, "text", "became", "reason")


def _is_amount(value: Any) -> bool:
    """Excludes NaN, which is neither more nor less than anything."""
    return type(value) in (int, float) and 0 <= value < _MOST


def _texts(record: Any, *names: str) -> bool:
    """Whether these fields are text, null or missing."""
    if not isinstance(record, dict):
        return False
    return {type(record.get(name)) for name in names} <= {str, type(None)}
