"""Readings given in brackets by a Japanese article, 山田太郎（やまだたろう） or 吾輩《わがはい》: removed from the
speech, kept as hints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tts.text.lexicon import Entry

ORIGIN: Final = "the article itself"
CHARACTERS: Final = "\u3400-\u4dbf\u4e00-\u9fff々〆ヶ"
GLOSS: Final = re.compile(
    rf"(?<=[{CHARACTERS}])(?:[(（]([ぁ-ゖー]{{2,20}}(?:[ \u3000・][ぁ-ゖー]{{1,12}})?)[)）]"
    r"|《([ぁ-ゖァ-ヺー]{1,20})》)"
)
BASE: Final = re.compile(rf"[{CHARACTERS}]{{1,9}}\Z")
NAME: Final = re.compile(rf"([{CHARACTERS}]{{1,4}})[ \u3000]([{CHARACTERS}]{{1,4}})\Z")
"""A family name and a given name."""
STROKE: Final = re.compile(rf"[｜|](?=[{CHARACTERS}])")
"""The mark before a word with a reading after it, in the notation of Aozora Bunko."""
REACH: Final = 12
"""Maximum characters before a gloss that it may refer to."""
ASIDES: Final = frozenset(
    str.split(
        "など ほか のみ だけ まで から より また すべて たぶん もちろん ひらがな かな いわゆる つまり たとえば "
        "あるいは または および おそらく なお なし あり うち なか うえ した みたい らしい です ます でした "
        "とも かも ちなみに ただし そして しかし うそ ほんと ほぼ まれに ときどき いま むかし わらい はい "
        "いいえ"
    )
)
"""Words in brackets that are not readings."""
FEWEST: Final = 1.5
MOST: Final = 4.5
"""Kana per character of a word that is read in full: in 作家山田太郎（やまだたろう） the start of the name is
unknown."""


@dataclass(frozen=True, slots=True)
class _Gloss:
    start: int
    end: int
    words: tuple[tuple[str, str], ...]
    """Words with their readings; none if it is unknown what the gloss refers to."""


def without_kana_glosses(text: str) -> str:
    """
    >>> without_kana_glosses("山田太郎（やまだたろう）と｜大人《おとな》、駅（など）")
    '山田太郎と大人、駅（など）'
    """
    bare = ""
    at = 0
    for gloss in _glosses(text):
        bare += text[at : gloss.start]
        at = gloss.end
    bare += text[at:]
    return bare if bare == text else STROKE.sub("", bare)


def kana_hints(texts: Iterable[str]) -> tuple[Entry, ...]:
    """The readings given by the glosses of these texts. The first gloss of a word counts.

    >>> [(hint.word, hint.said) for hint in kana_hints(["山田 太郎（やまだ たろう）氏"])]
    [('山田', 'やまだ'), ('太郎', 'たろう')]
    """
    found: dict[str, Entry] = {}
    for text in texts:
        for gloss in _glosses(text):
            for word, said in gloss.words:
                entry = Entry(word, "ja", "kana", said, ORIGIN)
                found.setdefault(word, entry)
    return tuple(found.values())


@lru_cache(maxsize=16)
def _glosses(text: str) -> tuple[_Gloss, ...]:
    return tuple(_found(text))


def _found(text: str) -> Iterator[_Gloss]:
    for match in GLOSS.finditer(text):
        if match[1] in ASIDES:
            continue
        before = text[max(0, match.start() - REACH) : match.start()]
        words = _of_ruby(before, match[2]) if match[2] else _of_brackets(before, match[1])
        yield _Gloss(match.start(), match.end(), tuple(words))


def _of_ruby(before: str, said: str) -> Iterator[tuple[str, str]]:
    """Adjacent characters, or the text after a stroke, with their reading."""
    marked = re.split("[｜|]", before)
    base = BASE.search(before)
    if len(marked) > 1:
        yield marked[-1], said
    elif base:
        yield base[0], said


def _of_brackets(before: str, said: str) -> Iterator[tuple[str, str]]:
    parts = re.split(r"[ \u3000・]", said)
    name = NAME.search(before)
    if name and len(parts) == 2:
        yield name[1], parts[0]
        yield name[2], parts[1]
        return
    base = BASE.search(before)
    kana = "".join(parts)
    if base and _is_of(base[0], kana):
        yield base[0], kana


def _is_of(base: str, kana: str) -> bool:
    rate = len(kana) / len(base)
    return FEWEST <= rate <= MOST
