"""Mandarin text to the phonemes that Kokoro-82M was trained with: IPA, one character each, tones as
arrows.

Chinese characters are converted by pinyin (see `readings.py`) and the table below, other letters by
`english_phonemes`. Nothing that can be pronounced is omitted; text that can't be read raises
EngineError.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import Any, Final

from tts.engines.english.phonemizer import english_phonemes, latinized
from tts.engines.ipa_phonemes import from_ipa
from tts.engines.kokoro.vocabulary import VOCABULARY
from tts.engines.mandarin.letter_names import is_spelled, named
from tts.engines.mandarin.readings import read
from tts.engines.mandarin.sandhi import Word
from tts.engines.mandarin.word_sets import table
from tts.engines.word_times import SaidWord
from tts.model import Reading

REVISION = 9
"""Incremented whenever the same text yields other phonemes."""
LATIN_BY = ("anyascii", "hibari-tts", "pypinyin")
"""Packages whose versions affect how Latin letters, and Chinese characters among them, are read."""
MANDARIN_BY = (*LATIN_BY, "g2pM", "opencc")
"""Packages whose versions affect how Mandarin is read."""

LIMIT = 500
"""Maximum phonemes per call, somewhat below the 510 that the model was trained with."""
COMFORT = 240
"""Sentences of up to so many phonemes stay whole; longer ones are spoken clause by clause."""

# Pinyin in the phonemes of Kokoro's Mandarin voices, in the notation of their training text, which
# misaki 0.9 produced (misaki/zh.py and transcription.py, Apache-2.0 and MIT). `|` marks the place
# of the tone's arrow, after the vowel.
INITIALS = table(
    "b:p p:pʰ m:m f:f d:t t:tʰ n:n l:l g:k k:kʰ h:x j:ʨ q:ʨʰ x:ɕ "
    "zh:\uab67 ch:\uab67ʰ sh:ʂ r:ɻ z:ʦ c:ʦʰ s:s"
)
FINALS = table(
    "a:a| ai:ai| an:a|n ang:a|ŋ ao:au| "
    "e:ɤ| ei:ei| en:ə|n eng:ə|ŋ er:ɚ| "
    "i:i| ia:ja| ian:jɛ|n iang:ja|ŋ iao:jau| ie:je| in:i|n ing:i|ŋ iong:jʊ|ŋ iu:jou| "
    "o:wo| ong:ʊ|ŋ ou:ou| "
    "u:u| ua:wa| uai:wai| uan:wa|n uang:wa|ŋ ui:wei| un:wə|n uo:wo| "
    "v:y| van:ɥɛ|n ve:ɥe| vn:y|n "
    "yi:i| ya:ja| yan:jɛ|n yang:ja|ŋ yao:jau| ye:je| yin:i|n ying:i|ŋ yo:jɔ| yong:jʊ|ŋ you:jou| "
    "yu:y| yuan:ɥɛ|n yue:ɥe| yun:y|n "
    "wa:wa| wai:wai| wan:wa|n wang:wa|ŋ wei:wei| wen:wə|n weng:wə|ŋ wo:wo| wu:u| "
    "ii:ɨ|"
)
"""By spelling, with `v` for ü and `ii` for the vowel of zhi and zi."""
WHOLE = {"o": "ɔ|", "n": "ə|n", "ng": "ə|ŋ", "m": "m|", "hm": "hm|", "hng": "hə|ŋ", "ê": "ɛ|"}
"""Syllables without a regular initial and final."""
TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}

SIGNS = {
    **dict.fromkeys("，、,､", ","),
    **dict.fromkeys("。．.｡", "."),
    **dict.fromkeys("！!", "!"),
    **dict.fromkeys("？?", "?"),
    **dict.fromkeys("；;", ";"),
    **dict.fromkeys("：:", ":"),
    **dict.fromkeys("—―", "—"),
    **dict.fromkeys("…⋯", "…"),
    **dict.fromkeys("“《「『〈«", "“"),
    **dict.fromkeys("”》」』〉»", "”"),
    **dict.fromkeys("（(【〔[", "("),
    **dict.fromkeys("）)】〕]", ")"),
}
"""Sign in the text -> sign for the model; other signs are ignored."""
DIGITS = dict(zip(".0123456789", "点零一二三四五六七八九", strict=True))
DIGIT = re.compile(r"\d|(?<=\d)\.(?=\d)")
"""A digit, or a decimal point between two."""
HAN_FIGURES = "〇"
"""Numerals that are read like characters."""
SIMPLIFIED, TRADITIONAL = "gb2312", "big5"
"""Character sets of the two scripts: characters found in only one of them reveal the script of a
text."""
LATIN = re.compile(r"[^\W\d_]+(?:[ '’-]?[^\W\d_]+)*|.", re.DOTALL)
"""A run of words in letters, or a single sign."""
FOREIGN = re.compile("[A-Za-z]{2}")
"""Marks a run as foreign. A single letter does not: T恤 and A股 are Mandarin words."""
TONE = re.compile("[→↗↓↘]")

TO = re.compile(r"(?<![A-Za-z])([BCDEFGMOPV])[2二]([BCDEFGMOPVX])(?![A-Za-z])")
"""B2B is said with an English "two", as is usual; H2O is not."""
SPELT = re.compile(r"\b(?:CO|ID|IE|IN|IS|OR|PA|PE|PR|TA|WHO)\b")
"""Words that are spelled out between Chinese characters: WHO."""
PRIVATE = 0xE000
"""The first of the private-use characters, which stand for given phonemes."""

CLAUSE = re.compile(r"(?:(?<=[,.;:!?…—])|(?<=[,.;:!?…—][”\")])) +")
"""The space between two clauses."""
BOUND = frozenset("\u0303ːʰʲᵝ→↗↘↓")
"""Symbols that belong to the sound before them."""

_loading = Lock()


def phonemes(text: str, readings: Sequence[Reading] = ()) -> str:
    """The phonemes of a sentence, all in the model's vocabulary; empty if nothing in it can be
    pronounced.

    >>> phonemes("你好，世界！")
    'ni↗xau↓, ʂɨ↘ʨje↘!'
    >>> phonemes("——！")
    ''
    >>> phonemes("单老师", [Reading(0, 1, "pinyin", "shan4")])
    'ʂa↘n lau↓ʂɨ→'
    """
    return with_words(text, readings)[0]


def with_words(text: str, readings: Sequence[Reading] = ()) -> tuple[str, list[SaidWord]]:
    """The phonemes of a sentence, and its words as written, each with its own.

    >>> [(word.text, word.phonemes) for word in with_words("你好，世界！")[1]]
    [('你好', 'ni↗xau↓'), ('世界', 'ʂɨ↘ʨje↘')]
    """
    prepared = _prepared(text, readings)
    pieces: list[str] = []
    words: list[SaidWord] = []
    at = 0
    for piece in read(prepared.text, prepared.syllables):
        if isinstance(piece, Word):
            end = at + len(piece.text)
            heard = _said(piece)
            written = prepared.written(text, at, end)
            pieces.append(heard)
            words.append(SaidWord(written, heard))
            at = end
            continue
        at += len(piece)
        for token in _tokens(piece):
            heard = _sound(token, prepared.given)
            pieces.append(heard)
            if re.search(r"\w", heard):
                run = prepared.names.get(token, token)
                words += _said_words(run, heard)
    whole = "".join(pieces)
    return tidied(whole), list(map(tidied_word, words))


def tidied_word(word: SaidWord) -> SaidWord:
    heard = tidied(word.phonemes)
    return SaidWord(word.text, heard, word.foreign)


def _said_words(run: str, phonemes: str) -> list[SaidWord]:
    """The words of a run in letters; a single one if written and spoken words can't be paired."""
    has_letters = FOREIGN.search(run) is not None
    has_tones = TONE.search(phonemes) is not None
    is_foreign = has_letters and not has_tones
    written = run.split()
    sounds = phonemes.split()
    if len(written) != len(sounds):
        return [SaidWord(run, phonemes, is_foreign)]
    pairs = zip(written, sounds, strict=True)
    return [SaidWord(text, heard, is_foreign) for text, heard in pairs]


