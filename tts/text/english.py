"""English as it is said: numbers, dates, money, units and abbreviations in words.

Rules of our own: of the grammars at hand, wetext's reads "$1,234" as "thousand two hundred", "2010-2015" as two numbers
and "555-1234" as a range, and fails on "#1"; Hibari's leaves plain numbers to its own lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from tts.text.english_abbreviations import MONTH_SHORT, MONTHS, month_name, spelt_abbreviations
from tts.text.english_numbers import ONES, cardinal, digits, number, ordinal, power, roman, year
from tts.text.english_units import (
    CODE,
    attributive,
    COIN,
    LETTER,
    LETTERS,
    MANY,
    MONEY,
    PER,
    SCALE,
    UNIT,
    UNITS,
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
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
DASH = r"\s?[-–—~]\s?"
MONTH = rf"({'|'.join(MONTHS)}|{MONTH_SHORT})"
YEAR = r"((?:1[1-9]|20)\d\d)\b(?![,.]\d)"
SHORT_STOP = r"(?:\.(?=,? [a-z\d]))?"
"""The full stop of an abbreviation, where it ends no sentence."""
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


def _time(match: re.Match[str]) -> str:
    hour, minute, half = int(match[1]), int(match[2]), (match[3] or "").lower()
    if hour > 24 or minute > 59:
        return f"{cardinal(hour)} to {cardinal(minute)}"
    words = cardinal(hour) + ("" if not minute else f" oh {ONES[minute]}" if minute < 10 else f" {cardinal(minute)}")
    if half:
        return f"{words} {half}.m."
    return words + ("" if minute else " o'clock" if 0 < hour < 13 else " hundred")


def _clocked(match: re.Match[str]) -> str:
    """`2:03:38`: hours, minutes and seconds, of a day or a race."""
    minute, second = match[2], match[3]
    return f"{cardinal(int(match[1]))} {_two(minute)} {_two(second)}"


def _two(text: str) -> str:
    """Two digits behind others: oh five, hundred."""
    return (
        f"oh {ONES[int(text)]}"
        if text[0] == "0" and text != "00"
        else "hundred"
        if text == "00"
        else cardinal(int(text))
    )


def _model(text: str) -> str:
    """A number that is a name: 747, 302, 4090, 1080.

    >>> _model("747"), _model("302"), _model("4090"), _model("100"), _model("3000")
    ('seven forty-seven', 'three oh two', 'forty ninety', 'one hundred', 'three thousand')
    """
    if len(text) == 4 and text[0] != "0" and not text.endswith("000"):
        return f"{cardinal(int(text[:2]))} {_two(text[2:])}"
    if len(text) == 3 and text[0] != "0":
        return f"{ONES[int(text[0])]} {_two(text[1:])}"
    return number(text)


def _season(match: re.Match[str]) -> str:
    """2023/24."""
    first, last = match[1], match[2]
    return f"{year(int(first))} to {cardinal(int(last))}" if int(first[2:]) + 1 == int(last) else match[0]


def _coded(match: re.Match[str]) -> str:
    """`100 USD`."""
    amount, scale, code = match.groups()
    words = MANY.get(scale.lower(), scale) if scale else ""
    return " ".join(part for part in (number(amount), words, plural(amount, MONEY[code])) if part)


def _called(match: re.Match[str]) -> str:
    """A telephone number, digit by digit, its groups apart."""
    return ("plus " if match[0][0] == "+" else "") + ", ".join(map(digits, re.findall(r"\d+", match[0])))


def _iso_date(match: re.Match[str]) -> str:
    return _date(int(match[1]), int(match[3]), int(match[4])) or match[0]


def _slashed_date(match: re.Match[str]) -> str:
    """3/4/2024: the month first, as in American English, but where it can only be the day."""
    first, second, of = int(match[1]), int(match[2]), int(match[3])
    return _date(of, first, second) or _date(of, second, first) or match[0]


def _date(of: int, month: int, day: int) -> str:
    """Empty where there is no such day."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return f"{MONTHS[month - 1]} {ordinal(day)}, {year(of)}"


def _month_day(match: re.Match[str]) -> str:
    """`March 5-8, 2026`"""
    month, first, last, of = match.groups()
    days = ordinal(int(first)) + (f" to {ordinal(int(last))}" if last else "")
    return f"{month_name(month)} {days}" + (f", {year(int(of))}" if of else "")


def _day_month(match: re.Match[str]) -> str:
    """`the 5th of March 2026`"""
    the, first, last, month, of = match.groups()
    days = ordinal(int(first)) + (f" to {ordinal(int(last))}" if last else "")
    return f"{the or 'the '}{days} of {month_name(month)}" + (f" {year(int(of))}" if of else "")


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


