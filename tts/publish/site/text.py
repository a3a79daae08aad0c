"""A script -> the text of a page: its blocks as HTML, each sentence marked with when it is heard.

What was announced instead of read (code, a long table, a formula) is shown as it stood, behind its
announcement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final, cast

from tts.locale.lengths import clock, iso_duration
from tts.locale.pages import PAGES
from tts.locale.tags import direction, html_of, is_chinese
from tts.publish import escape as plain
from tts.publish.player import cues
from tts.publish.site.line_breaks import clauses_class, ragged_mark
from tts.show.saved_script import SavedChunk, SavedScript, SavedSentence, has_own_number

Chunk = SavedChunk


def whole(value: object) -> str:
    """A text of the manifest for a page; nothing for none."""
    return plain.text(str(value or ""))


def flat(value: object) -> str:
    """The same for a title or an attribute: in one line."""
    return plain.line(str(value or ""))


def title(script: SavedScript, named: str = "") -> tuple[int, str]:
    """The number of the title's chunk and its HTML; -1 and nothing for an article without one.

    `named` is what the episode is called; where it was renamed since it was spoken, that is what
    stands there.
    """
    for n, chunk in enumerate(script["chunks"]):
        if chunk["kind"] == "title" and chunk["sentences"]:
            if not named or _letters(named) == _letters(
                "".join(s["text"] for s in chunk["sentences"])
            ):
                return n, cues.marked(chunk, n)
            first, last = chunk["sentences"][0], chunk["sentences"][-1]
            ends: SavedSentence = {"start": first["start"], "end": last["end"], "text": named}
            return n, f"<span{_mark(n, 0, ends)}>{escape(whole(named), quote=False)}</span>"
    return -1, ""


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def text(script: SavedScript) -> str:
    """Every chunk but the title, in order."""
    page = _Page(script)
    numbered = [(n, c) for n, c in enumerate(script["chunks"]) if c["kind"] != "title"]
    out: list[str] = []
    for kind, run in groupby(numbered, key=lambda each: each[1]["kind"]):
        out.append(_RUNS.get(kind, _each)(page, list(run)))
    return "\n".join(out)


def beginning(script: SavedScript, most: int = 200) -> str:
    """The first sentences of the first paragraph, as many as there is room for; of a long one a
    part."""
    chunk = next((c for c in script["chunks"] if c["kind"] == "paragraph" and c["sentences"]), None)
    if not chunk:
        return ""
    gap = "" if is_chinese(str(chunk.get("language", ""))) else " "
    return shortened(flat(gap.join(s["text"] for s in chunk["sentences"])), most)


def shortened(text: str, most: int) -> str:
    """
    >>> shortened("a long line", 7)
    'a long…'
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


class _Page:
    """What stands before a chunk on its page decides how it is written: the headings, and what was
    left out."""

    def __init__(self, script: SavedScript) -> None:
        self.language = str(script.get("language", ""))
        self.levels: list[int] = []
        self.left_out = _left_out(script)

    def attributes(self, n: int, chunk: Chunk) -> str:
        return f' data-pc-chunk="{n}"{self.language_of(chunk)}'

    def language_of(self, chunk: Chunk) -> str:
        language = str(chunk.get("language") or self.language)
        if language == self.language:
            return ""
        turned = direction(language) != direction(self.language)
        return f' lang="{escape(html_of(language))}"' + (
            f' dir="{direction(language) or "ltr"}"' if turned else ""
        )

    def clauses(self, chunk: Chunk) -> str:
        """The attribute by which a heading's lines break."""
        language = chunk.get("language") or self.language
        return clauses_class(_whole_text(chunk), language)

    def ragged(self, chunk: Chunk) -> str:
        """The attribute of a paragraph that is not justified."""
        language = chunk.get("language") or self.language
        return ragged_mark(_whole_text(chunk), language)

    def heading(self, level: int) -> int:
        """Below the title, and no rank is left out, however the article counts its own.

        >>> page = _Page({})
        >>> [page.heading(n) for n in (3, 5, 3, 1)]
        [2, 3, 2, 2]
        """
        while self.levels and self.levels[-1] >= level:
            self.levels.pop()
        self.levels.append(level)
        return min(6, 1 + len(self.levels))