def spelled(
    text: str, readings: Sequence[Reading] = ()
) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """A sentence word by word as read: the word, its syllables if it is in Chinese characters, its
    phonemes."""
    prepared = _prepared(text, readings)
    for piece in read(prepared.text, prepared.syllables):
        if isinstance(piece, Word):
            yield piece.text, piece.syllables, _said(piece).strip()
            continue
        for token in _tokens(piece):
            heard = _sound(token, prepared.given)
            if re.search(r"\w", heard):
                yield prepared.names.get(token, token), (), heard.strip()


def tokens(said: str) -> list[int]:
    """The model's tokens for phonemes, without the zeros around them."""
    return [VOCABULARY[symbol] for symbol in said]


def versions(distributions: Sequence[str]) -> str:
    """The installed versions, in order, found without importing the packages: other versions may
    read a text differently.

    >>> versions(["no-such-thing"])
    'no-such-thing-none'
    """
    return "+".join(f"{name}-{_version(name)}" for name in distributions)


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "none"


def split_phonemes(said: str, comfort: int = COMFORT, limit: int = LIMIT) -> list[str]:
    """The phonemes of a sentence, split into parts that the model says well: between clauses,
    otherwise between words. Nothing is lost.

    >>> split_phonemes("ni↗ xau↓, wo↓ xə↗n xau↓!", comfort=12)
    ['ni↗ xau↓,', 'wo↓ xə↗n xau↓!']
    """
    if len(said) <= comfort:
        return [said] if said else []
    first, *others = CLAUSE.split(said)
    found = _between_words(first, limit)
    for clause in others:
        joined = f"{found[-1]} {clause}"
        has_sound = re.search(r"\w", clause) is not None
        if len(joined) <= comfort or not has_sound:
            found[-1] = joined
        else:
            found += _between_words(clause, limit)
    return found