def _decade(match: re.Match[str]) -> str:
    words = year(int(match[1])) if match[1] and len(match[1]) == 4 else cardinal(int(match[1]))
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


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


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
NAMED = (
    "Xbox|Form|Office|Nikon|BMW|Boeing|Airbus|Room|Suite|Apt|Apartment|Route|Highway|Interstate|Flight|flight|room|port|Port|Fahrenheit|Studio|Channel|RTX|GTX"
    "|RX|Ryzen|Snapdragon|Pixel|Galaxy|Unit|Gate|Bus|Line"
)
DAILY = "second|minute|hour|day|night|week|month|year|person|head|user|share|barrel|mile|gallon|unit|bottle|ton|tonne|pound|ounce|seat"
RULES: Final[tuple[Rule, ...]] = (
    (
        re.compile(r"(?<![\w.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d)"),
        lambda m: " dot ".join(digits(n) for n in m.groups()),
    ),
    (
        re.compile(r"(?<![\w.])(\d(?:\.\d+)?)[eE]([-−+]?)(\d{1,3})(?![\w.]\d|\w)"),
        lambda m: (
            f"{number(m[1])} times ten to the {'minus ' + cardinal(int(m[3])) if m[2] in ('-', '−') else ordinal(int(m[3]))}"
        ),
    ),
    (re.compile(r"(?<![\w+])\+\d{1,3}(?:[ -]\(?\d{2,4}\)?){2,4}(?!\w)"), _called),
    (re.compile(r"(?<![\w.])\d{3}\.\d{3}\.\d{4}(?!\w|\.\d)"), _called),
    (re.compile(r"(?<![\w-])1-\d{3}-\d{3}-\d{4}(?![\w-])"), _called),
    (
        re.compile(r"(?i)(?<=\bcall |\bdial )(\d{3})(?![\w,]\d|\w|[%-]| (?:people|times|days|of))"),
        lambda m: digits(m[1]),
    ),
    (re.compile(r"(?<![\w$.,])(911)(?= (?:call|dispatch|operator|emergency))"), lambda m: digits(m[1])),
    (re.compile(r"(?<=extension )(\d{2,5})\b"), lambda m: digits(m[1])),
    (re.compile(r"(?<![\w.,])(\d+) ?- ?(\d+)(?= ?(?:=|equals))"), lambda m: f"{m[1]} minus {m[2]}"),
    (
        re.compile(r"\b([7A]\d{2})-(\d{3,4}|8|9)(?![\w-])"),
        lambda m: f"{m[1][0] + ' ' + _two(m[1][1:]) if m[1][0] == 'A' else _model(m[1])} {_model(m[2])}",
    ),
    (
        re.compile(rf"\b({NAMED}) (\d{{3,4}})(?![\w,]\d|\w|[.]\d| (?:people|percent|million|billion))"),
        lambda m: f"{m[1]} {_model(m[2])}",
    ),
    (re.compile(r"(?<=[A-Z])(\d{3,4})(?![\w,]\d|[a-z]{2}|\.\d|%)"), lambda m: " " + _model(m[1])),
    (re.compile(r"(?<![\w.,])(\d{3,4})(?=[pPi]\b)"), lambda m: _model(m[1]) + " "),
    (re.compile(r"\b([PBOCGM])2([PBOCGM])\b"), r"\1 to \2"),
    (re.compile(r"(?<=Q\d)['’](?=\d\d\b)"), lambda m: " "),
    (re.compile(r"\b([A-Z]{1,3})-(?=\d+s\b)"), lambda m: f"{m[1]} "),
    (re.compile(r"\b([A-Z]{1,3})-(\d{3})([A-Z]?)\b(?!-)"), lambda m: f"{m[1]} {_model(m[2])} {m[3]}".strip()),
    (re.compile(r"\bA(\d)(\d\d)(?=neo\b|ceo\b|XLR\b)"), lambda m: f"A {ONES[int(m[1])]} {_two(m[2])} "),
    (re.compile(r"(?<![\w$.,])(401|403)(?=\(?[kb]\b)\(?([kb])\)?"), lambda m: f"{_model(m[1])} {m[2]}"),
    (re.compile(r"(?<![\w.,])(0\d)00(?= hours\b)"), lambda m: f"oh {ONES[int(m[1])]} hundred"),
    (re.compile(r"(?<![\w.,-])50[-–]50(?![\w-])"), lambda m: "fifty fifty"),
    (re.compile(r"(?<![\w.,])(\d+\.\d+) ?s\b"), lambda m: f"{m[1]} sec"),
    (re.compile(r"(?<=\bthe )([1-9]\d*00)m\b"), lambda m: f"{m[1]} m"),
    (re.compile(r"(?<![\w.])(\d+)ers\b"), lambda m: cardinal(int(m[1])) + ("ers" if int(m[1]) % 10 != 9 else "rs")),
    (re.compile(r"(?<=\d)-to-(?=\d)"), lambda m: " to "),
    (re.compile(r"(?<=\d)[x×](?=\d)"), lambda m: " by "),
    (
        re.compile(r"(?<=\d)[x×](?= (?:faster|more|as|larger|bigger|better|higher|slower|cheaper|the))"),
        lambda m: " times",
    ),
    (re.compile(r"(?<![\w.])(\d{1,2})h ?(\d{1,2}) ?m(?:in)?\b"), lambda m: f"{m[1]} h {m[2]} min"),
    (
        re.compile(r"(?<=\d)°(\d{1,2})[′'](?:(\d{1,2})[″\"])?"),
        lambda m: f" degrees {m[1]} minutes" + (f" {m[2]} seconds" if m[2] else ""),
    ),
    (
        re.compile(r"(?<=\d)°\s?([NSEW])\b"),
        lambda m: " degrees " + {"N": "north", "S": "south", "E": "east", "W": "west"}[m[1]],
    ),
    (
        re.compile(r"(?<=minutes|seconds)\s?([NSEW])\b"),
        lambda m: " " + {"N": "north", "S": "south", "E": "east", "W": "west"}[m[1]],
    ),
    (re.compile(r"(?<![\d.,/-])((?:19|20)\d\d)/(\d\d)(?![\w/])"), _season),
    (
        re.compile(
            r"(?<![\w.,])([1-9]\d*00)m(?= (?:sprint|dash|race|freestyle|hurdles|relay|away|tall|high|deep|long|wide|below|above|butterfly"
            r"|backstroke|final|world|from))"
        ),
        lambda m: f"{m[1]} m",
    ),
    (
        re.compile(
            rf"(?<![\w.,$€£¥])({NUMBER})\s?(m|M|bn|B|b)(?=\+? (?:people|users|customers|jobs|homes|tonnes|tons|barrels|units|copies"
            r"|views|followers|subscribers|downloads|records|years|residents|visitors|passengers|parameters|tokens|dollars|euros|workers"
            rf"|members|students|children|viewers|listeners|vehicles|cars))|(?<![\w.,$€£¥])({NUMBER})\s?(bn)\b"
        ),
        lambda m: f"{m[1] or m[3]} {MANY[(m[2] or m[4]).lower()]}",
    ),
    (re.compile(rf"(?<=[\d¢])/({DAILY})\b"), lambda m: f" per {m[1]}"),
    (re.compile(r"(?<=\d)[VW](?![\w-])"), lambda m: " " + m[0]),
    (re.compile(r"(?<![\w.,-])\d{1,3}(?:(?:[\u00a0\u2009\u202f]\d{3})+|(?: \d{3})* 000)(?![\w])"), _ungrouped),
    (re.compile(r"(?<![\w.)%°℃-])(?<![\d%]\s)[-−](?=[$€£]?\d)"), lambda m: "minus "),
    (re.compile(r"(?<![\w+])\+(?=[$€£]?\d)(?!\d{1,3}[ -])"), lambda m: "plus "),
    (
        re.compile(
            r"(?<=\d)(?:\s?([ap])\.?m\.?)?\s?[-–—]\s?(?=\d{1,2}:\d{2})|(?<=\d)\s?([ap])\.?m\.?\s?[-–—]\s?(?=\d)", re.I
        ),
        lambda m: f" {(m[1] or m[2]).lower()}.m. to " if m[1] or m[2] else " to ",
    ),
    (
        re.compile(r"(?<![\d:])(\d{1,2}):([0-5]\d)\.(\d{1,3})(?![\d:])"),
        lambda m: f"{cardinal(int(m[1]))} {_two(m[2])} point {digits(m[3])}",
    ),
    (re.compile(r"(?<![\d:])(\d{1,2}):([0-5]\d):([0-5]\d)(?!\d|:\d)"), _clocked),
    (re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?:\s?([AaPp])\.?[Mm]\b\.?)?(?![\d:])"), _time),
    (
        re.compile(r"(?<![\w:.])(\d{1,2})(?:\s?[-–—]\s?(\d{1,2}))?\s?([AaPp])(?:\.[Mm]\.|[Mm]\b\.?)"),
        lambda m: f"{cardinal(int(m[1]))}{' to ' + cardinal(int(m[2])) if m[2] else ''} {m[3].lower()}.m.",
    ),
    (
        re.compile(r"(?<![\w.'’′])(\d{1,2})['’′] ?(1[01]|\d)(?:[\"”″]|''|’’|(?!\w))"),
        lambda m: f"{cardinal(int(m[1]))} foot {cardinal(int(m[2]))}",
    ),
    (re.compile(r"(?<!\d)(\d+)[:：∶](\d+)(?!\d)"), lambda m: f"{number(m[1])} to {number(m[2])}"),
    (re.compile(r"\b(\d{4})([-/])(\d{1,2})\2(\d{1,2})\b"), _iso_date),
    (re.compile(r"(?<![\w/.-])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)\b(?!/)"), _slashed_date),
    (
        re.compile(
            rf"\b{MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?:[-–—](\d{{1,2}})(?:st|nd|rd|th)?\b)?"
            rf"(?![\d:%,.]\d)(?:,? {YEAR})?"
        ),
        _month_day,
    ),
    (
        re.compile(
            rf"\b([Tt]he )?(\d{{1,2}})(?:st|nd|rd|th)?(?:[-–—](\d{{1,2}})(?:st|nd|rd|th)?)?(?: of)? {MONTH}\b"
            rf"{SHORT_STOP}(?:,? {YEAR})?"
        ),
        _day_month,
    ),
    (re.compile(rf"{COIN}({NUMBER}){SCALE}{DASH}(?:\1)?({NUMBER}){SCALE}", re.I), money_range),
    (re.compile(rf"{COIN}({NUMBER}){SCALE}", re.I), money),
    (re.compile(rf"(?<![\w.,])({NUMBER}){SCALE}\s?{CODE}\b"), _coded),
    (
        re.compile(rf"({NUMBER})%?{DASH}({NUMBER})\s?(?:%|percent\b)"),
        lambda m: f"{number(m[1])} to {number(m[2])} percent",
    ),
    (re.compile(rf"({NUMBER})\s?%"), lambda m: f"{number(m[1])} percent"),
    (re.compile(r"(?<!\w)(?:'|’)?(\d0|1[1-9]\d0|20\d0)(?:'|’)?s\b"), _decade),
    (re.compile(r"(?<![\w.])(\d{2,4})s\b"), _decade),
    (re.compile(r"(?<!\w)['’]0(\d)\b"), lambda m: f"oh {ONES[int(m[1])]}"),
    (re.compile(r"(?<!\w)['’](?=\d\d\b)"), lambda m: ""),
    (re.compile(r"\b(\d{1,3}(?:,\d{3})*|\d+)(?:st|nd|rd|th)\b"), lambda m: ordinal(int(m[1].replace(",", "")))),
    (
        re.compile(r"(?:\+\d{1,3}[ -])?(?<![\w.-])(?:\(?\d{3}\)?[ -])?\d{3}-\d{4}(?![\w-])"),
        lambda m: ("plus " if m[0][0] == "+" else "") + digits(m[0]),
    ),
    (re.compile(r"\b[Nn]o\.\s?(\d+(?:-\d+)+)(?![\w-])"), lambda m: f"number {_serial(m[1])}"),
    (re.compile(r"(?<![\w.,/-])\d+(?:-\d+){2,}(?![\w-])"), lambda m: _serial(m[0])),
    (re.compile(r"(?:\b[Nn]os?\.\s?|(?<![\w&])#|№\s?)(?=\d)"), lambda m: "numbers " if "s" in m[0] else "number "),
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
    (re.compile(r"(?<![\w,.])(20\d\d|19\d\d)(?![\w,]\d|\.\d)"), lambda m: year(int(m[1]))),
    (
        re.compile(
            r"(?i)\b((?:in|since|by|of|from|until|before|after|during|year|early|late|mid|circa|between|to|established) )"
            r"(1[0-8]\d\d)(?!\w|[,.]\d| [a-z]+s\b)"
        ),
        lambda m: m[1] + year(int(m[2])),
    ),
    (re.compile(r"\b([A-Za-z]+)-(\d)"), lambda m: f"{m[1]} {m[2]}"),
    (re.compile(r"(?<![\w.])\.(\d+)"), lambda m: f"point {digits(m[1])}"),
    (re.compile(rf"({NUMBER})(?=([A-Za-z])?)"), lambda m: number(m[1]) + (" " if m[2] else "")),
)
"""Applied in order, each to what the ones before have left."""
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
    for rule, say in RULES[:-1]:
        text = rule.sub(say, text)
    return RULES[-1][0].sub(RULES[-1][1], GLUED.sub(" ", text))
