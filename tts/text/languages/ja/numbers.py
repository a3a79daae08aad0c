"""Japanese numbers in katakana, so that a particle is never taken for part of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

DIGITS: Final = ("ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュウ")
DRAWN: Final = {**dict(zip("0123456789", DIGITS, strict=True)), "2": "ニー", "5": "ゴー"}
"""Digits read one by one, each with two moras."""
HUNDREDS: Final = {1: "ヒャク", 3: "サンビャク", 6: "ロッピャク", 8: "ハッピャク"}
TENS: Final = {1: "ジュウ"}
THOUSANDS: Final = {1: "セン", 3: "サンゼン", 8: "ハッセン"}
MYRIADS: Final = ("", "マン", "オク", "チョウ", "ケイ")
WRITTEN: Final = {"百": "ヒャク", "千": "セン", "万": "マン", "億": "オク", "兆": "チョウ"}
"""Units written after digits: 2.5万, 1億2,000万."""
CHANGED: Final = {
    ("イチ", "千"): "イッセン",
    ("サン", "千"): "サンゼン",
    ("ハチ", "千"): "ハッセン",
    ("サン", "百"): "サンビャク",
    ("ロク", "百"): "ロッピャク",
    ("ハチ", "百"): "ハッピャク",
}
"""Numbers and such units that affect each other: 3千."""
LONGEST: Final = 20
"""Maximum digits of a number read as a whole."""
STOPPED: Final = (("イチ", "イッ"), ("ハチ", "ハッ"), ("ジュウ", "ジュッ"))
"""Forms before チョウ and before 点."""
AMOUNT: Final = r"(?>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?>\.\d+)?"
"""A number in digits. Matching is possessive, so that long rows of digits do not take long."""
NUMBER: Final = rf"(?<!\d){AMOUNT}(?:[百千万億兆]{{1,2}}{AMOUNT}){{0,3}}[百千万億兆]{{0,2}}"
"""A number with units between its digits."""


def cardinal(figures: str) -> str:
    """
    >>> cardinal("2026"), cardinal("10000"), cardinal("380"), cardinal("10000000")
    ('ニセンニジュウロク', 'イチマン', 'サンビャクハチジュウ', 'イッセンマン')
    """
    if len(figures) > LONGEST or (len(figures) > 1 and figures[0] == "0"):
        return by_digits(figures)
    number = int(figures)
    if number == 0:
        return DIGITS[0]
    groups: list[str] = []
    for name in MYRIADS:
        number, four = divmod(number, 10_000)
        if four:
            groups.append(_named(_below_myriad(four), name))
    return "".join(reversed(groups))


def _below_myriad(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    hundreds, rest = divmod(rest, 100)
    tens, ones = divmod(rest, 10)
    said = _placed(thousands, "セン", THOUSANDS)
    said += _placed(hundreds, "ヒャク", HUNDREDS)
    said += _placed(tens, "ジュウ", TENS)
    return said + _placed(ones, "", {})


def _placed(digit: int, place: str, changed: Mapping[int, str]) -> str:
    """A digit with the name of its place; empty for zero."""
    if digit == 0:
        return ""
    usual = DIGITS[digit] + place
    return changed.get(digit, usual)


def _named(four: str, name: str) -> str:
    if name and four == "セン":
        four = "イッセン"
    return (stopped(four) if name == "チョウ" else four) + name


def stopped(kana: str) -> str:
    """
    >>> stopped("ジュウハチ"), stopped("ニ")
    ('ジュウハッ', 'ニ')
    """
    for full, short in STOPPED:
        if kana.endswith(full):
            return kana.removesuffix(full) + short
    return kana


def by_digits(figures: str) -> str:
    """
    >>> by_digits("0120")
    'ゼロイチニーゼロ'
    """
    return "".join(DRAWN[digit] for digit in figures)


def amount(written: str) -> str:
    """A number as written, with separators, decimals and units.

    >>> amount("1,200"), amount("3.14"), amount("0.5"), amount("1億2,000万")
    ('センニヒャク', 'サンテンイチヨン', 'レイテンゴ', 'イチオクニセンマン')
    """
    said = ""
    for figures, units in re.findall(rf"({AMOUNT})([百千万億兆]*)", written):
        plain = figures.replace(",", "")
        said += _piece(plain, units)
    return said


def _piece(figures: str, units: str) -> str:
    whole, _, decimals = figures.partition(".")
    said = cardinal(whole)
    if decimals:
        before = "レイ" if int(whole) == 0 else stopped(said)
        digits = (DIGITS[int(digit)] for digit in decimals)
        said = before + "テン" + "".join(digits)
    for unit in units:
        said = _with_unit(said, unit)
    return said


def _with_unit(said: str, unit: str) -> str:
    if changed := CHANGED.get((said, unit)):
        return changed
    before = stopped(said) if unit == "兆" else said
    return before + WRITTEN[unit]
