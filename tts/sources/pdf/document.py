"""The document in a PDF -> Article, by PDFium: page by page, in reading order.

This runs in a process of its own; see `pdf`.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from tts.model import Article, Block, Change, SourceError
from tts.sources.metadata_values import iso_date, language_tag, people, squeezed
from tts.sources.pdf.blocks import Flow, columns_of, type_of
from tts.sources.pdf.footnotes import without_notes
from tts.sources.pdf.formulas import formula_block, formula_runs
from tts.sources.pdf.furniture import without_furniture
from tts.sources.pdf.illegible_text import without_illegible
from tts.sources.pdf.line_joining import words_of
from tts.sources.pdf.line_numbers import without_line_numbers
from tts.sources.pdf.page_text import read_page_text
from tts.sources.pdf.reading_order import Line, lines_of
from tts.sources.pdf.references import without_references
from tts.sources.pdf.rejoin import SizedBlock, rejoined
from tts.sources.pdf.table_rows import (
    contents_changes,
    table_block,
    table_runs,
    without_contents,
)

MOST_PAGES = 5_000
MOST_CHARACTERS = 20_000_000
MOST_SECONDS = 300.0
"""Maximum seconds for all pages; a book of a thousand takes ten."""
BARE = 20
"""Maximum characters of a page without text, which may have a stamp or a number."""
UNKNOWN = 0.3
"""Maximum share of unknown characters."""
SMALL = 0.94
"""Relative to the text's size: notes and captions are smaller."""
DEEPEST_OUTLINE = 4
MOST_OUTLINE = 3_000

JUNK = re.compile(
    r"microsoft (word|powerpoint|excel)\b|untitled"
    r"|\.(docx?|pptx?|xlsx?|odt|rtf|pdf|tex|dvi|ps|indd|qxd|pages|html?|txt)\b"
    r"|^(document|title|slide|page|book|layout|print|scan|img|doc|无标题|未命名|文档|標題)[\s_-]*\d*$"
    r"|^[\W\d_]*$|^\S*_\S*$|://",
    re.IGNORECASE,
)
"""Titles given by programs, and names of files."""
NOBODY = re.compile(
    r"^(user|owner|root|pc|dell|hp|lenovo|asus|acer|windows( user)?|microsoft( office)?( user)?"
    r"|office|apple|mac|guest|default"
    r"|系统管理员|微软用户|用户|作者|author|\w+@.*|.*\b(latex|word|acrobat|writer|pdf)\b.*)$",
    re.IGNORECASE,
)
"""Authors given by programs."""

NUMBERED = re.compile(r"\d|[IVX]+\b|第|chapter|part", re.IGNORECASE)


@dataclass
class _Pages:
    """The content of the pages."""

    lines: list[list[Line]] = field(default_factory=list)
    across: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    """Numbers of pages with pictures and hardly any text, from 1."""
    unread: list[int] = field(default_factory=list)
    """Pages that PDFium can't open."""
    characters: int = 0
    unknown: int = 0
    regions: int = 0


def read_document(content: bytes, where: str) -> Article:
    """Read a PDF. Raises SourceError if it is locked, broken, too large, or consists of pictures of
    text."""
    with _opened(content, where) as document:
        pages = _read_pages(document, where)
        facts = document.get_metadata_dict(skip_empty=True)
        outline = _outline(document)
        language = _catalog_language(content)
    _check_text(pages, where)
    numbered, line_numbers = without_line_numbers(pages.lines)
    lines, furniture = without_furniture(numbered)
    changes = [*line_numbers, *furniture]
    blocks, notes = _blocks(lines, outline)
    blocks, illegible, lost = without_illegible(blocks)
    if lost > UNKNOWN:
        raise _untold(where)
    title, blocks = _titled(_title(facts), blocks)
    blocks, references = without_references(_without_false_headings(blocks))
    return Article(
        tuple(blocks),
        title=title,
        author=_author(facts),
        date=_date(facts.get("CreationDate", "")),
        language=language,
        summary=_summary(facts),
        changes=(*_unread_pages(pages), *changes, *notes, *references, *illegible),
    )


# --- pages ----------------------------------------------------------------------------------------


