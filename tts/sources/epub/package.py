"""An EPUB's package: the book's metadata, and which files are its pages (OCF 3.3, EPUB 3.3, OPF
2.0.1)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tts.model import SourceError
from tts.sources.epub.xml_trees import flat, is_whole, xml_of
from tts.sources.metadata_values import iso_date, language_tag, people
from tts.sources.zip_archive import Archive

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Font obfuscation, which is no copy protection; fonts are not read."""
PROTECTED = {
    "META-INF/sinf.xml": "Apple FairPlay",
    "META-INF/license.lcpl": "Readium LCP",
    "META-INF/rights.xml": "Adobe ADEPT or Kobo",
}
"""Files that indicate copy protection, and whose it is."""
ARTICLE = "article"
"""The type (`dc:type`) of books that `tts make --format epub` writes."""
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
    """The content of the package file."""

    title: str = ""
    author: str = ""
    language: str = ""
    date: str = ""
    publisher: str = ""
    summary: str = ""
    spine: tuple[Item, ...] = ()
    """The pages in reading order."""
    aside: tuple[Item, ...] = ()
    """Pages outside the reading order: `linear="no"`."""
    missing: tuple[str, ...] = ()
    """Pages in the reading order that the archive lacks, by their addresses; by their ids if the
    manifest does not list them."""
    textless: tuple[str, ...] = ()
    """Items in the reading order that are not text, mostly pictures."""
    nav: str = ""
    ncx: str = ""
    cover: str = ""
    is_article: bool = False
    """Whether the book declares itself a single article, without chapters."""
    url: str = ""
    """Address of that article."""
    guide: tuple[tuple[str, str], ...] = ()
    """Kinds of pages in the guide of EPUB 2: address, type."""


