"""English as spoken: numbers, dates, money, units and abbreviations in words.

Our own rules, because of the available grammars wetext's reads "$1,234" as "thousand two hundred",
"2010-2015" as two numbers and "555-1234" as a range, and fails on "#1"; Hibari's leaves plain
numbers to its own lexicon.
"""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.en.dates import DATES, DECADES, SHORT_STOP
from tts.text.languages.en.identifiers import NAMES, NUMBER
from tts.text.languages.en.numbers import cardinal, digits, number, ordinal, power, year
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
from tts.text.languages.numerals import GLYPH, plain_glyph, roman
from tts.text.languages.rule import Rule

PARTS: Final = {2: "half", 3: "third", 4: "quarter", 100: "hundredth", 1000: "thousandth"}
DASH = r"\s?[-–—~]\s?"
TENS = r"((?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))"
ROMAN = rf"{TENS}(?![\w]|[.’'](?!s\b)\w)"
RULERS = (
    "Louis|Henry|Charles|George|Elizabeth|Edward|William|Richard|James|Philip|Napoleon|Catherine"
    "|Pius|Paul|Benedict|Nicholas|Alexander|Frederick|Leo|Wilhelm|Rama|Ramses|Peter|John|Gregory"
    "|Francis"
)
PARTED = (
    "World War|Chapter|Part|Volume|Vol|Act|Phase|Section|Book|Type|Title|Article|Appendix|Figure"
    "|Table|Stage|Super Bowl|Class|Level|Grade"
)


def _coded(match: re.Match[str]) -> str:
    """Read `100 USD` or `5€`."""
    amount, scale, code, sign = match.groups()
    words = MANY.get(scale.lower(), scale) if scale else ""
    return " ".join(
        part for part in (number(amount), words, plural(amount, MONEY[code or sign])) if part
    )


def _fraction(match: re.Match[str]) -> str:
    """Read a fraction, a range of years, or two numbers with a slash between them."""
    whole, top, bottom = match[1], int(match[2]), int(match[3])
    if 1900 < top < bottom < 2100:
        return f"{year(top)} to {year(bottom)}"
    said = _over(top, bottom)
    if not whole:
        return said
    if said == "one half":
        return f"{number(whole)} and a half"
    said = said.replace("slash", "over")
    return f"{number(whole)} and {said}"


def _over(top: int, bottom: int) -> str:
    if top + bottom == 100 or (top, bottom) in {(24, 7), (9, 11)}:
        return f"{cardinal(top)} {cardinal(bottom)}"
    part = PARTS.get(bottom, ordinal(bottom))
    if _is_proper(top, bottom):
        return f"{cardinal(top)} {part}" if top == 1 else f"{cardinal(top)} {part}s"
    if 1 < bottom <= 10 and top > 12:
        parts = part.replace("half", "halve")
        return f"{cardinal(top)} {parts}s"
    return f"{cardinal(top)} slash {cardinal(bottom)}"


def _is_proper(top: int, bottom: int) -> bool:
    """Whether a fraction is below one and commonly used: three quarters, one twelfth."""
    if not 0 < top < bottom:
        return False
    if bottom <= 10 or bottom in {16, 32, 64, 100, 1000}:
        return True
    return top == 1 and bottom in {12, 15, 20, 25, 50}


def _part_of_unit(match: re.Match[str]) -> str:
    """Read `1 1/2 kg` with a plural unit and `½ lb` with a singular one."""
    said = _fraction(match)
    is_many = match[1] or "slash" in said
    count = "2" if is_many and not attributive(match) else "1"
    unit = measure(count, match[4] or match[5], match[6])
    return f"{said} {unit}"


def _range(match: re.Match[str]) -> str:
    """Read a range of years if both look like years: 2010-2015, 2010-15."""
    first, last = match[1], match[2]
    if not _is_year(first):
        return f"{number(first)} to {number(last)}"
    begin = year(int(first))
    if _is_year(last):
        return f"{begin} to {year(int(last))}"
    if len(last) == 2 and int(first[2:]) < int(last):
        return f"{begin} to {cardinal(int(last))}"
    return f"{number(first)} to {number(last)}"


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and 1100 <= int(digits) < 2100


