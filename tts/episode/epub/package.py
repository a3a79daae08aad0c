"""The book's metadata: the package (EPUB 3.3, 5), with its accessibility (EPUB Accessibility
1.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tts.episode.epub.overlay import clock
from tts.episode.epub.xhtml import DECLARATION, clean, element, lines
from tts.locale.language_tags import direction, html_of

PATH: Final = "EPUB/package.opf"
"""Path of the package in the archive; all other files are next to it."""
ARTICLE: Final = "article"
"""The type of a book that is a single article, and is read back as one."""
_ACTIVE: Final = "-epub-media-overlay-active"
"""The class that a reading app gives to what is being heard; `style.css` defines its look."""
_PLAYING: Final = "-epub-media-overlay-playing"
"""The class that it gives to the page during playback."""
_ACCESSIBLE: Final = (
    ("accessMode", "textual"),
    ("accessMode", "auditory"),
    ("accessModeSufficient", "textual,auditory"),
    ("accessModeSufficient", "textual"),
    ("accessModeSufficient", "auditory"),
    ("accessibilityFeature", "synchronizedAudioText"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityHazard", "none"),
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of the book. Empty fields are left out."""

    identifier: str
    title: str
    language: str
    """BCP 47."""
    modified: str
    """ISO, UTC, whole seconds."""
    duration: int
    """Milliseconds."""
    author: str
    narrator: str
    publisher: str
    date: str
    """ISO date."""
    summary: str
    url: str
    show: str
    number: int
    accessibility: str
    """Accessibility summary in words."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book."""

    name: str
    type: str
    """Media type."""
    properties: str = ""
    overlay: int = 0
    """Duration of the page's own overlay in milliseconds; 0 for none."""

    @property
    def id(self) -> str:
        return "file-" + self.name.replace("/", "-").replace(".", "-")

    @property
    def overlay_id(self) -> str:
        return f"{self.id}-overlay" if self.overlay else ""


def container() -> str:
    """The container file, which tells where the package is."""
    attributes = {"full-path": PATH, "media-type": "application/oebps-package+xml"}
    files = element("rootfiles", element("rootfile", attributes=attributes))
    root = {"version": "1.0", "xmlns": "urn:oasis:names:tc:opendocument:xmlns:container"}
    return f"{DECLARATION}{element('container', lines(files), root)}\n"


def package(metadata: Metadata, items: Sequence[Item], spine: Sequence[str]) -> str:
    """The package document. `spine` lists the pages in reading order."""
    turned = direction(metadata.language) or "ltr"
    root = {
        "xmlns": "http://www.idpf.org/2007/opf",
        "version": "3.0",
        "unique-identifier": "id",
        "xml:lang": html_of(metadata.language),
        "dir": turned,
    }
    stated = lines(
        *_described(metadata),
        *_accessible(metadata),
        *_timed(metadata, items),
    )
    ids = {item.name: item.id for item in items}
    order = [element("itemref", attributes={"idref": ids[name]}) for name in spine]
    inside = lines(
        element("metadata", stated, {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}),
        element("manifest", lines(*_listed(items))),
        element("spine", lines(*order), {"page-progression-direction": turned}),
    )
    return f"{DECLARATION}{element('package', inside, root)}\n"


def _described(metadata: Metadata) -> Iterator[str]:
    for name, value, identifier in (
        ("dc:identifier", metadata.identifier, "id"),
        ("dc:title", metadata.title, ""),
        ("dc:language", html_of(metadata.language), ""),
        ("dc:creator", metadata.author, "author"),
        ("dc:contributor", metadata.narrator, "narrator"),
        ("dc:publisher", metadata.publisher, ""),
        ("dc:date", metadata.date, ""),
        ("dc:description", metadata.summary, ""),
        ("dc:source", metadata.url, ""),
        ("dc:type", ARTICLE, ""),
    ):
        if value:
            yield element(name, clean(value), {"id": identifier})
    yield _meta("dcterms:modified", metadata.modified)
    if metadata.author:
        yield _role("author", "aut")
    if metadata.narrator:
        yield _role("narrator", "nrt")
    if metadata.show:
        yield _meta("belongs-to-collection", metadata.show, identifier="show")
        yield _meta("collection-type", "series", about="show")
        yield _meta("group-position", str(metadata.number), about="show")


def _accessible(metadata: Metadata) -> Iterator[str]:
    for name, value in _ACCESSIBLE:
        yield _meta(f"schema:{name}", value)
    yield _meta("schema:accessibilitySummary", metadata.accessibility)


def _timed(metadata: Metadata, items: Sequence[Item]) -> Iterator[str]:
    yield _meta("media:duration", clock(metadata.duration))
    for item in items:
        if item.overlay:
            yield _meta("media:duration", clock(item.overlay), about=item.overlay_id)
    yield _meta("media:narrator", metadata.narrator)
    yield _meta("media:active-class", _ACTIVE)
    yield _meta("media:playback-active-class", _PLAYING)


def _role(about: str, code: str) -> str:
    attributes = {
        "property": "role",
        "refines": f"#{about}",
        "scheme": "marc:relators",
    }
    return element("meta", code, attributes)


def _meta(name: str, value: str, *, identifier: str = "", about: str = "") -> str:
    """A `meta` element; `about` is the id of what it refines, if not the book."""
    attributes = {
        "property": name,
        "id": identifier,
        "refines": f"#{about}" if about else "",
    }
    return element("meta", clean(value), attributes)


def _listed(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        yield _item(item.id, item.name, item.type, item.properties, item.overlay_id)
        if item.overlay:
            name = item.name.replace(".xhtml", ".smil")
            yield _item(item.overlay_id, name, "application/smil+xml")


def _item(identifier: str, name: str, kind: str, properties: str = "", overlay: str = "") -> str:
    attributes = {
        "id": identifier,
        "href": name,
        "media-type": kind,
        "properties": properties,
        "media-overlay": overlay,
    }
    return element("item", attributes=attributes)
