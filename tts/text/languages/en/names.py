"""English numbers that are names (aircraft, rooms, telephones, places on a map), and units that look like them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from tts.text.languages.en.numbers import ONES, cardinal, digits, number, ordinal, two_digits, year
from tts.text.languages.en.units import MANY

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
SIZED = "screen|display|TV|monitor|pipe|disk|disc|wheels?|laptop|tablet|panel|model"
QUARTERS: Final = {"N": "north", "S": "south", "E": "east", "W": "west"}
NAMED = (
    "Xbox|Form|Office|Nikon|BMW|Boeing|Airbus|Room|Suite|Apt|Apartment|Route|Highway|Interstate|Flight|flight|room"
    "|port|Port|Fahrenheit|Studio|Channel|RTX|GTX|RX|Ryzen|Snapdragon|Pixel|Galaxy|Unit|Gate|Bus|Line"
)
DAILY = (
    "second|minute|hour|day|night|week|month|year|person|head|user|share|barrel|mile|gallon|unit|bottle|ton|tonne|pound"
    "|ounce|seat"
)


COUNTED = (
    "people|users|customers|jobs|homes|tonnes|tons|barrels|units|copies|views|followers|subscribers|downloads|records"
    "|years|residents|visitors|passengers|parameters|tokens|dollars|euros|workers|members|students|children|viewers"
    "|listeners|vehicles|cars"
)


def name_of_digits(text: str) -> str:
    """A number that is a name: 747, 302, 4090, 1080.

    >>> name_of_digits("747"), name_of_digits("302"), name_of_digits("4090"), name_of_digits("3000")
    ('seven forty-seven', 'three oh two', 'forty ninety', 'three thousand')
    """
    if len(text) == 4 and text[0] != "0" and not text.endswith("000"):
        return f"{cardinal(int(text[:2]))} {two_digits(text[2:])}"
    if len(text) == 3 and text[0] != "0":
        return f"{ONES[int(text[0])]} {two_digits(text[1:])}"
    return number(text)


def _scientific(match: re.Match[str]) -> str:
    """`6.02e23`, `1e-5`."""
    power = int(match[3])
    raised = f"minus {cardinal(power)}" if match[2] in {"-", "−"} else ordinal(power)
    return f"{number(match[1])} times ten to the {raised}"


def _called(match: re.Match[str]) -> str:
    """A telephone number, digit by digit, its groups apart."""
    return ("plus " if match[0][0] == "+" else "") + ", ".join(map(digits, re.findall(r"\d+", match[0])))


def _season(match: re.Match[str]) -> str:
    """2023/24."""
    first, last = match[1], match[2]
    return f"{year(int(first))} to {cardinal(int(last))}" if int(first[2:]) + 1 == int(last) else match[0]


NAMES: Final[tuple[Rule, ...]] = (
    (re.compile(r"\bCVE-(\d{4})-(\d{4,7})\b"), lambda m: f"CVE {year(int(m[1]))}, {digits(m[2])}"),
    (re.compile(r"(?<![\w.])(\d+\.\d+\.\d+\.\d+):(?=\d{2,5}\b)"), lambda m: f"{m[1]} port "),
    (
        re.compile(r"(?<![\w.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d)"),
        lambda m: " dot ".join(digits(n) for n in m.groups()),
    ),
    (
        re.compile(r"(?<![\w.])(\d(?:\.\d+)?)[eE]([-−+]?)(\d{1,3})(?![\w.]\d|\w)"),
        _scientific,
    ),
    (re.compile(r"(?<![\w+])\+\d{1,3}(?:[ -]\(?\d{2,4}\)?){2,4}(?!\w)"), _called),
    (re.compile(r"(?<![\w.])\d{3}\.\d{3}\.\d{4}(?!\w|\.\d)"), _called),
    (re.compile(r"(?<![\w-])1-\d{3}-\d{3}-\d{4}(?![\w-])"), _called),
    (
        re.compile(r"(?i)(?<=\bcall |\bdial )(\d{3})(?![\w,]\d|\w|[%-]| (?:people|times|days|of))"),
        lambda m: digits(m[1]),
    ),
    (re.compile(r"(?<![\w$.,])(911)(?= (?:call|dispatch|operator|emergency))"), lambda m: digits(m[1])),
    (re.compile(r"(?<=\b[A-Z]{2} )\d{5}(?![\w-]|[,.]\d)"), lambda m: digits(m[0])),
    (re.compile(r"\bH\.(26[345])\b"), lambda m: f"H {name_of_digits(m[1])}"),
    (re.compile(r"(?<=\d)-(?=\d/\d)"), lambda m: " "),
    (re.compile(r"(?<![\w.,])(\d+\.\d+)\s?[kK](?!\w)"), lambda m: f"{m[1]} thousand"),
    (re.compile(rf"(?<=\d)[\"″](?= (?:{SIZED}))"), lambda m: " inch"),
    (re.compile(r"(?<=extension )(\d{2,5})\b"), lambda m: digits(m[1])),
    (re.compile(r"(?<![\w.,])(\d+) ?- ?(\d+)(?= ?(?:=|equals))"), lambda m: f"{m[1]} minus {m[2]}"),
    (
        re.compile(r"\b([7A]\d{2})-(\d{3,4}|8|9)(?![\w-])"),
        lambda m: (
            f"{m[1][0] + ' ' + two_digits(m[1][1:]) if m[1][0] == 'A' else name_of_digits(m[1])} {name_of_digits(m[2])}"
        ),
    ),
    (
        re.compile(rf"\b({NAMED}) (\d{{3,4}})(?![\w,]\d|\w|[.]\d| (?:people|percent|million|billion))"),
        lambda m: f"{m[1]} {name_of_digits(m[2])}",
    ),
    (re.compile(r"(?<=[A-Z])(\d{3,4})(?![\w,]\d|[a-z]{2}|\.\d|%)"), lambda m: " " + name_of_digits(m[1])),
    (re.compile(r"(?<![\w.,])(\d{3,4})(?=[pPi]\b)"), lambda m: name_of_digits(m[1]) + " "),
    (re.compile(r"\b([PBOCGM])2([PBOCGM])\b"), r"\1 to \2"),
    (re.compile(r"(?<=Q\d)['’](?=\d\d\b)"), lambda m: " "),
    (re.compile(r"\b([A-Z]{1,3})-(?=\d+s\b)"), lambda m: f"{m[1]} "),
    (re.compile(r"\b([A-Z]{1,3})-(\d{3})([A-Z]?)\b(?!-)"), lambda m: f"{m[1]} {name_of_digits(m[2])} {m[3]}".strip()),
    (re.compile(r"\bA(\d)(\d\d)(?=neo\b|ceo\b|XLR\b)"), lambda m: f"A {ONES[int(m[1])]} {two_digits(m[2])} "),
    (re.compile(r"(?<![\w$.,])(401|403)(?=\(?[kb]\b)\(?([kb])\)?"), lambda m: f"{name_of_digits(m[1])} {m[2]}"),
    (re.compile(r"(?<![\w.,])(0\d)00(?= hours\b)"), lambda m: f"oh {ONES[int(m[1])]} hundred"),
    (re.compile(r"(?<![\w.,-])50[-–]50(?![\w-])"), lambda m: "fifty fifty"),
    (re.compile(r"(?<![\w.,])(\d+\.\d+) ?s\b"), lambda m: f"{m[1]} sec"),
    (re.compile(r"(?<=\bthe )([1-9]\d*00)m\b"), lambda m: f"{m[1]} m"),
    (re.compile(r"(?<![\w.])(\d+)ers\b"), lambda m: cardinal(int(m[1])) + ("ers" if int(m[1]) % 10 != 9 else "rs")),
    (re.compile(r"(?<=\d)-(to|of|for|in|by|on)-(?=\d)"), lambda m: f" {m[1]} "),
    (re.compile(r"(?<![\w.,])(\d{1,2}|1\d\d|2[0-4]\d|250|\d{1,3}\.\d+) ?bps\b"), lambda m: f"{m[1]} basis points"),
    (re.compile(r"(?<=\b(?:fell|rose|lost|down|cuts|hike) )(\d+(?:\.\d+)?) ?bp\b"), lambda m: f"{m[1]} basis points"),
    (re.compile(r"(?<=\b(?:by|up) )(\d+(?:\.\d+)?) ?bp\b"), lambda m: f"{m[1]} basis points"),
    (re.compile(r"\b([A-Za-z]{3,})[-−](?=\d+(?:\.\d+)?%)"), lambda m: f"{m[1]} minus "),
    (
        re.compile(r"\b([bd])\. ((?:1[1-9]|20)\d\d)\b"),
        lambda m: f"{'born' if m[1] == 'b' else 'died'} {year(int(m[2]))}",
    ),
    (re.compile(r"\b(A\.?D\.?|C\.?E\.?) (1[1-9]\d\d|10[1-9]\d)\b(?![,.]\d)"), lambda m: f"{m[1]} {year(int(m[2]))}"),
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
        lambda m: " degrees " + QUARTERS[m[1]],
    ),
    (
        re.compile(r"(?<=minutes|seconds)\s?([NSEW])\b"),
        lambda m: " " + QUARTERS[m[1]],
    ),
    (re.compile(r"(?<![\d.,/-])((?:19|20)\d\d)/(\d\d)(?![\w/])"), _season),
    (
        re.compile(
            r"(?<![\w.,])([1-9]\d*00)m(?= (?:sprint|dash|race|freestyle|hurdles|relay|away|tall|high|deep|long|wide"
            r"|below|above|butterfly|backstroke|final|world|from))"
        ),
        lambda m: f"{m[1]} m",
    ),
    (
        re.compile(
            rf"(?<![\w.,$€£¥])({NUMBER})\s?(m|M|bn|B|b)(?=\+? (?:{COUNTED}))|(?<![\w.,$€£¥])({NUMBER})\s?(bn)\b"
        ),
        lambda m: f"{m[1] or m[3]} {MANY[(m[2] or m[4]).lower()]}",
    ),
    (re.compile(rf"(?<=[\d¢])/({DAILY})\b"), lambda m: f" per {m[1]}"),
    (re.compile(r"(?<=\d)[VW](?![\w-])"), lambda m: " " + m[0]),
)
