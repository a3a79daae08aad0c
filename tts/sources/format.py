"""What a format is: how it is recognized, what reads it, and what to do if nothing does."""

from __future__ import annotations

import importlib
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from tts.model import Article, Change, Parts, Selection, SeveralArticles, Source, SourceError
from tts.sources.encoding import decoded
from tts.sources.zip_archive import Archive

HEAD = 65_536
"""Characters at the beginning of a text that are used for recognition."""
ENDS = (4 * HEAD, 4096)
"""Bytes at the beginning and the end that are searched for marks before decoding."""
BLANK = b"\xef\xbb\xbf \r\n\t"
ZIP = b"PK\x03\x04"
OFFICE_PARTS = "[Content_Types].xml"
ANYTHING = "save its text as .txt or .md, or the article as .html, and use that"


class Sample:
    """A source being recognized; its properties are computed once, on demand."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.content = source.content
        self.name = source.where
        """The path, the address or `-`, as the user named it."""
        self.media_type = source.media_type
        """The media type declared by the server or the file's suffix, which may be wrong; otherwise
        empty."""

    @cached_property
    def suffix(self) -> str:
        """Suffix of the path, or of the path in the address, in lower case; without a final
        `.gz`."""
        path = urlsplit(self.source.url).path if self.source.url else self.name
        return PurePosixPath(path.lower().removesuffix(".gz")).suffix

    @property
    def text(self) -> str:
        """The decoded text; empty if it is not text."""
        return "" if isinstance(self._decoded, SourceError) else self._decoded[0]

    @cached_property
    def head(self) -> str:
        """The beginning of the text."""
        return self.text[:HEAD]

    @cached_property
    def start(self) -> bytes:
        """The first bytes that are not white space or a byte order mark."""
        if self.content[:1] in BLANK:
            return self.content[:1024].lstrip(BLANK)
        return self.content[:1024]

    @cached_property
    def ends(self) -> bytes:
        """Beginning and end without NULs, so that ASCII characters can be found in UTF-16 too."""
        first, last = ENDS
        return (self.content[:first] + self.content[-last:]).replace(b"\0", b"")

    @cached_property
    def zip(self) -> Zip | None:
        """What a ZIP archive says about itself; None for anything else."""
        return Zip.of(self.content) if self.content.startswith(ZIP) else None

    def decoded(self) -> tuple[str, tuple[Change, ...]]:
        """The text, and what could not be decoded. Raises SourceError if it is not text."""
        if isinstance(self._decoded, SourceError):
            raise self._decoded
        return self._decoded

    @cached_property
    def _decoded(self) -> tuple[str, tuple[Change, ...]] | SourceError:
        try:
            return decoded(self.source)
        except SourceError as error:
            return error


@dataclass(frozen=True, slots=True)
class Zip:
    """What identifies the kind of a ZIP; of a damaged one, its first and last bytes."""

    declared: str
    """Its first file, `mimetype` (OCF 3.3, 4.3; OpenDocument 1.3, 3.3)."""
    parts: str
    """The list of parts in Office documents."""
    names: tuple[str, ...]
    damaged: str = ""

    @classmethod
    def of(cls, content: bytes) -> Zip:
        try:
            archive = Archive(content, "", "")
            declared = _read(archive, "mimetype", 100)
            return cls(declared, _read(archive, OFFICE_PARTS, 1_000_000), tuple(archive.names()))
        except SourceError:
            first, last = content[:4096].decode("latin-1"), content[-HEAD:].decode("latin-1")
            return cls("", first, (), first + last)

    def is_declared(self, media_type: str) -> bool:
        return self.declared.strip().startswith(media_type) or media_type in self.damaged

    def has_file(self, name: str) -> bool:
        return name in self.names or name in self.damaged

    def has_suffix(self, suffix: str) -> bool:
        return any(name.lower().endswith(suffix) for name in self.names) or suffix in self.damaged


def _read(archive: Archive, name: str, most: int) -> str:
    return archive.read(name)[:most].decode("latin-1") if archive.find(name) else ""


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table of formats.

    One with neither `read` nor `read_text` is recognized and refused: the user is told `instead`.
    """

    name: str
    """In messages: `an EPUB book`."""
    recognise: Callable[[Sample], bool]
    read: Callable[[Source], Article] | None = None
    """Reads the article from bytes. Raises SourceError."""
    read_text: Callable[[str, Source], Article] | None = None
    """Reads the article from decoded text. Raises SourceError."""
    split: Callable[[Source, Selection], Parts | None] | None = None
    """Splits it into articles, if it may have several; returns None if it has one."""
    instead: str = ANYTHING
    """What to do if it can't be read."""
    media_types: tuple[str, ...] = ()
    """Media types used by servers; web content with other types is not fetched."""

    def refusal(self, where: str) -> SourceError:
        return SourceError(f"{where} is {self.name}, which Pagecast does not read", self.instead)


def refuse_several(text: str, source: Source) -> Article:
    """Raises SeveralArticles: the `read_text` of a format that always holds several articles."""
    hint = f"see what is in it with: tts script {shlex.quote(source.where)}"
    what = "is a feed or a list of several articles; only one can be read"
    raise SeveralArticles(f"{source.where} {what}", hint)


def lazily(place: str) -> Callable[..., Any]:
    """The function at `module:name`, imported when it is called, so that recognition loads no
    reader."""
    module, _, name = place.partition(":")

    def call(*arguments: Any) -> Any:
        return getattr(importlib.import_module(module), name)(*arguments)

    return call
