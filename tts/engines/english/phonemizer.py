"""English for the embedded engines: text in any script, to letters that Hibari's phonemizer reads,
to phonemes.

Hibari and Kokoro use the same phoneme alphabet (misaki's), so Hibari's phonemizer serves both. By
itself it silently drops what it does not know, such as Chinese characters, so all letters are first
converted to Latin here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from itertools import groupby

from tts.engines.english import tagged_tokens
from tts.engines.english.chinese_names import are_numbered, phonemes_of_pinyin, pinyin_words
from tts.engines.english.tagged_tokens import begins_listed_name, in_dictionary, phonemizer
from tts.engines.english.word_forms import genitive
from tts.engines.ipa_phonemes import from_ipa
from tts.engines.mandarin.readings import HAN
from tts.engines.word_times import SaidWord
from tts.model import Reading

LAST_LATIN = 0x24F
"""The last letter that the phonemizer was trained on; it knows accented ones."""
_VOWELS = {"ا": "a"}
"""Letters that anyascii omits although they are pronounced."""

LONE = re.compile(r"(?<!\w)[^\W\d_](?!\w)")
"""A letter on its own."""
HAN_RUN = re.compile(f"[{HAN}]+")
GREEK_LETTER = re.compile(r"(?<!\w)[Α-Ωα-ω](?!\w)")
CARRIED = ("Lm", "Mn", "Mc", "Me")
"""Categories of characters that modify a letter or the vowel next to it."""
BRACKETS = str.maketrans("[]", "()")
GENITIVE = re.compile(r"['’]s(?!\w)")


def english_phonemes(text: str, readings: Sequence[Reading] = ()) -> str:
    """The phonemes of a sentence; empty if nothing in it can be pronounced.

    >>> english_phonemes("Hello, world!"), english_phonemes("A ferry to Xi'an")
    ('həlˈO, wˈɜɹld!', 'ɐ fˈɛɹi tə ʃˌiˈɑn')
    """
    return with_words(text, readings)[0]


def with_words(text: str, readings: Sequence[Reading] = ()) -> tuple[str, list[SaidWord]]:
    """The phonemes of a sentence, and its words with their own phonemes.

    >>> [(word.text, word.phonemes) for word in with_words("It's well-known!")[1]]
    [("It's", 'ˌɪts'), ('well-known', 'wˌɛlnˈOn!')]
    """
    if re.fullmatch("[Aa]", text) and not readings:
        # A letter on its own is spelled, not read as the article.
        return "ˈA", [SaidWord(text, "ˈA")]
    prepared = LONE.sub(_plain, _with_phonemes(text, readings))
    phonemes, words = tagged_tokens.with_words(prepared)
    return " ".join(phonemes.split()), words


def _plain(lone: re.Match[str]) -> str:
    """A single letter, without its accent if the phonemizer would otherwise drop it: È."""
    letter = lone.group()
    if letter.isascii() or phonemizer()(letter).strip():
        return letter
    return _spelled(letter) or letter


def _spelled(text: str) -> str:
    from anyascii import anyascii

    spelled: str = anyascii(text)
    return spelled


def _with_phonemes(text: str, readings: Sequence[Reading]) -> str:
    """The text in Latin letters; words with given phonemes are followed by them in the phonemizer's
    notation: `[word](/phonemes/)`."""
    said, at = "", 0
    for reading in readings:
        start, end = reading.start, reading.end
        phonemes = _phonemes_of(reading)
        said += _linked(text, at, start)
        at = end
        if not phonemes:
            at = start  # as if nothing had been given
            continue
        more = GENITIVE.match(text, end)
        if more:
            at = more.end()
            phonemes += genitive(phonemes)
        said += _link(text[start:end], phonemes, said, text[at:])
    return said + _linked(text, at, len(text))


def _phonemes_of(reading: Reading) -> str:
    if reading.kind == "ipa":
        return from_ipa(reading.said)
    return phonemes_of_pinyin(reading.said.split())


def _linked(text: str, at: int, end: int) -> str:
    """A stretch without given readings, with the phonemes of its pinyin names."""
    piece = unicodedata.normalize("NFC", text[at:end])
    found = list(_han_names(piece))
    for first, behind, phonemes in pinyin_words(piece, in_dictionary):
        # résumé and pâté could be pinyin with tone marks
        if not begins_listed_name(piece[first:behind]):
            found.append((first, behind, phonemes))
    said, last = "", 0
    for first, behind, phonemes in sorted(found):
        said += latinized(piece[last:first])
        said += _link(piece[first:behind], phonemes, said, piece[behind:])
        last = behind
    return said + latinized(piece[last:])


def _han_names(piece: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and phonemes of each run of Chinese characters that can be read."""
    for run in HAN_RUN.finditer(piece):
        syllables = _han(run.group())
        if are_numbered(syllables):
            yield run.start(), run.end(), phonemes_of_pinyin(syllables)


