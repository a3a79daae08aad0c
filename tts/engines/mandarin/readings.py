"""Reads Mandarin: a sentence to words with numbered pinyin, with tone sandhi applied.

Known words of two or more characters get their dictionary reading (the package's own lists, then
pypinyin's phrases), single characters are read by the adjacent words, and all others by g2pM, which
uses context. On the CPP polyphone test, pypinyin's phrases and g2pM together are right in .971 of
the cases, .983 weighted by frequency; either alone is worse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, combinations, pairwise

from tts.engines.mandarin.frequencies import frequencies
from tts.engines.mandarin.polyphone_features import Evidence
from tts.engines.mandarin.polyphone_model import decide
from tts.engines.mandarin.polyphones import (
    AS_VERBS,
    beside,
    syllable_in_context,
    syllables_in_context,
)
from tts.engines.mandarin.polyphones_in_words import STEADY, in_word, is_named
from tts.engines.mandarin.reduplication import TRIED, with_repetitions
from tts.engines.mandarin.sandhi import Word, sandhi
from tts.engines.mandarin.word_sets import ALONE, word_set

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters and 〇, for use in a character class of a regular expression."""

RUN = re.compile(f"[{HAN}]+|[^{HAN}]+")
HAN_CHARACTER = re.compile(f"[{HAN}]")

OWN_TONE = {"一yi": "yi1", "不bu": "bu4"}

OWN_CHARACTER = {"还": "hai2", "儿": "er5", "了": "le5"}
"""Readings unless a known word has another: the sources are unreliable for these."""

RESULTS = {"着": "zhao2", "了": "liao3"}
"""Readings in 用不着 and 吃得了."""
NO_VERBS = "从绝永决毫并也都就还又不"
UNSTEADY = word_set("地方 大方 大人 东西 家里 地上 天上 地道 结实 将就 妈妈 得了")
"""Words with a neutral last syllable that has a full tone in longer words: 地方官."""

SYLLABLE = r"[a-zê]+[1-5]"

LONGEST = 8
"""Maximum characters of words that are looked up."""

CLOSING_QUOTES = tuple('”’」』"')
OWN_WORD = -12.0
PHRASE = -16.0
RARE_CHARACTER = -22.0
IMPOSSIBLE = -1e6
"""Log probabilities of words that are missing from the table of frequencies."""

Guess = tuple[str, str]
"""For a character, the reading by g2pM, empty if that is not a syllable; and the same, replaced by
pypinyin's if it is impossible, empty if unknown."""
Syllables = tuple[str, ...]
"""The syllables of a word, one for each character."""


def read(
    text: str, given: Mapping[int, str] | None = None, *, dictionary: bool = False
) -> list[Word | str]:
    """A sentence in simplified characters to its words in order; other text remains a string.

    `given` has syllables that are already known, by index; with `dictionary` tones are as in a
    dictionary, without sandhi.

    >>> [" ".join(w.syllables) for w in read("一个展览馆") if isinstance(w, Word)]
    ['yi2 ge4', 'zhan2 lan2 guan3']
    """
    reading: list[Word | str] = []
    given = given or {}
    guesses = _in_context(text)
    for match in RUN.finditer(text):
        run = match.group()
        if not HAN_CHARACTER.match(run):
            reading.append(run)
            continue
        start, end = match.span()
        groups = _evidence(text, start, end, guesses)
        words = [_decided(group, weaken=not dictionary) for group in groups]
        if dictionary:
            reading += words
            continue
        known = {at - start: said for at, said in given.items()}
        before = text[max(0, start - 1) : start]
        said = with_repetitions(words)
        reading += sandhi(said, known, before)
    return reading


# --- words and their readings ---------------------------------------------------------------------


def evidence(text: str) -> Iterator[Evidence]:
    """What is known about each Chinese character of a sentence in simplified characters."""
    guesses = _in_context(text)
    for match in RUN.finditer(text):
        if not HAN_CHARACTER.match(match.group()):
            continue
        start, end = match.span()
        for group in _evidence(text, start, end, guesses):
            yield from group


