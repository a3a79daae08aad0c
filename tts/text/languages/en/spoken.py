"""English as it is said: numbers, dates, money, units and abbreviations in words.

Rules of our own: of the grammars at hand, wetext's reads "$1,234" as "thousand two hundred", "2010-2015" as two numbers
and "555-1234" as a range, and fails on "#1"; Hibari's leaves plain numbers to its own lexicon.
"""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.en.abbreviations import spelt_abbreviations
from tts.text.languages.en.dates import DATES, DECADES, SHORT_STOP
from tts.text.languages.en.names import NAMES, NUMBER, Rule
from tts.text.languages.en.numbers import cardinal, digits, number, ordinal, power, roman, year
from tts.text.languages.en.units import (
    CODE,
    COIN,
    LETTER,
    LETTERS,
    MANY,
    MONEY,
    PER,
    SCALE,
    UNIT,
    UNITS,
    attributive,
    measure,
    money,
    money_range,
    plural,
)

PARTS: Final = {2: "half", 3: "third", 4: "quarter", 100: "hundredth", 1000: "thousandth"}
GLYPHS: Final = str.maketrans(
    {"½": " 1/2", "⅓": " 1/3", "⅔": " 2/3", "¼": " 1/4", "¾": " 3/4", "⅛": " 1/8", "⁄": "/"}
    | {chr(0x2080 + n): str(n) for n in range(10)}
    | {chr(0x2160 + n): str(n + 1) for n in range(12)}
)
DASH = r"\s?[-–—~]\s?"
TENS = r"((?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))"
ROMAN = rf"{TENS}(?![\w]|[.’'](?!s\b)\w)"
RULERS = (
    "Louis|Henry|Charles|George|Elizabeth|Edward|William|Richard|James|Philip|Napoleon|Catherine|Pius|Paul|Benedict"
    "|Nicholas|Alexander|Frederick|Leo|Wilhelm|Rama|Ramses|Peter|John|Gregory|Francis"
)
PARTED = (
    "World War|Chapter|Part|Volume|Vol|Act|Phase|Section|Book|Type|Title|Article|Appendix|Figure|Table|Stage|Super Bowl"
    "|Class|Level|Grade"
)


def _coded(match: re.Match[str]) -> str:
    """`100 USD`, `5€`."""
    amount, scale, code, sign = match.groups()
    words = MANY.get(scale.lower(), scale) if scale else ""
    return " ".join(part for part in (number(amount), words, plural(amount, MONEY[code or sign])) if part)


def _fraction(match: re.Match[str]) -> str:
    whole, top, bottom = match[1], int(match[2]), int(match[3])
    if 1900 < top < bottom < 2100:
        return f"{year(top)} to {year(bottom)}"
    if top + bottom == 100 or (top, bottom) in {(24, 7), (9, 11)}:
        said = f"{cardinal(top)} {cardinal(bottom)}"
    elif 0 < top < bottom and (
        bottom <= 10 or bottom in {16, 32, 64, 100, 1000} or (top == 1 and bottom in {12, 15, 20, 25, 50})
    ):
        part = PARTS.get(bottom, ordinal(bottom))
        said = f"{cardinal(top)} {part if top == 1 else part + 's'}"
    else:
        said = f"{cardinal(top)} slash {cardinal(bottom)}"
    return f"{number(whole)} and {'a half' if said == 'one half' else said}" if whole else said


def _part_of_unit(match: re.Match[str]) -> str:
    """`1 1/2 kg`, `½ lb`: a whole and more counts as many, what is less than one as one."""
    said, unit = _fraction(match), match[4] or match[5]
    many = match[1] or "slash" in said
    return f"{said} {measure('2' if many and not attributive(match) else '1', unit, match[6])}"


def _range(match: re.Match[str]) -> str:
    """Of years, where both look like years: 2010-2015, 2010-15."""
    first, last = match[1], match[2]
    years = len(first) == 4 and 1100 <= int(first) < 2100
    if years and len(last) == 4 and 1100 <= int(last) < 2100:
        return f"{year(int(first))} to {year(int(last))}"
    if years and len(last) == 2 and int(first[2:]) < int(last):
        return f"{year(int(first))} to {cardinal(int(last))}"
    return f"{number(first)} to {number(last)}"


def _ungrouped(match: re.Match[str]) -> str:
    """`10 000`: the spaces between thousands taken out."""
    return re.sub(r"\s", "", match[0])


