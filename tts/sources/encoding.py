"""Bytes -> text."""

from __future__ import annotations

import codecs
import re
from itertools import chain

from tts.model import Change, Source, SourceError
from tts.sources.archive import Archive
from tts.sources.charset import latin, paired

MOST_TEXT_BYTES = 50_000_000

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Longer marks first: that of UTF-32-LE begins with that of UTF-16-LE."""

WIDER = {
    "ascii": "cp1252",
    "big5": "cp950",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
}
"""What browsers take for a declared charset (WHATWG Encoding, 4.2): the superset that is meant by it."""

ESCAPED = ("iso2022_jp", "hz")
"""Charsets that look like ASCII, and so like UTF-8."""

WITH_NULS = ["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"]
"""Charsets that are known by their marks and NULs, and not guessed: any Chinese bytes would do."""
SURE = 40
"""Bytes beyond ASCII that tell a charset without much doubt."""

META = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?\sencoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE
)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"ID3\x02", "an MP3"),
    (b"ID3\x03", "an MP3"),
    (b"ID3\x04", "an MP3"),
    (b"\xff\xfb", "an MP3"),
    (b"\xff\xf3", "an MP3"),
    (b"OggS", "Ogg audio"),
    (b"fLaC", "FLAC audio"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"AT&TFORM", "a DjVu document"),
    (b"CONT\x02\x00", "a Kindle book"),
    (b"\xeaDRMION", "a Kindle book"),
    (b"ITSF\x03\x00", "a Windows help file"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
)
"""How files begin, and what they are."""

OLE = b"\xd0\xcf\x11\xe0"
"""Old Office documents, and new ones behind a password."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OFFICE = "[Content_Types].xml"
BLANK = b"\xef\xbb\xbf \r\n\t"

INNER_MAGIC = (
    (60, b"BOOKMOBI", "a Kindle book"),
    (4, b"ftyp", "MP4 audio or video"),
    (8, b"WEBPVP8", "a WebP image"),
    (8, b"WAVEfmt ", "WAV audio"),
    (4, b"1AY&SY", "a bzip2 archive"),
)
"""The same, a few bytes in."""

