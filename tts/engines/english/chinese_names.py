"""Chinese names in English text: Pinyin -> English phonemes, and which words in Latin letters are
pinyin.

The table comes as near to Mandarin as the sounds of American English do. A word is taken for pinyin
only where nothing else is likely: `Xi'an`, `Zhang Xiaoming`, and not `Maine` or `Long`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final


def _table(pairs: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in pairs.split())


INITIALS: Final = _table(
    "b:b p:p m:m f:f d:d t:t n:n l:l g:ɡ k:k h:h j:ʤ q:ʧ x:ʃ zh:ʤ ch:ʧ sh:ʃ r:ɹ z:dz c:ts s:s"
)
FINALS: Final = _table(
    "a:*ɑ ai:*I an:*ɑn ang:*ɑŋ ao:*W e:*ʌ ei:*A en:*ʌn eng:*ʌŋ er:*ɑɹ o:*ɔ ong:*ʊŋ ou:*O "
    "i:*i ia:j*ɑ ian:j*ɛn iang:j*ɑŋ iao:j*W ie:j*ɛ in:*ɪn ing:*ɪŋ iong:j*ʊŋ iu:j*O "
    "u:*u ua:w*ɑ uai:w*I uan:w*ɑn uang:w*ɑŋ ui:w*A un:w*ʌn uo:w*ɔ v:*u van:w*ɛn ve:w*ɛ vn:*un ii:*ʌ iir:*ɜɹ"
)
"""By spelling, `v` for ü, `ii` for the vowel of zi and `iir` for that of zhi; `*` is where stress
stands."""
WHOLE: Final = _table(
    "o:*ɔ yi:*i ya:j*ɑ yan:j*ɛn yang:j*ɑŋ yao:j*W ye:j*ɛ yin:j*ɪn ying:j*ɪŋ yo:j*O yong:j*ʊŋ you:j*O yu:j*u yuan:jw*ɛn "
    "yue:jw*ɛ yun:j*un wa:w*ɑ wai:w*I wan:w*ɑn wang:w*ɑŋ wei:w*A wen:w*ʌn weng:w*ʌŋ wo:w*ɔ wu:w*u"
)
"""Syllables that begin with y or w, and o."""
_SURNAMES: Final = (
    "bai bao cai cao chang chen cheng cui dai deng ding dong du duan fan fang feng fu gao ge gong gu guan guo hao he "
    "hong hou hu hua huang jia jiang jin kang kong lai lei li liang liao lin liu long lu luo lv ma mao mei meng mo ni "
    "niu ouyang pan pang peng pu qi qian qiao qin qiu qu ren shao shen shi sima song su sun tan tang tao tian tong wan "
    "wang wei wen wu xi xia xiang xiao xie xing xiong xu xue yan yang yao ye yi yin ying you yu yuan yue zeng zhai "
    "zhan zhang zhao zheng zhong zhou zhu zhuang zou zhuge bi "
    "chai chu gan gou ji jian jing lan lian lou miao min mu nie ou pei rao rong ruan sha shan shang teng tu weng zong"
)
SURNAMES: Final = frozenset(_SURNAMES.split())
ENGLISH: Final = frozenset({"Hong Kong"})
"""Names that have an English sound of their own, and look like a person's."""
SURE: Final = frozenset(
    {"Xi", "Xu", "Baidu", "Weibo", "Taobao", "Douyin", "Meituan", "Pinduoduo", "Hanfu", "Gaokao"}
)
"""Surnames that the phonemizer's dictionary takes for a Greek letter and a coin; names that nothing
else tells."""
MARKS: Final = "\u0304\u0301\u030c\u0300"
CHINESE_MARKS: Final = "\u0304\u030c"
"""Those that European languages with a mark on a vowel hardly have."""
LATIN: Final = "A-Za-z\u00c0-\u024f\u0300\u0301\u0304\u0308\u030c"
WORD: Final = re.compile(
    rf"(?<![\w@./'’-])([{LATIN}]+(?:['’-][{LATIN}]+)*?)(['’]s)?(?![\w@/]|['’-]\w|\.\w)"
)
UNENGLISH: Final = re.compile(
    r"(?:^|[aeiouüvngr'’-])(?:x|q|zh)(?=[aeiouüv])|iao|iang|uang|iong|hua|guo|luo|.zi$",
    re.IGNORECASE,
)
"""A syllable that no English one begins or sounds like."""
LATER: Final = re.compile(r"\w['’][aeo]", re.IGNORECASE)
"""Xi'an, Chang'e: the mark that parts syllables."""

Known = Callable[[str], bool]
"""Whether the phonemizer has a word in its dictionary."""


def pinyin_words(text: str, known: Known) -> Iterator[tuple[int, int, str]]:
    """Where words of pinyin stand in an English text, a genitive's s with them, and their
    phonemes."""
    matches = list(WORD.finditer(text))
    toned = any(char in CHINESE_MARKS for char in unicodedata.normalize("NFD", text))
    names = _full_names(text, matches, known)
    for i, match in enumerate(matches):
        spelled = cut(match[1])
        if spelled and (i in names or _is_pinyin(match[1], spelled, known, toned)):
            yield match.start(), match.end(), in_english(spelled) + ("z" if match[2] else "")