def _serial(text: str) -> str:
    """`978-3-16`: digits, group by group."""
    return ", ".join(digits(group) for group in text.split("-"))


def _named(match: re.Match[str]) -> str:
    return f"{match[1]} {cardinal(roman(match[2]))}"


def _ruler(match: re.Match[str]) -> str:
    """Not of `what Paul I think knows`: a lone I is a numeral only where no word goes on behind it."""
    if match[2] == "I" and " " not in match[1] and re.match(r"\s+[a-z]|[’']", match.string[match.end() :]):
        return match[0]
    return f"{match[1]} the {ordinal(roman(match[2]))}"


SIGNED: Final[tuple[Rule, ...]] = (
    (re.compile(r"(?<![\w.,-])\d{1,3}(?:(?:[\u00a0\u2009\u202f]\d{3})+|(?: \d{3})* 000)(?![\w])"), _ungrouped),
    (re.compile(r"(?<![\w.)%°℃-])(?<![\d%]\s)[-−](?=[$€£]?\d)"), lambda m: "minus "),
    (re.compile(r"(?<![\w+])\+(?=[$€£]?\d)(?!\d{1,3}[ -])"), lambda m: "plus "),
)
MONEYS: Final[tuple[Rule, ...]] = (
    (re.compile(rf"{COIN}({NUMBER}){SCALE}{DASH}(?:\1)?({NUMBER}){SCALE}", re.I), money_range),
    (re.compile(rf"{COIN}({NUMBER}){SCALE}", re.I), money),
    (re.compile(rf"(?<![\w.,])({NUMBER}){SCALE}\s?(?:{CODE}\b|([$€£¥])(?!\d))"), _coded),
    (
        re.compile(rf"({NUMBER})%?{DASH}({NUMBER})\s?(?:%|percent\b)"),
        lambda m: f"{number(m[1])} to {number(m[2])} percent",
    ),
    (re.compile(rf"({NUMBER})\s?%"), lambda m: f"{number(m[1])} percent"),
)
REST: Final[tuple[Rule, ...]] = (
    (re.compile(r"\b(\d{1,3}(?:,\d{3})*|\d+)(?:st|nd|rd|th)\b"), lambda m: ordinal(int(m[1].replace(",", "")))),
    (
        re.compile(r"(?:\+\d{1,3}[ -])?(?<![\w.-])(?:\(?\d{3}\)?[ -])?\d{3}-\d{4}(?![\w-])"),
        lambda m: ("plus " if m[0][0] == "+" else "") + digits(m[0]),
    ),
    (re.compile(r"\b[Nn]o\.\s?(\d+(?:-\d+)+)(?![\w-])"), lambda m: f"number {_serial(m[1])}"),
    (re.compile(r"(?<![\w.,/-])\d+(?:-\d+){2,}(?![\w-])"), lambda m: _serial(m[0])),
    (re.compile(r"(?:\b[Nn]os?\.\s?|(?<![\w&])#|№\s?)(?=\d)"), lambda m: "numbers " if "s" in m[0] else "number "),
    (
        re.compile(
            rf"(?<![\w./])(?:(\d{{1,3}})[\s-])?(\d{{1,3}})/(\d{{1,3}})(?:\s?({UNIT})|\s({LETTER})(?=\W|$)){PER}(?!\w){SHORT_STOP}"
        ),
        _part_of_unit,
    ),
    (
        re.compile(rf"(?<![\w.])({NUMBER}){DASH}({NUMBER})(?:\s?({UNIT})|\s({LETTER})(?=\W|$)){PER}(?!\w)"),
        lambda m: f"{number(m[1])} to {number(m[2])} {measure('2', m[3] or m[4], m[5])}",
    ),
    (
        re.compile(
            rf"(?<![\w.])({NUMBER})(?:\s?({UNIT})|\s({LETTER})(?=\W|$)|({LETTER})(?=/[a-z])){PER}(?!\w){SHORT_STOP}"
        ),
        lambda m: f"{number(m[1])} {measure('1' if attributive(m) else m[1], m[2] or m[3] or m[4], m[5])}",
    ),
    (
        re.compile(rf"(?<=[a-z]{{3}})/({UNIT})(?!\w)|(?<=[a-z]{{3}}s)/({LETTER})(?!\w)"),
        lambda m: f" per {UNITS.get(m[1]) or LETTERS[m[2]]}",
    ),
    (re.compile(r"(?<!\w)([kcm]?m[²³])(?!\w)"), lambda m: UNITS[m[1]] + "s"),
    (
        re.compile(r"(?<!\w)(km|mi|m)/(h|s)(?!\w)"),
        lambda m: measure("2", m[1], m[2]),
    ),
    (re.compile(r"(?<=[\w)])(⁻?[⁰¹²³⁴-⁹]+)(\w?)"), lambda m: f" {power(m[1])}" + (f" {m[2]}" if m[2] else "")),
    (re.compile(r"(?<![\w./])(?:(\d{1,3})\s)?(\d{1,4})/(\d{1,4})(?!\w|[./]\w)"), _fraction),
    (re.compile(r"(?<![\w.,-])(\d{1,4})\s?[-–—]\s?(\d{1,4})(?!\w|[.,-]\d)"), _range),
    (
        re.compile(rf"(?<![\w.-])({NUMBER})\s?[-–—]\s?({NUMBER})(?!\w|[.-]\d)"),
        lambda m: f"{number(m[1])} to {number(m[2])}",
    ),
    (
        re.compile(r"(?<![\d.])(\d+)\.(\d+)((?:\.\d+)+)"),
        lambda m: f"{number(m[1])} point {number(m[2])}" + "".join(f" point {number(n)}" for n in m[3][1:].split(".")),
    ),
    (re.compile(rf"\b({PARTED}) {ROMAN}"), _named),
    (re.compile(rf"\b((?i:{PARTED})) (?=[IVX]{{2}}){ROMAN}"), _named),
    (re.compile(rf"\b((?:(?:King|Queen|Pope|Emperor|Empress|Tsar) )?(?:{RULERS})) {ROMAN}"), _ruler),
    (
        re.compile(r"\b([XVI]{2,})(?=(?:st|nd|rd|th)?(?: and [XVI]+)? centur)"),
        lambda m: ordinal(roman(m[1])) if re.fullmatch(TENS, m[1]) else m[0],
    ),
    (re.compile(r"\b([A-Z][a-z]{2,}) (II|III|IV|VI{1,3}|IX|XI{1,3}|XIV|XV|XVI{0,3})(?!\w)"), _named),
    (re.compile(rf"^()(?=[IVXL]{{2}}|.*[^.!?\s]\s*$){ROMAN}(?=\.\s)"), lambda m: m[1] + cardinal(roman(m[2]))),
    (
        re.compile(r"\b(between|from) (1[0-8]\d\d) (and|to) (1[0-8]\d\d)(?!\w|[,.]\d| [a-z]+s\b)"),
        lambda m: f"{m[1]} {year(int(m[2]))} {m[3]} {year(int(m[4]))}",
    ),
    (re.compile(r"(?<![\w,.])(20\d\d|19\d\d)(?!\d|[\w,]\d|\.\d)"), lambda m: year(int(m[1]))),
    (
        re.compile(
            r"(?i)\b((?:in|since|by|of|from|until|before|after|during|year|early|late|mid|circa|between|to|established)"
            r" )"
            r"(1[0-8]\d\d)(?!\w|[,.]\d| [a-z]+s\b)"
        ),
        lambda m: m[1] + year(int(m[2])),
    ),
    (re.compile(r"\b([A-Za-z]+)-(\d)"), lambda m: f"{m[1]} {m[2]}"),
    (re.compile(r"(?<![\w.])\.(\d+)"), lambda m: f"point {digits(m[1])}"),
)
RULES: Final = (*NAMES, *SIGNED, *DATES, *MONEYS, *DECADES, *REST)
"""Applied in order, each to what the ones before have left."""
PLAIN = re.compile(rf"({NUMBER})(?=([A-Za-z])?)")
GLUED = re.compile(r"(?<=[A-Za-z])(?=\d)")


def say_english(text: str) -> str:
    """The text as it is said.

    >>> say_english("In 2019 Dr. Lee paid $5 for 3.5% of No. 7.")
    'In twenty nineteen Doctor Lee paid five dollars for three point five percent of number seven.'
    """
    text = spelt_abbreviations(text)
    text = text.translate(GLYPHS)
    if not re.search(r"[\dIVX²³¹⁰⁴-⁹]", text):
        return text
    for pattern, became in RULES:
        text = pattern.sub(became, text)
    return PLAIN.sub(lambda m: number(m[1]) + (" " if m[2] else ""), GLUED.sub(" ", text))
