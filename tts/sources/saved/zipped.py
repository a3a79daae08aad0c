"""Pages in a ZIP -> the article of a single one, or of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from tts.model import Article, Change, Parts, Selection, SeveralArticles, Source, SourceError
from tts.sources.fetch.media_types import MEDIA_TYPES
from tts.sources.registry import read
from tts.sources.saved.recognise import BESIDE, pages_in, suffix_of
from tts.sources.zip_archive import Archive

KIND = "an archive of pages"
PACKED = (b"PK\x03\x04", b"\x1f\x8b")
"""The beginning of an archive inside an archive, whatever its name."""
DOCUMENTS = frozenset({".epub", ".docx", ".pdf", ".fb2", ".odt", ".rtf", ".mobi", ".azw3", ".doc"})
BESIDE_PAGES = "a document beside the pages: unpack the archive, and give it"
NO_PAGE = "not a page, despite its name"
NUMBER = re.compile(r"(\d+)")


def read_zipped(source: Source) -> Article:
    """The page of an archive with only one. Raises SeveralArticles if it has more."""
    pages, changes = _pages(source)
    if len(pages) > 1:
        message = f"{source.where} contains {len(pages)} pages; only one can be read"
        raise SeveralArticles(message, f"take one: {pages[0].where}")
    article = read(replace(pages[0], article=None, where=source.where))
    return replace(article, changes=changes + article.changes)


def split_zipped(source: Source, selection: Selection) -> Parts | None:
    """A source for each page, by name; None for an archive with only one."""
    pages, changes = _pages(source)
    if len(pages) < 2:
        return None
    return Parts(tuple(pages), changes)


def _pages(source: Source) -> tuple[list[Source], tuple[Change, ...]]:
    archive = Archive(source.content, source.where, KIND)
    names = archive.names()
    pages: list[Source] = []
    changes = list(_documents(names))
    for name in sorted(pages_in(tuple(names)), key=_order):
        content = archive.read(name)
        if content.startswith(PACKED) or not content.strip():
            changes.append(Change(name, "", NO_PAGE))
        else:
            pages.append(_page(source, name, content))
    if not pages:
        raise SourceError(f"{source.where} is {KIND} without a page", "use the pages themselves")
    return pages, tuple(changes)


def _page(source: Source, name: str, content: bytes) -> Source:
    one = Source(
        f"{source.where}#{name}",
        content,
        MEDIA_TYPES.get(suffix_of(name), ""),
        modified=source.modified,
        encoding=source.encoding,
        teaser=source.teaser,
    )
    return replace(one, article=partial(read, one))


def _documents(names: list[str]) -> Iterator[Change]:
    for name in names:
        if suffix_of(name) in DOCUMENTS and not BESIDE.search(name):
            yield Change(name, "", BESIDE_PAGES)


def _order(name: str) -> list[tuple[int, str]]:
    """A sort key in which numbers count as numbers: page2 before page10."""
    pieces = NUMBER.split(name)
    return [_place(piece) for piece in pieces]


def _place(piece: str) -> tuple[int, str]:
    """Longer numbers are larger; any text comes before them."""
    digits = piece.lstrip("0")
    return (len(digits), digits) if piece.isdecimal() else (0, piece)
