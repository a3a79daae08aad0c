"""Which files contain a saved page, or the address of one."""

from __future__ import annotations

import re
from itertools import filterfalse
from pathlib import PurePosixPath

from tts.sources.format import OFFICE_PARTS, Sample

BINARY_LIST = b"bplist0"
MAIN = b"WebMainResource"
SHORTCUT = re.compile(rb"^\[(?:InternetShortcut|Desktop Entry)\]", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(rb"^URL(?:\[\w+\])?[ \t]*=", re.IGNORECASE | re.MULTILINE)
XML_LIST = re.compile(rb"(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE plist[^>]*>\s*)?<plist\b", re.IGNORECASE)
LINKS = frozenset({"", ".webloc", ".plist"})
PAGES = frozenset({".html", ".htm", ".xhtml"})
TEXTS = frozenset({".md", ".markdown"})
BUNDLED = PAGES | TEXTS | {".txt", ".text"}
"""Names of the text in a TextBundle (textbundle.org): `text.md` next to `info.json`."""
OTHERS = frozenset({"mimetype", OFFICE_PARTS, "content.xml", "META-INF/MANIFEST.MF"})
"""Content of other kinds of archives."""
BESIDE = re.compile(
    r"(?:^|/)(?:__MACOSX|\.[^/]*|[^/]*[_-](?:files|Dateien|fichiers|archivos))(?:/|$)"
)
"""Folders for the resources of a page."""


def _is_list(sample: Sample) -> bool:
    start = sample.start
    return start.startswith(BINARY_LIST) or XML_LIST.match(start) is not None


def is_webarchive(sample: Sample) -> bool:
    return _is_list(sample) and MAIN in sample.ends


def is_webloc(sample: Sample) -> bool:
    """Whether it is a small property list with an address, of no other known kind."""
    if not _is_list(sample) or sample.suffix not in LINKS:
        return False
    return b"URL" in sample.ends


def is_shortcut(sample: Sample) -> bool:
    start = sample.start.replace(b"\0", b"")
    start = start.removeprefix(b"\xff\xfe")
    if not start.startswith(b"[") or not SHORTCUT.search(start):
        return False
    return ADDRESS.search(sample.ends) is not None


def is_zipped_pages(sample: Sample) -> bool:
    """Whether it is a ZIP with pages, and no other kind of document."""
    archive = sample.zip
    if archive is None or not OTHERS.isdisjoint(archive.names):
        return False
    return len(pages_in(archive.names)) > 0


def pages_in(names: tuple[str, ...]) -> list[str]:
    """The names of the pages in an archive; of its texts if it has no page. A TextBundle has one
    text, whatever is among its pictures."""
    shown = list(filterfalse(BESIDE.search, names))
    if bundled := _bundled(shown):
        return bundled
    for suffixes in (PAGES, TEXTS):
        pages = [name for name in shown if suffix_of(name) in suffixes]
        if pages:
            return pages
    return []


def _bundled(names: list[str]) -> list[str]:
    paths = list(map(PurePosixPath, names))
    folders = {path.parent for path in paths if path.name == "info.json"}
    texts = [path for path in paths if path.stem == "text" and path.parent in folders]
    return [str(path) for path in texts if path.suffix.lower() in BUNDLED]


def suffix_of(name: str) -> str:
    path = PurePosixPath(name.lower())
    return path.suffix
