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
"""Longer marks first: UTF-32-LE's begins with UTF-16-LE's."""

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
"""What browsers use for a declared charset (WHATWG Encoding, 4.2): the superset that is usually
meant."""

ESCAPED = ("iso2022_jp", "hz")
"""Charsets whose bytes are all ASCII, and therefore valid UTF-8."""
JAPANESE_ESCAPE = re.compile(rb"\x1b\$[@B].*\x1b\([BJ]", re.DOTALL)

WITH_NULS = ["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"]
"""Charsets that are recognized by their byte order mark and NULs, and not guessed, because they
would decode any Chinese bytes."""
SURE = 40
"""Number of non-ASCII bytes that determine a charset with little doubt."""
SHORT = 400
"""Bytes of a text that may be UTF-16 without any control character or NUL."""
COINCIDENCE = 64
"""Number of non-ASCII bytes in another charset that may be valid UTF-8 by chance."""
FEWEST_PAIRED = 4
"""Bytes of the shortest word of two characters; a single character is taken as it is."""
NUL_SHARE = 0.05
"""Minimum share of NULs in UTF-16 with some ASCII characters; with fewer, other charsets are
tried."""
NUL_SHARE_OF_UTF32 = 0.6
STRAY = 200
"""One NUL per so many characters is a program's mistake, and removed; one is allowed in any
text."""
FEW_NULS = 4
"""So many are allowed in a short text, if there is only one per so many characters."""
STRAY_OF_FEW = 20
FEWEST_LOST = 3
MOST_LOST = 0.05
"""Maximum share of lost characters before a text is refused, and the number that is always
allowed."""
LOOKED_AT = 50_000
"""Number of characters that are checked for whether the bytes are text."""
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
    """The text of a source with normalized line ends, and what could not be decoded.

    Raises SourceError if it is not text, too large or empty, or if every charset loses too much.
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
    """The decoded bytes. In order of precedence: byte order mark, UTF-8, the declared charset, the
    page's own, the likeliest.

    UTF-8 precedes the declared charset: text in another charset is not valid UTF-8, but servers
    declare wrong ones.
    """
    name, mark, guessed = charset_of(content, charset)
    text, changes = _decoded_by(content[len(mark) :], name)
    if guessed:
        changes = _guess_changes(content, charset, name) + changes
    return text, changes


def charset_of(content: bytes, charset: str = "") -> tuple[str, bytes, bool]:
    """Python's name of the charset that `decode` uses, the byte order mark, and whether it was
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
    """Python's name of the superset of a charset; empty if it is unknown or not for text."""
    try:
        name = codecs.lookup(charset.strip()).name
        b"".decode(name)
    except (LookupError, ValueError):
        return ""
    return WIDER.get(name, name)


def is_binary(text: str) -> bool:
    """Whether there are more NULs or control characters than encoding mistakes explain. Terminal
    colour codes don't count; they are removed like other unspoken characters."""
    bare = TERMINAL_CODE.sub("", text)
    return "\0" in text or len(CONTROLS.findall(bare)) > max(2, len(text) // 500)


def _what_is_binary(text: str) -> str:
    """Why it is not text, in words."""
    nuls = text.count("\0")
    if nuls:
        return f"{nuls} of its {len(text)} characters are NUL"
    return f"{len(CONTROLS.findall(text))} of its {len(text)} characters are control characters"


def without_nuls(text: str) -> tuple[str, tuple[Change, ...]]:
    """Without NULs around a text, and a few inside it, which broken copies contain; they are
    listed."""
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
    """Decoded strictly, if that yields text without signs of a lost byte."""
    text = _strictly(content, name)
    if text is not None and (name not in PAIRED or _is_sound(content, text)):
        return text, ()
    return decoded_lines(content, name)


def _is_sound(content: bytes, text: str) -> bool:
    """Whether no line seems shifted by a byte, or encoded as UTF-8: both produce unassigned or
    unprintable characters."""
    return not PRIVATE_USE.search(text) and not UTF8_RUN.search(content)


def _check_loss(where: str, text: str, changes: tuple[Change, ...]) -> None:
    """Raise SourceError if too much could not be decoded, or a guess yields garbage."""
    lost = text.count("\ufffd") if changes else 0
    if lost > max(FEWEST_LOST, len(text) * MOST_LOST):
        message = f"{where}: {lost} of its {len(text)} characters can't be decoded"
        raise SourceError(message, NAME_IT)
    if changes and not costs(*ALL).is_text(text[:LOOKED_AT]):
        raise SourceError(f"{where} is not text in any encoding that Pagecast knows", NAME_IT)


def _declared(content: bytes, charset: str) -> list[str]:
    """The charset that the transport or the page declares."""
    meta = META.search(content[:4096])
    stated = [charset, meta[1].decode("ascii") if meta else ""]
    return [name for name in map(known, stated) if name]


def _guess_changes(content: bytes, charset: str, name: str) -> tuple[Change, ...]:
    """A note about the guess, if there was little evidence, or another charset is declared."""
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
    """ISO-2022-JP and similar in mail and old Japanese pages: ASCII bytes between escape
    sequences."""
    return ["iso2022_jp"] if JAPANESE_ESCAPE.search(content) else []


def _with_nuls(content: bytes) -> str:
    """UTF-16 or UTF-32 without a byte order mark: their ASCII characters have NULs, always at the
    same offsets."""
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
    """UTF-8 if valid, otherwise the charset with the lowest cost."""
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
    """Whether few bytes, only in pairs, are valid UTF-8, which happens in GBK by chance. A
    character or two among Latin letters are taken as they are."""
    if len(content) > SHORT or content.isascii():
        return False
    high = [byte for byte in content if byte >= 0x80]
    letters = len(ASCII_LETTER.findall(content))
    if not FEWEST_PAIRED <= len(high) <= COINCIDENCE:
        return False
    return letters < len(high) and max(high) < 0xE0


def _by_statistics(content: bytes) -> str:
    """The encoding that charset-normalizer detects, which supports charsets that are nowhere else
    here; empty if it detects none."""
    sample = content
    if len(content) > 100_000:
        sample = content[: content.rfind(b"\n", 0, 100_000) + 1 or 100_000]
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_exclusion=WITH_NULS).best()
    return known(best.encoding) if best else ""
