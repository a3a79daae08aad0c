"""Converts pinyin in any form, `chóng qìng`, `chong2qing4`, `Chóngqìng`, to syllables with tone
numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

MARKS: Final = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
TONED: Final = {tone: mark for mark, tone in MARKS.items()}
APART: Final = re.compile(r"[\s'’·•\-]+")
CARRIER: Final = re.compile("[ae]|^[^ae]*?o(?=u)|^[^ae]*[iouü](?=[^iouüae]*$)")
"""Up to the vowel that takes the mark: a or e, the o in ou, otherwise the last one."""
LONGEST: Final = 60
"""Maximum characters of pinyin: anything longer is not the reading of a word."""
MOST_WAYS: Final = 64
"""Maximum number of ways to split a spelling into syllables that are considered."""


@lru_cache(maxsize=4096)  # an article says the same readings again and again
def numbered(pinyin: str, count: int = 0) -> tuple[str, ...]:
    """The syllables of pinyin with tone marks or numbers; those without a tone have the neutral
    one, 5. Empty if it is not pinyin.

    `count` is the number of syllables wanted if it can be split in several ways.

    >>> numbered("Chóngqìng"), numbered("chong2 qing4"), numbered("nǚ'ér"), numbered("nu:3er2")
    (('chong2', 'qing4'), ('chong2', 'qing4'), ('nv3', 'er2'), ('nv3', 'er2'))
    >>> numbered("xīān", 2), numbered("dōngxi"), numbered("café"), numbered("xyz1")
    (('xi1', 'an1'), ('dong1', 'xi5'), (), ())
    """
    if len(pinyin) > LONGEST:
        return ()
    decomposed = unicodedata.normalize("NFD", pinyin)
    found: list[tuple[str, ...]] = [()]
    for part in filter(None, APART.split(decomposed.lower())):
        ways = _ways(_spelled(part))
        longer = [before + way for before in found for way in ways]
        found = longer[:MOST_WAYS]
    fitting = [way for way in found if len(way) == count]
    if count and fitting:
        return fitting[0]
    return min(found, key=len, default=())


def marked(syllable: str) -> str:
    """
    >>> [marked(s) for s in ("chong2", "nv3", "gui4", "liu2", "de5", "er2")]
    ['chóng', 'nǚ', 'guì', 'liú', 'de', 'ér']
    """
    tone = syllable[-1]
    spelled = syllable[:-1].replace("v", "ü")
    carrier = CARRIER.search(spelled)
    if tone not in TONED or not carrier:
        return spelled
    place = carrier.end()
    composed = spelled[:place] + TONED[tone] + spelled[place:]
    return unicodedata.normalize("NFC", composed)


def _spelled(part: str) -> str:
    """Letters with tone numbers after the letters that carry them: `cho2ngqi4ng`, `chong2qing4`."""
    for written in ("u\u0308", "ü", "u:"):
        part = part.replace(written, "v")
    signs = [MARKS.get(char, char) for char in part]
    return "".join(signs).replace("0", "5")


@cache
def syllables() -> frozenset[str]:
    """The syllables of standard Mandarin, without tones."""
    text = files("tts").joinpath("data", "pinyin.txt").read_text("utf-8")
    found: set[str] = set()
    for line in text.splitlines():
        if not line.startswith("#"):
            found.update(line.split())
    return frozenset(found)


@lru_cache(maxsize=4096)
def _ways(spelled: str) -> tuple[tuple[str, ...], ...]:
    """Every way to split it into syllables with at most one tone each."""
    if not spelled:
        return ((),)
    found: list[tuple[str, ...]] = []
    longest = min(len(spelled), 8)
    for end in range(1, longest + 1):
        rest = spelled[end:]
        if rest[:1].isdigit():
            continue
        first = _syllable(spelled[:end])
        if first:
            found += [(first, *others) for others in _ways(rest)]
    return tuple(found[:MOST_WAYS])


def _syllable(piece: str) -> str:
    tones = re.findall(r"\d", piece) or ["5"]
    letters = re.sub(r"\d", "", piece)
    if letters in ("lue", "nue"):
        letters = letters.replace("u", "v")
    if len(tones) > 1 or letters not in syllables():
        return ""
    tone = tones[0]
    return letters + tone if tone in "12345" else ""
