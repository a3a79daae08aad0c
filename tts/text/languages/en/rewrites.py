"""Rewrites English so that any voice reads it correctly; numbers stay in digits.

For voices that read numbers, these are the only rules besides `online_voices`; for others they come
first, so that later tables see one form of each date, unit and address.
"""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.en.abbreviations import MONTH_SHORT, MONTHS, STOP, month_name
from tts.text.languages.en.dates import MONTH
from tts.text.languages.en.identifiers import PERIOD, SIZED
from tts.text.languages.en.ranges import RANGES, RANGES_OF_DIGITS
from tts.text.languages.en.sentence_ends import STARTERS
from tts.text.languages.en.standards import STANDARDS
from tts.text.languages.en.street_abbreviations import (
    KIND,
    QUARTERS,
    STATE_CODES,
    STREET_NAME,
    STREETS,
)
from tts.text.languages.en.units import LETTER, UNIT, UNITS, attributive, measure, plural
from tts.text.languages.quotes import is_quoted
from tts.text.languages.rule import Rule, Table

DAY = r"(0?[1-9]|[12]\d|3[01])"
MONTH_NUMBER = r"(0[1-9]|1[0-2])"
YEAR = r"((?:19|20)\d\d)"
NUM = r"\d+(?:,\d{3})*(?:\.\d+)?"
PRICE = r"\d+(?:,\d{3})*\.\d\d"
POWER_OF_TEN = r"(10⁻?[⁰¹²³⁴-⁹]+)"
LOWER = (
    "january|february|april|june|july|august|september|october|november|december"
    "|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec"
)
"""Names of months that are not also words, unlike march, mar and may."""
ANY_CASE = f"({LOWER}|{LOWER.upper()})"
ANY_MONTH = rf"({'|'.join(MONTHS)}|{MONTH_SHORT}|(?:{MONTH_SHORT.upper()})|mar|may|{LOWER})"
ORDINALS: Final = ("", "first", "second", "third", "fourth")
ZONE = r"[ECMP]\.?[SD]\.?T|G\.?M\.?T|U\.?T\.?C|B\.?S\.?T|C\.?E\.?T"
CASED: Final = {
    "KG": "kg",
    "Kg": "kg",
    "KM": "km",
    "Km": "km",
    "CM": "cm",
    "LBS": "lbs",
    "Lbs": "lbs",
    "LB": "lb",
    "OZ": "oz",
    "Oz": "oz",
    "ML": "ml",
    "KW": "kW",
    "Kw": "kW",
    "kw": "kW",
    "KWH": "kWh",
    "kwh": "kWh",
    "Kwh": "kWh",
    "KHZ": "kHz",
    "khz": "kHz",
    "MHZ": "MHz",
    "Mhz": "MHz",
    "mhz": "MHz",
    "GHZ": "GHz",
    "Ghz": "GHz",
    "ghz": "GHz",
    "HZ": "Hz",
    "hz": "Hz",
    "MPH": "mph",
    "KPH": "kph",
    "kmh": "kph",
    "KMH": "kph",
    "mbps": "Mbps",
    "MBPS": "Mbps",
    "gbps": "Gbps",
    "GBPS": "Gbps",
    "gb": "GB",
    "Gb": "GB",
    "mb": "MB",
    "tb": "TB",
    "kb": "KB",
    "mah": "mAh",
    "MAH": "mAh",
}
"""Units in common spellings -> the correct ones."""
PARTS = (
    "Chapter|Part|Episode|Section|Lesson|Unit|Volume|Track|Step|Level|Day|Week|Season|Page|Module"
    "|Lecture|Exercise|Question|Act|Scene|Round|Grade|Team|Figure|Table"
)
SHORTENED: Final = {"w/o": "without", "w/in": "within", "b/c": "because", "c/o": "care of"}
QUARTER = "|".join(sorted(QUARTERS, key=len, reverse=True))
STREET = "|".join((*STREETS, KIND, "hwy"))
HOUSE = r"(?<![\w.,$€£:/-])(\d{1,5}) "
STARTER = f"(?:{'|'.join(word.title() for word in sorted(STARTERS))})\\b"
ENDED = STOP.removeprefix("(?=").removesuffix(")")
DROPPED_STOP = rf"(?:\.(?!{ENDED}))?"
"""The full stop of an abbreviation, unless it ends the sentence."""
OTHER_NAME = rf"\. (?!{STARTER})[A-Z]"
"""A name that is not a street: `5 Great St. Bernards`."""


def _month(match: re.Match[str]) -> str:
    return month_name(match[1].title())


def _dotted(match: re.Match[str]) -> str:
    """Read `15.01.2020` with the day first, as usual with dots, unless it can only be the month."""
    day, month = int(match[1]), int(match[2])
    if month > 12:
        day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    return f"{day} {MONTHS[month - 1]} {match[3]}"


