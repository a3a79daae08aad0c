"""English dates, times and decades in words."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.en.abbreviations import MONTH_SHORT, MONTHS, month_name
from tts.text.languages.en.numbers import (
    ONES,
    cardinal,
    counted,
    digits,
    number,
    ordinal,
    two_digits,
    year,
)
from tts.text.languages.rule import Rule

MONTH = rf"({'|'.join(MONTHS)}|{MONTH_SHORT})"
YEAR = r"((?:1[1-9]|20)\d\d)\b(?![,.]\d)"
SHORT_STOP = r"(?:\.(?=,? [a-z\d]))?"
"""The full stop of an abbreviation that does not end a sentence."""


def _time(match: re.Match[str]) -> str:
    """A time of day, on a clock or a stopwatch; otherwise a ratio."""
    hour, minute = int(match[1]), int(match[2])
    half = (match[3] or "").lower()
    if hour > 24 and minute < 60:
        return f"{cardinal(hour)} {two_digits(match[2])}"
    if hour > 24 or minute > 59:
        return f"{cardinal(hour)} to {cardinal(minute)}"
    words = cardinal(hour)
    if minute:
        words = f"{words} {two_digits(f'{minute:02}')}"
    if half:
        return f"{words} {half}.m."
    if minute:
        return words
    return f"{words} o'clock" if 0 < hour < 13 else f"{words} hundred"


def _clocked(match: re.Match[str]) -> str:
    """Read `2:03:38`: hours, minutes and seconds of a day or a race."""
    hour, minute, second, half = match.groups()
    if half:
        return _exact(int(hour), minute, int(second)) + f" {half.lower()}.m."
    if hour[0] == "0" or minute == "00":
        return _lasting(int(hour), int(minute), int(second))
    return f"{cardinal(int(hour))} {two_digits(minute)} {two_digits(second)}"


def _exact(hour: int, minute: str, second: int) -> str:
    """Read `10:00:05 a.m.` as ten o'clock and five seconds."""
    words = cardinal(hour) + (f" {two_digits(minute)}" if int(minute) else "")
    if not second:
        return words
    return words + ("" if int(minute) else " o'clock") + f" and {counted(second, 'second')}"


def _lasting(hours: int, minutes: int, seconds: int) -> str:
    """Read `00:12:30`, a duration, without units that are zero."""
    units = ((hours, "hour"), (minutes, "minute"), (seconds, "second"))
    said = [counted(count, unit) for count, unit in units if count]
    if not said:
        return "zero seconds"
    return " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))


def _iso_date(match: re.Match[str]) -> str:
    return _date(int(match[1]), int(match[3]), int(match[4])) or match[0]


def _slashed_date(match: re.Match[str]) -> str:
    """Read 3/4/2024 with the month first, as in American English, unless it can only be the day."""
    first, second, of = int(match[1]), int(match[2]), int(match[3])
    return _date(of, first, second) or _date(of, second, first) or match[0]


def _short_date(match: re.Match[str]) -> str:
    """Read 01/07/98 in the same order if it is a date."""
    first, second = int(match[1]), int(match[2])
    said = _date(2000, first, second) or _date(2000, second, first)
    day, _, _ = said.partition(",")
    return f"{day}, {two_digits(match[3])}" if said else match[0]


