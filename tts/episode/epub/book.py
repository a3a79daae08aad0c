"""An episode -> its EPUB: the pages, their overlays and their audio, packed.

The same episode gives the same bytes: entries have a fixed date, and nothing depends on the
machine.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from typing import BinaryIO
from uuid import NAMESPACE_URL, uuid5

from tts.audio import mp3
from tts.audio.containers.file_metadata import Progress
from tts.episode.epub import front_matter, page_audio
from tts.episode.epub.book_pages import Pages, pages_of
from tts.episode.epub.navigation import Entry, Landmark, contents
from tts.episode.epub.overlay import moments, smil
from tts.episode.epub.package import Item, Metadata, container, package
from tts.episode.epub.page_audio import TYPES, Codec
from tts.episode.epub.page_writer import Writer, heading_id
from tts.episode.epub.shown_text import shown_instead
from tts.episode.epub.xhtml import element, lines, page
from tts.locale.epub import EPUB
from tts.show import safe_text
from tts.show.manifest import Manifest
from tts.show.saved_script import SavedScript, space_between

_FOLDER = "EPUB/"
_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest date of a ZIP entry."""
_UNIX = 3
"""The operating system stated for entries, on every system."""
_XHTML = "application/xhtml+xml"
_CHAPTER = {"epub:type": "chapter", "role": "doc-chapter"}


@dataclass(frozen=True, slots=True)
class Book:
    """The content of a book."""

    manifest: Manifest
    script: SavedScript
    audio: Path
    """The episode's MP3."""
    cover: bytes
    """JPEG."""
    disclosure: str
    """States that the speech is synthetic."""
    words: bool = False
    """Words are highlighted, rather than sentences."""
    codec: Codec = "mp3"
    """Codec of the audio inside."""

    @property
    def language(self) -> str:
        return self.script.get("language") or self.manifest.language

    @property
    def title(self) -> str:
        """Never empty: an EPUB requires one."""
        manifest = self.manifest
        for name in (manifest.title, manifest.excerpt[:60], manifest.show.title):
            if title := safe_text.line(name):
                return title
        return "…"


def write(book: Book, out: BinaryIO, done: Progress, old: Path | None = None) -> None:
    """Write the EPUB into an open seekable file.

    The audio is copied from an `old` EPUB with the same frames, if there is one. Raises AudioError
    if the MP3 is shorter than its manifest says.
    """
    duration = book.manifest.audio.duration
    with book.audio.open("rb") as audio, zipfile.ZipFile(out, "w") as archive:
        pages = pages_of(book.script, duration, partial(mp3.is_clean_cut, audio))
        _add(archive, "mimetype", b"application/epub+zip", packed=False)
        _add(archive, "META-INF/container.xml", container().encode())
        _add(archive, f"{_FOLDER}package.opf", _package(book, pages).encode())
        _add(archive, f"{_FOLDER}style.css", _style())
        for name, text in _texts(book, pages):
            _add(archive, _FOLDER + name, text.encode())
        _add(archive, f"{_FOLDER}cover.jpg", book.cover, packed=False)
        for section in pages.heard:
            entry = _entry(_FOLDER + page_audio.name_of(section, book.codec))
            if not _is_copied(archive, entry, old):
                page_audio.add(archive, entry, section, audio, book.codec)
            done(section.end)


def _style() -> bytes:
    return resources.files("tts.episode.epub").joinpath("style.css").read_bytes()


# --- pages ----------------------------------------------------------------------------------------


