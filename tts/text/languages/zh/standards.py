"""The numbers of standards: `GB/T 7714—2015`, `ISO 9001:2015`, `EN 71-3`.

After the dash or the colon comes the year of the edition or the part, not a range, a difference or
a score. National numbers are read digit by digit, as is usual in China; those of other bodies as
numbers.
"""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.rule import Rule
from tts.text.languages.zh.codes import ALONE
from tts.text.languages.zh.numbers import DIGITS

TRADES = (
    "AQ|CB|CH|CJ|CJJ|CNS|DA|DL|FZ|GA|GBJ|GBZ|GY|HB|HG|HJ|HY|JB|JC|JGJ|JR|JT|JTG|LB|LD|LY|MH|MT|MZ"
    "|NB|NY|QB|QC|QJ|QX|RB|SB|SC|SH|SJ|SL|SN|SY|TB|TY|WB|WH|WS|XB|YB|YC|YD|YS|YY|YZ"
)
"""Industry bodies, whose letters may mean something else: only with a year."""
RECOMMENDED = r"(?:/[TZ])"
PLACE = r"(?<![A-Za-z\d/])(?<!\d )"
"""Not after a number: `16 GB 3200`."""
NATIONAL = rf"((?:GB|DB\d\d|{TRADES}){RECOMMENDED}?|[A-Z]{{2,3}}{RECOMMENDED}|T/[A-Z]{{2,6}})(\s?)"
NUMBER = r"\d{1,6}(?:\.\d{1,3})?(?:-\d{1,2}(?!\d))?"
OTHERS = r"(?:ISO|IEC|IEEE|EN|BS|DIN|ANSI|ASTM|JIS)(?:[/ ](?:ISO|IEC|IEEE|EN|TS|TR))*"
PARTS = r"(?:-\d{1,2}(?!\d))"
YEAR = r"((?:19|20)\d\d)(?!\d|\.\d)"
DASH = r"(?<!\D19\d\d)(?<!\D20\d\d)\s?(?:[-–－]|—{1,2})\s?"
"""A dash, but not between two years: `SL 1998—2005`."""
SPELT: Final = DIGITS | str.maketrans({".": "点", "-": "杠"})


def _edition(match: re.Match[str]) -> str:
    body, space, number, year = match.groups()
    figures = f"{number}-{year}".translate(SPELT)
    return f"{body.translate(DIGITS)}{space}{figures}"


def _spelt(match: re.Match[str]) -> str:
    body, space, number = match.groups()
    return body + space + number.translate(SPELT)


def _edition_elsewhere(match: re.Match[str]) -> str:
    standard, year = match.groups()
    named = standard.replace("-", "杠")
    return f"{named}杠{year.translate(DIGITS)}"


def _part(match: re.Match[str]) -> str:
    return match[0].replace("-", "杠")


STANDARDS: Final = (
    Rule(
        rf"{PLACE}{NATIONAL}({NUMBER})(?:{DASH}|[:：]){YEAR}",
        _edition,
        "采用GB/T 7714—2015。",
        "采用GB/T 七七一四杠二零一五。",
    ),
    Rule(
        rf"{PLACE}(GB{RECOMMENDED}?)(\s?)(\d{{4,5}}(?:\.\d{{1,2}})?){ALONE}",
        _spelt,
        "按GB 50016执行。",
        "按GB 五零零一六执行。",
    ),
    Rule(
        rf"{PLACE}({OTHERS}\s?\d{{2,5}}{PARTS}{{0,2}})(?:(?<!00){DASH}|[:：]){YEAR}",
        _edition_elsewhere,
        "通过ISO 9001:2015认证。",
        "通过ISO 9001杠二零一五认证。",
    ),
    Rule(
        rf"{PLACE}(?:{OTHERS}\s?\d{{4,5}}|(?:EN|DIN|BS)\s?\d{{2,3}}){PARTS}{{1,2}}",
        _part,
        "玩具按EN 71-3检测。",
        "玩具按EN 71杠3检测。",
    ),
)
"""Applied before all rules for ranges, scores and times."""