def _date(of: int, month: int, day: int) -> str:
    """A date in words; empty if there is no such day."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return f"{MONTHS[month - 1]} {ordinal(day)}, {year(of)}"


def _month_day(match: re.Match[str]) -> str:
    """Read `March 5-8, 2026`."""
    month, first, last, of = match.groups()
    days = ordinal(int(first))
    if last:
        days = f"{days} to {ordinal(int(last))}"
    date = f"{month_name(month)} {days}"
    return f"{date}, {year(int(of))}" if of else date


def _day_month(match: re.Match[str]) -> str:
    """Read `the 5th of March 2026`."""
    the, first, last, month, of = match.groups()
    days = ordinal(int(first))
    if last:
        days = f"{days} to {ordinal(int(last))}"
    date = f"{the or 'the '}{days} of {month_name(month)}"
    return f"{date} {year(int(of))}" if of else date


def _decade(match: re.Match[str]) -> str:
    """Read `the 1990s` or `the 80s`."""
    number = int(match[1])
    words = year(number) if len(match[1]) == 4 else cardinal(number)
    if words.endswith("y"):
        return f"{words[:-1]}ies"
    return f"{words}s"


DATES: Final = (
    Rule(
        r"(?i)(?<=\d)(?:\s?([ap])\.?m\.?)?\s?[-–—]\s?(?=\d{1,2}:\d{2})"
        r"|(?<=\d)\s?([ap])\.?m\.?\s?[-–—]\s?(?=\d)",
        lambda m: f" {(m[1] or m[2]).lower()}.m. to " if m[1] or m[2] else " to ",
        "9am–5pm",
        "nine a.m. to five p.m.",
    ),
    Rule(
        r"(?<![\d:])(\d{1,2}):([0-5]\d)\.(\d{1,3})(?![\d:])",
        lambda m: f"{cardinal(int(m[1]))} {two_digits(m[2])} point {digits(m[3])}",
        "3:25.68",
        "three twenty-five point six eight",
    ),
    Rule(
        r"(?<![\d:])(\d{1,2}):([0-5]\d):([0-5]\d)(?:\s?([AaPp])\.?[Mm]\b\.?)?(?!\d|:\d)",
        _clocked,
        "2:03:38",
        "two oh three thirty-eight",
    ),
    Rule(
        r"(?<![\d:])(\d{1,2}):(\d{2})(?:\s?([AaPp])\.?[Mm]\b\.?)?(?![\d:]|,\d{3})",
        _time,
        "7:00",
        "seven o'clock",
    ),
    Rule(
        r"(?<![\w:.])(\d{1,2})(?:\s?[-–—]\s?(\d{1,2}))?\s?([AaPp])(?:\.[Mm]\.|[Mm]\b\.?)",
        lambda m: (
            f"{cardinal(int(m[1]))}{' to ' + cardinal(int(m[2])) if m[2] else ''} {m[3].lower()}.m."
        ),
        "9am–5pm",
        "nine a.m. to five p.m.",
    ),
    Rule(
        r"(?<![\w.'’′])(\d{1,2})['’′] ?(1[01]|\d)(?:[\"”″]|''|’’|(?!\w))",
        lambda m: f"{cardinal(int(m[1]))} foot {cardinal(int(m[2]))}",
        "5'10\"",
        "five foot ten",
    ),
    Rule(
        r"(?<!\d)(\d+)[:：∶](\d{1,3}(?:,\d{3})+|\d+)(?!\d)",
        lambda m: f"{number(m[1])} to {number(m[2])}",
        "Is it 2:1?",
        "Is it two to one?",
    ),
    Rule(
        r"\b(\d{4})([-/])(\d{1,2})\2(\d{1,2})\b",
        _iso_date,
        "2021-03-04",
        "March fourth, twenty twenty-one",
    ),
    Rule(
        r"(?<![\w/.-])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)\b(?!/)",
        _slashed_date,
        "Due 3/4/2024.",
        "Due March fourth, twenty twenty-four.",
    ),
    Rule(
        r"(?<![\w/.-])(\d{1,2})/(\d{1,2})/(\d\d)(?![\w/-]|\.\d)",
        _short_date,
        "Due 01/07/98.",
        "Due January seventh, ninety-eight.",
    ),
    Rule(
        rf"\b({'|'.join(MONTHS)}) (1[0-8]\d\d)\b(?![,.]\d)",
        lambda m: f"{m[1]} {year(int(m[2]))}",
        "In July 1876 it rained.",
        "In July eighteen seventy-six it rained.",
    ),
    Rule(
        rf"\b{MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?:[-–—](\d{{1,2}})(?:st|nd|rd|th)?\b)?"
        rf"(?![\d:%,.]\d)(?:,? {YEAR})?",
        _month_day,
        "On Mar 4",
        "On March fourth",
    ),
    Rule(
        r"\b([Tt]he )?(\d{1,2})(?:st|nd|rd|th)?(?:[-–—](\d{1,2})(?:st|nd|rd|th)?)?"
        rf"(?: of)? {MONTH}\b"
        rf"{SHORT_STOP}(?:,? {YEAR})?",
        _day_month,
        "on 5 May 2021",
        "on the fifth of May twenty twenty-one",
    ),
)
DECADES: Final = (
    Rule(r"(?<!\w)(?:'|’)?(\d0|1[1-9]\d0|20\d0)(?:'|’)?s\b", _decade, "the '90s", "the nineties"),
    Rule(r"(?<![\w.])(\d{2,4})s\b", _decade, "many 747s", "many seven hundred forty-sevens"),
    Rule(
        r"(?<!\w)['’]0(\d)\b",
        lambda m: f"oh {ONES[int(m[1])]}",
        "bought in '09, sold in '12",
        "bought in oh nine, sold in twelve",
    ),
    Rule(
        r"(?<!\w)['’](?=\d\d\b)",
        lambda m: "",
        "bought in '09, sold in '12",
        "bought in oh nine, sold in twelve",
    ),
)