@contextmanager
def _opened(content: bytes, where: str) -> Iterator[Any]:
    """The open document, if it has no more pages than allowed."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise _not_opened(where, error.err_code) from error
    try:
        if len(document) > MOST_PAGES:
            raise SourceError(f"{where} is a PDF of more than {MOST_PAGES} pages", "split it")
        if not len(document):
            raise SourceError(f"{where} is a PDF without pages", "download or save it again")
        yield document
    finally:
        document.close()


def _not_opened(where: str, code: int | None) -> SourceError:
    if code == raw.FPDF_ERR_PASSWORD:
        return SourceError(
            f"{where} is a PDF that is locked with a password",
            "save a copy without the password, and use that",
        )
    if code == raw.FPDF_ERR_SECURITY:
        return SourceError(f"{where} is a copy-protected PDF", "use an unprotected copy")
    return SourceError(f"{where} is a damaged PDF", "download or save it again")


def _read_pages(document: Any, where: str) -> _Pages:
    """The lines of all pages; only one page is open at a time."""
    pages = _Pages()
    end = time.monotonic() + MOST_SECONDS
    for number in range(len(document)):
        try:
            page = document[number]
        except pdfium.PdfiumError:
            pages.unread.append(number + 1)
            pages.lines.append([])
            continue
        try:
            _read_page(page, number, pages)
        finally:
            page.close()
        if pages.characters > MOST_CHARACTERS:
            raise SourceError(
                f"{where} contains more than {MOST_CHARACTERS // 1_000_000} million characters",
                "split it",
            )
        if time.monotonic() > end:
            raise SourceError(
                f"{where} takes longer than {MOST_SECONDS:.0f} seconds to read", "split it"
            )
    return pages


def _read_page(page: Any, number: int, pages: _Pages) -> None:
    signs = read_page_text(page)
    lines: list[Line] = []
    for fragments in signs.texts:
        lines += lines_of(fragments, number, pages.regions)
        if lines:
            pages.regions = max(pages.regions, lines[-1].region + 1)
    pages.lines.append(lines)
    pages.across += signs.across
    if signs.beside:
        pages.beside.append(signs.beside)
    pages.characters += signs.count
    pages.unknown += signs.unknown
    if signs.count < BARE and _has_picture(page):
        pages.pictures.append(number + 1)


def _has_picture(page: Any) -> bool:
    return next(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3), None) is not None


def _check_text(pages: _Pages, where: str) -> None:
    """Refuse a document with hardly any text."""
    if len(pages.unread) == len(pages.lines):
        raise SourceError(
            f"{where} is a damaged PDF: none of its pages can be opened",
            "download or save it again",
        )
    if pages.pictures and len(pages.pictures) * 10 >= len(pages.lines) * 9:
        hint = "run OCR on it first (for example ocrmypdf), and use the result"
        raise SourceError(f"{where} is a scan: its pages are pictures of text", hint)
    if not any(line.text.strip() for lines in pages.lines for line in lines):
        raise SourceError(
            f"{where} is a PDF without text",
            "if it shows text, that text is drawn: run OCR on it",
        )
    if pages.unknown > UNKNOWN * pages.characters:
        raise _untold(where)


def _untold(where: str) -> SourceError:
    hint = "run OCR on it (for example ocrmypdf --force-ocr), and use the result"
    return SourceError(f"{where} does not say which characters its fonts show", hint)


def _unread_pages(pages: _Pages) -> Iterator[Change]:
    """Changes for pages that are not read."""
    if pages.pictures:
        yield Change(
            _numbers(pages.pictures), "", "pages that are pictures: their text is not read"
        )
    if pages.unread:
        yield Change(_numbers(pages.unread), "", "pages that are broken")
    for text in dict.fromkeys(pages.across):
        yield Change(text, "", "stands across the page's text")
    for text in dict.fromkeys(pages.beside):
        yield Change(text, "", "outside the page")


def _numbers(pages: Sequence[int]) -> str:
    """
    >>> _numbers([1]), _numbers([1, 2, 3, 7])
    ('page 1', 'pages 1-3, 7')
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    numbers = ", ".join(map(_range, runs))
    return f"pages {numbers}" if len(pages) > 1 else f"page {numbers}"


def _range(run: Sequence[int]) -> str:
    first = run[0]
    last = run[-1]
    return str(first) if first == last else f"{first}-{last}"


# --- blocks ---------------------------------------------------------------------------------------


def _blocks(
    pages: Sequence[Sequence[Line]], outline: dict[str, int]
) -> tuple[list[Block], list[Change]]:
    everything = [line for lines in pages for line in lines]
    body = type_of(everything)
    words = words_of(everything)
    text: list[Line] = []
    notes: list[tuple[int, str]] = []
    led: list[Line] = []
    for lines in pages:
        kept, noted = without_notes(lines, body.size, words)
        kept, contents = without_contents(kept)
        text += kept
        notes += noted
        led += contents
    flow = Flow(body, columns_of(text, body.size), words, outline)
    blocks = rejoined(list(_in_order(flow, text, notes)), words)
    return blocks, list(contents_changes(led))