def _link(word: str, phonemes: str, before: str, behind: str) -> str:
    """A word with phonemes in that notation, with a space between it and adjacent letters."""
    gap = " " * before[-1:].isalnum()
    more = " " * behind[:1].isalnum()
    letters = "".join(filter(str.isalpha, word))
    latin = "".join(filter(_is_latin_letter, word))
    shown = latin or letters or "name"
    return f"{gap}[{shown}](/{phonemes}/){more}"


def _is_latin_letter(char: str) -> bool:
    return char.isalpha() and ord(char) <= LAST_LATIN


SIGNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), with_words)
    for pattern, with_words in (
        (r"(?<=[A-Za-z])\+\+", " plus plus"),
        (r"(?<=[A-Za-z])\+(?![\w+])", " plus"),
        (r"(?<=\b[A-G])#(?!\w)", " sharp"),
        (r"(?<=\w) ?& ?(?=\w)", " and "),
        (r"(?<![\w.])\.(?=[A-Z]{2,}\b)", "dot "),
    )
)
"""Symbols in names that would otherwise be lost: C++, A+, C#, R&B, .NET."""


def latinized(text: str, *, names: bool = True) -> str:
    """The text in Latin letters: Chinese as pinyin, single Greek letters by name, anything else as
    spelled by anyascii.

    Letters that can't be converted are replaced by their English names or, if `names` is false,
    left out.

    >>> latinized("a tea house (茶館) by the Нева, β-carotene 🎉")
    'a tea house (chaguan) by the Neva, beta-carotene 🎉'
    """
    for pattern, said in SIGNS:
        text = pattern.sub(said, text)
    text = HAN_RUN.sub(_in_pinyin, text)
    text = GREEK_LETTER.sub(_greek, text)
    say = _word if names else _sounding
    pieces = []
    for lettering, run in groupby(text, key=_is_lettering):
        piece = "".join(run)
        if lettering:
            piece = say(piece)
        pieces.append(piece)
    # `[word](/…/)` in the text would be taken for a pronunciation
    return "".join(pieces).translate(BRACKETS)


def _in_pinyin(run: re.Match[str]) -> str:
    syllables = "".join(_han(run.group()))
    letters = re.sub(r"\d", "", syllables)
    return _apart(run, letters)


def _greek(letter: re.Match[str]) -> str:
    name = unicodedata.name(letter.group())
    return name.split()[-1].lower()


def _is_lettering(char: str) -> bool:
    """Whether it is a letter, a digit or a mark on one."""
    return unicodedata.category(char)[0] in "LNM"


def _word(word: str) -> str:
    """Letters, digits and their marks in Latin letters, or their names if none can be converted:
    𒀀."""
    if not any(map(str.isalnum, word)):  # a mark on an emoji
        return word
    spelled = [_latin(char) for char in word]
    if not any(map(str.isalnum, "".join(spelled))):
        return " ".join(map(unicode_name, word))
    letters = list(zip(word, spelled, strict=True))
    scripts = {_script(char) for char, latin in letters if latin}
    said = ""
    for char, latin in letters:
        said += latin or _unspelled(char, scripts)
    return said


def _sounding(word: str) -> str:
    """Letters, digits and their marks in Latin letters, without those that can't be converted."""
    if not any(map(str.isalnum, word)):  # a mark on an emoji
        return word
    return "".join(map(_latin, word))


def _latin(char: str) -> str:
    """A character as spelled by anyascii; empty if that omits it."""
    if ord(char) <= LAST_LATIN or "\u0300" <= char <= "\u036f":
        return char
    vowel = _VOWELS.get(char)
    if vowel:
        return vowel
    return _spelled(char)


def _unspelled(char: str, scripts: Container[str]) -> str:
    """Nothing for a character that only carries a vowel in a word of its own script; otherwise its
    name."""
    if unicodedata.category(char) in CARRIED:
        return ""
    if _script(char) in scripts:
        return ""
    return f" {unicode_name(char)} "


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def unicode_name(char: str) -> str:
    """A character's Unicode name in lower case, as a screen reader would say it; empty if it has
    none.

    >>> unicode_name("ੳ"), unicode_name("𒀀")
    ('gurmukhi ura', 'cuneiform sign a')
    """
    return unicodedata.name(char, "").lower()


def _apart(run: re.Match[str], spelled: str) -> str:
    """The spelling, with spaces between it and adjacent letters."""
    text, start, end = run.string, run.start(), run.end()
    if start and text[start - 1].isalnum():
        spelled = " " + spelled
    if text[end : end + 1].isalnum():
        spelled += " "
    return spelled


def _han(run: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    spelled: list[str] = lazy_pinyin(
        run, style=Style.TONE3, neutral_tone_with_five=True, v_to_u=False
    )
    return spelled