def read_package(archive: Archive) -> Package:
    """Read the package. Raises SourceError if the book is protected, or has no pages.

    If the package file is damaged, pages that it does not list are appended.
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
        raise archive.broken("it has no pages")
    return replace(package, spine=spine)


def _unnamed_pages(package: Package, archive: Archive) -> Iterator[Item]:
    """The pages that the package does not list, by their names."""
    known = {item.path for item in (*package.spine, *package.aside)}
    pages = sorted(filter(is_page_name, archive.names()), key=_natural)
    for name in pages:
        if name not in known and name != package.nav:
            yield Item(name, name)


def resolve(archive: Archive, folder: str, address: str) -> str:
    """The archive entry that an address in a file of `folder` refers to, without its fragment;
    empty if there is none."""
    path = address.partition("#")[0].partition("?")[0].strip()
    if not path or "://" in path:
        return ""
    return archive.find(posixpath.normpath(posixpath.join(folder, path)))


def _natural(name: str) -> list[tuple[int, str]]:
    """A sort key in which numbers in names count as numbers: chapter 10 comes after chapter 9."""
    key: list[tuple[int, str]] = []
    for piece in re.split(r"(\d+)", name):
        is_number = piece.isdecimal()
        key.append((int(piece), "") if is_number else (0, piece))
    return key


def _refuse_protected(archive: Archive) -> None:
    scheme = _protection(archive)
    if scheme:
        hint = "use a copy without DRM: ask the shop or the publisher for one"
        raise SourceError(f"{archive.where} is a copy-protected EPUB book ({scheme})", hint)


def _protection(archive: Archive) -> str:
    """Whose copy protection it has; empty if none."""
    for name, whose in PROTECTED.items():
        if archive.find(name):
            return whose
    name = archive.find(ENCRYPTION)
    root = xml_of(archive.read(name)) if name else None
    if root is None:
        return ""
    for method in root.iter("encryptionmethod"):
        if method.get("Algorithm") not in OBFUSCATION:
            return "an unknown way"
    return ""


def _package_path(archive: Archive) -> str:
    """The path in the container file; otherwise the first package file."""
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
    linear = tuple(item for item, is_linear in spine if is_linear)
    aside = tuple(item for item, is_linear in spine if not is_linear)
    if not linear:
        linear, aside = aside, ()
    metas = _Metadata(root)
    guide = _guide(root, folder, archive)
    cover_page = next((path for path, kind, _ in guide if kind == "cover"), "")
    return Package(
        title=metas.title(),
        author=metas.author(),
        language=language_tag(metas.first("language")),
        date=metas.date(),
        publisher=metas.first("publisher"),
        summary=metas.summary(),
        is_article=metas.first("type").lower() == ARTICLE,
        url=_address(metas.first("source")),
        spine=linear,
        aside=aside,
        missing=tuple(_missing(root, folder, archive)),
        textless=tuple(_textless(root, items)),
        nav=_nav(items),
        ncx=_ncx(root, items, archive),
        cover=_cover(root, items, archive) or _picture_on(cover_page, archive),
        guide=tuple((path, kind.lower()) for path, kind, is_page in guide if path and is_page),
    )


def _guide(root: Any, folder: str, archive: Archive) -> list[tuple[str, str, bool]]:
    """The target of each reference in the guide, its type, and whether it is a whole page."""
    guide: list[tuple[str, str, bool]] = []
    for reference in root.iter("reference"):
        address = reference.get("href") or ""
        path = resolve(archive, folder, address)
        kind = reference.get("type") or ""
        guide.append((path, kind, "#" not in address))
    return guide


def _nav(items: dict[str, Item]) -> str:
    for item in items.values():
        if "nav" in item.properties:
            return item.path
    return ""


def _ncx(root: Any, items: dict[str, Item], archive: Archive) -> str:
    """The table of contents of EPUB 2: as named by the spine, otherwise by its type, otherwise by
    its name."""
    spine = next(root.iter("spine"), None)
    named = spine.get("toc") if spine is not None else None
    if named in items:
        return items[named].path
    for item in items.values():
        if item.media_type == NCX:
            return item.path
    for name in archive.names():
        if name.lower().endswith(".ncx"):
            return name
    return ""


def _address(stated: str) -> str:
    """The source if it is an address; it may be an ISBN, or anything else."""
    return stated if stated.startswith(("http://", "https://")) else ""


def _items(root: Any, folder: str, archive: Archive) -> Iterator[Item]:
    for element in root.iter("item"):
        address = element.get("href") or ""
        path = resolve(archive, folder, address)
        if path:
            properties = (element.get("properties") or "").split()
            media_type = element.get("media-type") or ""
            name = element.get("id") or path
            yield Item(name, path, media_type, frozenset(properties))


def _spine(root: Any, items: dict[str, Item]) -> Iterator[tuple[Item, bool]]:
    """The pages in order, each once, and whether they are in the reading order; all pages if a book
    has none."""
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
    """The unreadable items of the reading order, each once, as written."""
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
    """Whether an item of the reading order can be a page, whatever its declared type."""
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
    """The cover picture: by its property (EPUB 3), or by the meta that names it (EPUB 2)."""
    named: list[str] = []
    for meta in root.iter("meta"):
        if meta.get("name") == "cover":
            named.append(meta.get("content") or "")
    paths = [archive.find(name) for name in named]
    candidates = [item for item in items.values() if "cover-image" in item.properties]
    candidates += [items[name] for name in named if name in items]
    candidates += [item for item in items.values() if item.path in paths]
    for item in candidates:
        if PICTURES.search(item.path):
            return item.path
    return ""


def _picture_on(page: str, archive: Archive) -> str:
    """The only picture of the cover page, or the item itself if it is a picture."""
    if not page or PICTURES.search(page):
        return page
    root = xml_of(archive.read(page))
    if root is None:
        return ""
    folder = posixpath.dirname(page)
    found: list[str] = []
    for picture in root.iter("img", "image"):
        address = picture.get("src") or picture.get("href") or ""
        path = resolve(archive, folder, address)
        if path:
            found.append(path)
    if len(found) != 1 or not PICTURES.search(found[0]):
        return ""
    return found[0]


class _Metadata:
    """Dublin Core elements, and the EPUB 3 `meta` elements that refine them."""

    def __init__(self, root: Any) -> None:
        where = next(root.iter("metadata"), root)
        self.elements: list[Any] = []
        for element in where.iter():
            is_field = isinstance(element.tag, str) and element.tag != "meta"
            if is_field and flat(element):
                self.elements.append(element)
        self.refined: dict[tuple[str, str], str] = {}
        for meta in where.iter("meta"):
            about = (meta.get("refines") or "").lstrip("#")
            if about:
                name = meta.get("property") or ""
                self.refined[about, name] = flat(meta)

    def all(self, name: str) -> list[Any]:
        return [element for element in self.elements if element.tag == name]

    def first(self, name: str) -> str:
        return next((flat(element) for element in self.all(name)), "")

    def about(self, element: Any, name: str, attribute: str) -> str:
        identity = element.get("id") or ""
        refined = self.refined.get((identity, name), "")
        stated = element.get(attribute) or refined
        return str(stated).lower()

    def title(self) -> str:
        titles = self.all("title")
        for title in titles:
            if self.about(title, "title-type", "title-type") == "main":
                return flat(title)
        return self.first("title")

    def author(self) -> str:
        """The authors; all creators if no roles are given."""
        by_role: dict[str, list[str]] = {}
        creators: list[str] = []
        for creator in self.all("creator"):
            name = flat(creator)
            creators.append(name)
            role = self.about(creator, "role", "role")
            by_role.setdefault(role, []).append(name)
        return people(by_role.get("aut") or by_role.get("") or creators)

    def date(self) -> str:
        """The date of publication; a day or nothing."""
        dates = self.all("date")
        dates.sort(key=_is_other_event)
        for element in dates:
            day = iso_date(flat(element))
            if day:
                return day
        return ""

    def summary(self) -> str:
        """The description, which may hold HTML."""
        from tts.sources.html.blocks import fragment_blocks

        description = self.first("description")
        if "<" not in description:
            return description
        texts = [block.text for block in fragment_blocks(description)]
        return " ".join(texts)


def _is_other_event(date: Any) -> bool:
    """Whether a date is that of another event than publication."""
    event = date.get("event") or "publication"
    return bool(event != "publication")
