"""EPUBs with media overlays, read according to the standards: which element is highlighted when."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

OPF = {
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "s": "http://www.w3.org/ns/SMIL",
    "h": "http://www.w3.org/1999/xhtml",
    "e": "http://www.idpf.org/2007/ops",
}


@dataclass(frozen=True)
class Lit:
    """An element, its text, and when it is heard, in milliseconds from the start of the book."""

    page: str
    name: str
    text: str
    start: int
    end: int


class Epub:
    """An opened book."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.archive = zipfile.ZipFile(path)
        self.package = self.xml("package.opf")

    def read(self, name: str) -> bytes:
        return self.archive.read(f"EPUB/{name}")

    def xml(self, name: str) -> Any:
        return etree.fromstring(self.read(name))

    def names(self, ending: str) -> list[str]:
        found = (name.removeprefix("EPUB/") for name in self.archive.namelist())
        return [name for name in found if name.endswith(ending)]

    def metas(self, name: str) -> list[str]:
        return [
            str(e.text) for e in self.package.iterfind(f".//o:meta[@property='{name}']", OPF) if not e.get("refines")
        ]

    def stated(self, name: str) -> str:
        return str(self.package.findtext(f".//dc:{name}", "", OPF))

    def spine(self) -> list[Any]:
        """The items of the manifest in reading order."""
        items = {e.get("id"): e for e in self.package.iterfind(".//o:item", OPF)}
        return [items[e.get("idref")] for e in self.package.iterfind(".//o:itemref", OPF)]

    def overlays(self) -> Iterator[tuple[str, Any, int]]:
        """Each page with an overlay, the overlay, and its duration in milliseconds according to the
        package."""
        items = {e.get("id"): e for e in self.package.iterfind(".//o:item", OPF)}
        for page in self.spine():
            if overlay := page.get("media-overlay"):
                stated = self.package.findtext(f".//o:meta[@refines='#{overlay}']", "", OPF)
                yield page.get("href"), self.xml(items[overlay].get("href")), milliseconds(stated)

    def lit(self) -> list[Lit]:
        """Everything that is highlighted, in the order in which a reader plays the pages."""
        found, before = [], 0
        for page, overlay, lasts in self.overlays():
            elements = {e.get("id"): e for e in self.xml(page).iter() if e.get("id")}
            for par in overlay.iter(f"{{{OPF['s']}}}par"):
                name = par.find("s:text", OPF).get("src").partition("#")[2]
                audio = par.find("s:audio", OPF)
                start, end = milliseconds(audio.get("clipBegin")), milliseconds(audio.get("clipEnd"))
                text = "".join(elements[name].itertext())
                found.append(Lit(page, name, text, before + start, before + end))
            before += lasts
        return found

    def text(self) -> list[str]:
        """Headings, paragraphs, items, cells and lines of the article's pages, in order."""
        blocks = []
        for page in self.names(".xhtml"):
            if page.startswith("text-"):
                body = self.xml(page).find("h:body", OPF)
                blocks += ["".join(e.itertext()) for e in body.iter() if e.get("class") == "sentence"]
        return blocks


def milliseconds(clock: str) -> int:
    """
    >>> milliseconds("1:02:05.040")
    3725040
    """
    hours, minutes, seconds = clock.split(":")
    whole, _, part = seconds.partition(".")
    return (int(hours) * 60 + int(minutes)) * 60_000 + int(whole) * 1000 + int(part.ljust(3, "0"))
