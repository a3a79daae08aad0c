"""The names of Latin letters in Mandarin: GDP is jì-dì-pì.

A Mandarin voice says these syllables well, but the English names of letters badly.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_PAIRS: Final = """
    A:ei1 B:bi4 C:sei1 D:di4 E:yi4 F:ê1-fu5 G:ji4 H:ei1-chi5 I:ai4 J:jie4 K:kei4 L:ê1-er5
    M:ê1-mu5 N:en1 O:ou1 P:pi4 Q:kiu1 R:a1 S:ê1-si5 T:ti4 U:you1 V:wei1 W:da2-bu5-liu5
    X:ai2-ke5-si5 Y:wai4 Z:zei4
"""
NAMES: Final = dict(pair.split(":") for pair in _PAIRS.split())
"""Letter -> numbered syllables, some of which occur only in foreign words.

F, L, M and S start with the English vowel ê, as pronounced by younger speakers; with ai2, as older
ones say, they were heard as words (MBA as 矮目BA). R is level: with a falling tone, HR was heard as
H2.
"""
NEUTRAL: Final = "5"
"""The number of the neutral tone."""
VOWELS: Final = frozenset("AEFHILMNORSUX")
"""Letters whose names start with a vowel."""
CAPITALS: Final = re.compile("[A-Z][A-Z ]*")
STRESS: Final = re.compile("[ˈˌ ]")
"""Marks that may differ when the names of letters are joined."""


def is_spelled(run: str, phonemes: str, english: Callable[[str], str]) -> bool:
    """Whether a run consists of capitals that English spells out: GDP, but not NASA."""
    if not CAPITALS.fullmatch(run):
        return False
    letters = run.replace(" ", "")
    names = "".join(map(english, letters))
    heard = STRESS.sub("", phonemes)
    expected = STRESS.sub("", names)
    return heard == expected


def named(run: str, syllable: Callable[[str], str]) -> str:
    """Capitals to the phonemes of their names, with a space between words.

    >>> named("CEO IP", lambda numbered: numbered)
    'sei1yi4ou1 ai4pi4'
    """
    return " ".join(_word(word, syllable) for word in run.split())


def _word(letters: str, syllable: Callable[[str], str]) -> str:
    """A word of capitals. Without a space between them, a neutral syllable merged with a following
    vowel: HR was heard with a syllable missing.

    >>> _word("HR", lambda numbered: numbered)
    'ei1chi5 a1'
    """
    said = ""
    for letter in letters:
        if said.endswith(NEUTRAL) and letter in VOWELS:
            said += " "
        said += NAMES[letter].replace("-", "")
    numbered = re.findall(r"[^\d ]+\d| ", said)
    return "".join(syllable(each) if each != " " else each for each in numbered)