def _evidence(text: str, start: int, end: int, guesses: list[Guess]) -> Iterator[list[Evidence]]:
    """The evidence for a run of Chinese characters, word by word."""
    words = segment(text[start:end])
    is_quoted_before = start > 0 and text[start - 1] in CLOSING_QUOTES
    for i, word in enumerate(words):
        guessed = guesses[start : start + len(word)]
        if i == 0 and word == "地" and is_quoted_before:
            own: Syllables = ("de5",)  # “嘭”地关上
            source = "place"
        else:
            context = [said for _, said in guessed]
            own, source = _syllables(words, i, context)
        sure = _sure_places(word) if source == "composed" else set()
        cited = phrase(word) if len(word) > 1 else None
        before, behind = beside(words, i)
        group = []
        for at in range(len(word)):
            is_sure = at in sure or is_named(word, at)
            origin = "place" if is_sure else source
            said_by_model, _ = guessed[at]
            one = Evidence(
                text=text,
                place=start + at,
                word=word,
                at=at,
                before=before,
                behind=behind,
                source=origin,
                own=own[at],
                context=said_by_model,
                phrase=cited[at] if cited else "",
            )
            group.append(one)
        yield group
        start += len(word)


def _decided(group: list[Evidence], *, weaken: bool) -> Word:
    """A word as read by the model; with `weaken`, with the neutral tones of speech."""
    syllables = []
    for one in group:
        said = decide(one)
        is_weak = weaken and _is_weak_form(one.own, said)
        syllables.append(one.own if is_weak else said)
    return Word(group[0].word, tuple(syllables))


def _is_weak_form(syllable: str, full: str) -> bool:
    """Whether `syllable` is `full` with the neutral tone."""
    return syllable.endswith("5") and syllable[:-1] == full[:-1]


def _without_tone(syllable: str) -> str:
    return f"{syllable[:-1]}5"


def _syllables(words: list[str], i: int, context: list[str]) -> tuple[Syllables, str]:
    """The syllables of a word, and their source."""
    word = words[i]
    if placed_word := syllables_in_context(words, i):
        return placed_word, "own"
    if word in own_words():
        return own_words()[word], "own"
    if len(word) == 1:
        return _alone(words, i, context[0])
    if known := phrase(word):
        return _with_neutral_tones(word, known), "phrase"
    composed = _composed(word, context)
    return _with_neutral_tones(word, composed), "composed"


def _alone(words: list[str], i: int, guess: str) -> tuple[Syllables, str]:
    """The syllable of a single-character word, and its source."""
    if placed := syllable_in_context(words, i):
        return (placed,), "place"
    if alone := ALONE.get(words[i]):
        return (alone,), "alone"
    return (guess,), "g2pm"


def _composed(word: str, context: list[str]) -> Syllables:
    """The syllables of a word that no dictionary contains, from the words that it consists of: 事关重大
    from 重大."""
    said = [in_word(word, i) or syllable for i, syllable in enumerate(context)]
    start = 0
    for part in segment(word, whole=False):
        end = start + len(part)
        known = _known(part)
        if known:
            said[start:end] = _with_neutral_tones(part, known)
        start = end
    if word[-1] == "地" and word[-2] == word[-3:-2]:  # 轻轻地
        said[-1] = "de5"
    return tuple(said)


def _known(word: str) -> Syllables | None:
    """The syllables of a longer word from the lists or the phrases, or None."""
    if len(word) == 1:
        return None
    return own_words().get(word) or phrase(word)


def _sure_places(word: str) -> set[int]:
    """Indexes of characters in a composed word that are read by a rule or by the own list."""
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
    """Split Chinese characters into the likeliest words; without `whole`, into two at least.

    >>> segment("研究生命的起源")
    ['研究', '生命', '的', '起源']
    """
    size = len(run)
    # for each prefix of the run: the likelihood of its best split, and where the last word starts
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, size + 1):
        first = max(0, end - LONGEST)
        if end == size and not whole:
            first = max(1, first)
        ways = []
        for start in range(first, end):
            likelihood = best[start][0] + _nats(run[start:end])
            ways.append((likelihood, start))
        best.append(max(ways))
    cuts = [size]
    while cuts[-1]:
        _, start = best[cuts[-1]]
        cuts.append(start)
    cuts.reverse()
    return [run[start:end] for start, end in pairwise(cuts)]


def _nats(word: str) -> float:
    """The logarithm of a word's share in running text."""
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
    """The package's own lists of words and names: word -> syllables."""
    found = {}
    for path in ("data/mandarin-names.txt", "engines/data/mandarin-words.txt"):
        for word, *syllables in _rows(path):
            found[word] = tuple(syllables)
    return found


@cache
def neutral_words() -> frozenset[str]:
    """Words whose last syllable has the neutral tone, whatever the sources say."""
    rows = _rows("engines/data/mandarin-neutral.txt")
    return frozenset(chain.from_iterable(rows))


def _rows(path: str) -> Iterator[list[str]]:
    """The lines of a file in the package, split at spaces, without comments and empty lines."""
    text = files("tts").joinpath(path).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split()


