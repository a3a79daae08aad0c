"""Bytes -> text."""

from __future__ import annotations

import codecs
import re

from tts.model import Change, Source, SourceError
from tts.sources.character_costs import costs
from tts.sources.charset_guess import ALL, UTF8_RUN, UTF16, guess, likelier_utf16
from tts.sources.damaged_lines import PAIRED, called, decoded_lines

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
JAPANESE_ESCAPE = re.compile(rb"\x1b\$[@B].*\x1b\([BJ]", re.DOTALL)

WITH_NULS = ["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"]
"""Charsets that are known by their marks and NULs, and not guessed: any Chinese bytes would do."""
SURE = 40
"""Bytes beyond ASCII that tell a charset without much doubt."""
SHORT = 400
"""Bytes of a text that may be UTF-16 without a single control or NUL in it."""
COINCIDENCE = 64
"""Bytes beyond ASCII of another charset that may happen to be valid UTF-8."""
FEWEST_PAIRED = 4
"""Bytes of the shortest word of two characters; one sign by itself is what it seems to be."""
NUL_SHARE = 0.05
"""Of all bytes, in UTF-16 that holds some ASCII signs; of fewer, other charsets are weighed."""
NUL_SHARE_OF_UTF32 = 0.6
STRAY = 200
"""Characters for each NUL that is a slip of some program, and left out; one may be in any text."""
FEW_NULS = 4
"""So many may be in a text of a few lines, of which each is one in so many characters."""
STRAY_OF_FEW = 20
FEWEST_LOST = 3
MOST_LOST = 0.05
"""Share of characters that may be lost before a text is refused, and how many may be in any."""
LOOKED_AT = 50_000
"""Characters by which it is judged whether bytes were read as text."""
NAME_IT = "give its encoding: --encoding gb18030, big5, shift_jis, euc_kr, windows-1252 or another"

META = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?\sencoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)",
    re.IGNORECASE,
)
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
TERMINAL_CODE = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")
ASCII_LETTER = re.compile(rb"[A-Za-z]")
CONTROL_BYTES = re.compile(CONTROLS.pattern.encode())