def _whole_text(chunk: Chunk) -> str:
    return "".join(sentence["text"] for sentence in chunk["sentences"])


_Run = Sequence[tuple[int, Chunk]]


def _each(page: _Page, run: _Run) -> str:
    return "\n".join(_BLOCKS.get(c["kind"], _paragraph)(page, n, c) for n, c in run)


def _paragraph(page: _Page, n: int, chunk: Chunk) -> str:
    kind = chunk["kind"]
    named = page.ragged(chunk) if kind == "paragraph" else f' class="{escape(kind)}"'
    return f"<p{named}{page.attributes(n, chunk)}>{cues.marked(chunk, n)}</p>"


def _heading(page: _Page, n: int, chunk: Chunk) -> str:
    rank = page.heading(int(chunk.get("level") or 1))
    attributes = page.clauses(chunk) + page.attributes(n, chunk)
    return f"<h{rank}{attributes}>{cues.marked(chunk, n)}</h{rank}>"


def _quotes(page: _Page, run: _Run) -> str:
    inside = "\n".join(_paragraph(page, n, {**chunk, "kind": "paragraph"}) for n, chunk in run)
    return f"<blockquote>\n{inside}\n</blockquote>"


def _items(page: _Page, run: _Run) -> str:
    """Lists in lists, as deep as the items say; one that begins deeper than it is begins where it
    is."""
    out: list[str] = []
    depths: list[int] = []
    for n, chunk in run:
        depth = int(chunk.get("level") or 1)
        while len(depths) > 1 and depth <= depths[-2]:
            depths.pop()
            out.append("</li></ul>")
        if depths and depth <= depths[-1]:
            out.append("</li>\n")
        else:
            depths.append(depth)
            out.append("<ul>\n")
        out.append(f"<li{_own_number(chunk)}{page.attributes(n, chunk)}>{cues.marked(chunk, n)}")
    return "".join(out) + "</li></ul>" * len(depths)


def _own_number(chunk: Chunk) -> str:
    """An item that brings its own number gets no other mark."""
    return ' class="numbered"' if has_own_number(chunk) else ""


# --- what is made for the eye ---------------------------------------------------------------------


def _code(page: _Page, n: int, chunk: Chunk) -> str:
    if original := page.left_out(chunk):
        return _announced(
            page, n, chunk, f'<pre tabindex="0"><code>{escape(original, quote=False)}</code></pre>'
        )
    lines = "\n".join(
        f"<span{_mark(n, at, s)}>{escape(s['text'], quote=False)}</span>"
        for at, s in enumerate(chunk["sentences"])
    )
    return f'<pre tabindex="0"{page.attributes(n, chunk)}><code>{lines}</code></pre>'


def _formula(page: _Page, n: int, chunk: Chunk) -> str:
    if original := page.left_out(chunk):
        return _announced(
            page, n, chunk, f'<p class="formula" tabindex="0">{escape(original, quote=False)}</p>'
        )
    return f'<p class="formula" tabindex="0"{page.attributes(n, chunk)}>{cues.marked(chunk, n)}</p>'


def _table(page: _Page, n: int, chunk: Chunk) -> str:
    if original := page.left_out(chunk):
        return _announced(
            page,
            n,
            chunk,
            _grid(page, [_Row("", line.split("\t")) for line in original.splitlines()]),
        )
    return _grid(page, list(_rows(n, chunk)), page.attributes(n, chunk))


def _announced(page: _Page, n: int, chunk: Chunk, original: str) -> str:
    return (
        f'<p class="announced"{page.attributes(n, chunk)}>{cues.marked(chunk, n)}</p>\n{original}'
    )


@dataclass(frozen=True, slots=True)
class _Row:
    mark: str
    """Attributes that tell when the row is heard."""
    cells: list[str]


def _rows(n: int, chunk: Chunk) -> Iterator[_Row]:
    """A sentence is a row; names of columns, which are heard with every cell, stand in the first
    one's sentence."""
    for at, sentence in enumerate(chunk["sentences"]):
        lines = sentence["text"].split("\n")
        heard = min(1, len(lines) - 1) if at == 0 else 0
        for i, line in enumerate(lines):
            yield _Row(_mark(n, at, sentence) if i == heard else "", line.split("\t"))


