"""German amounts in words: money, measures, ranges, fractions and powers."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.de.endings import is_feminine
from tts.text.languages.de.numbers import cardinal, joined, part
from tts.text.languages.de.patterns import DASH, NUMBER, SPACE
from tts.text.languages.de.units import CENTS, COIN, MONEY, SCALE, SCALES, UNIT, UNITS, Unit, per
from tts.text.languages.numerals import RAISED
from tts.text.languages.rule import Rule


def _amount_of_money(amount: str, sign: str) -> str:
    coin = MONEY[sign]
    whole, _, cents = amount.partition(",")
    if len(cents) != 2:
        return coin.of(amount)
    is_nothing = int(whole.replace(".", "")) == 0
    if is_nothing and sign in CENTS:
        unit = Unit(CENTS[sign])
        return unit.of(cents.lstrip("0") or "0")
    said = coin.of(whole)
    return said if cents == "00" else f"{said} {cardinal(int(cents))}"


def _money(match: re.Match[str]) -> str:
    """Read `12,50 €` as zwölf Euro fünfzig."""
    return _amount_of_money(match[1], match[2])


def _coin_first(match: re.Match[str]) -> str:
    return _amount_of_money(match[2], match[1])


def _scaled(match: re.Match[str]) -> str:
    """Read `3 Mio. €` or `1 Mrd.`"""
    amount, scale, sign = match.groups()
    said = SCALES[scale].of(amount)
    if sign:
        coin = MONEY[sign]
        return f"{said} {coin.many or coin.one}"
    behind = match.string[match.end() :]
    is_at_end = not behind.strip('"”“’)] ')
    return f"{said}." if is_at_end else said


AMOUNTS: Final = (
    Rule(
        rf"(?<=[€$]) ?/ ?({UNIT})(?![\w²³])",
        lambda m: f" pro {per(m[1])}",
        "Holz kostet 5 €/kg.",
        "Holz kostet fünf Euro pro Kilogramm.",
    ),
    Rule(
        r"(?<=[€$]) ?/ ?(?=[A-ZÄÖÜ][a-zäöü])",
        " pro ",
        "Das sind 8 €/Monat.",
        "Das sind acht Euro pro Monat.",
    ),
    Rule(
        r"(?<=[a-zA-Z]) ?/ ?(?=100 ?km\b)",
        " pro ",
        "Er braucht 5 l/100 km.",
        "Er braucht fünf Liter pro einhundert Kilometer.",
    ),
    Rule(
        rf"(?<=\d)\s?(?:{COIN}|%)?{DASH}(?=\d+(?:,\d+)?\s?(?:{COIN}|%))(?!-\d+-)",
        " bis ",
        "Es kostet 5–7 €.",
        "Es kostet fünf bis sieben Euro.",
    ),
    Rule(
        rf"(?<!\w)({COIN}){SPACE}({NUMBER}){SPACE}({SCALE})",
        lambda m: f"{SCALES[m[3]].of(m[2])} {MONEY[m[1]].many or MONEY[m[1]].one}",
        "Das Werk kostet $ 5 Mio. im Jahr.",
        "Das Werk kostet fünf Millionen Dollar im Jahr.",
    ),
    Rule(
        rf"(?<![\w.,])({NUMBER}){SPACE}({SCALE})(?:{SPACE}({COIN})(?!\w))?",
        _scaled,
        "Es kostet 3 Mio. Euro.",
        "Es kostet drei Millionen Euro.",
    ),
    Rule(
        rf"(?<![\w.,])({NUMBER})(?:,[-–—])?{SPACE}({COIN})(?!\w)",
        _money,
        "Er zahlte 12,50 €.",
        "Er zahlte zwölf Euro fünfzig.",
    ),
    Rule(
        rf"(?<!\w)({COIN}){SPACE}({NUMBER})(?!\w)",
        _coin_first,
        "Für € 12 zu haben.",
        "Für zwölf Euro zu haben.",
    ),
)


def _measure(match: re.Match[str]) -> str:
    amount, unit, divisor = match.groups()
    return UNITS[unit].of(amount) + (f" pro {per(divisor)}" if divisor else "")


def _unit(match: re.Match[str]) -> str:
    """Read a unit without a number: `Angaben in km/h`."""
    unit = UNITS[match[1]]
    return f"{unit.many or unit.one} pro {per(match[2])}"


def _fraction(match: re.Match[str]) -> str:
    """Read `3/4` or `2 1/2 km`."""
    whole, top, bottom = match[1], int(match[2]), int(match[3])
    said = _part(top, bottom)
    if whole and (top, bottom) == (1, 2):
        said = f"{joined(int(whole))}einhalb"
    elif whole:
        said = f"{cardinal(int(whole))} {said}"
    unit = UNITS.get(match[4] or "")
    return f"{said} {unit.many or unit.one}" if unit else said


def _part(top: int, bottom: int) -> str:
    if top + bottom == 100 or (top, bottom) == (24, 7):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if not 0 < top < bottom or bottom > 1000:
        return f"{cardinal(top)} durch {cardinal(bottom)}"
    return "ein halb" if bottom == 2 else f"{joined(top)} {part(bottom)}"


def _half(match: re.Match[str]) -> str:
    """Read `1/2 Liter` as ein halber Liter, `1/2 Stunde` as eine halbe Stunde."""
    return ("eine halbe " if is_feminine(match[1]) else "ein halber ") + match[1]


def _power(match: re.Match[str]) -> str:
    raised = match[1].translate(RAISED)
    if raised == "2":
        return " Quadrat"
    return " hoch " + raised.replace("-", "minus ")


def _range(match: re.Match[str]) -> str:
    return f"{match[1]} bis "


def _compound(match: re.Match[str]) -> str:
    """Read `18-Jährige`, `3-mal` or `20%ig` as one word."""
    words, behind = joined(int(match[1])), match[2]
    return words.capitalize() + behind.lower() if behind[0].isupper() else words + behind


MEASURES: Final = (
    Rule(
        r"(?<=\d) ?%-?(?=ig)",
        "-prozent",
        "Das ist 100%ig so.",
        "Das ist einhundertprozentig so.",
    ),
    Rule(
        rf"(?<![\w.,/-])({NUMBER}){DASH}(?={NUMBER}(?![\d.-]))",
        _range,
        "Es dauert 5–7 Tage.",
        "Es dauert fünf bis sieben Tage.",
    ),
    Rule(
        rf"(?<![\w.,])(\d+)(?:-|{SPACE}%-?)?"
        r"((?:[Jj]ähr|[Mm]onat|[Ww]öch|[Tt]äg|[Ss]tünd|[Mm]inüt|köpf|stell|teil"
        r"|stöck|seit|sprach|prozent)ig\w*|(?:mal|fach)\w*)",
        _compound,
        "Eine 18-jährige Frau lief 3-mal.",
        "Eine achtzehnjährige Frau lief dreimal.",
    ),
    Rule(
        rf"(?<![\w.,/])(\d{{1,3}}) (\d{{1,3}})/(\d{{1,4}})(?![\w/]|[.,]\d)"
        rf"(?:{SPACE}({UNIT})(?![\w²³]))?",
        _fraction,
        "Noch 2 1/2 km bis zum See.",
        "Noch zweieinhalb Kilometer bis zum See.",
    ),
    Rule(
        r"(?<![\w.,/])1/2 ([A-ZÄÖÜ][a-zäöü]+)",
        _half,
        "Dazu 1/2 Liter Milch.",
        "Dazu ein halber Liter Milch.",
    ),
    Rule(
        rf"(?<![\w.,/])()(\d{{1,3}})/(\d{{1,4}})(?![\w/]|[.,]\d)(?:{SPACE}({UNIT})(?![\w²³]))?",
        _fraction,
        "Fast 3/4 der Leute.",
        "Fast drei Viertel der Leute.",
    ),
    Rule(
        rf"(?<![\w.,])({NUMBER}){SPACE}({UNIT})(?:/({UNIT}))?(?![\w²³])",
        _measure,
        "Er fuhr 120 km/h.",
        "Er fuhr einhundertzwanzig Kilometer pro Stunde.",
    ),
    Rule(
        r"(?<!\w)(km|m|g|kg|mg|l)/(h|s|l|kg|m²|m³)(?!\w)",
        _unit,
        "Angaben in km/h, 1. Spalte.",
        "Angaben in Kilometer pro Stunde, erste Spalte.",
    ),
    Rule(
        r"(?<=[\w)])([⁻⁰¹²³⁴-⁹]*[⁰¹²³⁴-⁹])",
        _power,
        "Das sind 10⁶ Zellen.",
        "Das sind zehn hoch sechs Zellen.",
    ),
)
