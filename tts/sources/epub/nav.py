"""An EPUB's tables of contents: the navigation document of EPUB 3, the NCX of EPUB 2."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tts.sources.epub.package import Package, resolve
from tts.sources.epub.xml_trees import flat, kinds_of, page_of, xml_of
from tts.sources.zip_archive import Archive

PART = re.compile(
    r"\b(part|book|volume|vol|teil|partie|parte)\b\.?\s*([ivxlc]+|\d+|one|two|three|four|five|six|seven|eight)?\b"
    r"|第\s*[〇零一二三四五六七八九十百\d]+\s*[部卷编編篇集辑輯]|^[上中下][部卷编編篇集]|^卷[〇零一二三四五六七八九十百上中下\d]+",
    re.IGNORECASE,
)
"""How parts are called, which hold chapters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    title: str
    path: str
    """The page in the archive."""
    fragment: str = ""
    children: tuple[Entry, ...] = ()

    @property
    def is_part(self) -> bool:
        return PART.search(self.title) is not None


@dataclass(frozen=True, slots=True)
class Contents:
    entries: tuple[Entry, ...] = ()
    landmarks: tuple[tuple[str, str], ...] = ()
    """What pages are: address in the archive, type."""


@dataclass
class _Reader:
    archive: Archive
    folder: str
    seen: int = field(default=0)

    def entry(self, title: str, address: str, children: tuple[Entry, ...]) -> Iterator[Entry]:
        """An entry that leads nowhere leads where the first below it does; without any it is
        none."""
        path = resolve(self.archive, self.folder, address)
        fragment = unquote(address.partition("#")[2])
        if not path and children:
            path, fragment = children[0].path, children[0].fragment
        if path and title:
            yield Entry(title, path, fragment, children)
        else:
            yield from children

    def of_list(self, items: Any) -> tuple[Entry, ...]:
        return tuple(entry for item in items.iterchildren("li") for entry in self.of_item(item))

    def of_item(self, item: Any) -> Iterator[Entry]:
        label = next(item.iterchildren("a", "span"), None)
        if label is None:
            label = next(item.iter("a"), None)
        inner = next(item.iterchildren("ol", "ul"), None)
        children = self.of_list(inner) if inner is not None else ()
        title = "" if label is None else flat(label) or label.get("title") or ""
        yield from self.entry(title, "" if label is None else label.get("href") or "", children)

    def of_points(self, parent: Any) -> tuple[Entry, ...]:
        return tuple(
            entry for point in parent.iterchildren("navpoint") for entry in self.of_point(point)
        )

    def of_point(self, point: Any) -> Iterator[Entry]:
        label = next(point.iterchildren("navlabel"), None)
        content = next(point.iterchildren("content"), None)
        title = "" if label is None else flat(label)
        address = "" if content is None else content.get("src") or ""
        yield from self.entry(title, address, self.of_points(point))


def fragments_of(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """The ids that a table of contents leads to, by page."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        found.setdefault(entry.path, set()).add(entry.fragment)
        for path, names in fragments_of(entry.children).items():
            found.setdefault(path, set()).update(names)
    return found


def titles_of(entries: Iterable[Entry]) -> dict[str, list[str]]:
    """What a table of contents calls each page, and parts of it."""
    found: dict[str, list[str]] = {}
    waiting = list(entries)
    while waiting:
        entry = waiting.pop()
        titles = found.setdefault(entry.path, [])
        titles.append(entry.title)
        waiting += entry.children
    return found


def read_contents(archive: Archive, package: Package) -> Contents:
    """The table of contents and the landmarks; empty where the book has none that can be read."""
    found = _from_nav(archive, package.nav) if package.nav else Contents()
    if (
        not found.entries
        and package.ncx
        and (root := xml_of(archive.read(package.ncx))) is not None
    ):
        reader = _Reader(archive, posixpath.dirname(package.ncx))
        points = next(root.iter("navmap"), root)
        found = Contents(reader.of_points(points), found.landmarks)
    return found


def _from_nav(archive: Archive, path: str) -> Contents:
    page = page_of(archive.read(path))
    navs = list(page.iter("nav"))
    toc = next((nav for nav in navs if "toc" in kinds_of(nav)), None)
    if toc is None:
        toc = next((nav for nav in navs if not kinds_of(nav)), None)
    reader = _Reader(archive, posixpath.dirname(path))
    items = None if toc is None else next(toc.iter("ol", "ul"), None)
    marks = [
        a
        for nav in navs
        if "landmarks" in kinds_of(nav)
        for a in nav.iter("a")
        if "#" not in (a.get("href") or "")
    ]
    landmarks = [
        (resolve(archive, reader.folder, a.get("href") or ""), kind)
        for a in marks
        for kind in kinds_of(a)
    ]
    return Contents(
        reader.of_list(items) if items is not None else (),
        tuple(pair for pair in landmarks if pair[0]),
    )
