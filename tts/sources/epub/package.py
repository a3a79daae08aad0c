"""An EPUB's package: what it states about the book, and which files are its pages (OCF 3.3, EPUB
3.3, OPF 2.0.1)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tts.model import SourceError
from tts.sources.archive import Archive
from tts.sources.epub.markup import flat, is_whole, xml_of
from tts.sources.stated import iso_date, language_tag, people

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways of scrambling fonts: no protection, and fonts are not read."""
PROTECTED = {
    "META-INF/sinf.xml": "Apple FairPlay",
    "META-INF/license.lcpl": "Readium LCP",
    "META-INF/rights.xml": "Adobe ADEPT or Kobo",
}
"""Files that ways of copy protection leave, and whose they are."""
ARTICLE = "article"
"""The type (`dc:type`) of what `tts make --format epub` writes."""
PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
PAGE_NAMES = (".xhtml", ".html", ".htm")
PICTURES = re.compile(r"\.(jpe?g|png|gif|webp)$", re.IGNORECASE)
NCX = "application/x-dtbncx+xml"
NO_PAGES = (NCX, "text/css", "text/javascript", "application/javascript", "application/pdf")


@dataclass(frozen=True, slots=True)
class Item:
    """A file that the manifest lists."""

    id: str
    path: str
    """In the archive."""
    media_type: str = ""
    properties: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Package:
    """What the package file states."""

    title: str = ""
    author: str = ""
    language: str = ""
    date: str = ""
    publisher: str = ""
    summary: str = ""
    spine: tuple[Item, ...] = ()
    """The pages in reading order."""
    aside: tuple[Item, ...] = ()
    """Pages that are not in the order: `linear="no"`."""
    missing: tuple[str, ...] = ()
    """Pages that the order lists and the archive does not hold, by their addresses; by their ids
    where the manifest does not list them."""
    textless: tuple[str, ...] = ()
    """What the order lists and is no page of text: pictures, mostly."""
    nav: str = ""
    ncx: str = ""
    cover: str = ""
    is_article: bool = False
    """Whether the book says that it is one article, and no book of chapters."""
    url: str = ""
    """Where that article is from."""
    guide: tuple[tuple[str, str], ...] = ()
    """What pages are, by the guide of EPUB 2: address, type."""


def read_package(archive: Archive) -> Package:
    """Raises SourceError for a book that is protected, or has no pages.

    Where the package file is damaged, the pages that it does not name are read behind the others.
    """
    _refuse_protected(archive)
    path = _package_path(archive)
    content = archive.read(path) if path else b""
    root = xml_of(content)
    package = Package()
    if root is not None:
        package = _package(root, posixpath.dirname(path), archive)
    if package.spine and is_whole(content):
        return package
    spine = (*package.spine, *_unnamed_pages(package, archive))
    if not spine:
        raise archive.broken("there are no pages in it")
    return replace(package, spine=spine)


def _unnamed_pages(package: Package, archive: Archive) -> Iterator[Item]:
    """The pages that the package does not name, by their names."""
    known = {item.path for item in (*package.spine, *package.aside)}
    pages = sorted(filter(is_page_name, archive.names()), key=_natural)
    for name in pages:
        if name not in known and name != package.nav:
            yield Item(name, name)


def resolve(archive: Archive, folder: str, address: str) -> str:
    """The entry that an address in a file of `folder` leads to, without its fragment; empty when
    there is none."""
    path = address.partition("#")[0].partition("?")[0].strip()
    if not path or "://" in path:
        return ""
    return archive.find(posixpath.normpath(posixpath.join(folder, path)))


