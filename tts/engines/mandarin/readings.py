"""How Mandarin is read: a sentence -> words with numbered pinyin, tone sandhi applied.

Words of two and more characters that are known go by their dictionary reading (the package's own
lists, then pypinyin's phrases), characters alone by the words beside them, all others by g2pM,
which reads them in context. Measured on the CPP polyphone test, pypinyin's phrases and g2pM
together are right in .971 of the cases, .983 weighted by frequency; either alone is worse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from tts.engines.mandarin.evidence import Evidence
from tts.engines.mandarin.frequencies import frequencies
from tts.engines.mandarin.polyphone_model import decide
from tts.engines.mandarin.polyphones import (
    AS_VERBS,
    STEADY,
    in_place,
    in_word,
    is_named,
    whole_word,
)
from tts.engines.mandarin.repetition import TRIED, with_repetitions
from tts.engines.mandarin.sandhi import Word, sandhi
from tts.engines.mandarin.word_sets import ALONE

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters and 〇, as the inside of a regular expression's class."""

RUN = re.compile(f"[{HAN}]+|[^{HAN}]+")
HAN_CHARACTER = re.compile(f"[{HAN}]")

OWN_TONE = {"一yi": "yi1", "不bu": "bu4"}

OWN_CHARACTER = {"还": "hai2", "儿": "er5", "了": "le5"}
"""What these are where no known word says otherwise: the sources are unsure of them."""

RESULTS = {"着": "zhao2", "了": "liao3"}
"""What these are in 用不着, 吃得了."""
NO_VERBS = "从绝永决毫并也都就还又不"
UNSTEADY = {
    "地方",
    "大方",
    "大人",
    "东西",
    "家里",
    "地上",
    "天上",
    "地道",
    "结实",
    "将就",
    "妈妈",
    "得了",
}
"""Words without a tone at the end, in longer words with one: 地方官."""

SYLLABLE = r"[a-zê]+[1-5]"

LONGEST = 8
"""Characters of the longest word that is looked for."""

CLOSING_QUOTES = tuple('”’」』"')
OWN_WORD, PHRASE, RARE_CHARACTER, IMPOSSIBLE = -12.0, -16.0, -22.0, -1e6
"""Nats of words that the table of frequencies does not have."""


def read(
    text: str, given: Mapping[int, str] | None = None, *, dictionary: bool = False
) -> list[Word | str]:
    """A sentence in simplified characters -> its words in order; what is not Han stays a string.

    `given` has the syllables that are known before, by index; with `dictionary` the tones are those
    that a dictionary gives, without sandhi.

    >>> [" ".join(w.syllables) for w in read("一个展览馆") if isinstance(w, Word)]
    ['yi2 ge4', 'zhan2 lan2 guan3']
    """
    found: list[Word | str] = []
    guesses = _in_context(text)
    for match in RUN.finditer(text):
        run = match.group()
        if not HAN_CHARACTER.match(run):
            found.append(run)
            continue
        known = {at - match.start(): said for at, said in (given or {}).items()}
        start, end = match.span()
        words = [
            _decided(group, weaken=not dictionary) for group in _evidence(text, start, end, guesses)
        ]
        if dictionary:
            found += words
            continue
        before = text[max(0, start - 1) : start]
        said = with_repetitions(words)
        found += sandhi(said, known, before)
    return found


# --- words and their readings ---------------------------------------------------------------------


def evidence(text: str) -> Iterator[Evidence]:
    """What is known of each Han character of a sentence in simplified characters."""
    guesses = _in_context(text)
    for match in RUN.finditer(text):
        if HAN_CHARACTER.match(match.group()):
            for group in _evidence(text, match.start(), match.end(), guesses):
                yield from group


