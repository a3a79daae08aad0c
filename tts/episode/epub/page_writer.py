"""A page of the book -> XHTML: the article's blocks, each sentence in an element that can be
highlighted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from tts.episode.epub.book_pages import Numbered
from tts.episode.epub.overlay import marked_words, sentence_id
from tts.episode.epub.tables import rows_heard, rows_of, table
from tts.episode.epub.xhtml import clean, element, language_attributes, lines
from tts.episode.nested_lists import nested
from tts.show.saved_script import (
    SavedChunk,
    SavedSentence,
    has_own_number,
    space_between,
)

_NOTE: Final = {"epub:type": "footnote", "role": "doc-footnote"}


class Writer:
    """Writes chunks of a script as XHTML."""

    def __init__(self, language: str, replaced: Mapping[int, str], *, words: bool) -> None:
        """`replaced` has the text that is shown instead of the spoken words, by index of the
        chunk."""
        self._language = language
        self._replaced = replaced
        self._words = words
        self._followers: dict[int, list[Numbered]] = {}

    def blocks(self, chunks: Sequence[Numbered]) -> str:
        """The XHTML of the article's chunks, in order."""
        written = []
        for kind, run in groupby(self._joined(chunks), key=_kind):
            numbered = list(run)
            if kind == "item":
                written.append(self._items(numbered))
            elif kind == "quote":
                written.append(element("blockquote", lines(*self._each(numbered))))
            else:
                written += self._each(numbered)
        return "\n".join(written)

    def _joined(self, chunks: Sequence[Numbered]) -> Iterator[Numbered]:
        """The chunks that begin a block, each with the chunks that continue it."""
        first = -1
        goes_on = False
        for number, chunk in chunks:
            if goes_on:
                followers = self._followers.setdefault(first, [])
                followers.append((number, chunk))
            else:
                first = number
                yield number, chunk
            goes_on = chunk.get("continues", False)

    def _each(self, run: Sequence[Numbered]) -> list[str]:
        written = []
        for number, chunk in run:
            write = _BLOCKS.get(chunk["kind"], Writer._paragraph)
            written.append(write(self, number, chunk))
        return written

    # --- text -------------------------------------------------------------------------------------

    def _sentences(self, number: int, chunk: SavedChunk) -> str:
        """The sentences of a block in elements that can be highlighted, with the space between
        them."""
        written = []
        before = ""
        for name, sentence in self._named(number, chunk):
            text = sentence["text"]
            if before and text:
                space = space_between(before[-1], text[0])
                written.append(space)
            written.append(self._sentence(name, sentence))
            before = text
        return "".join(written)

    def _named(self, number: int, chunk: SavedChunk) -> Iterator[tuple[str, SavedSentence]]:
        """The sentences of the block that begins with this chunk, with their ids."""
        followers = self._followers.get(number, [])
        for place, part in [(number, chunk), *followers]:
            for at, sentence in enumerate(part["sentences"]):
                yield sentence_id(place, at), sentence

    def _sentence(self, name: str, sentence: SavedSentence) -> str:
        inside = clean(sentence["text"])
        if self._words:
            inside = _with_words(name, sentence)
        return element("span", inside, {"id": name, "class": "sentence"})

    def _block(
        self, name: str, number: int, chunk: SavedChunk, attributes: Mapping[str, str]
    ) -> str:
        inside = self._sentences(number, chunk)
        language = self._other_language(chunk)
        return element(name, inside, {**attributes, **language})

    def _other_language(self, chunk: SavedChunk) -> dict[str, str]:
        language = chunk.get("language") or self._language
        if language == self._language:
            return {}
        return language_attributes(language)

    # --- blocks -----------------------------------------------------------------------------------

    def _paragraph(self, number: int, chunk: SavedChunk) -> str:
        return self._block("p", number, chunk, {})

    def _title(self, number: int, chunk: SavedChunk) -> str:
        title = self._replaced.get(number)
        if not title:
            return self._block("h1", number, chunk, {})
        attributes = {"id": sentence_id(number, 0)}
        inside = element("span", clean(title), attributes)
        return element("h1", inside)

    def _heading(self, number: int, chunk: SavedChunk) -> str:
        rank = chunk.get("level", 1)
        rank = max(1, min(6, rank))
        name = f"h{rank}"
        attributes = {"id": heading_id(number)}
        return self._block(name, number, chunk, attributes)

    def _caption(self, number: int, chunk: SavedChunk) -> str:
        caption = self._block("figcaption", number, chunk, {})
        return element("figure", caption)

    def _note(self, number: int, chunk: SavedChunk) -> str:
        inside = self._paragraph(number, chunk)
        return element("aside", inside, _NOTE)

    def _items(self, run: Sequence[Numbered]) -> str:
        items = []
        for number, chunk in run:
            item = self._block("li", number, chunk, _own_number(chunk))
            depth = chunk.get("level") or 1
            items.append((depth, item.removesuffix("</li>")))
        return nested(items)

    # --- what is made for the eye -----------------------------------------------------------------

    def _code(self, number: int, chunk: SavedChunk) -> str:
        original = self._replaced.get(number)
        if original:
            attributes = {"id": sentence_id(number, 0)}
            code = element("code", clean(original))
            return element("pre", code, attributes)
        written = []
        for name, sentence in self._named(number, chunk):
            written.append(self._sentence(name, sentence))
        code = element("code", "\n".join(written))
        return element("pre", code, self._other_language(chunk))

    def _formula(self, number: int, chunk: SavedChunk) -> str:
        attributes = {"class": "formula", "role": "math"}
        original = self._replaced.get(number)
        if not original:
            return self._block("p", number, chunk, attributes)
        attributes["id"] = sentence_id(number, 0)
        return element("p", clean(original), attributes)

    def _table(self, number: int, chunk: SavedChunk) -> str:
        original = self._replaced.get(number)
        if original:
            rows = list(rows_of(original))
            return table(rows, {"id": sentence_id(number, 0)})
        rows = list(rows_heard(self._named(number, chunk)))
        return table(rows, self._other_language(chunk))


def heading_id(number: int) -> str:
    """The id of a heading, by its index in the script."""
    return f"h{number}"


def _kind(numbered: Numbered) -> str:
    return numbered[1]["kind"]


def _with_words(name: str, sentence: SavedSentence) -> str:
    """The text of a sentence, with each word in an element that can be highlighted."""
    text = sentence["text"]
    written = []
    at = 0
    for number, word in enumerate(marked_words(sentence)):
        inside = clean(text[word.first : word.last])
        written.append(clean(text[at : word.first]))
        written.append(element("span", inside, {"id": f"{name}-{number}"}))
        at = word.last
    written.append(clean(text[at:]))
    return "".join(written)


def _own_number(chunk: SavedChunk) -> dict[str, str]:
    """An item with its own number gets no other mark."""
    return {"class": "numbered"} if has_own_number(chunk) else {}


_BLOCKS: Final[Mapping[str, Callable[[Writer, int, SavedChunk], str]]] = {
    "title": Writer._title,
    "heading": Writer._heading,
    "code": Writer._code,
    "formula": Writer._formula,
    "table": Writer._table,
    "caption": Writer._caption,
    "note": Writer._note,
}
