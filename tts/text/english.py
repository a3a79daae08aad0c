"""English as it is said: numbers, dates, money, units and abbreviations in words.

Rules of our own: of the grammars at hand, wetext's reads "$1,234" as "thousand two hundred", "2010-2015" as two numbers
and "555-1234" as a range, and fails on "#1"; Hibari's leaves plain numbers to its own lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from tts.text.english_numbers import ONES, cardinal, digits, number, ordinal, power, roman, year
from tts.text.sentences import STARTERS

MONTHS: Final = str.split("January February March April May June July August September October November December")
PARTS: Final = {2: "half", 3: "third", 4: "quarter", 100: "hundredth"}
GLYPHS: Final = str.maketrans(
    {"½": " 1/2", "⅓": " 1/3", "⅔": " 2/3", "¼": " 1/4", "¾": " 3/4", "⅛": " 1/8", "⁄": "/"}
    | {chr(0x2080 + n): str(n) for n in range(10)}
    | {chr(0x2160 + n): str(n + 1) for n in range(12)}
)
MONEY: Final = {
    "$": "dollar", "US$": "dollar", "A$": "Australian dollar", "C$": "Canadian dollar", "HK$": "Hong Kong dollar",
    "NT$": "Taiwan dollar", "S$": "Singapore dollar", "€": "euro", "£": "pound", "¥": "yen", "￥": "yuan",
    "₹": "rupee", "₩": "won",
}  # fmt: skip
CENTS: Final = {"€": "cent", "£": "pence"}
MANY: Final = {
    "k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion", "t": "trillion",
    "tn": "trillion",
}  # fmt: skip
UNITS: Final = {
    "kph": "kilometer per hour", "mph": "mile per hour", "km²": "square kilometer", "km2": "square kilometer",
    "m²": "square meter", "m2": "square meter", "cm²": "square centimeter", "mm²": "square millimeter",
    "m³": "cubic meter", "m3": "cubic meter", "cm³": "cubic centimeter", "km³": "cubic kilometer", "ft²": "square foot",
    "ft³": "cubic foot", "mi²": "square mile", "s²": "second squared",
    "km": "kilometer", "cm": "centimeter", "mm": "millimeter", "nm": "nanometer", "µm": "micrometer", "mi": "mile",
    "μm": "micrometer", "ft": "foot", "yd": "yard", "yds": "yard", "ha": "hectare", "kg": "kilogram", "mg": "milligram",
    "µg": "microgram", "μg": "microgram", "lb": "pound", "lbs": "pound", "oz": "ounce", "ml": "milliliter",
    "mL": "milliliter", "cl": "centiliter", "kWh": "kilowatt hour", "MWh": "megawatt hour", "GWh": "gigawatt hour",
    "TWh": "terawatt hour", "kW": "kilowatt", "MW": "megawatt", "GW": "gigawatt", "mA": "milliampere",
    "mAh": "milliampere hour",
    "kV": "kilovolt", "kJ": "kilojoule", "kcal": "kilocalorie", "Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz",
    "GHz": "gigahertz", "dB": "decibel", "rpm": "revolution per minute", "fps": "frame per second",
    "ppm": "part per million", "KB": "kilobyte", "kB": "kilobyte", "MB": "megabyte", "GB": "gigabyte", "TB": "terabyte",
    "PB": "petabyte", "Mbps": "megabit per second", "Gbps": "gigabit per second", "kbps": "kilobit per second",
    "°C": "degree Celsius", "℃": "degree Celsius", "°F": "degree Fahrenheit", "°": "degree",
    "h": "hour", "hr": "hour", "hrs": "hour", "min": "minute", "mins": "minute", "sec": "second", "secs": "second",
    "ms": "millisecond", "wk": "week", "wks": "week", "mo": "month", "mos": "month", "yr": "year", "yrs": "year",
    "kn": "knot", "gal": "gallon",
}  # fmt: skip
LETTERS: Final = {
    "m": "meter", "g": "gram", "s": "second", "l": "liter", "L": "liter", "V": "volt", "W": "watt",
    "t": "tonne", "J": "joule", "N": "newton",
}  # fmt: skip
"""Units of one letter: only behind a space, or in front of a slash (5G, 4K and 100m are names and millions)."""
UNCOUNTED: Final = frozenset({"yen", "yuan", "pence", "won"})
STOP = rf"(?=[\"'”’)\]]*(?:\s*$|\s+[\"“‘'(]?(?:{'|'.join(word.title() for word in sorted(STARTERS))})\b))"
"""Where the full stop of an abbreviation ends the sentence too, and stays."""
TITLES: Final = {
    "Dr": "Doctor", "Mr": "Mister", "Mrs": "Missus", "Ms": "Ms", "Prof": "Professor", "St": "Saint", "Mt": "Mount",
    "Capt": "Captain", "Lt": "Lieutenant", "Sgt": "Sergeant", "Col": "Colonel", "Gen": "General", "Sen": "Senator",
    "Gov": "Governor", "Rev": "Reverend", "Rep": "Representative", "Hon": "Honorable",
}  # fmt: skip
BEFORE_NUMBERS: Final = {
    "Fig": "Figure", "Figs": "Figures", "fig": "figure", "pp": "pages", "p": "page", "Vol": "Volume", "vol": "volume",
    "Ch": "Chapter", "ch": "chapter", "Sec": "Section", "Eq": "Equation", "Art": "Article",
}  # fmt: skip
ENDINGS: Final = {
    "Jr": "Junior", "Sr": "Senior", "Inc": "Incorporated", "Ltd": "Limited", "Corp": "Corporation", "Ave": "Avenue",
    "Blvd": "Boulevard", "Rd": "Road", "etc": "et cetera", "approx": "approximately", "Approx": "Approximately",
    "dept": "department", "Dept": "Department", "al": "al", "ca": "circa", "Co": "Company", "Bros": "Brothers",
    "Univ": "University", "Assn": "Association", "max": "maximum", "temp": "temperature",
}  # fmt: skip
DAYS: Final = {
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Thur": "Thursday",
    "Thurs": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip
MONTH_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
"""Written with a full stop: `Sept. 4`."""


def _spelt(names: dict[str, str], behind: str) -> tuple[str, Callable[[re.Match[str]], str]]:
    """A rule for abbreviations of which each stands for a word."""
    return rf"\b({'|'.join(names)}){behind}", lambda match: f"{names[match[1]]} "


ABBREVIATIONS: Final[tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]] = (
    _spelt({name: word for name, word in TITLES.items() if name in {"Dr", "Mr", "Mrs", "Prof"}}, r"\.? (?=[A-Z])"),
    _spelt(TITLES, r"\. (?=[A-Z])"),
    _spelt(BEFORE_NUMBERS, r"\. ?(?=\d)"),
    (rf"(?<=[a-z\d] )St(\.{STOP}|\b)\.?(?! [A-Z])", r"Street\1"),
    (rf"\b({'|'.join(ENDINGS)})(\.{STOP}|(?=\.))\.?", lambda m: ENDINGS[m[1]] + m[2]),
    (rf"\b({MONTH_SHORT})(\.{STOP}|(?=\.))\.?(?= [a-z(]| (?:1[1-9]|20)\d\d\b|,|\.)", lambda m: _month(m[1]) + m[2]),
    (r"\b(?:[A-Z]\. )+[A-Z]\. (?=[A-Z][a-z])", lambda m: m[0].replace(".", "")),
    (r"\bvs?\.(?= )|\bvs\b", "versus"),
    (r"\be\.g(?=\.[\"'”’)\]]*\s*$)", "for example"),
    (r"\bi\.e(?=\.[\"'”’)\]]*\s*$)", "that is"),
    (r"\be\.g\.,?(?!\w)", "for example,"),
    (r"\bi\.e\.,?(?!\w)", "that is,"),
    (r"\bw/ ?(?=[a-z])", "with "),
    (r"(?<= )@(?= )", "at"),
    (r"\bc\. ?(?=\d)", "circa "),
    (rf"\b({'|'.join(DAYS)})\.(?=,| [a-z\d]| (?:{MONTH_SHORT}))", lambda m: DAYS[m[1]]),
    (r" ?& ?", " and "),
    (r"(?<=\w) ?= ?(?=\w)", " equals "),
    (r"(?<=\w) ?≈ ?(?=\w)", " is about "),
    (r"(?<=\d) ?[×*] ?(?=\d)|(?<=\d) x (?=\d)", " times "),
    (r"(?<=[A-Za-z\d)])\^\{?([A-Za-z])(?![A-Za-z\d])\}?\^?", r" to the \1"),
    (r"(?<=\d) ?÷ ?(?=\d)", " divided by "),
    (r"\bC\+\+", "C plus plus"),
    (r"\b([CF])#", r"\1 sharp"),
    (r"(?<=\d) ?\+ ?(?=\d)|(?<=\w) \+ (?=\w)", " plus "),
    (r"\b[vV](?=\d+\.)", "version "),
    (r"± ?(?=\d)", "plus or minus "),
    (r"[≥⩾] ?(?=[\d$€£])", "at least "),
    (r"[≤⩽] ?(?=[\d$€£])", "at most "),
    (r"(?<![\w<])< ?(?=[\d$€£])", "less than "),
    (r"(?<![\w>])> ?(?=[\d$€£])", "more than "),
    (r"(?<![\w~])[~≈] ?(?=[\d$€£])", "about "),
)
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
DASH = r"\s?[-–—~]\s?"
MONTH = rf"({'|'.join(MONTHS)}|{MONTH_SHORT})"
YEAR = r"((?:1[1-9]|20)\d\d)\b(?![,.]\d)"
SHORT_STOP = r"(?:\.(?=,? [a-z\d]))?"
"""The full stop of an abbreviation, where it ends no sentence."""
UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
LETTER = "|".join(LETTERS)
PER = rf"(?:/({UNIT}|{LETTER}))?"
SCALE = r"(?:[\s-]?(hundred|thousand|million|billion|trillion|[kmb]n?|tn?)(?![a-z\d]))?"
COIN = r"((?:US|HK|NT|[ACS])?\$|[€£¥￥₹₩])\s?"
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


def _plural(count: str, noun: str) -> str:
    """The noun for a count: `degree Celsius` gets its s in the first word, `square foot` in the last but `per`."""
    if count in {"1", "1.0"} or noun in UNCOUNTED or noun.endswith("hertz"):
        return noun
    head, split, tail = (
        noun.partition(" per ")
        if " per " in noun
        else noun.partition(" Celsius" if noun.endswith("Celsius") else " Fahrenheit")
    )
    return (head[:-4] + "feet" if head.endswith("foot") else head + "s") + split + tail


def _measure(count: str, unit: str, per: str | None) -> str:
    """`5 kg/m³`: the unit of a count, and what it is for each of."""
    noun = _plural(count, UNITS.get(unit) or LETTERS[unit])
    return f"{noun} per {UNITS.get(per) or LETTERS[per]}" if per else noun


def _money(match: re.Match[str]) -> str:
    sign, amount, scale = match[1].upper(), match[2], match[3]
    if scale:
        return f"{number(amount)} {MANY.get(scale.lower(), scale.lower())} {_plural('2', MONEY[sign])}"
    whole, _, part = amount.replace(",", "").partition(".")
    if len(part) != 2 or MONEY[sign] in UNCOUNTED:
        return f"{number(amount)} {_plural(amount, MONEY[sign])}"
    cents = f"{cardinal(int(part))} {_plural(str(int(part)), CENTS.get(sign, 'cent'))}"
    if not int(whole):
        return cents
    return f"{number(whole)} {_plural(whole, MONEY[sign])}" + (f" and {cents}" if int(part) else "")


def _money_range(match: re.Match[str]) -> str:
    sign, low, less, high, scale = match.groups()
    words = MANY.get((scale or less or "").lower(), (scale or less or "").lower())
    first = MANY.get((less or "").lower(), (less or "").lower())
    low = number(low) + (f" {first}" if less and first != words else "")
    return " ".join(part for part in (low, "to", number(high), words, _plural("2", MONEY[sign.upper()])) if part)


def _time(match: re.Match[str]) -> str:
    hour, minute, half = int(match[1]), int(match[2]), (match[3] or "").lower()
    if hour > 24 or minute > 59:
        return f"{cardinal(hour)} to {cardinal(minute)}"
    words = cardinal(hour) + ("" if not minute else f" oh {ONES[minute]}" if minute < 10 else f" {cardinal(minute)}")
    if half:
        return f"{words} {half}.m."
    return words + ("" if minute else " o'clock" if 0 < hour < 13 else " hundred")


def _month(name: str) -> str:
    return next(month for month in MONTHS if month.startswith(name[:3]))


def _iso_date(match: re.Match[str]) -> str:
    return _date(int(match[1]), int(match[2]), int(match[3])) or match[0]


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
    return f"{_month(month)} {days}" + (f", {year(int(of))}" if of else "")


def _day_month(match: re.Match[str]) -> str:
    """`the 5th of March 2026`"""
    the, first, last, month, of = match.groups()
    days = ordinal(int(first)) + (f" to {ordinal(int(last))}" if last else "")
    return f"{the or 'the '}{days} of {_month(month)}" + (f" {year(int(of))}" if of else "")


def _fraction(match: re.Match[str]) -> str:
    whole, top, bottom = match[1], int(match[2]), int(match[3])
    if top + bottom == 100 or (top, bottom) in {(24, 7), (9, 11)}:
        said = f"{cardinal(top)} {cardinal(bottom)}"
    elif 0 < top < bottom and (bottom <= 10 or bottom in {16, 32, 64, 100}):
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
RULES: Final[tuple[Rule, ...]] = (
    (re.compile(r"(?<![\w.,-])\d{1,3}(?:(?:[\u00a0\u2009\u202f]\d{3})+|(?: \d{3})* 000)(?![\w])"), _ungrouped),
    (re.compile(r"(?<![\w.)%°℃-])(?<![\d%]\s)[-−](?=[$€£]?\d)"), lambda m: "minus "),
    (re.compile(r"(?<![\w+])\+(?=[$€£]?\d)(?!\d{1,3}[ -])"), lambda m: "plus "),
    (
        re.compile(r"(?<=\d)(?:\s?([ap])\.?m\.?)?\s?[-–—]\s?(?=\d{1,2}:\d{2})", re.I),
        lambda m: f" {m[1].lower()}.m. to " if m[1] else " to ",
    ),
    (re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::\d{2})?(?:\s?([AaPp])\.?[Mm]\b\.?)?(?![\d:])"), _time),
    (
        re.compile(r"(?<![\w:.])(\d{1,2})(?:\s?[-–—]\s?(\d{1,2}))?\s?([AaPp])(?:\.[Mm]\.|[Mm]\b\.?)"),
        lambda m: f"{cardinal(int(m[1]))}{' to ' + cardinal(int(m[2])) if m[2] else ''} {m[3].lower()}.m.",
    ),
    (
        re.compile(r"(?<![\w.'’′])(\d{1,2})['’′] ?(1[01]|\d)(?:[\"”″]|''|’’|(?!\w))"),
        lambda m: f"{cardinal(int(m[1]))} foot {cardinal(int(m[2]))}",
    ),
    (re.compile(r"(?<!\d)(\d+)[:：∶](\d+)(?!\d)"), lambda m: f"{number(m[1])} to {number(m[2])}"),
    (re.compile(r"\b(\d{4})[-/](\d{2})[-/](\d{2})\b"), _iso_date),
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
    (re.compile(rf"{COIN}({NUMBER}){SCALE}{DASH}(?:\1)?({NUMBER}){SCALE}", re.I), _money_range),
    (re.compile(rf"{COIN}({NUMBER}){SCALE}", re.I), _money),
    (
        re.compile(rf"({NUMBER})%?{DASH}({NUMBER})\s?(?:%|percent\b)"),
        lambda m: f"{number(m[1])} to {number(m[2])} percent",
    ),
    (re.compile(rf"({NUMBER})\s?%"), lambda m: f"{number(m[1])} percent"),
    (re.compile(r"(?<!\w)(?:'|’)?(\d0|1[1-9]\d0|20\d0)(?:'|’)?s\b"), _decade),
    (re.compile(r"(?<!\w)(\d{2,4})s\b"), _decade),
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
        lambda m: f"{number(m[1])} to {number(m[2])} {_measure('2', m[3] or m[4], m[5])}",
    ),
    (
        re.compile(
            rf"(?<![\w.])({NUMBER})(?:\s?({UNIT})|\s({LETTER})(?=\W|$)|({LETTER})(?=/[a-z])){PER}(?!\w){SHORT_STOP}"
        ),
        lambda m: f"{number(m[1])} {_measure(m[1], m[2] or m[3] or m[4], m[5])}",
    ),
    (
        re.compile(rf"(?<=[a-z]{{3}})/({UNIT})(?!\w)|(?<=[a-z]{{3}}s)/({LETTER})(?!\w)"),
        lambda m: f" per {UNITS.get(m[1]) or LETTERS[m[2]]}",
    ),
    (re.compile(r"(?<!\w)([kcm]?m[²³])(?!\w)"), lambda m: UNITS[m[1]] + "s"),
    (
        re.compile(r"(?<!\w)(km|mi|m)/(h|s)(?!\w)"),
        lambda m: _measure("2", m[1], m[2]),
    ),
    (re.compile(r"(?<=[\w)])(⁻?[⁰¹²³⁴-⁹]+)(\w?)"), lambda m: f" {power(m[1])}" + (f" {m[2]}" if m[2] else "")),
    (re.compile(r"(?<![\w./])(?:(\d{1,3})\s)?(\d{1,3})/(\d{1,3})(?!\w|[./]\w)"), _fraction),
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
    (re.compile(r"(?<![\w,.])(20\d\d|19\d\d)(?![\w,]\d|\.\d)"), lambda m: year(int(m[1]))),
    (
        re.compile(
            r"(?i)\b((?:in|since|by|of|from|until|before|after|during|year|early|late|mid|circa) )"
            r"(1[0-8]\d\d)(?![\w,]|\.\d| [a-z]+s\b)"
        ),
        lambda m: m[1] + year(int(m[2])),
    ),
    (re.compile(r"\b([A-Za-z]+)-(\d)"), lambda m: f"{m[1]} {m[2]}"),
    (re.compile(r"(?<![\w.])\.(\d+)"), lambda m: f"point {digits(m[1])}"),
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
    text = text.translate(GLYPHS)
    if not re.search(r"[\dIVX²³¹⁰⁴-⁹]", text):
        return text
    for rule, say in RULES[:-1]:
        text = rule.sub(say, text)
    return RULES[-1][0].sub(RULES[-1][1], GLUED.sub(" ", text))
