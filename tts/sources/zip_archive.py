"""Reads a ZIP archive with limits, without trusting its headers."""

from __future__ import annotations

import io
import posixpath
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

from tts.model import SourceError

MOST_ENTRIES = 20_000
MOST_DIRECTORY = 4_000_000
"""Bytes read at once: no directory is longer, whatever its declared length."""
MOST_BYTES = 100_000_000
"""Decompressed bytes of all entries that are read, together."""
MOST_OF_ONE = 30_000_000
"""Decompressed bytes of a single entry."""
RATIO = 200
"""Maximum compression ratio of an entry larger than `LARGE`: text and markup stay below 50."""
LARGE = 5_000_000
PIECE = 65_536

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    struct.error,
    IndexError,
)
"""Errors that zipfile raises for invalid archives."""
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The only compression methods in EPUB (OCF 3.3, 4.2.2) and Office documents; others can't be
limited."""
ENCRYPTED = 0x1
IN_UTF8 = 0x800
CHARSETS = ("utf-8", "gb18030", "cp932", "big5")
"""Charsets of names if the archive does not declare one; zipfile assumes code page 437."""


class Archive:
    """The entries of a ZIP. Raises SourceError if it is broken, encrypted, or a decompression
    bomb."""

    def __init__(self, content: bytes, where: str, kind: str) -> None:
        self.where, self.kind = where, kind
        self._sizes: dict[str, int] = {}
        self._total = 0
        try:
            self._zip = zipfile.ZipFile(_Guarded(content))
        except (*BROKEN, NotImplementedError) as error:
            raise self.broken() from error
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise SourceError(
                f"{where} holds more than {MOST_ENTRIES} files", f"is it really {kind}?"
            )
        # not is_dir: it looks at the last letter of a name, and entries without a name have none
        files = (entry for entry in entries if entry.filename and not entry.filename.endswith("/"))
        # some programs of Windows write its own separator, which OCF 3.3 (4.2.3) forbids
        self._entries = {entry.filename.replace("\\", "/"): entry for entry in files}
        self._aliases: dict[str, str] = {}

    def names(self) -> list[str]:
        return list(self._entries)

    def find(self, name: str) -> str:
        """The entry for a name: as written, percent-decoded, in other case or normal form;
        otherwise empty."""
        for known in (name, unquote(name), posixpath.normpath(unquote(name))):
            if known in self._entries:
                return known
        if not self._aliases:
            self._aliases = dict(self._all_aliases())
        return self._aliases.get(_key(unquote(name)), "")

    def _all_aliases(self) -> Iterator[tuple[str, str]]:
        """Other spellings of all names. Those in unknown charsets come first, so that exact names
        take precedence."""
        for name, entry in self._entries.items():
            for charset in CHARSETS if not entry.flag_bits & IN_UTF8 and not name.isascii() else ():
                try:
                    yield _key(name.encode("cp437").decode(charset)), name
                except UnicodeError:
                    continue
        for name in self._entries:
            yield _key(name), name

    def read(self, name: str) -> bytes:
        """The bytes of an entry, named as returned by `find`."""
        entry = self._entries[name]
        if entry.flag_bits & ENCRYPTED:
            hint = "use a copy without a password"
            raise SourceError(
                f"{self.where} is {self.kind} whose files are locked with a password", hint
            )
        if entry.compress_type not in PLAIN:
            raise self.broken(f"{name} is compressed in a way that {self.kind} may not use")
        try:
            return self._unpacked(entry)
        except (*BROKEN, NotImplementedError, RuntimeError) as error:
            raise self.broken(f"{name} is damaged") from error

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        content = bytearray()
        before = self._total - self._sizes.get(entry.filename, 0)
        with self._zip.open(entry) as file:
            while piece := file.read(PIECE):
                content += piece
                self._check(entry, len(content), before)
        self._sizes[entry.filename] = len(content)
        self._total = before + len(content)
        return bytes(content)

    def _check(self, entry: zipfile.ZipInfo, size: int, before: int) -> None:
        """Raise SourceError if a limit is exceeded during decompression; what is read twice counts
        once."""
        if size > max(LARGE, entry.compress_size * RATIO):
            growth = f"{entry.filename} expands to more than {RATIO} times its size"
            hint = "it looks like a ZIP bomb; use a copy from a source that you trust"
            raise SourceError(f"{self.where} is not safe to unpack: {growth}", hint)
        if size > MOST_OF_ONE or before + size > MOST_BYTES:
            most, which = (
                (MOST_OF_ONE, entry.filename) if size > MOST_OF_ONE else (MOST_BYTES, "its text")
            )
            raise SourceError(
                f"{self.where} holds too much: {which} is larger than {most // 1_000_000} MB",
                "split it",
            )

    def broken(self, why: str = "") -> SourceError:
        reason = f": {why}" if why else ""
        return SourceError(
            f"{self.where} is {self.kind}, but is damaged{reason}", "download or save it again"
        )


class _Guarded(io.BytesIO):
    """Refuses to read an implausibly long directory."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > MOST_DIRECTORY:
            raise zipfile.BadZipFile("its list of files is too long")
        return super().read(size)


def _key(name: str) -> str:
    return unicodedata.normalize(
        "NFC", posixpath.normpath(name.replace("\\", "/")).lstrip("/")
    ).casefold()
