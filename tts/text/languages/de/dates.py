"""German dates, years and times of day in words."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.de.endings import ordinal_ending
from tts.text.languages.de.numbers import cardinal, joined, number, ordinal, year
from tts.text.languages.de.patterns import DASH, SPACE
from tts.text.languages.de.units import UNITS
from tts.text.languages.rule import Rule

MONTHS: Final = str.split(
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
)
MONTH: Final = rf"(?:{'|'.join(MONTHS)}|Jänner)"
SHORT: Final = {month[:3]: month for month in MONTHS} | {"Sept": "September"}
YEAR: Final = r"(?:1[0-9]|20)\d\d(?!\d|[.,]\d)"


def _month(text: str) -> str:
    return MONTHS[int(text) - 1]


def _year(text: str | None) -> str:
    """The year preceded by a space; empty if there is none."""
    return f" {year(int(text))}" if text else ""


def _date(match: re.Match[str]) -> str:
    """Read `3. Oktober 1990`."""
    return f"{ordinal(int(match[1]), ordinal_ending(match))} {match[2]}{_year(match[3])}"


def _dotted_date(match: re.Match[str]) -> str:
    """Read `03.10.1990` or `3.10.`, also with a two-digit year."""
    day, month, of = int(match[1]), match[2], match[3]
    said = f"{ordinal(day, ordinal_ending(match))} {_month(month)}"
    is_short = of and len(of) != 4
    behind = f" {number(of)}" if is_short else _year(of)
    return said + behind


def _iso_date(match: re.Match[str]) -> str:
    return f"{ordinal(int(match[3]), ordinal_ending(match))} {_month(match[2])}{_year(match[1])}"


def _dates(match: re.Match[str]) -> str:
    """Read `3.–5. Oktober`, from one day to another."""
    ending = ordinal_ending(match)
    between = "und" if "/" in match[2] else "bis"
    return f"{ordinal(int(match[1]), ending)} {between} {ordinal(int(match[3]), ending)} "


def _year_range(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    end = year(last) if last > 99 else cardinal(last)
    return f"{year(first)} bis {end}"


def _decades(match: re.Match[str]) -> str:
    """Read `1990er` or `90ern`."""
    figures = int(match[1])
    words = year(figures) if 1100 <= figures < 2000 else joined(figures)
    return words + match[2]


DATES: Final = (
    Rule(
        rf"(?<![\w.])(\d{{1,2}})\.{SPACE}([-–/]|bis|und){SPACE}(\d{{1,2}})\.{SPACE}(?={MONTH})",
        _dates,
        "Vom 3.–5. Oktober ist Markt.",
        "Vom dritten bis fünften Oktober ist Markt.",
    ),
    Rule(
        rf"(?<![\w.])(\d{{1,2}})\.{SPACE}({MONTH})\b(?: ({YEAR}))?",
        _date,
        "Am 3. Oktober 1990 war es warm.",
        "Am dritten Oktober neunzehnhundertneunzig war es warm.",
    ),
    Rule(
        rf"(?<=\d\. )({'|'.join(SHORT)})\.?(?= \d{{4}}|,| [a-z])"
        rf"|\b({'|'.join(SHORT)})\.(?= \d{{4}})",
        lambda m: SHORT[m[1] or m[2]],
        "Stand: Okt. 1990",
        "Stand: Oktober neunzehnhundertneunzig",
    ),
    Rule(
        r"(?<![\d.])(0?[1-9]|[12]\d|3[01])\. ?(0?[1-9]|1[0-2])\. ?"
        r"((?:19|20)\d\d|\d\d)(?![\d.]\d|\d)",
        _dotted_date,
        "Sie kam am 03.10.1990 an.",
        "Sie kam am dritten Oktober neunzehnhundertneunzig an.",
    ),
    Rule(
        r"(?<![\d.])(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.()(?!\d)",
        _dotted_date,
        "Bis zum 3.10. ist Zeit.",
        "Bis zum dritten Oktober ist Zeit.",
    ),
    Rule(
        r"(?<![\d-])((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])",
        _iso_date,
        "Vom 2026-04-05.",
        "Vom fünften April zweitausendsechsundzwanzig.",
    ),
    Rule(
        r"(?<![\w.,–-])((?:1[1-9]|20)\d\d)\s?[-–—/]\s?((?:1[1-9]|20)\d\d|\d\d)(?![\w.,]\d|\w)",
        _year_range,
        "Die Jahre 1914–1918 waren schwer.",
        "Die Jahre neunzehnhundertvierzehn bis neunzehnhundertachtzehn waren schwer.",
    ),
    Rule(
        r"(?<![\w.,])(\d{2}|\d{4})(ern?)\b",
        _decades,
        "In den 1990ern und 80er Jahren.",
        "In den neunzehnhundertneunzigern und achtziger Jahren.",
    ),
)


def _time(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    if hour > 24 or minute > 59:
        return f"{cardinal(hour)} zu {cardinal(minute)}"
    said = f"{joined(hour)} Uhr"
    return f"{said} {cardinal(minute)}" if minute else said


def _duration(match: re.Match[str]) -> str:
    """Read `2:03:38`, the time of a race."""
    said = []
    for unit, group in zip(("h", "min", "s"), match.groups(), strict=True):
        amount = str(int(group))
        said.append(UNITS[unit].of(amount))
    return " ".join(said)


def _hours(match: re.Match[str]) -> str:
    return f"{joined(int(match[1]))} Uhr"


CLOCKS: Final = (
    Rule(
        r"(?<![\d:.])(\d{1,2}):([0-5]\d):([0-5]\d)(?![\d:])",
        _duration,
        "Er lief 2:03:38.",
        "Er lief zwei Stunden drei Minuten achtunddreißig Sekunden.",
    ),
    Rule(
        rf"(?<=\d){DASH}(?=\d{{1,2}}(?:[:.]\d\d)? ?Uhr|\d{{1,2}}:\d\d)",
        " bis ",
        "Offen 8–12 Uhr.",
        "Offen acht bis zwölf Uhr.",
    ),
    Rule(
        r"(?<![\d:.,])(\d{1,2})[:.]([0-5]\d)[ \u00a0]?Uhr\b",
        _time,
        "Um 14:30 Uhr geht es los.",
        "Um vierzehn Uhr dreißig geht es los.",
    ),
    Rule(r"(?<![\d:.,])(\d{1,2})[ \u00a0]Uhr\b", _hours, "Um 1 Uhr nachts.", "Um ein Uhr nachts."),
    Rule(
        r"(?<![\d:.,])(\d{1,2}):(\d\d)(?![\d:])", _time, "Abfahrt 8:05.", "Abfahrt acht Uhr fünf."
    ),
    Rule(
        r"(?<![\d:.,])(\d+)[:∶](\d+)(?![\d:])",
        lambda m: f"{cardinal(int(m[1]))} zu {cardinal(int(m[2]))}",
        "Es endete 3:2.",
        "Es endete drei zu zwei.",
    ),
)
