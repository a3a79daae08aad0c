"""A script -> the text of a page: its blocks as HTML, each sentence marked with its time.

What was announced instead of read (code, a long table, a formula) is shown in its original form,
after its announcement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final, NamedTuple, cast

from tts.episode.nested_lists import nested
from tts.locale.duration_format import clock, iso_duration
from tts.locale.language_tags import direction, html_of, is_chinese
from tts.locale.pages import PAGES
from tts.publish import escape as plain
from tts.publish.player import timings
from tts.publish.site.line_breaks import clauses_class, ragged_mark
from tts.show.saved_script import SavedChunk, SavedScript, SavedSentence, has_own_number

Chunk = SavedChunk


def page_text(value: object) -> str:
    """A text of the manifest for a page; empty if there is none."""
    return plain.text(str(value or ""))


def one_line(value: object) -> str:
    """The same on one line, for a title or an attribute."""
    return plain.line(str(value or ""))


def title(script: SavedScript, named: str = "") -> tuple[int, str]:
    """The index of the title's chunk and its HTML; -1 and empty for an article without a title.

    `named` is the episode's title, which is shown if it was renamed since it was spoken.
    """
    for n, chunk in enumerate(script["chunks"]):
        if chunk["kind"] == "title" and chunk["sentences"]:
            return n, _titled(chunk, n, named)
    return -1, ""


def _titled(chunk: Chunk, n: int, named: str) -> str:
    spoken = _letters(_whole_text(chunk))
    if not named or _letters(named) == spoken:
        return timings.marked(chunk, n)
    start = chunk["sentences"][0]["start"]
    end = chunk["sentences"][-1]["end"]
    mark = _mark(n, 0, {"start": start, "end": end, "text": named})
    shown = _body(page_text(named))
    return f"<span{mark}>{shown}</span>"


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def text(script: SavedScript) -> str:
    """The HTML of every chunk except the title, in order."""
    page = _Page(script)
    blocks = []
    for n, chunk in enumerate(script["chunks"]):
        if chunk["kind"] != "title":
            blocks.append(_Block(page, n, chunk))
    out: list[str] = []
    for kind, run in groupby(blocks, key=_kind):
        written = _RUNS.get(kind, _each)
        out.append(written(list(run)))
    return "\n".join(out)


def beginning(script: SavedScript, most: int = 200) -> str:
    """The first sentences of the first paragraph that fit into `most` characters; part of a
    sentence if it is long."""
    for chunk in script["chunks"]:
        if chunk["kind"] == "paragraph" and chunk["sentences"]:
            plain_text = _spaced_text(chunk)
            return shortened(one_line(plain_text), most)
    return ""


def _spaced_text(chunk: Chunk) -> str:
    language = str(chunk.get("language", ""))
    gap = "" if is_chinese(language) else " "
    sentences = (sentence["text"] for sentence in chunk["sentences"])
    return gap.join(sentences)


def shortened(text: str, most: int) -> str:
    """
    >>> shortened("a long line", 7)
    'a long…'
    """
    if len(text) <= most:
        return text
    room = most - 1
    return text[:room].rstrip() + "…"


class _Page:
    """Context that decides how a chunk is written: the headings before it, and what was left
    out."""

    def __init__(self, script: SavedScript) -> None:
        self.language = str(script.get("language", ""))
        self.levels: list[int] = []
        self.left_out = _left_out(script)

    def language_of(self, chunk: Chunk) -> str:
        language = str(chunk.get("language") or self.language)
        if language == self.language:
            return ""
        named = f' lang="{escape(html_of(language))}"'
        turned = direction(language)
        if turned == direction(self.language):
            return named
        return f'{named} dir="{turned or "ltr"}"'

    def clauses(self, chunk: Chunk) -> str:
        """The attribute that controls a heading's line breaks."""
        language = chunk.get("language") or self.language
        return clauses_class(_whole_text(chunk), language)

    def ragged(self, chunk: Chunk) -> str:
        """The attribute of a paragraph that is not justified."""
        language = chunk.get("language") or self.language
        return ragged_mark(_whole_text(chunk), language)

    def heading(self, level: int) -> int:
        """A heading's level: below the title, and without gaps, whatever levels the article uses.

        >>> page = _Page({})
        >>> [page.heading(n) for n in (3, 5, 3, 1)]
        [2, 3, 2, 2]
        """
        while self.levels and self.levels[-1] >= level:
            self.levels.pop()
        self.levels.append(level)
        return min(6, 1 + len(self.levels))


