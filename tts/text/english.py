"""English as it is said: numbers, dates, money, units and abbreviations in words.

Rules of our own: of the grammars at hand, wetext's reads "$1,234" as "thousand two hundred", "2010-2015" as two numbers
and "555-1234" as a range, and fails on "#1"; Hibari's leaves plain numbers to its own lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

ONES: Final = str.split(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS: Final = str.split("- - twenty thirty forty fifty sixty seventy eighty ninety")
SCALES: Final = ("", " thousand", " million", " billion", " trillion")
IRREGULAR: Final = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
MONTHS: Final = str.split("January February March April May June July August September October November December")
PARTS: Final = {2: "half", 3: "third", 4: "quarter"}
MONEY: Final = {"$": "dollar", "US$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "￥": "yuan"}
CENTS: Final = {"$": "cent", "US$": "cent", "€": "cent", "£": "pence"}
MANY: Final = {
    "k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion", "tn": "trillion",
}  # fmt: skip
UNITS: Final = {
    "km/h": "kilometer per hour", "kph": "kilometer per hour", "mph": "mile per hour", "m/s": "meter per second",
    "km²": "square kilometer", "km2": "square kilometer", "m²": "square meter", "m2": "square meter",
    "cm²": "square centimeter", "m³": "cubic meter", "m3": "cubic meter", "cm³": "cubic centimeter",
    "ft²": "square foot", "km": "kilometer", "cm": "centimeter", "mm": "millimeter", "nm": "nanometer",
    "µm": "micrometer", "kg": "kilogram", "mg": "milligram", "lb": "pound", "lbs": "pound", "oz": "ounce",
    "ml": "milliliter",
    "mL": "milliliter", "kWh": "kilowatt hour", "MWh": "megawatt hour", "kW": "kilowatt", "MW": "megawatt",
    "GW": "gigawatt", "Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz", "GHz": "gigahertz", "KB": "kilobyte",
    "MB": "megabyte", "GB": "gigabyte", "TB": "terabyte", "°C": "degree Celsius", "℃": "degree Celsius",
    "°F": "degree Fahrenheit", "°": "degree", "ft": "foot", "hrs": "hour", "mins": "minute", "secs": "second",
}  # fmt: skip
ABBREVIATIONS: Final = (
    (r"(?<![A-Za-z])([A-Za-z])²", r"\1 squared"),
    (r"(?<![A-Za-z])([A-Za-z])³", r"\1 cubed"),
    (r"\bDr\.? (?=[A-Z])", "Doctor "),
    (r"\bMr\.? (?=[A-Z])", "Mister "),
    (r"\bMrs\.? (?=[A-Z])", "Missus "),
    (r"\bProf\.? (?=[A-Z])", "Professor "),
    (r"\bSt\. (?=[A-Z])", "Saint "),
    (r"(?<=[a-z\d] )St\.$", "Street."),
    (r"(?<=[a-z\d] )St\.", "Street"),
    (r"(?<=[a-z\d] )Ave\.", "Avenue"),
    (r"\bvs?\.(?= )", "versus"),
    (r"\betc\.$", "et cetera."),
    (r"\betc\.", "et cetera"),
    (r"\be\.g\.,?", "for example,"),
    (r"\bi\.e\.,?", "that is,"),
    (r"\bapprox\.", "approximately"),
    (r"\bFigs?\. (?=\d)", "Figure "),
    (r"\bpp\. ?(?=\d)", "pages "),
    (r"\bp\. ?(?=\d)", "page "),
    (r"\bVol\. ?(?=\d)", "Volume "),
    (r"\bCh\. ?(?=\d)", "Chapter "),
    (r" ?& ?", " and "),
    (r"(?<=\w) ?= ?(?=\w)", " equals "),
    (r"(?<=\d) ?[×*] ?(?=\d)", " times "),
    (r"\bC\+\+", "C plus plus"),
    (r"\bC#", "C sharp"),
    (r"(?<=\d) ?\+ ?(?=\d)|(?<=\w) \+ (?=\w)", " plus "),
    (r"\b[vV](?=\d+\.)", "version "),
    (r"± ?(?=\d)", "plus or minus "),
    (r"(?<![\w<])< ?(?=\d)", "less than "),
    (r"(?<![\w>])> ?(?=\d)", "more than "),
    (r"(?<![\w~])~ ?(?=\d)", "about "),
)
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
MONTH = rf"({'|'.join(MONTHS)}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
ROMAN = r"((?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?![\w.’'])"
RULERS = (
    "Louis|Henry|Charles|George|Elizabeth|Edward|William|Richard|James|Philip|Napoleon|Catherine|Pius|Paul|Benedict"
    "|Nicholas"
)


def cardinal(number: int) -> str:
    """In words.

    >>> cardinal(1234), cardinal(50_000), cardinal(0)
    ('one thousand two hundred thirty-four', 'fifty thousand', 'zero')
    """
    groups, scale = [], 0
    while number and scale < len(SCALES):
        number, group = divmod(number, 1000)
        if group:
            groups.append(_below_thousand(group) + SCALES[scale])
        scale += 1
    return " ".join(reversed(groups)) or "zero"


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens = ONES[rest] if rest < 20 else TENS[rest // 10] + (f"-{ONES[rest % 10]}" if rest % 10 else "")
    return " ".join(part for part in (f"{ONES[hundreds]} hundred" if hundreds else "", tens if rest else "") if part)


def ordinal(number: int) -> str:
    """
    >>> ordinal(21), ordinal(12), ordinal(30), ordinal(100)
    ('twenty-first', 'twelfth', 'thirtieth', 'one hundredth')
    """
    words = cardinal(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    regular = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return words[:cut] + IRREGULAR.get(last, regular)


def year(number: int) -> str:
    """
    >>> year(2019), year(1905), year(1900), year(2005), year(2000)
    ('twenty nineteen', 'nineteen oh five', 'nineteen hundred', 'two thousand five', 'two thousand')
    """
    high, low = divmod(number, 100)
    if high % 10 == 0 and low < 10:
        return cardinal(number)
    return f"{cardinal(high)} {'hundred' if not low else 'oh ' + ONES[low] if low < 10 else cardinal(low)}"


def digits(text: str) -> str:
    """One by one, spaces and hyphens as they are heard."""
    return " ".join(ONES[int(char)] for char in text if char.isascii() and char.isdigit())


def number(text: str) -> str:
    """
    >>> number("1,234.50"), number("007"), number("3.14")
    ('one thousand two hundred thirty-four point five zero', 'zero zero seven', 'three point one four')
    """
    whole, _, part = text.replace(",", "").partition(".")
    words = digits(whole) if len(whole) > 15 or (len(whole) > 1 and whole[0] == "0") else cardinal(int(whole))
    return f"{words} point {digits(part)}" if part else words


def _plural(count: str, noun: str) -> str:
    """The noun for a count: `degree Celsius` gets its s in the first word, `square foot` in the last but `per`."""
    if count in {"1", "1.0"} or noun in {"yen", "yuan", "pence", "hertz"} or noun.endswith("hertz"):
        return noun
    head, split, tail = (
        noun.partition(" per ")
        if " per " in noun
        else noun.partition(" Celsius" if noun.endswith("Celsius") else " Fahrenheit")
    )
    return (head[:-4] + "feet" if head.endswith("foot") else head + "s") + split + tail


def _money(match: re.Match[str]) -> str:
    sign, amount, scale = match[1], match[2], match[3]
    if scale:
        return f"{number(amount)} {MANY.get(scale.strip().lower(), scale.strip())} {_plural('2', MONEY[sign])}"
    whole, _, part = amount.replace(",", "").partition(".")
    if len(part) != 2 or sign not in CENTS:
        return f"{number(amount)} {_plural(amount, MONEY[sign])}"
    cents = f"{cardinal(int(part))} {_plural(str(int(part)), CENTS[sign])}"
    if not int(whole):
        return cents
    return f"{number(whole)} {_plural(whole, MONEY[sign])}" + (f" and {cents}" if int(part) else "")


def _time(match: re.Match[str]) -> str:
    hour, minute, half = int(match[1]), int(match[2]), (match[3] or "").lower()
    if hour > 24 or minute > 59:
        return f"{cardinal(hour)} to {cardinal(minute)}"
    words = cardinal(hour) + ("" if not minute else f" oh {ONES[minute]}" if minute < 10 else f" {cardinal(minute)}")
    return f"{words} {half}.m." if half else words + ("" if minute else " o'clock")


def _month(name: str) -> str:
    return next(month for month in MONTHS if month.startswith(name[:3]))


def _iso_date(match: re.Match[str]) -> str:
    month, day = int(match[2]), int(match[3])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    return f"{MONTHS[month - 1]} {ordinal(day)}, {year(int(match[1]))}"


def _fraction(match: re.Match[str]) -> str:
    top, bottom = int(match[1]), int(match[2])
    if not 0 < top < bottom <= 10:
        return (
            f"{cardinal(top)} {cardinal(bottom)}"
            if (top, bottom) == (24, 7)
            else f"{cardinal(top)} slash {cardinal(bottom)}"
        )
    part = PARTS.get(bottom, ordinal(bottom))
    return f"{cardinal(top)} {part if top == 1 else part + 's' if part != 'half' else 'halves'}"


def _decade(match: re.Match[str]) -> str:
    words = year(int(match[1])) if match[1] and len(match[1]) == 4 else cardinal(int(match[1]))
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


def _range(match: re.Match[str]) -> str:
    say = year if all(1100 <= int(n) < 2100 and len(n) == 4 for n in match.groups()) else cardinal
    return f"{say(int(match[1]))} to {say(int(match[2]))}"


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[char] for char in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
RULES: Final[tuple[Rule, ...]] = (
    (re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::\d{2})?(?:\s?([AaPp])\.?[Mm]\b\.?)?(?![\d:])"), _time),
    (re.compile(r"(?<!\d)(\d+)[:：∶](\d+)(?!\d)"), lambda m: f"{number(m[1])} to {number(m[2])}"),
    (re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b"), _iso_date),
    (
        re.compile(rf"\b{MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?![\d:%,]\d)(?:,? ((?:1[1-9]|20)\d\d)\b)?"),
        lambda m: f"{_month(m[1])} {ordinal(int(m[2]))}" + (f", {year(int(m[3]))}" if m[3] else ""),
    ),
    (
        re.compile(rf"\b(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {MONTH}\b\.?(?: ((?:1[1-9]|20)\d\d)\b)?"),
        lambda m: f"the {ordinal(int(m[1]))} of {_month(m[2])}" + (f" {year(int(m[3]))}" if m[3] else ""),
    ),
    (
        re.compile(
            rf"(US\$|[$€£¥￥])\s?({NUMBER})(\s?(?:hundred|thousand|million|billion|trillion|[kmb]n?|tn)\b)?", re.I
        ),
        _money,
    ),
    (
        re.compile(rf"({NUMBER})%?\s?[-–—~]\s?({NUMBER})\s?(?:%|percent\b)"),
        lambda m: f"{number(m[1])} to {number(m[2])} percent",
    ),
    (re.compile(rf"({NUMBER})\s?%"), lambda m: f"{number(m[1])} percent"),
    (re.compile(r"(?<!\w)(?:'|’)?(\d0|1[1-9]\d0|20\d0)(?:'|’)?s\b"), _decade),
    (re.compile(r"\b(\d{1,3}(?:,\d{3})*|\d+)(?:st|nd|rd|th)\b"), lambda m: ordinal(int(m[1].replace(",", "")))),
    (re.compile(r"(?:\+\d{1,3}[ -])?(?<![\w.-])(?:\(?\d{3}\)?[ -])?\d{3}-\d{4}(?![\w-])"), lambda m: digits(m[0])),
    (re.compile(r"(?:\b[Nn]os?\.\s?|(?<![\w&])#|№\s?)(\d+)"), lambda m: f"number {number(m[1])}"),
    (
        re.compile(rf"(?<![\w.])({NUMBER})\s?[-–—]\s?({NUMBER})\s?({UNIT})(?!\w)"),
        lambda m: f"{number(m[1])} to {number(m[2])} {_plural('2', UNITS[m[3]])}",
    ),
    (re.compile(rf"(?<![\w.])({NUMBER})\s?({UNIT})(?!\w)"), lambda m: f"{number(m[1])} {_plural(m[1], UNITS[m[2]])}"),
    (re.compile(r"(?<!\w)([kcm]?m[²³])(?!\w)"), lambda m: UNITS.get(m[1], m[1]) + "s"),
    (re.compile(r"(?<![\w./])(\d{1,2})/(\d{1,2})(?![\w./])"), _fraction),
    (re.compile(r"(?<![\w.-])(\d{1,4})\s?[-–—]\s?(\d{1,4})(?![\w.-]\d)"), _range),
    (
        re.compile(r"(?<![\d.])(\d+)\.(\d+)((?:\.\d+)+)"),
        lambda m: f"{number(m[1])} point {number(m[2])}" + "".join(f" point {number(n)}" for n in m[3][1:].split(".")),
    ),
    (
        re.compile(rf"\b(World War|Chapter|Part|Volume|Act|Phase|Section|Book|Type|Title|Article) {ROMAN}"),
        lambda m: f"{m[1]} {cardinal(_roman(m[2]))}",
    ),
    (re.compile(rf"\b({RULERS}) {ROMAN}"), lambda m: f"{m[1]} the {ordinal(_roman(m[2]))}"),
    (re.compile(r"(?<![\w,.])(20\d\d|19\d\d)(?![\w,]\d|\.\d)"), lambda m: year(int(m[1]))),
    (
        re.compile(
            r"(?i)\b((?:in|since|by|of|from|until|before|after|during|year|early|late|mid) )"
            r"(1[0-8]\d\d)(?![\w,]|\.\d| [a-z]+s\b)"
        ),
        lambda m: m[1] + year(int(m[2])),
    ),
    (re.compile(r"\b([A-Za-z]+)-(\d)"), lambda m: f"{m[1]} {m[2]}"),
    (re.compile(rf"(?<![\w.)])[-−]({NUMBER})"), lambda m: f"minus {number(m[1])}"),
    (re.compile(rf"({NUMBER})(?=([A-Za-z])?)"), lambda m: number(m[1]) + (" " if m[2] else "")),
)
"""Applied in order, each to what the ones before have left."""
SHORTENED: Final = tuple((re.compile(pattern), became) for pattern, became in ABBREVIATIONS)
GLUED = re.compile(r"(?<=[A-Za-z])(?=\d)")


def say_english(text: str) -> str:
    """The text as it is said.

    >>> say_english("In 2019 Dr. Lee paid $5 for 3.5% of No. 7.")
    'In twenty nineteen Doctor Lee paid five dollars for three point five percent of number seven.'
    """
    for pattern, became in SHORTENED:
        text = pattern.sub(became, text)
    if not re.search(r"[\dIVX²³]", text):
        return text
    for rule, say in RULES[:-1]:
        text = rule.sub(say, text)
    return RULES[-1][0].sub(RULES[-1][1], GLUED.sub(" ", text))
