"""A Jupyter notebook (nbformat 3 and 4) -> Article, by the Markdown of its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tts.model import Article, Change, Source, SourceError
from tts.sources.markdown.article import read_markdown
from tts.sources.metadata_values import people
from tts.storage.parsing import parsed_json

FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})", re.MULTILINE)
ATTACHED = re.compile(r"!\[([^\]\n]*)\]\((attachment:[^)\n]*|data:[^)\n]*)\)")
FILE = re.compile(r"[^\s.]*\.(?:png|jpe?g|gif|svg|webp)|(?:image|alt text)?", re.IGNORECASE)
"""An alternative text that is just a file's name."""
BADGE = re.compile(
    r"\s*(?:<a\b[^<>]*>\s*<img\b[^<>]*>\s*</a>|\[!\[[^\]\n]*\]\([^)\n]*\)\]\([^)\n]*\)"
    r"|<table\b[^<>]*tfo-notebook-buttons.*?</table>)\s*",
    re.DOTALL | re.IGNORECASE,
)
"""A button that opens the notebook elsewhere."""
REMOVED = frozenset(
    {"remove-cell", "remove_cell", "hide", "hide-cell", "hide_cell", "remove-input"}
)

"""Tags of cells that are hidden when the notebook is published."""
LONGEST_TOLD = 200
CODE = "a cell of code"
RAW = "a cell for another program"
HIDDEN = "a cell tagged as hidden"
PICTURE = "a picture that came with the notebook"
BUTTON = "a button that opens the notebook elsewhere"


def read_notebook(text: str, source: Source) -> Article:
    """The text of its cells, with their headings. Raises SourceError if there is none."""
    data = _parsed(text, source.where)
    reader = _Reader()
    cells = [kept for cell in _cells(data) if (kept := reader.text(cell))]
    if not cells:
        what = "is a notebook without text: all its cells are code"
        raise SourceError(f"{source.where} {what}", "use a text about it")
    article = read_markdown("\n\n".join(cells), source)
    metadata = data.get("metadata")
    stated = metadata if isinstance(metadata, dict) else {}
    return replace(
        article,
        title=article.title or _text(stated.get("title")),
        author=article.author or people(_authors(stated)),
        changes=(*article.changes, *reader.changes),
    )


def _parsed(text: str, where: str) -> dict[str, Any]:
    hint = "open it in Jupyter, save it again, and use that"
    try:
        data = parsed_json(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{where} is a damaged notebook: {error}", hint) from error
    if not isinstance(data, dict):
        raise SourceError(f"{where} is a damaged notebook", hint)
    return data


def _cells(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Its cells; in nbformat 3 they are in worksheets."""
    cells = data.get("cells")
    if not isinstance(cells, list):
        sheets = data.get("worksheets")
        cells = []
        for sheet in _dicts(sheets):
            cells += _dicts(sheet.get("cells"))
    yield from _dicts(cells)


def _dicts(found: Any) -> list[dict[str, Any]]:
    if not isinstance(found, list):
        return []
    return [one for one in found if isinstance(one, dict)]


def _authors(stated: dict[str, Any]) -> list[str]:
    """The authors' names, from a list of objects or strings, or from one string."""
    authors = stated.get("authors") or stated.get("author")
    if isinstance(authors, str):
        return [authors]
    if not isinstance(authors, list):
        return []
    names = []
    for one in authors:
        name = one.get("name") if isinstance(one, dict) else one
        names.append(_text(name))
    return names


def _text(value: Any) -> str:
    """A string, or a list of lines."""
    if isinstance(value, list):
        return "".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else ""


@dataclass
class _Reader:
    """Converts cells to Markdown, and lists what is left out."""

    changes: list[Change] = field(default_factory=list)
    is_first: bool = True

    def text(self, cell: dict[str, Any]) -> str:
        """A cell as Markdown; empty if it has no text."""
        text = _text(cell.get("source") or cell.get("input"))
        kind = cell.get("cell_type")
        is_front = kind == "raw" and self.is_first and text.startswith("---")
        self.is_first = False
        if is_front or not text.strip():
            return text.strip()
        if kind == "heading":
            return f"{_hashes(cell)} {text}"
        if reason := _reason(cell, text):
            return self.drop(text, reason)
        return _closed(ATTACHED.sub(self.picture, text))

    def drop(self, text: str, reason: str) -> str:
        self.changes.append(Change(text.strip()[:LONGEST_TOLD], "", reason))
        return ""

    def picture(self, found: re.Match[str]) -> str:
        """A picture's alternative text, unless that is just a file's name."""
        if FILE.fullmatch(found[1].strip()):
            name = found[2].partition(":")[2]
            return self.drop(found[1] or name, PICTURE)
        return f"![{found[1]}](attached)"


def _hashes(cell: dict[str, Any]) -> str:
    """The Markdown prefix of a heading of the cell's level."""
    level = cell.get("level")
    depth = level if isinstance(level, int) and 0 < level < 7 else 1
    return "#" * depth


def _reason(cell: dict[str, Any], text: str) -> str:
    """Why a cell is not read; empty if it is."""
    kind = cell.get("cell_type")
    if kind == "code":
        count = len(text.strip().split("\n"))
        return f"{CODE}, {count} lines" if count > 1 else CODE
    if kind != "markdown":
        return RAW
    if _tags(cell) & REMOVED:
        return HIDDEN
    return BUTTON if BADGE.fullmatch(text) else ""


def _tags(cell: dict[str, Any]) -> set[str]:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    if not isinstance(tags, list):
        return set()
    return {tag for tag in tags if isinstance(tag, str)}


def _closed(text: str) -> str:
    """The cell's text with open code closed, since the next cell is separate."""
    fences = FENCE.findall(text)
    return f"{text}\n{fences[-1]}" if len(fences) % 2 else text
