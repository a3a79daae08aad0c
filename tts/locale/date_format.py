"""Formats dates for readers."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tts.locale.language_tags import is_chinese

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@lru_cache(1_000)
def day(date: str, tag: str) -> str:
    """An ISO date formatted for readers; anything else is returned unchanged.

    >>> day("2026-04-08", "en"), day("2026-04-08", "zh-Hant")
    ('8 April 2026', '2026年4月8日')
    """
    digits = date[:10].split("-")
    if len(digits) != 3 or not all(part.isdigit() for part in digits):
        return date
    year, month, number = map(int, digits)
    if not 1 <= month <= 12:
        return date
    if is_chinese(tag):
        return f"{year}年{month}月{number}日"
    return f"{number} {_MONTHS[month - 1]} {year}"