def _natural(name: str) -> list[tuple[int, str]]:
    """Numbers in names count as numbers: chapter 10 comes after chapter 9."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]


def _refuse_protected(archive: Archive) -> None:
    scheme = next((whose for name, whose in PROTECTED.items() if archive.find(name)), "")
    if not scheme and (name := archive.find(ENCRYPTION)):
        root = xml_of(archive.read(name))
        ways = (
            [e.get("Algorithm") for e in root.iter("encryptionmethod")] if root is not None else []
        )
        scheme = "an unknown way" if any(way not in OBFUSCATION for way in ways) else ""
    if scheme:
        hint = "give a copy without DRM: ask the shop or the publisher for one"
        raise SourceError(
            f"{archive.where} is an EPUB book that is protected against copying ({scheme})", hint
        )


def _package_path(archive: Archive) -> str:
    """As the container says; else the first package file there is."""
    if name := archive.find(CONTAINER):
        root = xml_of(archive.read(name))
        for rootfile in root.iter("rootfile") if root is not None else ():
            if path := archive.find(rootfile.get("full-path") or ""):
                return path
    for name in archive.names():
        if name.lower().endswith(".opf"):
            return name
    return ""


def _package(root: Any, folder: str, archive: Archive) -> Package:
    items = {item.id: item for item in _items(root, folder, archive)}
    spine = list(_spine(root, items))
    metas = _Metadata(root)
    toc = next((e.get("toc") for e in root.iter("spine")), "") or ""
    ncx = items.get(toc) or next((item for item in items.values() if item.media_type == NCX), None)
    guide = [(resolve(archive, folder, e.get("href") or ""), e) for e in root.iter("reference")]
    cover_page = next((path for path, e in guide if e.get("type") == "cover"), "")
    return Package(
        title=metas.title(),
        author=metas.author(),
        language=language_tag(metas.first("language")),
        date=metas.date(),
        publisher=metas.first("publisher"),
        summary=metas.summary(),
        is_article=metas.first("type").lower() == ARTICLE,
        url=_address(metas.first("source")),
        spine=tuple(item for item, linear in spine if linear) or tuple(item for item, _ in spine),
        aside=tuple(item for item, linear in spine if not linear)
        if any(linear for _, linear in spine)
        else (),
        missing=tuple(_missing(root, folder, archive)),
        textless=tuple(_textless(root, items)),
        nav=next((item.path for item in items.values() if "nav" in item.properties), ""),
        ncx=ncx.path
        if ncx
        else next((n for n in archive.names() if n.lower().endswith(".ncx")), ""),
        cover=_cover(root, items, archive) or _picture_on(cover_page, archive),
        guide=tuple(
            (path, (e.get("type") or "").lower())
            for path, e in guide
            if path and "#" not in e.get("href", "")
        ),
    )


def _address(stated: str) -> str:
    """A source may be an ISBN, or anything."""
    return stated if stated.startswith(("http://", "https://")) else ""


def _items(root: Any, folder: str, archive: Archive) -> Iterator[Item]:
    for element in root.iter("item"):
        if path := resolve(archive, folder, element.get("href") or ""):
            properties = frozenset((element.get("properties") or "").split())
            yield Item(element.get("id") or path, path, element.get("media-type") or "", properties)


def _spine(root: Any, items: dict[str, Item]) -> Iterator[tuple[Item, bool]]:
    """The pages in their order, each once, and whether they are in it; of a book without one all
    pages."""
    seen = set()
    for element in root.iter("itemref"):
        item = items.get(element.get("idref") or "")
        if item and item.path not in seen and _is_text(item):
            seen.add(item.path)
            yield item, (element.get("linear") or "yes").lower() != "no"
    if not seen:
        yield from (
            (item, True)
            for item in items.values()
            if _is_page(item) and "nav" not in item.properties
        )


def _missing(root: Any, folder: str, archive: Archive) -> Iterator[str]:
    """What the reading order names and nobody can read, each once, as it is written."""
    addresses = {}
    for element in root.iter("item"):
        addresses[element.get("id")] = element.get("href") or ""
    names = (element.get("idref") for element in root.iter("itemref"))
    for name in dict.fromkeys(filter(None, names)):
        address = addresses.get(name, "")
        if not resolve(archive, folder, address):
            yield address or name


def _textless(root: Any, items: dict[str, Item]) -> Iterator[str]:
    names = (element.get("idref") for element in root.iter("itemref"))
    for name in dict.fromkeys(names):
        item = items.get(name or "")
        if item and not _is_text(item):
            yield item.path


def is_page_name(path: str) -> bool:
    """Whether a file in the archive is a page, by its name."""
    return path.lower().endswith(PAGE_NAMES)


def _is_text(item: Item) -> bool:
    """Whether what the reading order lists can be a page, whatever type it is said to have."""
    if _is_page(item):
        return True
    if PICTURES.search(item.path):
        return False
    if item.media_type in NO_PAGES:
        return False
    kind = item.media_type.partition("/")[0]
    return kind not in ("image", "audio", "video", "font")


def _is_page(item: Item) -> bool:
    return item.media_type in PAGES or (item.media_type != NCX and is_page_name(item.path))


def _cover(root: Any, items: dict[str, Item], archive: Archive) -> str:
    """The cover picture: by its property (EPUB 3), by the meta that names it (EPUB 2)."""
    named = [e.get("content") or "" for e in root.iter("meta") if e.get("name") == "cover"]
    marked = [item for item in items.values() if "cover-image" in item.properties]
    candidates = marked + [items[name] for name in named if name in items]
    candidates += [
        item for item in items.values() if item.path in [archive.find(name) for name in named]
    ]
    return next((item.path for item in candidates if PICTURES.search(item.path)), "")


def _picture_on(page: str, archive: Archive) -> str:
    """The only picture of the page that is the cover, or the page itself where it is one."""
    if not page or PICTURES.search(page):
        return page
    root = xml_of(archive.read(page))
    addresses = (
        [e.get("src") or e.get("href") or "" for e in root.iter("img", "image")]
        if root is not None
        else []
    )
    found = [
        path
        for address in addresses
        if (path := resolve(archive, posixpath.dirname(page), address))
    ]
    return found[0] if len(found) == 1 and PICTURES.search(found[0]) else ""


class _Metadata:
    """Dublin Core elements, and what EPUB 3 says about them in `meta` elements that refine them."""

    def __init__(self, root: Any) -> None:
        where = next(root.iter("metadata"), root)
        self.elements = [
            e for e in where.iter() if isinstance(e.tag, str) and e.tag != "meta" and flat(e)
        ]
        self.refined: dict[tuple[str, str], str] = {}
        for meta in where.iter("meta"):
            if about := (meta.get("refines") or "").lstrip("#"):
                self.refined[about, meta.get("property") or ""] = flat(meta)

    def all(self, name: str) -> list[Any]:
        return [element for element in self.elements if element.tag == name]

    def first(self, name: str) -> str:
        return next((flat(element) for element in self.all(name)), "")

    def about(self, element: Any, name: str, attribute: str) -> str:
        return str(
            element.get(attribute) or self.refined.get((element.get("id") or "", name), "")
        ).lower()

    def title(self) -> str:
        main = [e for e in self.all("title") if self.about(e, "title-type", "title-type") == "main"]
        return next((flat(element) for element in [*main, *self.all("title")]), "")

    def author(self) -> str:
        """Those who wrote it; where nobody's role is told, all creators."""
        roles = [(flat(e), self.about(e, "role", "role")) for e in self.all("creator")]
        wrote = [name for name, role in roles if role == "aut"] or [
            name for name, role in roles if not role
        ]
        return people(wrote or [name for name, _ in roles])

    def date(self) -> str:
        """When it was published; a day or nothing."""
        dates = sorted(
            self.all("date"), key=lambda e: (e.get("event") or "publication") != "publication"
        )
        return next((found for e in dates if (found := iso_date(flat(e)))), "")

    def summary(self) -> str:
        """The description, which may hold HTML."""
        from tts.sources.html.blocks import fragment_blocks

        description = self.first("description")
        return (
            " ".join(block.text for block in fragment_blocks(description))
            if "<" in description
            else description
        )
