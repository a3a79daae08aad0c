"""Reduplicated verbs: 看看, 洗洗, 降降温.

The second syllable has the neutral tone, and a first one in the third tone rises before it, as
before the full tone it comes from: 洗洗 is xi2 xi5. Reduplicated nouns keep it: 姐姐 is jie3 jie5.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tts.engines.mandarin.sandhi import Word

TRIED: Final = frozenset(
    "看听说想问试尝玩走坐笑谈聊查找等写读学练摸摇拍敲洗擦扫比算数猜聚歇躺逛转动搞弄管教劝帮求夸骂闻舔咬嚼吹推拉压挤"
    "揉捏挠抓挑选翻晒烤煮炒瞧瞅望讲议评量掂抖甩遛溜喊唱跳跑爬背抱打踢喝吃睡养修补改填敬谢嚷哄放降叙串透撇喘涮耍"
)
"""Verbs that are reduplicated to mean doing something for a while."""


def with_repetitions(words: Sequence[Word]) -> list[Word]:
    """The words of a run, with the tones of reduplicated verbs.

    Such a verb may have been split between the two: 瞅, 瞅, or 降, 降温.

    >>> said = with_repetitions([Word("瞅", ("chou3",)), Word("瞅", ("chou3",))])
    >>> [word.syllables for word in said]
    [('chou2',), ('chou5',)]
    """
    said = list(words)
    for i, word in enumerate(words):
        char = word.text[0]
        if char not in TRIED:
            continue
        if word.text == char + char:
            said[i] = _whole(word)
        elif _goes_on(words, i):
            following = words[i + 1]
            said[i] = _first(word)
            said[i + 1] = _second(following)
    return said


def _whole(word: Word) -> Word:
    first, second = word.syllables
    if not second.endswith("5"):
        return word
    syllables = (_risen(first), second)
    return Word(word.text, syllables)


def _first(word: Word) -> Word:
    (syllable,) = word.syllables
    risen = _risen(syllable)
    return Word(word.text, (risen,))


def _second(word: Word) -> Word:
    first, *rest = word.syllables
    weak = first[:-1] + "5"
    return Word(word.text, (weak, *rest))


def _goes_on(words: Sequence[Word], i: int) -> bool:
    """Whether a word is the first half of a reduplicated verb, and is not repeated three times."""
    char = words[i].text
    behind = words[i + 1 : i + 2]
    if len(char) > 1 or not behind:
        return False
    following = behind[0]
    if len(following.text) > 2 or words[i].syllables[0] != following.syllables[0]:
        return False
    start = max(0, i - 1)
    around = words[start : i + 3]
    begun = [word.text[0] for word in around]
    return following.text[0] == char and begun.count(char) == 2


def _risen(syllable: str) -> str:
    if syllable.endswith("3"):
        return syllable[:-1] + "2"
    return syllable