def _in_order(
    flow: Flow, lines: Sequence[Line], notes: Sequence[tuple[int, str]]
) -> Iterator[SizedBlock]:
    """The blocks, each note after the paragraph with which its column ends."""
    parts = list(_parts(flow, lines))
    ranks = flow.ranks([part for kind, part in parts if kind == "text"])
    smaller = SMALL * flow.type.size
    waiting = deque(notes)
    for place, (kind, part) in enumerate(parts):
        block = _MADE[kind](part) if kind in _MADE else flow.block(part, ranks)
        is_small = all(line.size < smaller for line in part)
        yield SizedBlock(block, is_small)
        following = _region_behind(parts, place)
        while waiting:
            region, text = waiting[0]
            if region > part[-1].region or region == following:
                break
            yield SizedBlock(Block("note", text))
            waiting.popleft()
    for _, text in waiting:
        yield SizedBlock(Block("note", text))


def _region_behind(parts: Sequence[tuple[str, list[Line]]], place: int) -> int | None:
    """The start of the part after a region."""
    behind = place + 1
    if behind == len(parts):
        return None
    _, lines = parts[behind]
    return lines[0].region


_MADE = {"table": table_block, "formula": formula_block}


def _parts(flow: Flow, lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The parts of the lines, in order: tables, formulas, and paragraphs of text."""
    lefts = {region: column.left for region, column in flow.columns.items()}
    for is_table, run in table_runs(lines):
        if is_table:
            yield "table", run
            continue
        for is_formula, inner in formula_runs(run, lefts):
            if is_formula:
                yield "formula", inner
            else:
                yield from (("text", part) for part in flow.paragraphs(inner))


def _outline(document: Any) -> dict[str, int]:
    """Headings in the document's outline (bookmarks), normalized, with their depth from 1."""
    found: dict[str, int] = {}
    try:
        for place, mark in enumerate(document.get_toc(max_depth=DEEPEST_OUTLINE)):
            if place >= MOST_OUTLINE:
                break
            if len(key := squeezed(mark.get_title())) >= 2:
                found.setdefault(key, mark.level + 1)
    except (pdfium.PdfiumError, ValueError, UnicodeError):  # a broken outline costs only itself
        pass
    return found


# --- what it states about itself ------------------------------------------------------------------


def _title(facts: dict[str, str]) -> str:
    stated = facts.get("Title", "")
    title = " ".join(stated.split())
    is_junk = JUNK.search(title) is not None
    return "" if is_junk or len(title) > 300 else title


def _summary(facts: dict[str, str]) -> str:
    subject = facts.get("Subject", "")
    return "" if JUNK.search(subject) else subject


def _titled(stated: str, blocks: list[Block]) -> tuple[str, list[Block]]:
    """The title, and the blocks without its heading: as stated, otherwise the first of the highest
    level."""
    place = _place_of(stated, blocks) if stated else _place_of_largest(blocks)
    if place is None:
        return stated, blocks
    title = stated or blocks[place].text
    return title, blocks[:place] + blocks[place + 1 :]


def _first_headings(blocks: list[Block]) -> Iterator[tuple[int, Block]]:
    for place, block in enumerate(blocks[:12]):
        if block.kind == "heading":
            yield place, block


def _place_of(title: str, blocks: list[Block]) -> int | None:
    letters = squeezed(title)
    for place, heading in _first_headings(blocks):
        if squeezed(heading.text) == letters:
            return place
    return None


def _place_of_largest(blocks: list[Block]) -> int | None:
    """Index of the first heading of the highest level, if it begins the document or is the only
    one."""
    headings = list(_first_headings(blocks))
    if not headings:
        return None
    top = min(heading.level for _, heading in headings)
    place = next(place for place, heading in headings if heading.level == top)
    same = [block for block in blocks if block.kind == "heading" and block.level == top]
    is_alone = len(same) == 1
    return place if is_alone or place == 0 else None


def _without_false_headings(blocks: list[Block]) -> list[Block]:
    """Lines in large type at the top of the first page, with nothing below them, are authors and
    dates."""
    head = list(takewhile(lambda block: block.kind == "heading", blocks))
    if len(head) == len(blocks):
        return blocks
    seen: list[Block] = []
    for block, after in pairwise(head):
        is_bare = after.level <= block.level and not NUMBERED.match(block.text)
        shown = replace(block, kind="paragraph", level=0) if is_bare else block
        seen.append(shown)
    return seen + blocks[len(seen) :]


def _author(facts: dict[str, str]) -> str:
    stated = facts.get("Author", "")
    names = re.split(r"\s*[;；]\s*", stated)
    return people(name for name in names if not NOBODY.match(name.strip()))


def _date(value: str) -> str:
    """The day of a PDF date, `D:20260314...` (ISO 32000-1, 7.9.4)."""
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)", value)
    return iso_date("-".join(found.groups())) if found else ""


def _catalog_language(content: bytes) -> str:
    """The language in the catalog, if that is uncompressed."""
    found = re.search(rb"/Lang\s*\(([A-Za-z-]{2,20})\)", content)
    return language_tag(found[1].decode("ascii")) if found else ""
