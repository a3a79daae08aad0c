"""The names of Latin letters in Mandarin: GDP is jì-dì-pì.

A Mandarin voice says these syllables well, and English names of letters badly.
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
"""Letter -> numbered syllables, some of which only foreign words have.

F, L, M and S begin with the ê of English, as younger speakers say them: said ai2, as the older do,
they were heard as words (MBA as 矮目BA). R is level: falling, HR was heard as H2."""
NEUTRAL: Final = "5"
"""The tone of what is said without one."""
VOWELS: Final = frozenset("AEFHILMNORSUX")
"""Letters whose names begin with a vowel."""
CAPITALS: Final = re.compile("[A-Z][A-Z ]*")
STRESS: Final = re.compile("[ˈˌ ]")
"""What the names of letters lose or get where they stand together."""


def is_spelled(run: str, phonemes: str, english: Callable[[str], str]) -> bool:
    """Whether a run is capitals that are said by their names in English: GDP, and not NASA."""
    if not CAPITALS.fullmatch(run):
        return False
    letters = run.replace(" ", "")
    names = "".join(map(english, letters))
    heard = STRESS.sub("", phonemes)
    expected = STRESS.sub("", names)
    return heard == expected


def named(run: str, syllable: Callable[[str], str]) -> str:
    """Capitals -> the phonemes of their names, a space between words.

    >>> named("CEO IP", lambda numbered: numbered)
    'sei1yi4ou1 ai4pi4'
    """
    return " ".join(_word(word, syllable) for word in run.split())


def _word(letters: str, syllable: Callable[[str], str]) -> str:
    """A syllable without tone has nothing that parts it from a vowel behind it: HR was heard as
    one syllable less. There stands a space.

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
