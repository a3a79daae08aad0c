"""An EPUB's tables of contents: the navigation document of EPUB 3, the NCX of EPUB 2."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from tts.sources.epub.package import Package, resolve
from tts.sources.epub.xml_trees import flat, kinds_of, page_of, xml_of
from tts.sources.zip_archive import Archive

PART = re.compile(
    r"\b(part|book|volume|vol|teil|partie|parte)\b\.?\s*"
    r"([ivxlc]+|\d+|one|two|three|four|five|six|seven|eight)?\b"
    r"|第\s*[〇零一二三四五六七八九十百\d]+\s*[部卷编編篇集辑輯]|^[上中下][部卷编編篇集]|^卷[〇零一二三四五六七八九十百上中下\d]+",
    re.IGNORECASE,
)
"""Names of parts, which contain chapters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry in the table of contents."""

    title: str
    path: str
    """Path of the page in the archive."""
    fragment: str = ""
    children: tuple[Entry, ...] = ()

    @property
    def is_part(self) -> bool:
        return PART.search(self.title) is not None


@dataclass(frozen=True, slots=True)
class Contents:
    entries: tuple[Entry, ...] = ()
    landmarks: tuple[tuple[str, str], ...] = ()
    """Kinds of pages: address in the archive, type."""


@dataclass
class _Reader:
    archive: Archive
    folder: str
    """Folder of the page with the table, to which its addresses are relative."""

    def entry(self, title: str, address: str, children: tuple[Entry, ...]) -> Iterator[Entry]:
        """An entry without a link uses that of the first entry below it; without any, it is
        dropped."""
        path = resolve(self.archive, self.folder, address)
        _, _, quoted = address.partition("#")
        fragment = unquote(quoted)
        if not path and children:
            first = children[0]
            path, fragment = first.path, first.fragment
        if path and title:
            yield Entry(title, path, fragment, children)
        else:
            yield from children

    def of_list(self, items: Any) -> tuple[Entry, ...]:
        entries: list[Entry] = []
        for item in items.iterchildren("li"):
            entries += self.of_item(item)
        return tuple(entries)

    def of_item(self, item: Any) -> Iterator[Entry]:
        label = next(item.iterchildren("a", "span"), None)
        if label is None:
            label = next(item.iter("a"), None)
        inner = next(item.iterchildren("ol", "ul"), None)
        children = () if inner is None else self.of_list(inner)
        title = address = ""
        if label is not None:
            title = flat(label) or label.get("title", "")
            address = label.get("href", "")
        yield from self.entry(title, address, children)

    def of_points(self, parent: Any) -> tuple[Entry, ...]:
        entries: list[Entry] = []
        for point in parent.iterchildren("navpoint"):
            entries += self.of_point(point)
        return tuple(entries)

    def of_point(self, point: Any) -> Iterator[Entry]:
        label = next(point.iterchildren("navlabel"), None)
        content = next(point.iterchildren("content"), None)
        title = "" if label is None else flat(label)
        address = "" if content is None else content.get("src", "")
        children = self.of_points(point)
        yield from self.entry(title, address, children)

    def landmarks(self, nav: Any) -> Iterator[tuple[str, str]]:
        """The pages that are declared as a whole, not places in them: address in the archive,
        type."""
        for link in nav.iter("a"):
            address = link.get("href", "")
            path = "" if "#" in address else resolve(self.archive, self.folder, address)
            if path:
                for kind in kinds_of(link):
                    yield path, kind


def fragments_of(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """The ids that a table of contents links to, by page."""
    found: dict[str, set[str]] = {}
    waiting = list(entries)
    while waiting:
        entry = waiting.pop()
        fragments = found.setdefault(entry.path, set())
        fragments.add(entry.fragment)
        waiting += entry.children
    return found


def titles_of(entries: Iterable[Entry]) -> dict[str, list[str]]:
    """The titles of each page, and of its parts, in a table of contents."""
    found: dict[str, list[str]] = {}
    waiting = list(entries)
    while waiting:
        entry = waiting.pop()
        titles = found.setdefault(entry.path, [])
        titles.append(entry.title)
        waiting += entry.children
    return found


def read_contents(archive: Archive, package: Package) -> Contents:
    """The table of contents and the landmarks; empty if the book has no readable one."""
    found = _from_nav(archive, package.nav) if package.nav else Contents()
    if found.entries or not package.ncx:
        return found
    entries = _from_ncx(archive, package.ncx)
    return Contents(entries, found.landmarks)


def _from_ncx(archive: Archive, path: str) -> tuple[Entry, ...]:
    root = xml_of(archive.read(path))
    if root is None:
        return ()
    reader = _Reader(archive, posixpath.dirname(path))
    points = next(root.iter("navmap"), root)
    return reader.of_points(points)


def _from_nav(archive: Archive, path: str) -> Contents:
    page = page_of(archive.read(path))
    reader = _Reader(archive, posixpath.dirname(path))
    navs = list(page.iter("nav"))
    items = _items(navs)
    entries = () if items is None else reader.of_list(items)
    landmarks: list[tuple[str, str]] = []
    for nav in navs:
        if "landmarks" in kinds_of(nav):
            landmarks += reader.landmarks(nav)
    return Contents(entries, tuple(landmarks))


def _items(navs: list[Any]) -> Any:
    """The list of the table of contents: the first declared one, otherwise the first undeclared
    one; None if there is none."""
    called = [nav for nav in navs if "toc" in kinds_of(nav)]
    uncalled = [nav for nav in navs if not kinds_of(nav)]
    candidates = called or uncalled
    if not candidates:
        return None
    return next(candidates[0].iter("ol", "ul"), None)
