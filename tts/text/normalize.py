"""Text as it is said: what is not said taken out, what is read wrongly rewritten, numbers in words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from tts.text.detect import HAN, primary
from tts.text.languages.en.acronyms import spelt
from tts.text.languages.en.numbers import power
from tts.text.languages.en.spoken import say_english
from tts.text.languages.zh.codes import year_digits
from tts.text.languages.zh.rewrites import HAN as CHARACTERS
from tts.text.languages.zh.rewrites import NUM, apply, rewritten, rules
from tts.text.languages.zh.spoken import TRADITIONAL, say_chinese
from tts.text.sentences import split_clauses
from tts.text.unspoken import Addresses, speakable, without_unspoken

ENGLISH: Final = rules(
    (r"\b[Nn]os?\.\s?(?=\d)|№\s?(?=\d)", "number "),
    (rf"({NUM})%?\s?[-–—~]\s?({NUM})%", r"\1 to \2%"),
    (r"/km[²2](?!\w)", " per square kilometer"),
    (r"(?<!\w)km[²2](?!\w)|(?<=\d)km[²2]\b", " square kilometers"),
    (r"(\d+)[：∶](\d+)", r"\1 to \2"),
    (r"(?<=[A-Za-z\d)])(?!²(?![⁰-⁹])|³)([⁻⁰¹²³⁴-⁹]*[⁰¹²³⁴-⁹])", lambda m: f" {power(m[1])}"),
    (r"\bCVE-(\d{4})-(\d{4,7})\b", r"CVE \1, \2"),
    (r"\b([A-Za-z]{3,})[-−](?=\d+(?:\.\d+)?%)", r"\1 minus "),
    (r"\b([A-Z][A-Za-z]+)-(\d+)([a-z])\b", r"\1 \2 \3"),
    (r"\b([A-Z][A-Za-z]+)-(?=\d)", r"\1 "),
    (r"(?<![\w.-])(\d{4})\s?[-–—]\s?(\d{4})(?![\w-])", r"\1 to \2"),
)
"""What the online service reads wrongly; the words of `say_english` cover the same and more."""
LATIN = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{2,}(?![A-Za-z$])")
"""Three of them make a sentence without Han characters an English one; a unit behind a number is no word."""
RISKY = re.compile(rf"[^{CHARACTERS}，。！？、；：“”‘’「」『』（）《》—…\s]|^\s*—")
"""A sentence of Chinese characters and signs alone has nothing to rewrite."""
DOTTED = re.compile(r"(?<=[A-Za-z0-9])\.(?=[A-Za-z]{2,})(?<![A-Z]\.)")
TRADITIONAL_TAG = re.compile(r"zh-(?:Hant|TW|HK|MO)\b", re.IGNORECASE)
CIRCLE = re.compile(r"(?<=[一二三四五六七八九〇○])[○◯](?=[一二三四五六七八九〇○十年]|$)")
"""A sign that many write for 〇."""
LONGEST: Final = 1000
"""Characters of a sentence that is looked at as a whole: patterns are not all linear in its length."""


def to_spoken(text: str, language: str, *, keep_digits: bool = False, addresses: Addresses = "announce") -> str:
    """One sentence as it is said; empty when there is nothing to say. White space behind it becomes one space.

    `keep_digits` is for an engine that reads numbers by itself: only what it reads wrongly is rewritten. Of a web or
    mail address the domain is said (`announce`), all of it (`read`), or nothing (`skip`).

    >>> to_spoken("2019—2021年增长10%—20%。", "zh-Hans", keep_digits=True)
    '2019年到2021年增长10%到20%。'
    >>> to_spoken("See **No. 5**. ", "en")
    'See number five. '
    """
    if len(text) > LONGEST:
        parts = _parts(text)
        return "".join(to_spoken(part, language, keep_digits=keep_digits, addresses=addresses) for part in parts)
    if not speakable(text):
        return ""
    said = _said(text.rstrip(), language, keep_digits, addresses)
    return said + " " if said and text[-1:].isspace() and not _is_wide_end(said) else said


@lru_cache(maxsize=2_000)
def _said(text: str, language: str, keep_digits: bool, addresses: Addresses) -> str:
    """Kept, because a chunk that has to be cut asks for the same pieces again."""
    text = CIRCLE.sub("〇", text)
    if _is_chinese(text, language) and not RISKY.search(text):
        return " ".join(text.split())
    plain = unicodedata.normalize("NFC", without_unspoken(text, addresses=addresses, wide=_is_chinese(text, language)))
    if not speakable(plain):
        if addresses == "skip" and speakable(without_unspoken(text)):
            return ""
        plain = text
    said = " ".join(_say(plain, language, keep_digits).split())
    return said if speakable(said) else " ".join(plain.split())


def _is_chinese(text: str, language: str) -> bool:
    """By the script of the sentence: English sentences stand in Chinese articles too."""
    main = primary(language)
    return main not in {"ja", "ko"} and bool(HAN.search(text) or (main == "zh" and len(LATIN.findall(text)) < 3))


def _say(text: str, language: str, keep_digits: bool) -> str:
    if _is_chinese(text, language):
        text = rewritten(year_digits(text))
        text = text if keep_digits else spelt(say_chinese(DOTTED.sub("点", text)))
        return text.translate(TRADITIONAL) if TRADITIONAL_TAG.match(language) else text
    if primary(language) in {"en", "zh"}:
        return apply(ENGLISH, text) if keep_digits else spelt(DOTTED.sub(" dot ", say_english(text)))
    return text


def _parts(text: str) -> list[str]:
    """Clauses, none longer than LONGEST."""
    return [clause[i : i + LONGEST] for clause in split_clauses(text) for i in range(0, len(clause), LONGEST)]


def _is_wide_end(said: str) -> bool:
    return said[-1:] > "\u2e80"
