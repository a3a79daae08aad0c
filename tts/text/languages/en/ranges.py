"""English ranges written with a dash and read with "to": two - ten, Monday - Friday."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.en.numbers import ONES, TENS
from tts.text.languages.rule import Rule

NUMBERS: Final = {word: value for value, word in enumerate(ONES) if word}
DECADES: Final = {word: 10 * tens for tens, word in enumerate(TENS) if word != "-"}
VALUES: Final = NUMBERS | DECADES
ONE: Final = "|".join(sorted(VALUES, key=len, reverse=True))
COUNT: Final = rf"(?:{ONE})(?:-(?:{'|'.join(ONES[1:10])}))?"
"""A number below a hundred, in words."""
DAYS: Final = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
LONG_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
SIZES: Final = "mm|cm|m|km|in|ft|inches|inch|feet|foot|yards|yd|meters|metres"


def _value(words: str) -> int:
    """The value of a number in words.

    >>> _value("twenty-five")
    25
    """
    return sum(VALUES[word] for word in words.lower().split("-"))


def _span(match: re.Match[str]) -> str:
    """Read a range if it increases: two - one is a score."""
    low, high = match.groups()
    if _value(low) >= _value(high):
        return match[0]
    return f"{low} to {high}"


def _next(match: re.Match[str]) -> str:
    """Read two consecutive numbers of things: five-six days."""
    low, high = match.groups()
    if _value(high) != _value(low) + 1:
        return match[0]
    return f"{low} to {high}"


RANGES: Final = (
    Rule(
        rf"(?i)\b({COUNT})\s[-–—]\s({COUNT})\b(?!\s?[-–—])",
        _span,
        "Bring two - ten people.",
        "Bring two to ten people.",
    ),
    Rule(
        rf"(?i)\b({COUNT})\s?–\s?({COUNT})\b(?!\s?[-–—])",
        _span,
        "Read chapters three–five.",
        "Read chapters three to five.",
    ),
    Rule(
        rf"(?i)(?<![\w-])({'|'.join(ONES[2:10])})-({'|'.join(ONES[3:11])})(?=\s(?:\w+\s)?\w+s\b)",
        _next,
        "It takes five-six days.",
        "It takes five to six days.",
    ),
    Rule(
        rf"\b({DAYS})\s?[-–—]\s?(?=(?:{DAYS})\b)",
        r"\1 to ",
        "Open Monday - Friday.",
        "Open Monday to Friday.",
    ),
    Rule(
        rf"\b({LONG_MONTHS})\s?[-–—]\s?(?=(?:{LONG_MONTHS})\b)",
        r"\1 to ",
        "Closed January - March.",
        "Closed January to March.",
    ),
)
"""Ranges in words, for every voice."""
RANGES_OF_DIGITS: Final = (
    Rule(
        r"(?<![\d/-])(\d{4}-\d\d-\d\d)/(?=\d{4}-\d\d-\d\d(?![\d/-]))",
        r"\1 to ",
        "From 2024-03-05/2024-03-08.",
        "From March fifth, twenty twenty-four to March eighth, twenty twenty-four.",
    ),
    Rule(
        rf"\b({LONG_MONTHS}) (\d\d?)\s[-–—]\s(?=\d\d?\b(?![:.,/]?\d|\s?[ap]\.?m))",
        r"\1 \2 to \1 ",
        "From January 5 - 9 it rained.",
        "From January fifth to January ninth it rained.",
    ),
    Rule(
        rf"(?<![\w.])(\d+(?:\.\d+)?) x (?=\d+(?:\.\d+)?\s?(?:{SIZES})\b)",
        r"\1 by ",
        "A rug of 3 x 4 m.",
        "A rug of three by four meters.",
    ),
)
"""Ranges in digits, for voices that need words."""
