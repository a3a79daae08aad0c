"""Chinese numbers in words, in simplified characters."""

from __future__ import annotations

import re
from typing import Final

DIGITS: Final = str.maketrans("0123456789", "零一二三四五六七八九")
CALLED: Final = str.maketrans("0123456789+", "零幺二三四五六七八九加", "-()（） ")
"""On the telephone 一 is 幺, because it could be heard as 七."""
LONGEST: Final = 16
"""Maximum digits of a number read as a whole; a longer one is read digit by digit."""


def cardinal(number: int) -> str:
    """A number in words; a leading 二 before a unit is 两.

    >>> cardinal(0), cardinal(12), cardinal(110), cardinal(10_010), cardinal(12_345)
    ('零', '十二', '一百一十', '一万零一十', '一万二千三百四十五')
    >>> cardinal(202), cardinal(22_000), cardinal(10**12), cardinal(200_000_000)
    ('两百零二', '两万二千', '一万亿', '两亿')
    """
    words = re.sub("^一十", "十", _places(number)) or "零"
    return re.sub("^二(?=[百千万亿])", "两", words)


def _places(number: int) -> str:
    """A number in words, with 零 for skipped places; empty for 0."""
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if number < unit:
            continue
        high, low = divmod(number, unit)
        is_gap = 0 < low < unit // 10
        gap = "零" if is_gap else ""
        return _places(high) + name + gap + _places(low)
    words = ""
    figures = f"{number:04}"
    for digit, place in zip(figures, ("千", "百", "十", ""), strict=True):
        words += digit.translate(DIGITS)
        if digit != "0":
            words += place
    once = re.sub("零+", "零", words)
    return once.strip("零")


def number(text: str) -> str:
    """A number in digits with or without decimals. One that starts with 0 is read digit by digit.

    >>> number("3.14"), number("007"), number("0.50"), number("120")
    ('三点一四', '零零七', '零点五零', '一百二十')
    """
    whole, _, decimals = text.partition(".")
    length = len(whole)
    is_code = length > LONGEST or (length > 1 and whole.startswith("0"))
    words = digits(whole) if is_code else cardinal(int(whole))
    if not decimals:
        return words
    return f"{words}点{digits(decimals)}"


def count(text: str) -> str:
    """A number before a measure word: 两个, not 二个.

    >>> count("2"), count("12"), count("2.5")
    ('两', '十二', '二点五')
    """
    if text == "2":
        return "两"
    return number(text)


def digits(text: str) -> str:
    """Digit by digit.

    >>> digits("2026")
    '二零二六'
    """
    return text.translate(DIGITS)