def _evidence(
    text: str, start: int, end: int, guesses: list[tuple[str, str]]
) -> Iterator[list[Evidence]]:
    """Word by word."""
    cut = segment(text[start:end])
    for i, word in enumerate(cut):
        own, source = _syllables(cut, i, [said for _, said in guesses[start : start + len(word)]])
        if not i and word == "地" and text[start - 1 : start] in CLOSING_QUOTES and start:
            own, source = ("de5",), "place"  # “嘭”地关上
        sure = _sure_places(word) if source == "composed" else set()
        cited = phrase(word) if len(word) > 1 else None
        before, behind = cut[i - 1] if i else "", cut[i + 1] if i + 1 < len(cut) else ""
        yield [
            Evidence(
                text,
                start + at,
                word,
                at,
                before,
                behind,
                "place" if at in sure or is_named(word, at) else source,
                own[at],
                guesses[start + at][0],
                cited[at] if cited else "",
            )
            for at in range(len(word))
        ]
        start += len(word)


def _decided(group: list[Evidence], *, weaken: bool) -> Word:
    """A word as the model reads it; with `weaken`, with the neutral tones that it has in speech."""
    syllables = []
    for e in group:
        said = decide(e)
        weak = e.own.endswith("5") and e.own[:-1] == said[:-1]
        syllables.append(e.own if weak and weaken else said)
    return Word(group[0].word, tuple(syllables))


def _syllables(words: list[str], i: int, context: list[str]) -> tuple[tuple[str, ...], str]:
    """The syllables of a word, and where they are from."""
    word = words[i]
    if placed_word := whole_word(words, i):
        return placed_word, "own"
    if word in own_words():
        return own_words()[word], "own"
    if len(word) == 1:
        placed = in_place(words, i)
        if placed:
            return (placed,), "place"
        alone = ALONE.get(word)
        return ((alone,), "alone") if alone else ((context[0],), "g2pm")
    if known := phrase(word):
        return _with_neutral_tones(word, known), "phrase"
    return _with_neutral_tones(word, _composed(word, context)), "composed"


def _composed(word: str, context: list[str]) -> tuple[str, ...]:
    """A word that the dictionaries do not have: by the words that it is made of, 事关重大 by 重大."""
    said = [in_word(word, i) or syllable for i, syllable in enumerate(context)]
    at = 0
    for part in segment(word, whole=False):
        if known := len(part) > 1 and (own_words().get(part) or phrase(part)):
            said[at : at + len(part)] = _with_neutral_tones(part, known)
        at += len(part)
    if word[-1] == "地" and word[-2] == word[-3:-2]:  # 轻轻地
        said[-1] = "de5"
    return tuple(said)


def _sure_places(word: str) -> set[int]:
    """Characters of a composed word that are read by a rule, or by the own list."""
    sure = set()
    for at, char in enumerate(word):
        if char in STEADY and in_word(word, at):
            sure.add(at)
    start = 0
    for part in segment(word, whole=False):
        end = start + len(part)
        if len(part) > 1 and part in own_words():
            sure.update(range(start, end))
        start = end
    return sure


def segment(run: str, *, whole: bool = True) -> list[str]:
    """Han characters -> words: of all ways to cut them, the likeliest; without `whole` at least into two.

    >>> segment("研究生命的起源")
    ['研究', '生命', '的', '起源']
    """
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(run) + 1):
        starts = range(max(0, end - LONGEST, not whole and end == len(run)), end)
        best.append(max((best[start][0] + _nats(run[start:end]), start) for start in starts))
    cuts = [len(run)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    return [run[a:b] for a, b in pairwise(reversed(cuts))]


def _nats(word: str) -> float:
    """How likely a word is, as the logarithm of its share in running text."""
    common = frequencies().get(word)
    if len(word) > 1 and word in own_words():
        return max(common or OWN_WORD, OWN_WORD)
    if common is not None:
        return common
    if len(word) == 1:
        return RARE_CHARACTER
    return PHRASE if word in _phrases() else IMPOSSIBLE


@cache
def own_words() -> dict[str, tuple[str, ...]]:
    """The package's own lists, of words and of names: word -> syllables."""
    paths = ("data/mandarin-names.txt", "engines/data/mandarin-words.txt")
    lines = (
        line
        for path in paths
        for line in files("tts").joinpath(path).read_text("utf-8").splitlines()
    )
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {row[0]: tuple(row[1:]) for row in rows}


@cache
def neutral_words() -> frozenset[str]:
    """Words whose last syllable has no tone, whatever it is else."""
    lines = (
        files("tts").joinpath("engines/data/mandarin-neutral.txt").read_text("utf-8").splitlines()
    )
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())