def _between_words(clause: str, limit: int) -> list[str]:
    """Parts of similar length, so that none is very short; a word longer than the limit is
    split."""
    parts: list[str] = []
    rest = clause
    while len(rest) > limit:
        count = math.ceil(len(rest) / limit)
        even = math.ceil(len(rest) / count)
        cut = rest.rfind(" ", 1, even + 1)
        if cut <= even // 2:
            cut = rest.rfind(" ", 1, limit + 1)
        if cut <= 0:
            cut = _in_a_word(rest, limit)
        part = rest[:cut]
        parts.append(part.rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest]


def _in_a_word(phonemes: str, limit: int) -> int:
    """Where to split a word: before a sound, not before a symbol that belongs to one."""
    cut = limit
    while cut > 1 and phonemes[cut] in BOUND:
        cut -= 1
    return cut


def syllable(pinyin: str) -> str:
    """The phonemes of a syllable in numbered pinyin.

    >>> [syllable(s) for s in ("zhong1", "guo2", "nv3", "shi4")]
    ['ꭧʊ→ŋ', 'kwo↗', 'ny↓', 'ʂɨ↘']
    """
    spelled, tone = pinyin[:-1], pinyin[-1]
    toneless = _toneless(spelled)
    return toneless.replace("|", TONES[tone])


@cache
def _toneless(spelled: str) -> str:
    if spelled in WHOLE:
        return WHOLE[spelled]
    initial = _initial(spelled)
    final = spelled.removeprefix(initial)
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = f"v{final[1:]}"
    elif initial in ("n", "l") and final == "ue":
        final = "ve"
    elif initial in ("zh", "ch", "sh", "r", "z", "c", "s") and final == "i":
        final = "ii"
    return INITIALS.get(initial, "") + FINALS[final]


def _initial(spelled: str) -> str:
    for initial in (spelled[:2], spelled[:1]):
        if initial in INITIALS:
            return initial
    return ""


@dataclass(slots=True)
class _Prepared:
    """A sentence prepared for reading: in simplified characters and without digits."""

    text: str = ""
    places: list[int] = field(default_factory=list)
    """For each character, its index in the sentence; -1 if it is not there."""
    syllables: dict[int, str] = field(default_factory=dict)
    """Given syllables, by index in `text`."""
    given: dict[str, str] = field(default_factory=dict)
    """Given phonemes, by the private-use character that stands for them in `text`."""
    names: dict[str, str] = field(default_factory=dict)
    """The original text that these characters stand for."""

    def add(self, piece: str, start: int) -> None:
        """Append a piece of the sentence that starts at `start`."""
        plain = _plain(piece)
        self.places += _places(plain, piece, start)
        self.text += plain

    def add_given(self, piece: str, phonemes: str) -> None:
        """Append a piece of the sentence with given phonemes."""
        name = chr(PRIVATE + len(self.given))
        self.given[name] = phonemes
        self.names[name] = piece
        self.places.append(-1)
        self.text += name

    def written(self, sentence: str, start: int, end: int) -> str:
        """The part of the sentence that corresponds to a stretch of `text`; empty if there is
        none."""
        first = self.places[start]
        last = self.places[end - 1]
        if first < 0 or last < 0:
            return ""
        return sentence[first : last + 1]


def _prepared(text: str, readings: Sequence[Reading]) -> _Prepared:
    prepared = _Prepared()
    at = 0
    for reading in readings:
        start, end = reading.start, reading.end
        prepared.add(text[at:start], at)
        piece = text[start:end]
        if reading.kind == "pinyin":
            syllables = reading.said.split()
            prepared.syllables |= enumerate(syllables, len(prepared.text))
            prepared.add(piece, start)
        else:
            prepared.add_given(piece, from_ipa(reading.said))
        at = end
    prepared.add(text[at:], at)
    return prepared