def _texts(book: Book, pages: Pages) -> Iterator[tuple[str, str]]:
    """Name and content of every page and overlay."""
    manifest, language, title = book.manifest, book.language, book.title
    instead = shown_instead(book.script, manifest.title)
    writer = Writer(language, instead, words=book.words)
    yield "nav.xhtml", _contents(book, pages)
    yield "cover.xhtml", front_matter.cover(title, language)
    front = writer.blocks(pages.front.chunks)
    yield "title.xhtml", front_matter.title(manifest, title, language, front)
    for section in pages.body:
        blocks = writer.blocks(section.chunks)
        chapter = element("section", lines(blocks), _CHAPTER)
        yield section.page, page(title, language, "bodymatter", chapter)
    back = writer.blocks(pages.back.chunks)
    yield "about.xhtml", front_matter.about(manifest, book.disclosure, language, back)
    for section in pages.heard:
        audio = page_audio.name_of(section, book.codec)
        lit = moments(section, instead, words=book.words)
        yield f"{section.name}.smil", smil(section.page, audio, lit)


def _contents(book: Book, pages: Pages) -> str:
    words = EPUB.of(book.language)
    entries = [Entry(book.title, "title.xhtml", 0)]
    entries += _headings(pages)
    begin = pages.body[0] if pages.body else pages.front
    landmarks = [
        Landmark("cover", words.cover, "cover.xhtml"),
        Landmark("bodymatter", book.title, begin.page),
    ]
    return contents(book.language, entries, landmarks)


def _headings(pages: Pages) -> Iterator[Entry]:
    for section in pages.body:
        for number, chunk in section.chunks:
            if chunk["kind"] != "heading":
                continue
            texts = [sentence["text"] for sentence in chunk["sentences"]]
            title = safe_text.line(" ".join(texts))
            level = max(1, chunk.get("level", 1))
            if title:
                yield Entry(title, f"{section.page}#{heading_id(number)}", level)


# --- the package ----------------------------------------------------------------------------------


def _package(book: Book, pages: Pages) -> str:
    spine = ["cover.xhtml"]
    spine += [section.page for section in pages.all]
    return package(_metadata(book), list(_items(pages, book.codec)), spine)


def _items(pages: Pages, codec: Codec) -> Iterator[Item]:
    yield Item("nav.xhtml", _XHTML, "nav")
    yield Item("style.css", "text/css")
    yield Item("cover.jpg", "image/jpeg", "cover-image")
    yield Item("cover.xhtml", _XHTML)
    for section in pages.all:
        yield Item(section.page, _XHTML, overlay=section.duration)
    for section in pages.heard:
        yield Item(page_audio.name_of(section, codec), TYPES[codec])


def _metadata(book: Book) -> Metadata:
    manifest = book.manifest
    words = EPUB.of(book.language)
    about = words.by_word if book.words else words.by_sentence
    space = space_between(about[-1], book.disclosure[:1] or ".")
    guid = manifest.guid or uuid5(NAMESPACE_URL, f"pagecast:{manifest.source}")
    return Metadata(
        identifier=f"urn:uuid:{guid}",
        title=book.title,
        language=book.language,
        modified=manifest.added or f"{manifest.date}T00:00:00Z",
        duration=manifest.audio.duration,
        author=safe_text.line(manifest.author),
        narrator=f"{manifest.engine}/{manifest.voice}",
        publisher=safe_text.line(manifest.publication or manifest.site),
        date=manifest.stated_date,
        summary=safe_text.line(manifest.summary),
        url=safe_text.address(manifest.url),
        show=safe_text.line(manifest.show.title),
        number=manifest.number,
        accessibility=about + space + book.disclosure,
    )


# --- the archive ----------------------------------------------------------------------------------


def _add(archive: zipfile.ZipFile, name: str, content: bytes, *, packed: bool = True) -> None:
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    archive.writestr(_entry(name), content, kind)


def _is_copied(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, old: Path | None) -> bool:
    """Whether a file of the old book could be copied: a damaged one is made again."""
    if old is None:
        return False
    with tempfile.TemporaryFile() as whole:
        try:
            with zipfile.ZipFile(old) as before, before.open(entry.filename) as file:
                shutil.copyfileobj(file, whole)
        except (KeyError, zipfile.BadZipFile):
            return False
        page_audio.copy(archive, entry, whole)
    return True


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.create_system = _UNIX
    entry.external_attr = 0o644 << 16
    return entry
