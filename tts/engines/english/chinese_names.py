"""Chinese names in English text: pinyin to English phonemes, and which words in Latin letters are
pinyin.

The table approximates Mandarin with the sounds of American English. A word counts as pinyin only if
nothing else is likely: `Xi'an` and `Zhang Xiaoming`, but not `Maine` or `Long`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import Final

from tts.engines.data_rows import data_rows

_ROWS: Final = list(data_rows("engines/data/english-pinyin.txt"))


def _cells(table: str) -> Iterator[list[str]]:
    """The rows of one of the tables in the file."""
    for name, *cells in _ROWS:
        if name == table:
            yield cells


INITIALS: Final[dict[str, str]] = dict(_cells("initial"))
FINALS: Final[dict[str, str]] = dict(_cells("final"))
"""By spelling, with `v` for ü, `ii` for the vowel of zi and `iir` for that of zhi; `*` marks the
place of the stress."""
WHOLE: Final[dict[str, str]] = dict(_cells("syllable"))
"""Syllables starting with y or w, and the syllable o."""
SURNAMES: Final = frozenset(chain.from_iterable(_cells("surnames")))
ENGLISH: Final = frozenset({"Hong Kong"})
"""Names that look like a person's but have an established English pronunciation."""
SURE: Final = frozenset(
    {"Xi", "Xu", "Baidu", "Weibo", "Taobao", "Douyin", "Meituan", "Pinduoduo", "Hanfu", "Gaokao"}
)
"""Surnames that the phonemizer's dictionary reads as a Greek letter or a coin, and names that can't
be recognized otherwise."""
MARKS: Final = "\u0304\u0301\u030c\u0300"
CHINESE_MARKS: Final = "\u0304\u030c"
"""Tone marks that hardly occur on vowels in European languages."""
LATIN: Final = "A-Za-z\u00c0-\u024f\u0300\u0301\u0304\u0308\u030c"
WORD: Final = re.compile(
    rf"(?<![\w@./'’-])([{LATIN}]+(?:['’-][{LATIN}]+)*?)(['’]s)?(?![\w@/]|['’-]\w|\.\w)"
)
UNENGLISH: Final = re.compile(
    r"(?:^|[aeiouüvngr'’-])(?:x|q|zh)(?=[aeiouüv])|iao|iang|uang|iong|hua|guo|luo|.zi$",
    re.IGNORECASE,
)
"""A letter sequence that does not occur in English syllables."""
LATER: Final = re.compile(r"\w['’][aeo]", re.IGNORECASE)
"""An apostrophe that separates syllables: Xi'an, Chang'e."""

Known = Callable[[str], bool]
"""Whether the phonemizer's dictionary contains a word."""


def pinyin_words(text: str, known: Known) -> Iterator[tuple[int, int, str]]:
    """Start, end and phonemes of each pinyin word in an English text, including a possessive s."""
    matches = list(WORD.finditer(text))
    letters = unicodedata.normalize("NFD", text)
    toned = any(letter in CHINESE_MARKS for letter in letters)
    names = _full_names(text, matches, known)
    for i, match in enumerate(matches):
        spelled = split_pinyin(match[1])
        if not spelled:
            continue
        if i in names or _is_pinyin(match[1], spelled, known, toned):
            genitive = "z" if match[2] else ""
            yield match.start(), match.end(), phonemes_of_pinyin(spelled) + genitive


def _is_pinyin(word: str, spelled: Sequence[str], known: Known, toned: bool = False) -> bool:
    """Whether a word that can be split into syllables is certainly pinyin; `toned` says whether the
    text contains tone marks."""
    if word in SURE:
        return True
    letters = unicodedata.normalize("NFD", word)
    marks = [letter for letter in letters if letter in MARKS]
    if len(marks) > 1 or (marks and toned):
        return True
    composed = unicodedata.normalize("NFC", word.lower())
    if len(spelled) > 1 and "ü" in composed:
        return True
    if known(word) or marks:
        return False
    return _looks_chinese(word, spelled)


def _looks_chinese(word: str, spelled: Sequence[str]) -> bool:
    several = len(spelled) > 1
    capital = word[0].isupper()
    if UNENGLISH.search(word):
        return several or capital
    if not capital:
        return False
    has_ng = any(syllable.endswith("ng") for syllable in spelled)
    return (several and has_ng) or bool(LATER.search(word))