def phrase_words() -> Iterable[str]:
    """All words that pypinyin has phrases for."""
    return _phrases()


@cache
def _phrases() -> dict[str, list[list[str]]]:
    from pypinyin.phrases_dict import phrases_dict

    table: dict[str, list[list[str]]] = phrases_dict
    return table


@lru_cache(maxsize=20_000)
def _with_neutral_tones(word: str, cited: tuple[str, ...]) -> tuple[str, ...]:
    """The sources are poor judges of what has no tone."""
    said = list(cited)
    if word.endswith("儿"):  # but for 女儿 and the like, which the own list has
        said[-1] = "er5"
    elif len(word) == 2 and word[1] in "着了过下" and word[0] in AS_VERBS:
        said[0] = AS_VERBS[word[0]]
    elif len(word) == 2 and word[0] == word[1] and word[0] in TRIED:
        said[1] = said[0][:-1] + "5"
    elif len(word) == 3 and word[1] in "得不" and word[0] not in NO_VERBS:
        said[1] = "de5" if word[1] == "得" else said[1]
        said[2] = RESULTS.get(word[2], said[2])
    if len(word) == 3 and word.endswith("不得"):
        said[-1] = "de5"
    for start, end in ((i, j) for i in range(len(word)) for j in range(i + 2, len(word) + 1)):
        stretch = word[start:end]
        if stretch in UNSTEADY:
            continue
        if stretch in neutral_words():
            said[end - 1] = said[end - 1][:-1] + "5"
        part = own_words().get(stretch, ())
        for at, syllable in enumerate(part, start):
            weak = (start == 0 and syllable == "er2") or (
                syllable.endswith("5") and syllable[:-1] == said[at][:-1]
            )
            said[at] = syllable if weak else said[at]
    return tuple(said)


@cache
def phrase(word: str) -> tuple[str, ...] | None:
    """What pypinyin's phrases say, 一 and 不 in their own tones."""
    from pypinyin.contrib.tone_convert import to_tone3

    readings = _phrases().get(word)
    if readings is None or len(readings) != len(word):
        return None
    said = [
        to_tone3(r[0], v_to_u=False, neutral_tone_with_five=True).replace("ü", "v")
        for r in readings
    ]
    return tuple(OWN_TONE.get(char + s[:-1], s) for char, s in zip(word, said, strict=True))


@cache
def _model() -> Callable[..., list[str]]:
    from g2pM import G2pM

    model: Callable[..., list[str]] = G2pM()
    return model


def _in_context(text: str) -> list[tuple[str, str]]:
    """For each character what g2pM says, and that or what pypinyin says where it can't be; empty
    where nobody knows."""
    guesses = _model()(text, char_split=True) if HAN_CHARACTER.search(text) else list(text)
    plain = [guess.replace("u:", "v") for guess in guesses]
    return [
        (guess if re.fullmatch(SYLLABLE, guess) else "", _checked(char, guess))
        for char, guess in zip(text, plain, strict=True)
    ]


def _checked(char: str, reading: str) -> str:
    if char in OWN_CHARACTER:
        return OWN_CHARACTER[char]
    known = _possible(char)
    weak = reading.endswith("5") and any(said[:-1] == reading[:-1] for said in known)
    return reading if reading in known or weak else _single(char)


@cache
def _possible(char: str) -> frozenset[str]:
    """All readings of a character that the dictionary has: g2pM, which chooses among 879, is far
    off at times."""
    from pypinyin import Style, pinyin

    found = pinyin(
        char,
        style=Style.TONE3,
        neutral_tone_with_five=True,
        errors="ignore",
        v_to_u=False,
        heteronym=True,
    )
    return frozenset(found[0]) if found else frozenset()


@cache
def _single(char: str) -> str:
    from pypinyin import Style, pinyin

    found = pinyin(
        char, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore", v_to_u=False
    )
    reading = found[0][0] if found else ""
    return reading if re.fullmatch(SYLLABLE, reading) else ""