def _grid(page: _Page, rows: list[_Row], attributes: str = "") -> str:
    columns = max((len(row.cells) for row in rows), default=0)
    if (
        rows and 1 < len(rows[0].cells) < columns
    ):  # the corner above the rows' names is empty, and not in the script
        rows[0] = _Row(rows[0].mark, [""] * (columns - len(rows[0].cells)) + rows[0].cells)
    named = len(rows) > 1 and not any(re.search(r"\d", cell) for cell in rows[0].cells)
    head = f"<thead>{_row(rows[0], columns, _HEAD)}</thead>\n" if named else ""
    body = "\n".join(_row(row, columns, _CELL) for row in rows[1 if named else 0 :])
    label = escape(PAGES.of(page.language).table)
    table = f"<table{attributes}>\n{head}<tbody>\n{body}\n</tbody></table>"
    return f'<div class="wide" role="group" tabindex="0" aria-label="{label}">{table}</div>'


_HEAD: Final = ('<th scope="col">', "</th>")
_CELL: Final = ("<td>", "</td>")


def _row(row: _Row, columns: int, tags: tuple[str, str]) -> str:
    cells = [*row.cells, *[""] * (columns - len(row.cells))]
    inside = ((tags if cell else _CELL, escape(cell, quote=False)) for cell in cells)
    return (
        f"<tr{row.mark}>"
        + "".join(f"{start}{cell}{end}" for (start, end), cell in inside)
        + "</tr>"
    )


def _mark(n: int, at: int, sentence: SavedSentence) -> str:
    """The attributes that `cues.marked` gives a sentence, for an element of ours."""
    return f' id="s{n}-{at}" data-pc="{sentence["start"]}-{sentence["end"]}"'


def _left_out(script: SavedScript) -> Callable[[Chunk], str]:
    """Tells what a chunk was announced for: empty for one that is read."""
    behind = ": it is announced"
    changes = script.get("changes", ())
    waiting = [c.get("text") or "" for c in changes if (c.get("reason") or "").endswith(behind)]
    if not waiting:
        return lambda chunk: ""
    from tts.model import Block, Kind
    from tts.text.rules import announced

    def original(chunk: Chunk) -> str:
        quoted = "".join(s["text"] for s in chunk["sentences"])
        kind, language = cast("Kind", chunk["kind"]), chunk.get("language") or ""
        for n, text in enumerate(waiting):
            if announced(Block(kind, text), language).strip() == quoted:
                return waiting.pop(n)
        return ""

    return original


_BLOCKS: Final[Mapping[str, Callable[[_Page, int, Chunk], str]]] = {
    "heading": _heading,
    "code": _code,
    "table": _table,
    "formula": _formula,
}
_RUNS: Final[Mapping[str, Callable[[_Page, _Run], str]]] = {"item": _items, "quote": _quotes}


# --- the transcript for podcast apps --------------------------------------------------------------


def transcript(script: SavedScript) -> Iterator[str]:
    """Each chunk with when it begins, as Podcasting 2.0 has HTML transcripts: `time` and `p`."""
    page = _Page(script)
    for chunk in script["chunks"]:
        if not chunk["sentences"]:
            continue
        start = chunk["sentences"][0]["start"]
        lined = chunk["kind"] in _LINED
        wide = is_chinese(str(chunk.get("language") or page.language))
        parts = [s["text"] for s in chunk["sentences"]]
        said = escape(("\n" if lined else "" if wide else " ").join(parts), quote=False)
        said = said.translate(_BREAKS) if lined else said
        yield f'<time datetime="{iso_duration(start)}">{clock(start)}</time>'
        tag = "h1" if chunk["kind"] == "title" else "p"
        yield f"<{tag}{page.language_of(chunk)}>{said}</{tag}>"


_LINED: Final = frozenset({"table", "code"})
"""Kinds whose lines stay lines."""
_BREAKS: Final = {ord("\n"): "<br>", ord("\t"): " · "}
