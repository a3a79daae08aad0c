"""The numbers of standards: `ISO 9001:2015`, `IEC 61508-1`, `GB/T 7714-2015`.

After the colon or the last dash comes the year of the edition or the part, not a score or a range.
"""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.rule import Rule

BODY = r"(?:ISO|IEC|IEEE|EN|BS|DIN|ANSI|ASME|ASTM|ASHRAE|NFPA|JIS|CSA|UL|GB)"
BODIES = rf"(?<![\w/]){BODY}(?:[/ ](?:{BODY}|TS|TR|T)\b)*"
NUMBER = r"[ -]?(?:[A-Z] ?)?\d{2,5}(?:\.\d{1,3})*"
PARTS = r"(?:-\d{1,2}(?!\d))"
YEAR = r"(?:19|20)\d\d(?!\d|[.,:]\d|-\d)"
DASH = r"(?<!00)(?<!\D19\d\d)(?<!\D20\d\d) ?[-–—] ?"
"""A dash, but not between two years or two film speeds."""
AMENDED = rf"(?:\+A\d{{1,2}}(?::{YEAR})?)"


def _edition(match: re.Match[str]) -> str:
    standard, year, amended = match.groups()
    behind = amended.replace("+", " plus ").replace(":", ", ")
    return f"{_dashed(standard)}, {year}{behind}"


def _part(match: re.Match[str]) -> str:
    return _dashed(match[0])


def _dashed(standard: str) -> str:
    """The standard with its parts; a dash in the name of the body is not one of them."""
    return re.sub(r"(?<=\d)-(?=\d)", " dash ", standard)


STANDARDS: Final = (
    Rule(
        rf"({BODIES}{NUMBER}{PARTS}{{0,2}})(?::|{DASH})({YEAR})({AMENDED}{{0,3}})",
        _edition,
        "It meets ISO 9001:2015.",
        "It meets ISO 9001, 2015.",
    ),
    Rule(
        rf"{BODIES} ?(?:\d{{4,5}}|(?<=EN )\d\d\d?|(?<=DIN )\d\d\d?|(?<=BS )\d\d\d?){PARTS}{{1,2}}",
        _part,
        "Toys are tested by EN 71-3.",
        "Toys are tested by EN 71 dash 3.",
    ),
)
"""Applied before all rules for ranges, scores and times."""