def phrase_words() -> Iterable[str]:
    """All words in pypinyin's phrases."""
    return _phrases()


@cache
def _phrases() -> dict[str, list[list[str]]]:
    from pypinyin.phrases_dict import phrases_dict

    table: dict[str, list[list[str]]] = phrases_dict
    return table


@lru_cache(maxsize=20_000)
def _with_neutral_tones(word: str, cited: tuple[str, ...]) -> tuple[str, ...]:
    """The syllables with neutral tones, for which the sources are unreliable."""
    said = list(cited)
    size = len(word)
    first, second = word[0], word[1:2]
    if word.endswith("儿"):  # but for 女儿 and the like, which the own list has
        said[-1] = "er5"
    elif size == 2 and second in "着了过下" and first in AS_VERBS:
        said[0] = AS_VERBS[first]
    elif size == 2 and first == second and first in TRIED:
        said[1] = _without_tone(said[0])
    elif size == 3 and second in "得不" and first not in NO_VERBS:
        said[1] = "de5" if second == "得" else said[1]
        said[2] = RESULTS.get(word[2], said[2])
    if size == 3 and word.endswith("不得"):
        said[-1] = "de5"
    places = range(size + 1)
    for start, end in combinations(places, 2):
        if end - start > 1:
            _weaken(said, start, word[start:end])
    return tuple(said)


def _weaken(said: list[str], start: int, stretch: str) -> None:
    """Give the neutral tone to the syllables in a stretch of a word that have it in a listed
    word."""
    if stretch in UNSTEADY:
        return
    if stretch in neutral_words():
        last = start + len(stretch) - 1
        said[last] = _without_tone(said[last])
    listed = own_words().get(stretch, ())
    for at, syllable in enumerate(listed, start):
        is_er = start == 0 and syllable == "er2"
        if is_er or _is_weak_form(syllable, said[at]):
            said[at] = syllable


@cache
def phrase(word: str) -> Syllables | None:
    """The syllables by pypinyin's phrases, with 一 and 不 in their original tones."""
    readings = _phrases().get(word)
    if readings is None or len(readings) != len(word):
        return None
    said = []
    for char, alternatives in zip(word, readings, strict=True):
        syllable = _numbered(alternatives[0])
        plain = syllable[:-1]
        said.append(OWN_TONE.get(char + plain, syllable))
    return tuple(said)


def _numbered(syllable: str) -> str:
    """A syllable with a tone mark as one with a number."""
    from pypinyin.contrib.tone_convert import to_tone3

    numbered = to_tone3(syllable, v_to_u=False, neutral_tone_with_five=True)
    return numbered.replace("ü", "v")


@cache
def _model() -> Callable[..., list[str]]:
    from g2pM import G2pM

    model: Callable[..., list[str]] = G2pM()
    return model


def _in_context(text: str) -> list[Guess]:
    """The guess for each character of a sentence."""
    if not HAN_CHARACTER.search(text):
        return [_guess(char, char) for char in text]
    said = _model()(text, char_split=True)
    return [_guess(*both) for both in zip(text, said, strict=True)]


def _guess(char: str, said: str) -> Guess:
    said = said.replace("u:", "v")
    return _syllable(said), _checked(char, said)


def _syllable(text: str) -> str:
    """The text if it is a syllable, otherwise an empty string."""
    return text if re.fullmatch(SYLLABLE, text) else ""


def _checked(char: str, reading: str) -> str:
    """The reading if the character can have it, otherwise the dictionary's first one."""
    if char in OWN_CHARACTER:
        return OWN_CHARACTER[char]
    known = _possible(char)
    if reading in known or any(_is_weak_form(reading, said) for said in known):
        return reading
    return _commonest(char)


@cache
def _possible(char: str) -> frozenset[str]:
    """All readings of a character in the dictionary, needed because g2pM, which chooses among 879
    syllables, is sometimes far off."""
    return frozenset(_in_dictionary(char, heteronym=True))


@cache
def _commonest(char: str) -> str:
    found = _in_dictionary(char)
    return _syllable(found[0]) if found else ""


def _in_dictionary(char: str, *, heteronym: bool = False) -> list[str]:
    """A character's reading in pypinyin, or all of its readings."""
    from pypinyin import Style, pinyin

    found = pinyin(
        char,
        style=Style.TONE3,
        neutral_tone_with_five=True,
        errors="ignore",
        v_to_u=False,
        heteronym=heteronym,
    )
    return found[0] if found else []
