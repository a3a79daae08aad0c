"""Bytes -> text."""

from __future__ import annotations

import codecs
import re

from tts.model import Change, Source, SourceError
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
"""What browsers take for a declared charset (WHATWG Encoding, 4.2): the superset that is meant by
it."""

ESCAPED = ("iso2022_jp", "hz")
"""Charsets that look like ASCII, and so like UTF-8."""

WITH_NULS = ["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"]
"""Charsets that are known by their marks and NULs, and not guessed: any Chinese bytes would do."""
SURE = 40
"""Bytes beyond ASCII that tell a charset without much doubt."""

META = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?\sencoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)",
    re.IGNORECASE,
)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decoded(source: Source) -> tuple[str, tuple[Change, ...]]:
    """The text of a source, line ends made `\\n`, and what could not be decoded.

    Raises SourceError for what is not text, is too large or holds nothing.
    """
    where, content = source.where, source.content
    if len(content) > MOST_TEXT_BYTES:
        raise SourceError(
            f"{where} holds more than {MOST_TEXT_BYTES // 1_000_000} MB of text",
            "split it into articles",
        )
    text, changes = decode(content, source.charset)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_binary(text):
        raise SourceError(f"{where} is not text", "give a text, Markdown or HTML file")
    if not text.strip():
        raise SourceError(f"{where} is empty", "give a source that holds an article")
    return text, changes


def decode(content: bytes, charset: str = "") -> tuple[str, tuple[Change, ...]]:
    """Byte order mark, UTF-8, the declared charset, the page's own, then a guess.

    UTF-8 goes before what is declared: text of another charset is not valid UTF-8, but servers
    declare wrongly.
    """
    name, mark, guessed = charset_of(content, charset)
    text, changes = _replacing(content[len(mark) :], name)
    return text, (_guess_changes(content, name) if guessed else ()) + changes


def charset_of(content: bytes, charset: str = "") -> tuple[str, bytes, bool]:
    """Python's name of the charset that `decode` takes, the byte order mark, and whether it was
    guessed."""
    for mark, name in BOMS:
        if content.startswith(mark):
            return name, mark, False
    meta = META.search(content[:4096])
    declared = [
        name for name in (_known(charset), _known(meta[1].decode("ascii")) if meta else "") if name
    ]
    escaped = [name for name in declared if name.startswith(ESCAPED)]
    for name in [*escaped, _utf16(content), "utf-8", *declared]:
        if name and _strictly(content, name) is not None:
            return name, b"", False
    if guessed := _guess(content):
        return guessed, b"", True
    return (declared or ["utf-8"])[0], b"", False


def _guess_changes(content: bytes, name: str) -> tuple[Change, ...]:
    """The guess, where there was little to go by."""
    if sum(byte >= 0x80 for byte in content) >= SURE:
        return ()
    return (
        Change("(the encoding)", name.replace("cp125", "windows-125"), "the encoding was guessed"),
    )


def is_binary(text: str) -> bool:
    """Whether there are NULs, or more control characters than a slip of the encoder leaves."""
    return "\0" in text or len(CONTROLS.findall(text)) > max(2, len(text) // 500)


def _known(charset: str) -> str:
    """Python's name of a charset, widened; empty for what it does not know or what is no charset of
    text."""
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
    sample = (
        content[: content.rfind(b"\n", 0, 100_000) + 1 or None]
        if len(content) > 100_000
        else content
    )
    if (name := latin(sample) or paired(sample)) and _strictly(sample, name) is not None:
        return name
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_exclusion=WITH_NULS).best()
    return _known(best.encoding) if best else ""