def _full_names(text: str, matches: Sequence[re.Match[str]], known: Known) -> set[int]:
    """The indexes of surnames and given names next to each other, as in Li Ming or Xiaoming Li: one
    is a surname and the other can only be pinyin."""
    found: set[int] = set()
    for i, (match, next_match) in enumerate(pairwise(matches)):
        one, two = match[1], next_match[1]
        between = text[match.end() : next_match.start()]
        beside = between == " " and one.istitle() and two[0].isupper()
        if not beside or f"{one} {two}" in ENGLISH:
            continue
        if _is_full_name(one, two, known) or _is_full_name(two, one, known):
            found |= {i, i + 1}
    return found


def _is_full_name(surname: str, given: str, known: Known) -> bool:
    if surname.lower() not in SURNAMES:
        return False
    spelled = split_pinyin(given)
    return len(spelled) < 3 and _is_given(given, spelled, known)


def _is_given(word: str, spelled: Sequence[str], known: Known) -> bool:
    if not spelled:
        return False
    return _is_pinyin(word, spelled, known) or not known(word)


def split_pinyin(word: str) -> tuple[str, ...]:
    """Split a word into the fewest pinyin syllables; empty if it is not pinyin.

    >>> [split_pinyin(word) for word in ("Xiaoming", "Xi'an", "xian", "Lǚshùn", "Marvel")]
    [('xiao', 'ming'), ('xi', 'an'), ('xian',), ('lv', 'shun'), ()]
    """
    letters = unicodedata.normalize("NFD", word.lower()).replace("u\u0308", "v")
    found: list[str] = []
    for part in re.split("['’-]", letters):
        unmarked = "".join(letter for letter in part if letter not in MARKS)
        syllables = _cuts(unmarked)
        if not syllables:
            return ()
        found += syllables
    return tuple(found)


@lru_cache(maxsize=4096)
def _cuts(letters: str) -> tuple[str, ...]:
    """The fewest syllables, longer ones first. Syllables starting with a, e or o follow an
    apostrophe, so xinan is xi nan."""
    best: tuple[str, ...] = ()
    for end in range(min(6, len(letters)), 0, -1):
        first, rest = letters[:end], letters[end:]
        if first not in _syllables():
            continue
        if not rest:
            return (letters,)
        if rest[0] in "aeo":
            continue
        later = _cuts(rest)
        fewer = not best or len(later) + 1 < len(best)
        if later and fewer:
            best = (first, *later)
    return best


@cache
def _syllables() -> frozenset[str]:
    return frozenset(chain.from_iterable(data_rows("data/pinyin.txt")))


def are_numbered(syllables: Sequence[str]) -> bool:
    """Whether all of these are syllables followed by a tone number."""
    known = _syllables()
    for syllable in syllables:
        spelled, tone = syllable[:-1], syllable[-1:]
        if not tone.isdigit() or spelled not in known:
            return False
    return True


def phonemes_of_pinyin(syllables: Sequence[str]) -> str:
    """The English phonemes of syllables with or without tone numbers; the last syllable with a tone
    has the main stress.

    >>> phonemes_of_pinyin(["xi", "an"]), phonemes_of_pinyin(["qing", "dao"])
    ('ʃˌiˈɑn', 'ʧˌɪŋdˈW')
    >>> phonemes_of_pinyin(["dong1", "xi5"]), phonemes_of_pinyin(["zhang1"])
    ('dˈʊŋʃi', 'ʤˈɑŋ')
    """
    toned = [i for i, s in enumerate(syllables) if not s.endswith("5")] or [0]
    stress = {toned[0]: "ˌ", toned[-1]: "ˈ"}
    said = []
    for i, syllable in enumerate(syllables):
        phonemes = _syllable(syllable.rstrip("12345"))
        said.append(phonemes.replace("*", stress.get(i, "")))
    return "".join(said)


@cache
def _syllable(spelled: str) -> str:
    if spelled in WHOLE:
        return WHOLE[spelled]
    initial = _initial(spelled)
    final = spelled[len(initial) :]
    consonant = INITIALS.get(initial, "")
    vowel = FINALS[_final(initial, final)]
    return consonant + vowel


def _initial(spelled: str) -> str:
    """The initial of a syllable; longer ones are tried first (zh before z)."""
    for length in (2, 1):
        start = spelled[:length]
        if start in INITIALS:
            return start
    return ""


def _final(initial: str, written: str) -> str:
    """The key of a final in FINALS: the sound of u and i depends on the initial."""
    if initial in ("j", "q", "x") and written.startswith("u"):
        return "v" + written[1:]
    if written != "i":
        return written
    if initial in ("zh", "ch", "sh", "r"):
        return "iir"
    if initial in ("z", "c", "s"):
        return "ii"
    return written
