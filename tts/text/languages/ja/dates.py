"""Japanese dates, times of day and telephone numbers."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.ja.counters import COUNTERS
from tts.text.languages.ja.numbers import by_digits, cardinal

FIRST: Final = "ツイタチ"
"""The first day of a month."""
WEEKDAY: Final = "[（(][月火水木金土日](?:曜日?)?(?:・祝)?[)）]"
ISO: Final = (
    r"(?<![\d/.-])((?:19|20)\d\d)([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?![\d/.-]|\.\d)"
)
OF_MONTH: Final = r"(?<![\d.])(1[0-2]|0?[1-9])月\s?(3[01]|[12]\d|0?[1-9])日(?![間目後前])"
OF_YEAR: Final = r"(?<![\d.,])(\d{1,4})年\s?(?=\d{1,2}月)"
FIRST_DAY: Final = rf"(?<![\d.])0?1日(?=付|午[前後]|{WEEKDAY}|(?:未明|早朝|夜|朝|夕方|深夜))"
SHORT: Final = rf"(?<![\d/])(1[0-2]|[1-9])/(3[01]|[12]\d|[1-9])(?![\d/])(?={WEEKDAY})"
CLOCK: Final = r"(?<![\d:.])(2[0-9]|1\d|0?\d):([0-5]\d)(?::([0-5]\d))?(?![\d:])"
PHONE: Final = r"(?<![\d-])(0\d{1,4})[-‐–−](\d{1,4})[-‐–−](\d{3,4})(?![\d-])"
POSTCODE: Final = r"〒\s?(\d{3})[-‐–−](\d{4})"

FIGURES: Final = "〇一二三四五六七八九"


def day(number: str) -> str:
    """A day of the month.

    >>> day("1"), day("08"), day("19")
    ('ツイタチ', 'ヨウカ', 'ジュウクニチ')
    """
    said = counted_in("日", number)
    return FIRST if int(number) == 1 else said


def counted_in(counter: str, figures: str) -> str:
    """A number with a counter, without leading zeros."""
    bare = figures.lstrip("0") or "0"
    return COUNTERS[counter].behind(bare)


def year(match: re.Match[str]) -> str:
    """Read a year before its month, group 1."""
    said = counted_in("年", match[1])
    return f"{said} "


def of_month(match: re.Match[str]) -> str:
    """Read a month and a day, groups 1 and 2."""
    month = counted_in("月", match[1])
    return f"{month} {day(match[2])}"


def whole(match: re.Match[str]) -> str:
    """Read a year, a month and a day: groups 1, 3 and 4."""
    year_said = counted_in("年", match[1])
    month = counted_in("月", match[3])
    return f"{year_said} {month} {day(match[4])}"


def clock(match: re.Match[str]) -> str:
    """Read hours, minutes and any seconds."""
    seconds = match[3]
    said = [counted_in("時", match[1])]
    if match[2] != "00" or seconds:
        said.append(counted_in("分", match[2]))
    if seconds:
        said.append(counted_in("秒", seconds))
    return " ".join(said)


def phone(match: re.Match[str]) -> str:
    groups = [group for group in match.groups() if group]
    return "、".join(map(by_digits, groups))


def postcode(match: re.Match[str]) -> str:
    area = by_digits(match[1])
    place = by_digits(match[2])
    return f"郵便番号、{area}の{place}"


def fraction(match: re.Match[str]) -> str:
    """Read a fraction, groups 1 and 2, or a date if that is likelier."""
    above, below = int(match[1]), int(match[2])
    is_date = 0 < above <= 12 and 0 < below <= 31
    is_small = above < below <= 10
    if is_date and not is_small:
        return of_month(match)
    whole_of = cardinal(str(below))
    share = cardinal(str(above))
    return f"{whole_of}ブンノ{share}"


def minutes(match: re.Match[str]) -> str:
    """Read minutes written in characters after an hour: tens and ones, groups 1 and 2. By itself 十分
    is more likely ジュウブン, enough."""
    tens, ones = match[1] or "", match[2] or ""
    if not tens + ones:
        return match[0]
    number = FIGURES.index(ones) if ones else 0
    if tens:
        count = FIGURES.index(tens[0]) if len(tens) > 1 else 1
        number += 10 * count
    return counted_in("分", str(number))