def _named(match: re.Match[str]) -> str:
    """Read `15-Jan-98` or `15-Jan`."""
    day, month, year = match.groups()
    if year and len(year) == 2:
        year = f"'{year}"
    return " ".join(filter(None, (str(int(day)), month_name(month.title()), year)))


def _year_month(match: re.Match[str]) -> str:
    """Read `2024-12`; but 2010-12 and 2011/12 are years."""
    year, sign, month = match.groups()
    short = int(year[2:])
    spans = short < int(month) if sign == "-" else short + 1 == int(month)
    return match[0] if spans else f"{MONTHS[int(month) - 1]} {year}"


def _moment(match: re.Match[str]) -> str:
    """Read `2023-05-06T14:30:00Z`: the date, the time without zero seconds, the time zone."""
    day, clock, seconds, zone = match.groups()
    exact = f":{seconds}" if seconds and int(seconds) else ""
    return f"{day}, {clock}{exact}{_zone(zone or '')}"


def _zone(zone: str) -> str:
    if not zone:
        return ""
    hours, minutes = zone[1:3], zone[3:].strip(":")
    if not int(hours + minutes or 0):
        return " UTC"
    sign = "plus" if zone[0] == "+" else "minus"
    return f" UTC {sign} {int(hours)}" + (f":{minutes}" if int(minutes) else "")


def _quarter(match: re.Match[str]) -> str:
    """Read `3Q22` as the third quarter of '22."""
    number, year = match.groups()
    of = year if len(year) == 4 else f"'{year}"
    return f"the {ORDINALS[int(number)]} quarter of {of}"


def _lettered(match: re.Match[str]) -> str:
    """Read `1-800-GO-2-HAUL` as one, eight hundred, go two haul."""
    country, area, name = match.groups()
    called = re.sub(r"-|(?<=[A-Z])(?=\d)|(?<=\d)(?=[A-Z])", " ", name)
    return ("1, " if country else "") + f"{area}, {called}"


def _street(match: re.Match[str]) -> str:
    """Read `708 N 1st St` with the direction and the kind of street in full."""
    number, quarter, name, kind = match.groups()
    facing = f"{QUARTERS[quarter]} " if quarter else ""
    return f"{number} {facing}{name}{STREETS.get(kind.title(), kind)}"


def _zipped(match: re.Match[str]) -> str:
    """Read `FL, 95051`: the state by name, the code digit by digit."""
    code, comma, *groups = match.groups()
    figures = ", ".join(" ".join(group) for group in groups if group)
    return f"{STATE_CODES[code]}{comma} {figures}"


def _inches(match: re.Match[str]) -> str:
    """Read `12"` as inches, unless the mark closes a quotation."""
    if match[2] == '"' and is_quoted(match.string[: match.start()]):
        return match[0]
    return match[1] + (" inch" if match[1] == "1" or attributive(match) else " inches")


def _many(match: re.Match[str]) -> str:
    """Read `100 million kg`."""
    return f"{match[1]} {plural('2', UNITS.get(match[2], 'tonne'))}"


def _powered(match: re.Match[str]) -> str:
    """Read `10⁸m/s`."""
    return f"{match[1]} {measure('2', match[2], match[3])}"


