"""Text as spoken: unspoken parts removed, misread ones rewritten, numbers in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from tts.locale.language_tags import is_chinese
from tts.text.detect import HAN, KANA, primary
from tts.text.languages.language import Language
from tts.text.languages.registry import find, find_or_english
from tts.text.languages.zh.patterns import HAN as CHARACTERS
from tts.text.sentences import split_clauses
from tts.text.unspoken import Addresses, speakable, without_unspoken

LATIN = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{2,}(?![A-Za-z$])")
"""Three such words make a sentence without Chinese characters English; a unit after a number is not
a word."""
WORD = re.compile(r"[^\W\d_]{2,}")
RISKY = re.compile(rf"[^{CHARACTERS}，。！？、；：“”‘’「」『』（）《》—…\s]|^\s*—")
"""A sentence of only Chinese characters and punctuation needs no rewriting."""
CIRCLE = re.compile(r"(?<=[一二三四五六七八九〇○])[○◯](?=[一二三四五六七八九〇○十年]|$)")
"""A circle that is often written for 〇."""
LONGEST: Final = 1000
"""Maximum characters of a sentence processed as a whole: not all patterns take linear time."""


def to_spoken(
    text: str, language: str, *, keep_digits: bool = False, addresses: Addresses = "announce"
) -> str:
    """A sentence as spoken; empty if there is nothing to say. Trailing white space becomes one
    space.

    `keep_digits` is for engines that read numbers: only what they misread is rewritten. For a web
    or mail address the domain is spoken (`announce`), all of it (`read`), or nothing (`skip`).

    >>> to_spoken("2019—2021年增长10%—20%。", "zh-Hans", keep_digits=True)
    '2019年到2021年增长10%到20%。'
    >>> to_spoken("See **No. 5**. ", "en")
    'See number five. '
    """
    if len(text) > LONGEST:
        parts = _parts(text)
        return "".join(
            to_spoken(part, language, keep_digits=keep_digits, addresses=addresses)
            for part in parts
        )
    if not speakable(text):
        return ""
    said = _said(text.rstrip(), language, keep_digits, addresses)
    return said + " " if said and text[-1:].isspace() and not _is_wide_end(said) else said


@lru_cache(maxsize=2_000)
def _said(text: str, language: str, keep_digits: bool, addresses: Addresses) -> str:
    """Cached, because a chunk that has to be split looks up the same pieces again."""
    text = CIRCLE.sub("〇", text)
    chinese = _is_chinese(text, language)
    if chinese and not RISKY.search(text):
        return " ".join(text.split())
    names = _names_of_signs(language, chinese=chinese)
    spaced = not (chinese or find_or_english(language).wide)
    bare = without_unspoken(text, addresses=addresses, signs=names, spaced=spaced)
    plain = unicodedata.normalize("NFC", bare)
    if not speakable(plain):
        if addresses == "skip" and speakable(without_unspoken(text)):
            return ""
        plain = text
    row = _row(
        language,
        chinese=chinese if plain == text else _is_chinese(plain, language),
        english=_is_english(plain, language),
    )
    said = " ".join((row.say(plain, keep_digits=keep_digits) if row else plain).split())
    return said if speakable(said) else " ".join(plain.split())


def _row(language: str, *, chinese: bool, english: bool) -> Language | None:
    """The language whose rules apply to a sentence: Chinese and Japanese articles also contain
    English sentences."""
    if chinese:
        return find(language if is_chinese(language) else "zh")
    return find("en" if is_chinese(language) or english else language)


def _is_chinese(text: str, language: str) -> bool:
    """Whether a sentence is Chinese: by its script, unless its language has rules of its own."""
    base = primary(language)
    if base in {"ja", "ko"}:
        return False
    if is_chinese(language):
        return bool(HAN.search(text)) or len(LATIN.findall(text)) < 3
    characters = len(HAN.findall(text))
    if base == "en" or not find(language):
        return characters > 0
    return characters >= max(1, len(WORD.findall(text)))


def _is_english(text: str, language: str) -> bool:
    """Whether a sentence in a Japanese article is English."""
    if primary(language) != "ja" or KANA.search(text) or HAN.search(text):
        return False
    return len(LATIN.findall(text)) >= 3


def _names_of_signs(language: str, *, chinese: bool) -> Mapping[str, str]:
    """The names of symbols in web addresses."""
    return find_or_english(
        "zh" if chinese else "en" if is_chinese(language) else language
    ).addresses


def _parts(text: str) -> list[str]:
    """Clauses of at most LONGEST characters."""
    return [
        clause[i : i + LONGEST]
        for clause in split_clauses(text)
        for i in range(0, len(clause), LONGEST)
    ]


def _is_wide_end(said: str) -> bool:
    return said[-1:] > "\u2e80"