def _ungrouped(match: re.Match[str]) -> str:
    """Read `10 000` without the spaces between thousands."""
    return re.sub(r"\s", "", match[0])


def _serial(text: str) -> str:
    """Read `978-3-16` digit by digit, in groups."""
    return ", ".join(digits(group) for group in text.split("-"))


def _named(match: re.Match[str]) -> str:
    return f"{match[1]} {cardinal(roman(match[2]))}"


def _ruler(match: re.Match[str]) -> str:
    """Read a ruler's number; but not in `what Paul I think knows`: a lone I is a numeral only if no
    word continues after it."""
    if (
        match[2] == "I"
        and " " not in match[1]
        and re.match(r"\s+[a-z]|[’']", match.string[match.end() :])
    ):
        return match[0]
    return f"{match[1]} the {ordinal(roman(match[2]))}"


SIGNED: Final = (
    Rule(
        r"(?i)(?<=\d/)(\d+)(?:st|nd|rds?|ths?)\b",
        lambda m: m[1],
        "It took 1/3rd of it.",
        "It took one third of it.",
    ),
    Rule(
        r"(?<=\b[A-Za-z\d] )\+(?=\d+(?: |$))",
        lambda m: "plus ",
        "So x +1 = y.",
        "So x plus one equals y.",
    ),
    Rule(
        r"(?<![\w.,-])\d{1,3}(?:(?:[\u00a0\u2009\u202f]\d{3})+|(?: \d{3})* 000)(?![\w])",
        _ungrouped,
        "1 000",
        "one thousand",
    ),
    Rule(
        r"(?<![\w.)%°℃-])(?<![\d%]\s)[-−](?=[$€£]?\d)",
        lambda m: "minus ",
        "-5°C",
        "minus five degrees Celsius",
    ),
    Rule(
        r"(?<![\w+])\+(?=[$€£]?\d)(?!\d{1,3}[ -]\(?\d)",
        lambda m: "plus ",
        "$1,000/t (+5%)",
        "one thousand dollars per tonne (plus five percent)",
    ),
)
MONEYS: Final = (
    Rule(
        rf"(?i){COIN}({NUMBER}){SCALE}{DASH}(?:\1)?({NUMBER}){SCALE}",
        money_range,
        "$10-$15",
        "ten to fifteen dollars",
    ),
    Rule(rf"(?i){COIN}({NUMBER}){SCALE}", money, "$1", "one dollar"),
    Rule(
        rf"(?<![\w.,])({NUMBER}){SCALE}\s?(?:{CODE}\b|([$€£¥])(?!\d))",
        _coded,
        "100 USD",
        "one hundred US dollars",
    ),
    Rule(
        rf"(?<!\d)({NUMBER})%?{DASH}({NUMBER})\s?(?:%|percent\b)",
        lambda m: f"{number(m[1])} to {number(m[2])} percent",
        "5-10%",
        "five to ten percent",
    ),
    Rule(
        rf"(?<!\d)({NUMBER})\s?%",
        lambda m: f"{number(m[1])} percent",
        "Up 50%.",
        "Up fifty percent.",
    ),
)
REST: Final = (
    Rule(
        r"\b(\d{1,3}(?:,\d{3})*|\d+)(?:st|nd|rd|th|ST|ND|RD|TH)\b",
        lambda m: ordinal(int(m[1].replace(",", ""))),
        "1st",
        "first",
    ),
    Rule(
        r"(?:\+\d{1,3}[ -])?(?<![\w.-])(?:\(?\d{3}\)?[ -])?\d{3}-\d{4}(?![\w-])",
        lambda m: ("plus " if m[0][0] == "+" else "") + digits(m[0]),
        "Call 555-1234.",
        "Call five five five one two three four.",
    ),
    Rule(
        r"\b[Nn]o\.\s?(\d+(?:-\d+)+)(?![\w-])",
        lambda m: f"number {_serial(m[1])}",
        "Filed under No. 22-417.",
        "Filed under number two two, four one seven.",
    ),
    Rule(
        r"(?<![\w.,/-])\d+(?:-\d+){2,}(?![\w-])",
        lambda m: _serial(m[0]),
        "SSN 123-45-6789",
        "SSN one two three, four five, six seven eight nine",
    ),
    Rule(
        r"(?:\b[Nn]os?\.\s?|(?<![\w&])#|№\s?)(?=\d)",
        lambda m: "numbers " if "s" in m[0] else "number ",
        "#1",
        "number one",
    ),
    Rule(
        r"(?<![\w./])(?:(\d{1,3})[\s-])?(\d{1,3})/(\d{1,3})"
        rf"(?:\s?({UNIT})|\s({LETTER})(?=\W|$)){PER}(?!\w){SHORT_STOP}",
        _part_of_unit,
        "Wait 2½ hrs, ½ km away.",
        "Wait two and a half hours,  one half kilometer away.",
    ),
    Rule(
        rf"(?<![\w.])({NUMBER}){DASH}({NUMBER})(?:\s?({UNIT})|\s({LETTER})(?=\W|$)){PER}(?!\w)",
        lambda m: f"{number(m[1])} to {number(m[2])} {measure('2', m[3] or m[4], m[5])}",
        "Bake it for 25-30 min.",
        "Bake it for twenty-five to thirty minutes.",
    ),
    Rule(
        rf"(?<![\w.])({NUMBER})(?:\s?({UNIT})|\s({LETTER})(?=\W|$)|({LETTER})(?=/[a-z]))"
        rf"{PER}(?!\w){SHORT_STOP}",
        lambda m: (
            f"{number(m[1])} {measure('1' if attributive(m) else m[1], m[2] or m[3] or m[4], m[5])}"
        ),
        "3°",
        "three degrees",
    ),
    Rule(
        rf"(?<=[a-z]{{3}})/({UNIT})(?!\w)|(?<=[a-z]{{3}}s)/({LETTER})(?!\w)",
        lambda m: f" per {UNITS.get(m[1]) or LETTERS[m[2]]}",
        "people/km² and $5/kg",
        "people per square kilometer and five dollars per kilogram",
    ),
    Rule(
        r"(?<!\w)([kcm]?m[²³])(?!\w)",
        lambda m: UNITS[m[1]] + "s",
        "2 x 10³ cm³",
        "two times ten cubed cubic centimeters",
    ),
    Rule(
        r"(?<!\w)(km|mi|m)/(h|s)(?!\w)",
        lambda m: measure("2", m[1], m[2]),
        "In 2019 speeds in km/h rose.",
        "In twenty nineteen speeds in kilometers per hour rose.",
    ),
    Rule(
        r"(?<=[\w)])(⁻?[⁰¹²³⁴-⁹]+)(\w?)",
        lambda m: f" {power(m[1])}" + (f" {m[2]}" if m[2] else ""),
        "x² + y²",
        "x squared plus y squared",
    ),
    Rule(
        r"(?<![\w./])(?:(\d{1,3})\s)?(\d{1,4})/(\d{1,4})(?!\w|[./]\w)", _fraction, "1/2", "one half"
    ),
    Rule(
        r"(?<![\w.,-])(\d{1,4})\s?[-–—]\s?(\d{1,4})(?!\w|[.,-]\d)",
        _range,
        "1939–45",
        "nineteen thirty-nine to forty-five",
    ),
    Rule(
        rf"(?<![\w.-])({NUMBER})\s?[-–—]\s?({NUMBER})(?!\w|[.-]\d)",
        lambda m: f"{number(m[1])} to {number(m[2])}",
        "From 3.5-4.5 or so.",
        "From three point five to four point five or so.",
    ),
    Rule(
        r"(?<![\d.])(\d+)\.(\d+)((?:\.\d+)+)",
        lambda m: (
            f"{number(m[1])} point {number(m[2])}"
            + "".join(f" point {number(n)}" for n in m[3][1:].split("."))
        ),
        "iOS 17.4.1",
        "iOS seventeen point four point one",
    ),
    Rule(rf"\b({PARTED}) {ROMAN}", _named, "Act V", "Act five"),
    Rule(
        rf"\b((?i:{PARTED})) (?=[IVX]{{2}}){ROMAN}",
        _named,
        "class II rapids, PART II",
        "class two rapids, PART two",
    ),
    Rule(
        rf"\b((?:(?:King|Queen|Pope|Emperor|Empress|Tsar) )?(?:{RULERS})) {ROMAN}",
        _ruler,
        "Henry V",
        "Henry the fifth",
    ),
    Rule(
        r"\b([XVI]{2,})(?=(?:st|nd|rd|th)?(?: and [XVI]+)? centur)",
        lambda m: ordinal(roman(m[1])) if re.fullmatch(TENS, m[1]) else m[0],
        "in the XIX century",
        "in the nineteenth century",
    ),
    Rule(
        r"\b([A-Z][a-z]{2,}) (II|III|IV|VI{1,3}|IX|XI{1,3}|XIV|XV|XVI{0,3})(?!\w)",
        _named,
        "Rocky IV",
        "Rocky four",
    ),
    Rule(
        r"^[IVX]{2,}(?=\.?$)",
        lambda m: cardinal(roman(m[0])) if re.fullmatch(TENS, m[0]) else m[0],
        "XII",
        "twelve",
    ),
    Rule(
        rf"^()(?=[IVXL]{{2}}|.*[^.!?\s]\s*$){ROMAN}(?=\.\s)",
        lambda m: m[1] + cardinal(roman(m[2])),
        "I. The Storm",
        "one. The Storm",
    ),
    Rule(
        r"\b(between|from) (1[0-8]\d\d) (and|to) (1[0-8]\d\d)(?!\w|[,.]\d| [a-z]+s\b)",
        lambda m: f"{m[1]} {year(int(m[2]))} {m[3]} {year(int(m[4]))}",
        "between 1850 and 1860",
        "between eighteen fifty and eighteen sixty",
    ),
    Rule(
        r"(?<![\w,.])(20\d\d|19\d\d)(?!\d|[\w,]\d|\.\d)",
        lambda m: year(int(m[1])),
        "Class of 1984",
        "Class of nineteen eighty-four",
    ),
    Rule(
        r"(?i)\b((?:in|since|by|of|from|until|before|after|during|year|early|late|mid|circa"
        r"|between|to|established)"
        r" )"
        r"(1[0-8]\d\d)(?!\w|[,.]\d| [a-z]+s\b)",
        lambda m: m[1] + year(int(m[2])),
        "in 1066",
        "in ten sixty-six",
    ),
    Rule(r"\b([A-Za-z]+)-(\d)", lambda m: f"{m[1]} {m[2]}", "K-12", "K twelve"),
    Rule(r"(?<![\w.])\.(\d+)", lambda m: f"point {digits(m[1])}", ".5", "point five"),
)
LEFT: Final = (
    Rule(
        r"(?<=\d) ?/ ?(?=\d)",
        " slash ",
        "File 12/26178.",
        "File twelve slash twenty-six thousand one hundred seventy-eight.",
    ),
    Rule(r"(?<=[A-Za-z])(?=\d)", " ", "F1", "F one"),
    Rule(
        rf"({NUMBER})(?=([A-Za-z])?)",
        lambda m: number(m[1]) + (" " if m[2] else ""),
        "5G",
        "five G",
    ),
)
"""Rules for any remaining numbers."""
GLYPHS_IN_WORDS: Final = (
    Rule(
        GLYPH,
        lambda m: plain_glyph(m[0]),
        "Wait 2½ hrs, ½ km away.",
        "Wait two and a half hours,  one half kilometer away.",
    ),
)
NUMERIC: Final = (*NAMES, *SIGNED, *DATES, *MONEYS, *DECADES, *REST, *LEFT)
"""Applied in order if anything in NEEDED occurs."""
NEEDED: Final = r"[\dIVX²³¹⁰⁴-⁹]"
"""Text that requires these rules."""