def decoded(source: Source) -> tuple[str, tuple[Change, ...]]:
    """The text of a source, line ends made `\n`, and what could not be decoded.

    Raises SourceError for what is not text, is too large or holds nothing, and for what no charset
    reads without losing much.
    """
    where, content = source.where, source.content
    if len(content) > MOST_TEXT_BYTES:
        raise SourceError(
            f"{where} contains more than {MOST_TEXT_BYTES // 1_000_000} MB of text",
            "split it into articles",
        )
    if source.encoding:
        text, changes = _as_named(content, source.encoding)
    else:
        text, changes = decode(content, source.charset)
    text, stray = without_nuls(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_binary(text):
        message = f"{where} is not text: {_what_is_binary(text)}"
        raise SourceError(message, "use a text, Markdown or HTML file")
    if not text.strip():
        raise SourceError(f"{where} is empty", "use a source that contains an article")
    if not source.encoding:
        _check_loss(where, text, changes)
    return text, changes + stray


def decode(content: bytes, charset: str = "") -> tuple[str, tuple[Change, ...]]:
    """Byte order mark, UTF-8, the declared charset, the page's own, or the likeliest.

    UTF-8 goes before what is declared: text of another charset is not valid UTF-8, but servers
    declare wrongly.
    """
    name, mark, guessed = charset_of(content, charset)
    text, changes = _decoded_by(content[len(mark) :], name)
    if guessed:
        changes = _guess_changes(content, charset, name) + changes
    return text, changes


def charset_of(content: bytes, charset: str = "") -> tuple[str, bytes, bool]:
    """Python's name of the charset that `decode` takes, the byte order mark, and whether it was
    guessed."""
    for mark, name in BOMS:
        if content.startswith(mark):
            return name, mark, False
    declared = _declared(content, charset)
    escaped = [name for name in declared if name.startswith(ESCAPED)]
    for name in escaped or _escaped(content):
        if _strictly(content, name) is not None:
            return name, b"", False
    if name := _with_nuls(content):
        return name, b"", False
    name = _by_likelihood(content.strip(b"\0"), declared)
    return name, b"", name != "utf-8" and name not in declared


def known(charset: str) -> str:
    """Python's name of a charset, widened; empty for what it does not know or what is no charset of
    text."""
    try:
        name = codecs.lookup(charset.strip()).name
        b"".decode(name)
    except (LookupError, ValueError):
        return ""
    return WIDER.get(name, name)


def is_binary(text: str) -> bool:
    """Whether there are NULs, or more control characters than a slip of the encoder leaves; codes
    of terminals for colours are none, and go with the other signs that are not said."""
    bare = TERMINAL_CODE.sub("", text)
    return "\0" in text or len(CONTROLS.findall(bare)) > max(2, len(text) // 500)


def _what_is_binary(text: str) -> str:
    """What makes it no text, in words."""
    nuls = text.count("\0")
    if nuls:
        return f"{nuls} of its {len(text)} characters are NUL"
    return f"{len(CONTROLS.findall(text))} of its {len(text)} characters are control characters"


def without_nuls(text: str) -> tuple[str, tuple[Change, ...]]:
    """Without NULs around a text, and a few inside it: what a broken copy leaves; they are told."""
    count = text.count("\0")
    if not count:
        return text, ()
    inside = text.strip("\0").count("\0")
    of_few = min(FEW_NULS, len(text) // STRAY_OF_FEW)
    if count == len(text) or inside > max(1, of_few, len(text) // STRAY):
        return text, ()
    what = "1 NUL is" if count == 1 else f"{count} NULs are"
    return text.replace("\0", ""), (Change("\\0", "", f"{what} no text"),)


def _as_named(content: bytes, encoding: str) -> tuple[str, tuple[Change, ...]]:
    """Decoded as the user says, whatever the bytes look like."""
    name = known(encoding)
    for mark, of in BOMS:
        if of == name and content.startswith(mark):
            content = content.removeprefix(mark)
            break
    return _decoded_by(content, name)


def _decoded_by(content: bytes, name: str) -> tuple[str, tuple[Change, ...]]:
    """Strictly, where that gives text without a sign of a byte that is lost."""
    text = _strictly(content, name)
    if text is not None and (name not in PAIRED or _is_sound(content, text)):
        return text, ()
    return decoded_lines(content, name)


def _is_sound(content: bytes, text: str) -> bool:
    """Whether no line may be read one byte off, or be UTF-8: both give characters without a
    meaning, or that no font has."""
    return not PRIVATE_USE.search(text) and not UTF8_RUN.search(content)


def _check_loss(where: str, text: str, changes: tuple[Change, ...]) -> None:
    """Raise SourceError where too much could not be decoded, or what was guessed is rubbish."""
    lost = text.count("\ufffd") if changes else 0
    if lost > max(FEWEST_LOST, len(text) * MOST_LOST):
        message = f"{where}: {lost} of its {len(text)} characters can't be decoded"
        raise SourceError(message, NAME_IT)
    if changes and not costs(*ALL).is_text(text[:LOOKED_AT]):
        raise SourceError(f"{where} is not text in any encoding that Pagecast knows", NAME_IT)


def _declared(content: bytes, charset: str) -> list[str]:
    """What the transport and the page say that it is."""
    meta = META.search(content[:4096])
    stated = [charset, meta[1].decode("ascii") if meta else ""]
    return [name for name in map(known, stated) if name]


def _guess_changes(content: bytes, charset: str, name: str) -> tuple[Change, ...]:
    """The guess, where there was little to go by, or another charset is declared."""
    declared = _declared(content, charset)
    if declared and name not in declared:
        stated = called(declared[0])
        return (Change("(the encoding)", called(name), f"it is declared as {stated} but is not"),)
    if sum(byte >= 0x80 for byte in content) >= SURE:
        return ()
    return (Change("(the encoding)", called(name), "the encoding was guessed"),)


def _strictly(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except UnicodeError:
        return None


def _escaped(content: bytes) -> list[str]:
    """Mail and old pages of Japan: ASCII bytes between escapes."""
    return ["iso2022_jp"] if JAPANESE_ESCAPE.search(content) else []


def _with_nuls(content: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: their ASCII signs have NULs, always in the same places."""
    head = content[:8192]
    nuls = [head[place::4].count(0) for place in range(4)]
    share = sum(nuls) / max(len(head), 1)
    if share <= NUL_SHARE:
        return ""
    if share > NUL_SHARE_OF_UTF32:
        name = "utf-32-le" if nuls[0] < nuls[3] else "utf-32-be"
        return name if _strictly(content, name) is not None else ""
    return likelier_utf16(head)


def _by_likelihood(content: bytes, declared: list[str]) -> str:
    """UTF-8 where it is valid, else the charset that makes the bytes likeliest."""
    is_utf8 = _strictly(content, "utf-8") is not None
    has_controls = CONTROL_BYTES.search(content[:8192]) is not None
    if is_utf8 and not has_controls and not _may_coincide(content):
        return "utf-8"
    is_short = len(content) <= SHORT
    is_wide = has_controls or (is_short and not UTF8_RUN.search(content))
    names = ["utf-8", *declared] if is_utf8 else declared
    found = guess(content, names, wide=is_wide)
    if found:
        is_needed = not is_utf8 or not has_controls
        if is_needed or found.charset in UTF16:
            return found.charset.name
    for name in names:
        if _strictly(content, name) is not None:
            return name
    by_default = declared[0] if declared else "utf-8"
    return _by_statistics(content) or by_default


def _may_coincide(content: bytes) -> bool:
    """Whether few bytes, in pairs alone, are valid UTF-8: GBK may be so by chance. A sign or two
    among Latin letters are what they seem to be."""
    if len(content) > SHORT or content.isascii():
        return False
    high = [byte for byte in content if byte >= 0x80]
    letters = len(ASCII_LETTER.findall(content))
    if not FEWEST_PAIRED <= len(high) <= COINCIDENCE:
        return False
    return letters < len(high) and max(high) < 0xE0


def _by_statistics(content: bytes) -> str:
    """By charset-normalizer, which knows charsets that are found nowhere else here."""
    sample = content
    if len(content) > 100_000:
        sample = content[: content.rfind(b"\n", 0, 100_000) + 1 or 100_000]
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_exclusion=WITH_NULS).best()
    return known(best.encoding) if best else ""
