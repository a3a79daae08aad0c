"""Guesses the charset of bytes that declare none, or a wrong one: the most likely reading wins,
damaged or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tts.sources.byte_realignment import realigned
from tts.sources.character_costs import LOST, Costs, costs
from tts.sources.latin_charset import MISPLACED as MISPLACED_LATIN
from tts.sources.latin_charset import latin

MOST: Final = 20_000
"""Maximum bytes of lines with non-ASCII characters that are examined."""
MOST_REALIGNED: Final = 2_000
"""Maximum bytes of a sample that are decoded at every possible alignment."""
DECLARED: Final = 4.0
"""Bonus in nats for a declared charset, and the same for every four non-ASCII characters."""
FEWEST_LOST: Final = 3
MOST_LOST: Final = 0.2
"""Maximum share of lost characters in text, and the number that is always allowed."""
MOST_LOST_BESIDE_UTF8: Final = 0.5
"""The same for UTF-8 that contains lines in another charset."""
SPOTLESS: Final = 8.0
"""The same for text that is not likelier at any other alignment."""
ALL: Final = (
    "han",
    "kana",
    "hangul",
    "cyrillic",
    "greek",
    "hebrew",
    "arabic",
    "thai",
    "accented",
    "central",
)
"""Scripts of a charset for all languages."""
UTF8_RUN: Final = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){3}")
"""Three Han characters or kana in UTF-8, which text in another charset hardly ever contains."""
PIECE: Final = re.compile(rb"[^\n<>]+")
"""No character of any charset is divided at these."""


@dataclass(frozen=True, slots=True)
class Charset:
    """A charset to try."""

    name: str
    scripts: tuple[str, ...]
    rarity: float = 0.0
    """Penalty in nats: how much rarer its files are than those in GBK."""
    paired: bool = False
    """Several bytes per character: a missing or extra byte shifts what follows."""


UTF8: Final = Charset("utf-8", ALL)
UTF16: Final = (
    Charset(
        "utf-16-le",
        ALL,
        rarity=3.0,
        paired=True,
    ),
    Charset(
        "utf-16-be",
        ALL,
        rarity=3.5,
        paired=True,
    ),
)
CHARSETS: Final = (
    UTF8,
    Charset("gb18030", ("han",), paired=True),
    Charset(
        "cp950",
        ("han",),
        rarity=1.0,
        paired=True,
    ),
    Charset(
        "big5hkscs",
        ("han",),
        rarity=2.0,
        paired=True,
    ),
    Charset(
        "cp932",
        ("han", "kana"),
        rarity=2.0,
        paired=True,
    ),
    Charset(
        "euc_jp",
        ("han", "kana"),
        rarity=3.0,
        paired=True,
    ),
    Charset(
        "cp949",
        ("hangul",),
        rarity=2.0,
        paired=True,
    ),
    Charset("cp1251", ("cyrillic",), 2.0),
    Charset("koi8-r", ("cyrillic",), 4.0),
    Charset("koi8-u", ("cyrillic",), 5.0),
    Charset("cp866", ("cyrillic",), 6.0),
    Charset("iso8859-5", ("cyrillic",), 8.0),
    Charset("cp1253", ("greek",), 4.0),
    Charset("cp1255", ("hebrew",), 7.0),
    Charset("cp1256", ("arabic",), 7.0),
    Charset("cp874", ("thai",), 10.0),
)
LATIN: Final = ("accented", "central")


@dataclass(frozen=True, slots=True)
class Reading:
    """A sample decoded by a charset."""

    charset: Charset
    text: str
    cost: float
    """Nats of the text and of the charset."""

    @property
    def costs(self) -> Costs:
        return costs(*self.charset.scripts)

    @property
    def is_plausible(self) -> bool:
        """Whether it reads as text, with few losses."""
        lost = self.text.count(LOST)
        most = MOST_LOST_BESIDE_UTF8 if self.charset == UTF8 else MOST_LOST
        is_whole = lost <= max(FEWEST_LOST, len(self.text) * most)
        return is_whole and self.costs.is_text(self.text)


def guess(content: bytes, declared: Iterable[str] = (), *, wide: bool = False) -> Reading | None:
    """The likeliest decoding of a sample of the bytes; None if none reads as text. With `wide`,
    UTF-16 is tried too, which contains bytes that no other text has."""
    sample = content[:MOST] if wide else sampled(content)
    names = tuple(declared)
    found = _likeliest(sample, names, wide)
    if found is None and len(sample) > MOST_REALIGNED:
        return _likeliest(sample[:MOST_REALIGNED], names, wide)
    return found


def _likeliest(sample: bytes, declared: tuple[str, ...], wide: bool) -> Reading | None:
    """The likeliest decoding of a sample; None if none is plausible."""
    candidates = _candidates(sample, declared, wide)
    readings = [_read(sample, charset, declared) for charset in candidates]
    if wide:
        readings += [_moved(sample, charset, declared) for charset in UTF16]
    best = min(readings, key=_cost)
    is_spotless = LOST not in best.text and best.costs.usual(best.text) <= SPOTLESS
    if not is_spotless and len(sample) <= MOST_REALIGNED:
        paired = [one for one in readings if one.charset.paired]
        readings += [_realigned(sample, one, declared) for one in paired]
    plausible = [one for one in readings if one.is_plausible]
    return min(plausible, key=_cost, default=None)


def likelier_utf16(content: bytes) -> str:
    """The name of the likelier UTF-16 byte order; empty if neither yields text."""
    sample = content[:MOST_REALIGNED]
    readings = [_read(sample, charset, ()) for charset in UTF16]
    readings += [_moved(sample, charset, ()) for charset in UTF16]
    readings += [_realigned(sample, one, ()) for one in readings]
    best = min(readings, key=_cost)
    is_text = best.is_plausible and "\0" not in best.text
    return best.charset.name if is_text else ""


def sampled(content: bytes) -> bytes:
    """The first lines with non-ASCII bytes, which distinguish charsets. A few lines of UTF-8 among
    others do not count."""
    pieces: list[bytes] = []
    in_utf8: list[bytes] = []
    size = 0
    for match in PIECE.finditer(content):
        piece = match[0][:MOST]
        if piece.isascii():
            continue
        (in_utf8 if UTF8_RUN.search(piece) and _is_utf8(piece) else pieces).append(piece)
        size += len(piece)
        if size >= MOST:
            break
    if sum(map(len, in_utf8)) > sum(map(len, pieces)):
        pieces += in_utf8
    return b"\n".join(pieces)[:MOST]


def _is_utf8(piece: bytes) -> bool:
    try:
        piece.decode("utf-8")
    except UnicodeError:
        return False
    return True


def _candidates(sample: bytes, declared: tuple[str, ...], wide: bool) -> Iterator[Charset]:
    if wide:
        yield from UTF16
    yield from CHARSETS
    known = {charset.name for charset in CHARSETS}
    western = latin(sample)
    for place, name in enumerate(western):
        yield Charset(name, LATIN, 1.0 + 2 * place)
    for name in declared:
        if name not in known.union(western):
            yield Charset(name, ALL)


def _read(sample: bytes, charset: Charset, declared: tuple[str, ...]) -> Reading:
    return _judged(sample.decode(charset.name, "replace"), charset, declared)


def _moved(sample: bytes, charset: Charset, declared: tuple[str, ...]) -> Reading:
    """Without the first byte: the rest of a character that was cut."""
    return _judged(LOST + sample[1:].decode(charset.name, "replace"), charset, declared)


def _realigned(sample: bytes, reading: Reading, declared: tuple[str, ...]) -> Reading:
    charset = reading.charset
    return _judged(realigned(sample, charset.name, reading.costs), charset, declared)


def _judged(text: str, charset: Charset, declared: tuple[str, ...]) -> Reading:
    """A decoding, with its cost."""
    of_language = costs(*charset.scripts)
    nats = of_language.of(text) + charset.rarity
    if charset.scripts in (LATIN, ALL) and charset != UTF8:
        misplaced = MISPLACED_LATIN.findall(text)
        nats += 3 * len(misplaced)
    if charset.name in declared:
        beyond_ascii = sum(not char.isascii() for char in text)
        nats -= DECLARED * (1 + beyond_ascii / 4)
    return Reading(charset, text, nats)


def _cost(reading: Reading) -> float:
    return reading.cost