def _whole_text(chunk: Chunk) -> str:
    return "".join([sentence["text"] for sentence in chunk["sentences"]])


class _Block(NamedTuple):
    """A chunk in its context on the page."""

    page: _Page
    n: int
    """Index of the chunk in the script."""
    chunk: Chunk

    @property
    def attributes(self) -> str:
        language = self.page.language_of(self.chunk)
        return f' data-pc-chunk="{self.n}"{language}'

    @property
    def marked(self) -> str:
        return timings.marked(self.chunk, self.n)

    @property
    def left_out(self) -> str:
        """The HTML of what it announces instead of reading."""
        original = self.page.left_out(self.chunk)
        return _body(original)


def _kind(block: _Block) -> str:
    return block.chunk["kind"]


def _body(text: str) -> str:
    """The content of an element."""
    return escape(text, quote=False)


_Run = Sequence[_Block]


def _each(run: _Run) -> str:
    out = []
    for block in run:
        written = _BLOCKS.get(_kind(block), _paragraph)
        out.append(written(block))
    return "\n".join(out)


def _paragraph(block: _Block) -> str:
    kind = _kind(block)
    if kind == "paragraph":
        return _plain_paragraph(block)
    return f'<p class="{escape(kind)}"{block.attributes}>{block.marked}</p>'


def _plain_paragraph(block: _Block) -> str:
    ragged = block.page.ragged(block.chunk)
    return f"<p{ragged}{block.attributes}>{block.marked}</p>"


def _heading(block: _Block) -> str:
    level = _level(block)
    rank = block.page.heading(level)
    clauses = block.page.clauses(block.chunk)
    return f"<h{rank}{clauses}{block.attributes}>{block.marked}</h{rank}>"


def _level(block: _Block) -> int:
    return int(block.chunk.get("level") or 1)


def _quotes(run: _Run) -> str:
    inside = "\n".join(map(_plain_paragraph, run))
    return f"<blockquote>\n{inside}\n</blockquote>"


def _items(run: _Run) -> str:
    return nested((_level(block), _item(block)) for block in run)


def _item(block: _Block) -> str:
    """The start of a list item, which may contain a list. An item with its own number gets no other
    mark."""
    numbered = ""
    if has_own_number(block.chunk):
        numbered = ' class="numbered"'
    return f"<li{numbered}{block.attributes}>{block.marked}"


# --- what is made for the eye ---------------------------------------------------------------------


def _code(block: _Block) -> str:
    if original := block.left_out:
        code = f'<pre tabindex="0"><code>{original}</code></pre>'
        return _announced(block, code)
    lines = []
    for at, sentence in enumerate(block.chunk["sentences"]):
        mark = _mark(block.n, at, sentence)
        line = _body(sentence["text"])
        lines.append(f"<span{mark}>{line}</span>")
    code = "\n".join(lines)
    return f'<pre tabindex="0"{block.attributes}><code>{code}</code></pre>'


def _formula(block: _Block) -> str:
    tag = 'p class="formula" tabindex="0"'
    if original := block.left_out:
        return _announced(block, f"<{tag}>{original}</p>")
    return f"<{tag}{block.attributes}>{block.marked}</p>"


def _table(block: _Block) -> str:
    page = block.page
    original = page.left_out(block.chunk)
    if not original:
        rows = list(_rows(block))
        return _grid(page, rows, block.attributes)
    shown = []
    for line in original.splitlines():
        cells = line.split("\t")
        shown.append(_Row("", cells))
    return _announced(block, _grid(page, shown))


def _announced(block: _Block, original: str) -> str:
    said = f'<p class="announced"{block.attributes}>{block.marked}</p>'
    return f"{said}\n{original}"


@dataclass(frozen=True, slots=True)
class _Row:
    mark: str
    """Attributes with the time at which the row is heard."""
    cells: list[str]


def _rows(block: _Block) -> Iterator[_Row]:
    """A sentence is a row; the column names, which are spoken with every cell, come from the first
    sentence."""
    for at, sentence in enumerate(block.chunk["sentences"]):
        lines = sentence["text"].split("\n")
        names_stand_here = at == 0 and len(lines) > 1
        heard = 1 if names_stand_here else 0
        for i, line in enumerate(lines):
            mark = ""
            if i == heard:
                mark = _mark(block.n, at, sentence)
            yield _Row(mark, line.split("\t"))


