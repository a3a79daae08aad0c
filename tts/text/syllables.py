"""Pinyin as people write it, `chóng qìng`, `chong2qing4`, `Chóngqìng` -> syllables with their tones
in numbers."""

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
"""Up to the vowel that takes the mark: a or e, the o of ou, else the last one."""
LONGEST: Final = 60
"""Characters of pinyin that are looked at: more is no reading of a word."""


@lru_cache(maxsize=4096)  # an article says the same readings again and again
def numbered(pinyin: str, count: int = 0) -> tuple[str, ...]:
    """Pinyin, marked or numbered -> its syllables; without a tone they have the neutral one, 5. Empty for what is none.

    `count` is how many are wanted, where it can be cut in more ways than one.

    >>> numbered("Chóngqìng"), numbered("chong2 qing4"), numbered("nǚ'ér"), numbered("nu:3er2")
    (('chong2', 'qing4'), ('chong2', 'qing4'), ('nv3', 'er2'), ('nv3', 'er2'))
    >>> numbered("xīān", 2), numbered("dōngxi"), numbered("café"), numbered("xyz1")
    (('xi1', 'an1'), ('dong1', 'xi5'), (), ())
    """
    if len(pinyin) > LONGEST:
        return ()
    found: list[tuple[str, ...]] = [()]
    for part in filter(None, APART.split(unicodedata.normalize("NFD", pinyin).lower())):
        ways = _ways(_spelled(part))
        found = [before + way for before in found for way in ways][:64]
    fitting = [way for way in found if len(way) == count] if count else []
    return min(fitting or found, key=len, default=())


def marked(syllable: str) -> str:
    """
    >>> [marked(s) for s in ("chong2", "nv3", "gui4", "liu2", "de5", "er2")]
    ['chóng', 'nǚ', 'guì', 'liú', 'de', 'ér']
    """
    spelled, tone = syllable[:-1].replace("v", "ü"), syllable[-1]
    carrier = CARRIER.search(spelled)
    if tone not in TONED or not carrier:
        return spelled
    return unicodedata.normalize(
        "NFC", spelled[: carrier.end()] + TONED[tone] + spelled[carrier.end() :]
    )


def _spelled(part: str) -> str:
    """Letters, a tone in a number behind the letter that carries it: `cho2ngqi4ng`,
    `chong2qing4`."""
    part = part.replace("u\u0308", "v").replace("ü", "v").replace("u:", "v")
    part = "".join(MARKS.get(char, char) for char in part)
    return part.replace("0", "5")


@cache
def syllables() -> frozenset[str]:
    """Those of standard Mandarin, without tones."""
    lines = files("tts").joinpath("data", "pinyin.txt").read_text("utf-8").splitlines()
    return frozenset(
        syllable for line in lines if not line.startswith("#") for syllable in line.split()
    )


@lru_cache(maxsize=4096)
def _ways(spelled: str) -> tuple[tuple[str, ...], ...]:
    """Every way to cut it into syllables, each with one tone at most."""
    if not spelled:
        return ((),)
    found: list[tuple[str, ...]] = []
    for end in range(1, min(len(spelled), 8) + 1):
        if end < len(spelled) and spelled[end].isdigit():
            continue
        said = _syllable(spelled[:end])
        if said:
            found += [(said, *rest) for rest in _ways(spelled[end:])]
    return tuple(found[:64])


def _syllable(piece: str) -> str:
    tones = re.findall(r"\d", piece)
    letters = re.sub(r"\d", "", piece)
    if letters in ("lue", "nue"):
        letters = letters.replace("u", "v")
    if letters not in syllables() or len(tones) > 1 or (tones and tones[0] not in "12345"):
        return ""
    return letters + (tones[0] if tones else "5")