def _is_pinyin(word: str, spelled: Sequence[str], known: Known, toned: bool = False) -> bool:
    """Whether a word that can be cut into syllables is surely pinyin; `toned`, whether tone marks
    stand in the text."""
    marks = [c for c in unicodedata.normalize("NFD", word) if c in MARKS]
    several = len(spelled) > 1
    if word in SURE or len(marks) > 1 or (marks and toned):
        return True
    if several and "ü" in unicodedata.normalize("NFC", word.lower()):
        return True
    if known(word) or marks:
        return False
    capital = word[0].isupper()
    if UNENGLISH.search(word):
        return several or capital
    return capital and (
        bool(LATER.search(word)) or (several and any(s.endswith("ng") for s in spelled))
    )


def _full_names(text: str, matches: Sequence[re.Match[str]], known: Known) -> set[int]:
    """Surname and given name side by side, Li Ming or Xiaoming Li: one is a surname, the other can
    be nothing else."""
    found: set[int] = set()
    for i in range(len(matches) - 1):
        one, two = matches[i], matches[i + 1]
        beside = text[one.end() : two.start()] == " " and one[1].istitle() and two[1][0].isupper()
        if not beside or f"{one[1]} {two[1]}" in ENGLISH:
            continue
        for surname, given in ((one[1], two[1]), (two[1], one[1])):
            spelled = cut(given)
            if (
                surname.lower() in SURNAMES
                and len(spelled) < 3
                and _is_given(given, spelled, known)
            ):
                found |= {i, i + 1}
    return found


def _is_given(word: str, spelled: Sequence[str], known: Known) -> bool:
    return bool(spelled) and (_is_pinyin(word, spelled, known) or not known(word))


def cut(word: str) -> tuple[str, ...]:
    """A word -> the syllables it is spelled with, the fewest; empty when it is none of pinyin.

    >>> cut("Xiaoming"), cut("Xi'an"), cut("xian"), cut("Lǚshùn"), cut("Marvel")
    (('xiao', 'ming'), ('xi', 'an'), ('xian',), ('lv', 'shun'), ())
    """
    parts = re.split("['’-]", unicodedata.normalize("NFD", word.lower()).replace("u\u0308", "v"))
    found: list[str] = []
    for part in parts:
        ways = _cuts("".join(c for c in part if c not in MARKS))
        if not ways:
            return ()
        found += ways
    return tuple(found)


@lru_cache(maxsize=4096)
def _cuts(letters: str) -> tuple[str, ...]:
    """The fewest syllables, the longer first: xinan is xi nan by the rule that a, e and o take an
    apostrophe."""
    best: tuple[str, ...] = ()
    for end in range(min(6, len(letters)), 0, -1):
        if letters[:end] not in _syllables():
            continue
        rest = letters[end:]
        if not rest:
            return (letters,)
        later = _cuts(rest) if rest[0] not in "aeo" else ()
        if later and (not best or len(later) + 1 < len(best)):
            best = (letters[:end], *later)
    return best


@cache
def _syllables() -> frozenset[str]:
    lines = files("tts").joinpath("data", "pinyin.txt").read_text("utf-8").splitlines()
    return frozenset(
        syllable for line in lines if not line.startswith("#") for syllable in line.split()
    )


def valid(syllables: Sequence[str]) -> bool:
    """Whether these are syllables with a tone's number."""
    return all(s[-1:].isdigit() and s[:-1] in _syllables() for s in syllables)


def in_english(syllables: Sequence[str]) -> str:
    """Syllables, with a tone's number or without -> English phonemes: the last one that has a tone is stressed most.

    >>> in_english(["xi", "an"]), in_english(["qing", "dao"]), in_english(["dong1", "xi5"]), in_english(["zhang1"])
    ('ʃˌiˈɑn', 'ʧˌɪŋdˈW', 'dˈʊŋʃi', 'ʤˈɑŋ')
    """
    toned = [i for i, s in enumerate(syllables) if not s.endswith("5")] or [0]
    stress = {toned[0]: "ˌ", toned[-1]: "ˈ"}
    return "".join(
        _syllable(s.rstrip("12345")).replace("*", stress.get(i, ""))
        for i, s in enumerate(syllables)
    )


@cache
def _syllable(spelled: str) -> str:
    if spelled in WHOLE:
        return WHOLE[spelled]
    initial = next((i for i in (spelled[:2], spelled[:1]) if i in INITIALS), "")
    final = spelled[len(initial) :]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    elif final == "i" and initial in ("zh", "ch", "sh", "r"):
        final = "iir"
    elif final == "i" and initial in ("z", "c", "s"):
        final = "ii"
    return INITIALS.get(initial, "") + FINALS[final]