ZIPPED = (
    ("META-INF/container.xml", "an EPUB book"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("xl/workbook.xml", "an Excel workbook"),
    ("content.xml", "an OpenDocument file"),
)
"""What a ZIP holds, by the name of a file in it."""
TYPED = (
    ("application/epub+zip", "an EPUB book"),
    ("application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet"),
    ("application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation"),
    ("application/vnd.oasis.opendocument", "an OpenDocument text"),
)
"""The same by its first file, `mimetype` (OCF 3.3, 4.3; OpenDocument 1.3, 3.3)."""
CONTENT_TYPES = (
    ("wordprocessingml.document.main", "a Word document"),
    ("wordprocessingml.template.main", "a Word document"),
    ("ms-word.document.macroEnabled", "a Word document"),
    ("presentationml", "a PowerPoint presentation"),
    ("spreadsheetml", "an Excel workbook"),
)
"""The same by what Office documents say of their parts."""

SAVE_AS = {
    "an old Office document": "open it in Word or LibreOffice, save it as .docx, and give that",
    "a locked Office document": "open it in Word, save a copy without its password, and give that",
    "an RTF document": "open it in Word or LibreOffice, save it as .docx, and give that",
    "an OpenDocument text": "open it in LibreOffice, save it as .docx, and give that",
    "an OpenDocument file": "open it in LibreOffice, save it as .docx, and give that",
    "a Kindle book": "convert it to EPUB (for example with Calibre), and give that; a protected one can't be read",
    "a PowerPoint presentation": "save its outline or notes as text, and give that",
    "an OpenDocument presentation": "save its outline or notes as text, and give that",
    "an Excel workbook": "a table is for the eye: save what is to be read as text, and give that",
    "an OpenDocument spreadsheet": "a table is for the eye: save what is to be read as text, and give that",
    "a DjVu document": "convert it to a PDF with text, and give that",
    "a ZIP archive": "unpack it, and give the files in it",
    "a gzip archive": "unpack it, and give the file in it",
}
"""What to do with a file of which Pagecast knows only what it is."""
ANYTHING = "save its text as .txt or .md, or the article as .html, and give that"


def text_of(source: Source) -> tuple[str, tuple[Change, ...]]:
    """The text of a source, line ends made `\\n`, and what could not be decoded.

    Raises SourceError for what is not text, is too large or holds nothing.
    """
    where, content = source.where, source.content
    if kind := container(content):
        raise SourceError(f"{where} is {kind}, which Pagecast does not read", SAVE_AS.get(kind, ANYTHING))
    if len(content) > MOST_TEXT_BYTES:
        raise SourceError(
            f"{where} holds more than {MOST_TEXT_BYTES // 1_000_000} MB of text", "split it into articles"
        )
    text, changes = decode(content, source.charset)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_binary(text):
        raise SourceError(f"{where} is not text", "give a text, Markdown or HTML file")
    if not text.strip():
        raise SourceError(f"{where} is empty", "give a source that holds an article")
    return text, changes


def container(content: bytes) -> str:
    """What a file is that is not text, by its first bytes; empty for text.

    >>> container(b"%PDF-1.7 ..."), container(b"Plain words")
    ('a PDF', '')
    """
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if content.startswith(OLE):
        return (
            "a locked Office document" if ENCRYPTED in content[:65536] + content[-65536:] else "an old Office document"
        )
    for place, magic, kind in INNER_MAGIC:
        if content.startswith(magic, place):
            return kind
    start = content if content[:1] not in BLANK else content[:1024].lstrip(BLANK)
    return next((kind for magic, kind in MAGIC if start.startswith(magic)), "")


def _zipped(content: bytes) -> str:
    """What a ZIP is, by what it says of itself, else by the names in it; a broken one by its first bytes."""
    try:
        archive = Archive(content, "", "")
        told = archive.read("mimetype")[:100].decode("latin-1") if archive.find("mimetype") else ""
        types = archive.read(OFFICE)[:1_000_000].decode("latin-1") if archive.find(OFFICE) else ""
        names = archive.names()
    except SourceError:
        told = types = content[:4096].decode("latin-1")
        names = [name for name, _ in ZIPPED if name in told + content[-65536:].decode("latin-1")]
    typed = (kind for name, kind in TYPED if told.strip().startswith(name) or (not names and name in told))
    official = (kind for name, kind in CONTENT_TYPES if name in types)
    named = (kind for name, kind in ZIPPED if name in names)
    return next(chain(typed, official, named), "a ZIP archive")


def decode(content: bytes, charset: str = "") -> tuple[str, tuple[Change, ...]]:
    """Byte order mark, UTF-8, the declared charset, the page's own, then a guess.

    UTF-8 goes before what is declared: text of another charset is not valid UTF-8, but servers declare wrongly.
    """
    name, mark, guessed = charset_of(content, charset)
    text, changes = _replacing(content[len(mark) :], name)
    return text, (_told(content, name) if guessed else ()) + changes


def charset_of(content: bytes, charset: str = "") -> tuple[str, bytes, bool]:
    """Python's name of the charset that `decode` takes, the byte order mark, and whether it was guessed."""
    for mark, name in BOMS:
        if content.startswith(mark):
            return name, mark, False
    meta = META.search(content[:4096])
    declared = [name for name in (_known(charset), _known(meta[1].decode("ascii")) if meta else "") if name]
    escaped = [name for name in declared if name.startswith(ESCAPED)]
    for name in [*escaped, _utf16(content), "utf-8", *declared]:
        if name and _strictly(content, name) is not None:
            return name, b"", False
    if guessed := _guess(content):
        return guessed, b"", True
    return (declared or ["utf-8"])[0], b"", False


def _told(content: bytes, name: str) -> tuple[Change, ...]:
    """The guess, where there was little to go by."""
    if sum(byte >= 0x80 for byte in content) >= SURE:
        return ()
    return (Change("(the encoding)", name.replace("cp125", "windows-125"), "the encoding was guessed"),)


def is_binary(text: str) -> bool:
    """Whether there are NULs, or more control characters than a slip of the encoder leaves."""
    return "\0" in text or len(CONTROLS.findall(text)) > max(2, len(text) // 500)


def _known(charset: str) -> str:
    """Python's name of a charset, widened; empty for what it does not know or what is no charset of text."""
    try:
        name = codecs.lookup(charset.strip()).name
        b"".decode(name)
    except (LookupError, ValueError):
        return ""
    return WIDER.get(name, name)


def _strictly(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except UnicodeError:
        return None


def _replacing(content: bytes, name: str) -> tuple[str, tuple[Change, ...]]:
    """Decoded with U+FFFD for what is broken, which is told."""
    text = content.decode(name, "replace")
    bad = text.count("\ufffd")
    change = Change("\ufffd" * min(bad, 10), "\ufffd", f"{bad} places are not valid {name}")
    return text, (change,) if bad else ()


def _utf16(content: bytes) -> str:
    """UTF-16 without a mark: its ASCII signs have a NUL for a half, always the same half."""
    even, odd = content[:8192:2].count(0), content[1:8192:2].count(0)
    if len(content) % 2 or not even + odd or min(even, odd) * 20 > max(even, odd):
        return ""
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = _strictly(content, name)
    return name if text is not None and not is_binary(text) else ""


def _guess(content: bytes) -> str:
    """From the first lines: what `guess` is sure of, else by charset-normalizer."""
    sample = content[: content.rfind(b"\n", 0, 100_000) + 1 or None] if len(content) > 100_000 else content
    if (name := latin(sample) or paired(sample)) and _strictly(sample, name) is not None:
        return name
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_exclusion=WITH_NULS).best()
    return _known(best.encoding) if best else ""
