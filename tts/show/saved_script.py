"""script.json: what an episode says, sentence by sentence, with times.

The rows are dictionaries with known keys, not objects: an archive has a million sentences, and
their objects would take as long as reading the JSON does.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, NotRequired, TypedDict


class SavedSentence(TypedDict):
    """One sentence, as it is written in the article."""

    start: int
    """Milliseconds into the episode."""
    end: int
    """Milliseconds into the episode."""
    text: str
    words: NotRequired[list[list[int]]]
    """`[start, end, from, to]` of each word: milliseconds, then characters of the text."""


class SavedChunk(TypedDict):
    """What is spoken in one go: a paragraph, mostly."""

    kind: str
    """As `Block.kind` has it."""
    level: NotRequired[int]
    """Rank of a heading, depth of an item."""
    language: NotRequired[str | None]
    label: NotRequired[int]
    """Characters at its beginning that name who speaks, and are not heard."""
    continues: NotRequired[bool]
    """Its block goes on in the next chunk: it was too long for one, or another voice says a part
    of it."""
    sentences: list[SavedSentence]


class SavedChange(TypedDict):
    """A place of the article that was repaired or left out."""

    text: NotRequired[str | None]
    became: NotRequired[str | None]
    reason: NotRequired[str | None]


class SavedScript(TypedDict):
    """All of it."""

    title: NotRequired[str | None]
    language: NotRequired[str | None]
    chunks: list[SavedChunk]
    changes: NotRequired[list[SavedChange]]


_OWN_NUMBER = re.compile(r"\s*[(（]?(?:\d+|[a-zA-Z]|[一二三四五六七八九十]+)[.)、．）]")


def has_own_number(chunk: SavedChunk) -> bool:
    """Whether an item of a list brings its own number, and gets no other mark."""
    if not chunk["sentences"]:
        return False
    first = chunk["sentences"][0]["text"]
    return bool(_OWN_NUMBER.match(first))


@lru_cache(10_000)
def space_between(last: str, first: str) -> str:
    """What stands between two sentences, by the last letter of one and the first of the next. A
    script does not keep the white space between them: Chinese has none.

    >>> space_between(".", "A"), space_between("。", "我")
    (' ', '')
    """
    end, begin = map(unicodedata.east_asian_width, (last, first))
    # A curly quote is of either script.
    return "" if end in "WF" or (end == "A" and begin in "WF") else " "


def read(data: Any) -> SavedScript | None:
    """The script in what was read from a script.json, if it is one: pages are made of it.

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
"""Milliseconds that nothing has: what is more would break those who count with it."""


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
    timed = _is_amount(start) and _is_amount(end) and type(sentence["text"]) is str
    return timed and (not words or _is_words(words))


def _is_words(words: Any) -> bool:
    if type(words) is not list:
        return False
    return all(type(word) is list and all(map(_is_amount, word)) for word in words)


def _is_change(change: Any) -> bool:
    return _texts(change, "text", "became", "reason")


def _is_amount(value: Any) -> bool:
    """NaN is neither more nor less than anything."""
    return type(value) in (int, float) and 0 <= value < _MOST


def _texts(record: Any, *names: str) -> bool:
    """Whether what it has of these is text, or null."""
    if not isinstance(record, dict):
        return False
    return {type(record.get(name)) for name in names} <= {str, type(None)}