NAMED_MONTHS: Final = (
    Rule(
        rf"(?<!\bthe )\b{ANY_CASE}\b\.?"
        r"(?= \d{1,2}(?:st|nd|rd|th)?\b(?![:%,.]\d)| 1\d{3}\b| 20\d\d\b)",
        _month,
        "On SEPT. 15 we left.",
        "On September 15 we left.",
    ),
    Rule(
        rf"(?:(?<=\d )|(?<=\d(?:st|nd|rd|th) )|(?<= of )){ANY_CASE}\b{DROPPED_STOP}",
        _month,
        "On 25 sept. we left.",
        "On 25 September we left.",
    ),
    Rule(
        r"\b(may|MAY|march|MARCH|mar|MAR)\b\.?(?= \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d\b)",
        _month,
        "on may 5, 2012",
        "on May 5, 2012",
    ),
    Rule(
        r"(?<=\d )(may|MAY|march|MARCH)(?=,? (?:19|20)\d\d\b)",
        _month,
        "on 5 march 2012",
        "on 5 March 2012",
    ),
)
"""Months in lower case or capitals -> the usual spelling."""
JOINED_MONTHS: Final = (
    Rule(
        rf"(?<![\w.-]){DAY}-{ANY_MONTH}(?:-((?:19|20)?\d\d))?(?![\w-])",
        _named,
        "Due 15-Jan-98.",
        "Due 15 January '98.",
    ),
    Rule(
        rf"\b{MONTH}-(?={DAY}(?![\w-]))",
        lambda m: f"{month_name(m[1])} ",
        "By Jan-15 or so.",
        "By January 15 or so.",
    ),
    Rule(
        rf"\b{MONTH}\.?\s?[-–—~]\s?{MONTH}\b(?:\.(?= [a-z\d]))?",
        lambda m: f"{month_name(m[1])} to {month_name(m[2])}",
        "In Jan-Mar 2020 it rained.",
        "In January to March 2020 it rained.",
    ),
)
"""Months after or before a hyphen."""
DATES: Final = (
    Rule(
        rf"(?<![\w.])(?<!version )(?<!release )(\d{{1,2}})\.(\d{{1,2}})\.{YEAR}(?!\w|\.\d)",
        _dotted,
        "Since 25.12.2023.",
        "Since 25 December 2023.",
    ),
    Rule(
        r"\b(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?(?![\w:])",
        _moment,
        "2023-05-06T14:30:00Z",
        "2023-05-06, 14:30 UTC",
    ),
    Rule(
        rf"(?<![\w./-]){YEAR}([-/]){MONTH_NUMBER}(?![\w/-]|\.\d)",
        _year_month,
        "from 2024-12 on",
        "from December 2024 on",
    ),
    Rule(
        rf"(?<![\w./-]){MONTH_NUMBER}/{YEAR}(?![\w/-]|\.\d)",
        lambda m: f"{MONTHS[int(m[1]) - 1]} {m[2]}",
        "from 08/2008 on",
        "from August 2008 on",
    ),
    Rule(
        r"(?<=\d0s)-(?=['’]?(?:\d\d)?\d0s\b)",
        " to ",
        "In the 1960s-80s.",
        "In the 1960s to 80s.",
    ),
)
"""Dates in one order, with the names of months."""
TIMES: Final = (
    Rule(
        r"(?<![\w.:$€£])(1[0-2]|0?[1-9])\.(?=[0-5]\d ?[AaPp]\.?[Mm]\b)",
        r"\1:",
        "It starts at 7.45pm.",
        "It starts at 7:45pm.",
    ),
    Rule(
        rf"(?i)(?<=\d)( ?[ap]\.?m\.?) ?({ZONE})\b",
        lambda m: f"{m[1]} {m[2].replace('.', '').upper()}",
        "At 1:59 p.m.est.",
        "At 1:59 p.m. EST.",
    ),
)
NAMES: Final = (
    Rule(
        r"\b(Step|Figure|Table|Exercise|Question|Option|Plan|Task|Rule) (\d{1,2}):(?=\d)",
        r"\1 \2: ",
        "Step 1:2 people go.",
        "Step 1: 2 people go.",
    ),
    Rule(
        r"(?<![\w-])(1-)?(8(?:00|33|44|55|66|77|88))"
        r"-((?=[\d-]*[A-Z])[A-Z\d]+(?:-[A-Z\d]+)*)(?![\w-])",
        _lettered,
        "Call 1-800-GO-2-HAUL.",
        "Call 1, 800, GO 2 HAUL.",
    ),
    Rule(
        r"(?<![\w)-])\((\d{3})\)(?=\d{3}-\d{4}(?!\d))",
        r"(\1) ",
        "Call (555)555-0142.",
        "Call (555) 555-0142.",
    ),
    Rule(
        rf"{HOUSE}({QUARTER})\.? ({STREET_NAME})({STREET})\b(?!{OTHER_NAME}){DROPPED_STOP}",
        _street,
        "He lives at 708 N 1st St.",
        "He lives at 708 North 1st Street.",
    ),
    Rule(
        rf"\b([A-Z][a-z]+|\d+(?:st|nd|rd|th)) St\.(?= {STARTER})",
        r"\1 Street.",
        "He left Elm St. It was late.",
        "He left Elm Street. It was late.",
    ),
    Rule(
        rf"(?<=, )({'|'.join(STATE_CODES)})(,?) (\d{{5}})(?:-(\d{{4}}))?(?![\w-]|[,.]\d)",
        _zipped,
        "in Santa Clara, CA 95051",
        "in Santa Clara, California 9 5 0 5 1",
    ),
    Rule(
        rf"\b({PARTS}) 0+(?=[1-9]\d?\b(?![.:]\d))",
        r"\1 ",
        "Chapter 01",
        "Chapter 1",
    ),
    Rule(
        rf"(?<!\w)({'|'.join(SHORTENED)})(?!\w)",
        lambda m: SHORTENED[m[1]],
        "Tea w/o sugar.",
        "Tea without sugar.",
    ),
)
"""Telephone numbers with letters, addresses, parts of a book."""
AMOUNTS: Final = (
    Rule(
        r"(?:(?<=\bBC)|(?<=\bBCE)|(?<=B\.C\.)) ?[-–—] ?(?=(?:AD |CE |A\.D\. )?\d)",
        " to ",
        "Settled 500 BC–AD 300.",
        "Settled 500 BC to AD 300.",
    ),
    Rule(
        rf"(?<=[a-z]{{3}}s)/(?={PERIOD}\b)",
        " per ",
        "It carries 900 vehicles/day.",
        "It carries 900 vehicles per day.",
    ),
    Rule(
        r"(?<=(?<![\d-])\d{3}[-. ]\d{4}) ?x(?=\d{1,6}\b)",
        " extension ",
        "Call 555-0104 x12.",
        "Call 555-0104 extension 12.",
    ),
    Rule(r"(?<=[\d%]) ?~ ?(?=[$€£]?\d)", " to ", "About 5~10 of them.", "About 5 to 10 of them."),
    Rule(
        r"(?<![\w.,])([$€£])\.(?=\d)",
        r"\g<1>0.",
        "It is $.99 now.",
        "It is $0.99 now.",
    ),
    Rule(
        rf"(?<![\w.,])([$€£])((?!0\.){PRICE})\s?[-–—]\s?[$€£]?({PRICE})(?!\d)",
        r"\1\2 to \1\3",
        "For $50.00-$100.00.",
        "For $50.00 to $100.00.",
    ),
    Rule(
        r"(?<=\d\d)º(?!\w)|(?<=\d)\s?º(?=\s?[CF]\b)",
        "°",
        "At 45ºC.",
        "At 45°C.",
    ),
    Rule(
        rf"(?<![\w.,-])({NUM}) ?({'|'.join(sorted(CASED, key=len, reverse=True))})\b",
        lambda m: f"{m[1]} {CASED[m[2]]}",
        "A bag of 12KG.",
        "A bag of 12 kg.",
    ),
    Rule(
        rf"(?<![\w.,])({NUM} (?:hundred|thousand|million|billion|trillion)) ({UNIT}|t)(?![\w/])",
        _many,
        "They ship 100 million kg.",
        "They ship 100 million kilograms.",
    ),
    Rule(
        r"(?<![\w.,])(\d?[02-9]|1[0-9])st\b",
        lambda m: f"{m[1]} stone",
        "He weighs 12st 4lb.",
        "He weighs 12 stone 4lb.",
    ),
    Rule(
        rf"(?<![\w.,/'’′])(?<![x×] )(\d+(?:\.\d+)?)([\"″])(?!\w| ?[x×]| (?:{SIZED}))",
        _inches,
        'A 12" pizza.',
        "A 12 inch pizza.",
    ),
    Rule(
        rf"{POWER_OF_TEN}(?: (?=[A-Za-zµμ°Ω²³]+/))?"
        rf"({UNIT}|{LETTER})(?:/({UNIT}|{LETTER}))?(?![\w/])",
        _powered,
        "Light makes 3×10⁸m/s.",
        "Light makes 3×10 to the eighth meters per second.",
    ),
)
"""Money and units."""
IN_WORDS: Final = (
    *RANGES_OF_DIGITS,
    Rule(
        rf"{POWER_OF_TEN} (?=[A-Za-z]+\b)({UNIT})()(?![\w/])",
        _powered,
        "About 10²³ mol of it.",
        "About ten to the twenty-third moles of it.",
    ),
    Rule(
        r"(?<=\b[A-Za-z]) [-−–] (?=[A-Za-z\d]+ ?=)",
        " minus ",
        "So x - 3 = 5.",
        "So x minus three equals five.",
    ),
    Rule(
        r"(?<![\w.])(?:[Tt]he )?([1-4])Q['’]?((?:20)?\d\d)(?![\w.])",
        _quarter,
        "Sales in 3Q22 fell.",
        "Sales in the third quarter of twenty-two fell.",
    ),
    Rule(
        rf"{HOUSE}()({STREET_NAME})({STREET})\b(?!{OTHER_NAME}){DROPPED_STOP}",
        _street,
        "He lives at 1428 Elm St.",
        "He lives at fourteen twenty-eight Elm Street.",
    ),
)
"""Rules for voices that need numbers in words; others read these by themselves."""
REWRITES: Final = (
    Table(STANDARDS, needs=r"[A-Z][ -]?\d[\d.]+ ?[-–—:]"),
    Table(RANGES, needs=r"[a-z]\s?[-–—]\s?[A-Za-z]"),
    Table(NAMED_MONTHS, needs=rf"{ANY_CASE}|\b(?:mar|may|MAR|MAY)"),
    Table(JOINED_MONTHS, needs=r"[A-Za-z]{3}\.?\s?[-–—~]|-[A-Za-z]{3}"),
    Table(DATES, needs=r"\d[-./T]\d|\d0s"),
    Table(TIMES, needs=r"\d ?[AaPp]\.?[Mm]"),
    Table(NAMES, needs=r"\d|/| St\. "),
    Table(AMOUNTS, needs=r"\d"),
)
"""Applied in order; most sentences need none."""