def _places(plain: str, piece: str, start: int) -> list[int]:
    if len(plain) == len(piece):
        return list(range(start, start + len(piece)))
    places = [-1] * len(plain)
    matcher = SequenceMatcher(None, plain, simplified(piece), autojunk=False)
    for block in matcher.get_matching_blocks():
        first = start + block.b
        alike = slice(block.a, block.a + block.size)
        places[alike] = range(first, first + block.size)
    return places


def _plain(text: str) -> str:
    """The text in simplified characters, with remaining digits as words."""
    text = re.sub(r"(?<=\d),(?=\d)", "", text)
    text = TO.sub(r"\1 two \2", text)
    text = "".join(map(_in_digits, text))
    text = DIGIT.sub(_as_character, text)
    return simplified(text)


def _as_character(digit: re.Match[str]) -> str:
    sign = digit.group()
    return DIGITS["." if sign == "." else str(int(sign))]


WRITINGS: Final = tuple("原土卓专合编译巨遗论撰拙名昭显專編譯遺論顯")
"""After these characters, 著 is written, or obvious, in either script."""


def simplified(text: str) -> str:
    """The text in simplified characters, usually the same number.

    Simplified text is not changed: 么, 著 and 乾 are characters of both scripts, and correspond to 幺,
    着 and 干 only in a traditional text.

    >>> simplified("真的么？這麼說"), simplified("他很著名，显著"), simplified("看著他")
    ('真的么？这么说', '他很著名，显著', '看着他')
    """
    converted = str(_converter().convert(text))
    if len(converted) != len(text):
        return converted
    is_simplified = any(map(_is_only_simplified, text))
    chars = []
    for place, char in enumerate(text):
        is_ours = is_simplified and _is_in(char, SIMPLIFIED)
        is_kept = char == "么" or is_ours or _is_written(text, place)
        chars.append(char if is_kept else converted[place])
    return "".join(chars)


def _is_only_simplified(char: str) -> bool:
    return _is_in(char, SIMPLIFIED) and not _is_in(char, TRADITIONAL)


def _is_written(text: str, place: int) -> bool:
    """Whether 著 means written, as in 原著, and is not the traditional form of 着."""
    before = text[place - 1] if place else ""
    return text[place] == "著" and before in WRITINGS


@lru_cache(maxsize=20_000)
def _is_in(char: str, encoding: str) -> bool:
    """Whether it is a Chinese character that the character set contains."""
    if not "\u4e00" <= char <= "\u9fff":
        return False
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _in_digits(char: str) -> str:
    """A numeral that is not a digit (〡, ², ⅖) as digits; anything else unchanged."""
    category = unicodedata.category(char)
    if category not in ("No", "Nl") or char in HAN_FIGURES:
        return char
    value = unicodedata.numeric(char, 0)
    return f"{value:g}"


def _said(word: Word) -> str:
    sounds = []
    for char, pinyin in zip(word.text, word.syllables, strict=True):
        heard = syllable(pinyin) if pinyin else english_phonemes(char)
        sounds.append(heard)
    sounds.append(" ")
    return "".join(sounds)


def _tokens(piece: str) -> Iterator[str]:
    """Runs of words in letters, and single signs."""
    for match in LATIN.finditer(latinized(piece)):
        yield match.group()


def _sound(token: str, given: Mapping[str, str]) -> str:
    if token in given:
        return f" {given[token]} "
    return _latin(token)


def _letter_by_letter(name: re.Match[str]) -> str:
    return " ".join(name[0])


def _latin(token: str) -> str:
    if token[0].isalpha():
        spaced = SPELT.sub(_letter_by_letter, token)
        heard = english_phonemes(spaced)
        if is_spelled(token, heard, english_phonemes):
            heard = named(token, syllable)
        return f" {heard} "
    sign = SIGNS.get(token, " ")
    return f" {sign}" if sign in "“(" else f"{sign} "


def tidied(said: str) -> str:
    """The phonemes with one space between words, none before a closing sign, no repeated signs, and
    none at the beginning."""
    if not re.search(r"\w", said):
        return ""
    said = "".join(symbol for symbol in said if symbol in VOCABULARY)
    said = re.sub(r"\s+", " ", said)
    said = re.sub(r" (?=[,.;:!?…)”—])|(?<=[“(]) ", "", said)
    said = re.sub(r"(?<=[,.;:!?…—])[,;:—.…]+", "", said)
    return said.strip().lstrip(",.;:!?…—)” ")


@cache
def _loaded() -> Any:
    from opencc import OpenCC

    return OpenCC("tw2s")


def _converter() -> Any:
    with _loading:
        return _loaded()