def _grid(page: _Page, rows: list[_Row], attributes: str = "") -> str:
    lengths = [len(row.cells) for row in rows]
    columns = max(lengths, default=0)
    if rows:
        rows[0] = _with_corner(rows[0], columns)
    named = len(rows) > 1 and not _has_digit(rows[0])
    head = ""
    if named:
        names = _row(rows[0], columns, _HEAD)
        head = f"<thead>{names}</thead>\n"
        rows = rows[1:]
    written = [_row(row, columns, _CELL) for row in rows]
    body = "\n".join(written)
    label = escape(PAGES.of(page.language).table)
    table = f"<table{attributes}>\n{head}<tbody>\n{body}\n</tbody></table>"
    return f'<div class="wide" role="group" tabindex="0" aria-label="{label}">{table}</div>'


def _with_corner(row: _Row, columns: int) -> _Row:
    """The first row: the corner above the row names is empty, and not in the script."""
    if not 1 < len(row.cells) < columns:
        return row
    corner = [""] * (columns - len(row.cells))
    return _Row(row.mark, corner + row.cells)


def _has_digit(row: _Row) -> bool:
    return any(re.search(r"\d", cell) for cell in row.cells)


_HEAD: Final = ('<th scope="col">', "</th>")
_CELL: Final = ("<td>", "</td>")


def _row(row: _Row, columns: int, tags: tuple[str, str]) -> str:
    missing = columns - len(row.cells)
    out = []
    for cell in [*row.cells, *[""] * missing]:
        start, end = tags if cell else _CELL
        out.append(f"{start}{_body(cell)}{end}")
    cells = "".join(out)
    return f"<tr{row.mark}>{cells}</tr>"


def _mark(n: int, at: int, sentence: SavedSentence) -> str:
    """The attributes that `timings.marked` gives a sentence, for another element."""
    return f' id="s{n}-{at}" data-pc="{sentence["start"]}-{sentence["end"]}"'


def _left_out(script: SavedScript) -> Callable[[Chunk], str]:
    """What a chunk announces instead of reading: empty if it is read."""
    waiting = []
    for change in script.get("changes", ()):
        reason = change.get("reason") or ""
        if reason.endswith(": it is announced"):
            waiting.append(change.get("text") or "")
    if not waiting:
        return lambda chunk: ""
    from tts.model import Block, Kind
    from tts.text.block_rules import announced

    def original(chunk: Chunk) -> str:
        quoted = _whole_text(chunk)
        kind = cast("Kind", chunk["kind"])
        language = chunk.get("language") or ""
        for n, text in enumerate(waiting):
            said = announced(Block(kind, text), language)
            if said.strip() == quoted:
                return waiting.pop(n)
        return ""

    return original


_BLOCKS: Final[Mapping[str, Callable[[_Block], str]]] = {
    "heading": _heading,
    "code": _code,
    "table": _table,
    "formula": _formula,
}
_RUNS: Final[Mapping[str, Callable[[_Run], str]]] = {
    "item": _items,
    "quote": _quotes,
}


# --- the transcript for podcast apps --------------------------------------------------------------


def transcript(script: SavedScript) -> Iterator[str]:
    """Each chunk with its start, in the format of Podcasting 2.0's HTML transcripts: `time` and
    `p`."""
    page = _Page(script)
    for chunk in script["chunks"]:
        if not chunk["sentences"]:
            continue
        start = chunk["sentences"][0]["start"]
        tag = "h1" if chunk["kind"] == "title" else "p"
        yield f'<time datetime="{iso_duration(start)}">{clock(start)}</time>'
        yield f"<{tag}{page.language_of(chunk)}>{_said(page, chunk)}</{tag}>"


def _said(page: _Page, chunk: Chunk) -> str:
    """A chunk's sentences in one element."""
    sentences = [sentence["text"] for sentence in chunk["sentences"]]
    if chunk["kind"] in _LINED:
        lines = _body("\n".join(sentences))
        return lines.translate(_BREAKS)
    language = str(chunk.get("language") or page.language)
    gap = "" if is_chinese(language) else " "
    return _body(gap.join(sentences))


_LINED: Final = frozenset({"table", "code"})
"""Kinds of blocks that keep their line breaks."""
_BREAKS: Final = {ord("\n"): "<br>", ord("\t"): " · "}
