"""The times of sentences for pages and their player: as spans, or as JSON.

Indexes into a text count UTF-16 code units, as in JavaScript; a script counts characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from tts.show.manifest import Chapter
from tts.show.saved_script import SavedChunk, SavedScript, SavedSentence, space_between

_WHITE = re.compile("[\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
r"""What JavaScript's `\s` matches."""


def marked(chunk: SavedChunk, n: int) -> str:
    """The HTML of a chunk's sentences, each in a span with its times and an id for links.

    >>> marked({"sentences": [{"start": 240, "end": 900, "text": "A & B."}]}, 3)
    '<span id="s3-0" data-pc="240-900">A &amp; B.</span>'
    """
    html, before = "", ""
    for at, sentence in enumerate(chunk["sentences"]):
        text = sentence["text"]
        gap = space_between(before[-1], text[0]) if before and text else ""
        known = _known(sentence) if "words" in sentence else ""
        times = f"{sentence['start']}-{sentence['end']}"
        shown = escape(text, quote=False)
        html += f'{gap}<span id="s{n}-{at}" data-pc="{times}"{known}>{shown}</span>'
        before = text
    return html


def _known(sentence: SavedSentence) -> str:
    """The attribute with the times of its words; empty if there are none."""
    words = []
    for word in _words(sentence):
        figures = map(str, word)
        words.append(",".join(figures))
    joined = ";".join(words)
    return f' data-pc-words="{joined}"' if joined else ""


def _words(sentence: SavedSentence) -> Iterable[list[int]]:
    """`[start, end, from, to]` of each word: milliseconds, and indexes into the sentence."""
    text = sentence["text"]
    for start, end, first, last in sentence.get("words") or ():
        yield [start, end, _units(text[:first]), _units(text[:last])]


def _units(text: str) -> int:
    """Number of UTF-16 code units.

    >>> _units("a𠮷")
    3
    """
    if text.isascii():
        return len(text)
    pairs = sum(char > "\uffff" for char in text)
    return len(text) + pairs


def data(
    script: SavedScript, chapters: Sequence[Chapter], *, hashed: bool = True
) -> dict[str, Any]:
    """Everything the player needs for a page whose text has no marks, such as the site's own.

    `script` and `chapters` as in script.json and the manifest. The player compares whole texts and
    needs no hashes.
    """
    chunks = []
    ends = [chapter.end for chapter in chapters]
    for chunk in script["chunks"]:
        sentences = [_sentence(sentence) for sentence in chunk["sentences"]]
        known = {"kind": chunk["kind"], "sentences": sentences}
        if hashed:
            text = "".join(sentence["text"] for sentence in chunk["sentences"])
            known["hash"] = text_hash(text)
        chunks.append(known)
        ends += (sentence["end"] for sentence in chunk["sentences"])
    return {
        "version": 1,
        "duration": max(ends, default=0),
        "chapters": [[chapter.start, chapter.title] for chapter in chapters],
        "chunks": chunks,
    }


def _sentence(sentence: SavedSentence) -> list[Any]:
    cue: list[Any] = [sentence["start"], sentence["end"], sentence["text"]]
    if sentence.get("words"):
        words = list(_words(sentence))
        cue.append(words)
    return cue


def text_hash(text: str) -> str:
    """FNV-1a, 32 bits, over the UTF-16 code units of a text without white space: identifies a
    paragraph.

    >>> text_hash("a b") == text_hash(" ab\\n"), text_hash("")
    (True, '811c9dc5')
    """
    letters = _WHITE.sub("", text)
    encoded = letters.encode("utf-16-le", "surrogatepass")
    units = memoryview(encoded).cast("H")
    value = 0x811C9DC5
    for unit in units:
        value = ((value ^ unit) * 0x01000193) & 0xFFFFFFFF
    return f"{value:08x}"
