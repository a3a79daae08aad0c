"""Money, units and measures in English words."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.en.numbers import cardinal, number

MONEY: Final = {
    "$": "dollar",
    "US$": "dollar",
    "A$": "Australian dollar",
    "C$": "Canadian dollar",
    "HK$": "Hong Kong dollar",
    "NT$": "Taiwan dollar",
    "S$": "Singapore dollar",
    "€": "euro",
    "£": "pound",
    "¥": "yen",
    "￥": "yuan",
    "₹": "rupee",
    "₩": "won",
    "RMB": "yuan",
    "CNY": "yuan",
    "USD": "US dollar",
    "EUR": "euro",
    "GBP": "pound",
    "JPY": "yen",
    "HKD": "Hong Kong dollar",
    "RS": "rupee",
}
CENTS: Final = {"€": "cent", "£": "pence"}
ONE_CENT: Final = {"£": "penny"}
MANY: Final = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "b": "billion",
    "bn": "billion",
    "t": "trillion",
    "tn": "trillion",
}
UNITS: Final = {
    "kph": "kilometer per hour",
    "mph": "mile per hour",
    "km²": "square kilometer",
    "km2": "square kilometer",
    "m²": "square meter",
    "m2": "square meter",
    "cm²": "square centimeter",
    "mm²": "square millimeter",
    "m³": "cubic meter",
    "m3": "cubic meter",
    "cm³": "cubic centimeter",
    "km³": "cubic kilometer",
    "ft²": "square foot",
    "ft³": "cubic foot",
    "mi²": "square mile",
    "s²": "second squared",
    "km": "kilometer",
    "cm": "centimeter",
    "mm": "millimeter",
    "nm": "nanometer",
    "µm": "micrometer",
    "mi": "mile",
    "μm": "micrometer",
    "ft": "foot",
    "yd": "yard",
    "yds": "yard",
    "ha": "hectare",
    "kg": "kilogram",
    "mg": "milligram",
    "µg": "microgram",
    "μg": "microgram",
    "lb": "pound",
    "lbs": "pound",
    "oz": "ounce",
    "ml": "milliliter",
    "mL": "milliliter",
    "cl": "centiliter",
    "kWh": "kilowatt hour",
    "MWh": "megawatt hour",
    "GWh": "gigawatt hour",
    "TWh": "terawatt hour",
    "kW": "kilowatt",
    "MW": "megawatt",
    "GW": "gigawatt",
    "mA": "milliampere",
    "mAh": "milliampere hour",
    "kV": "kilovolt",
    "kJ": "kilojoule",
    "kcal": "kilocalorie",
    "Hz": "hertz",
    "kHz": "kilohertz",
    "MHz": "megahertz",
    "GHz": "gigahertz",
    "dB": "decibel",
    "rpm": "revolution per minute",
    "fps": "frame per second",
    "ppm": "part per million",
    "KB": "kilobyte",
    "kB": "kilobyte",
    "MB": "megabyte",
    "GB": "gigabyte",
    "TB": "terabyte",
    "PB": "petabyte",
    "Mbps": "megabit per second",
    "Gbps": "gigabit per second",
    "kbps": "kilobit per second",
    "°C": "degree Celsius",
    "℃": "degree Celsius",
    "°F": "degree Fahrenheit",
    "°": "degree",
    "h": "hour",
    "hr": "hour",
    "hrs": "hour",
    "min": "minute",
    "mins": "minute",
    "sec": "second",
    "secs": "second",
    "ms": "millisecond",
    "wk": "week",
    "wks": "week",
    "mo": "month",
    "mos": "month",
    "yr": "year",
    "yrs": "year",
    "kn": "knot",
    "gal": "gallon",
    "mmHg": "millimeter of mercury",
    "px": "pixel",
    "sq ft": "square foot",
    "sq mi": "square mile",
    "sq km": "square kilometer",
    "sq m": "square meter",
    "Pa": "pascal",
    "kPa": "kilopascal",
    "MPa": "megapascal",
    "hPa": "hectopascal",
    "mV": "millivolt",
    "Ω": "ohm",
    "kΩ": "kilohm",
    "mol": "mole",
    "mmol": "millimole",
    "Wh": "watt hour",
    "µL": "microliter",
    "μs": "microsecond",
    "ns": "nanosecond",
    "ng": "nanogram",
    "dL": "deciliter",
    "dl": "deciliter",
    "psi": "pound per square inch",
    "tsp": "teaspoon",
    "tbsp": "tablespoon",
}
LETTERS: Final = {
    "m": "meter",
    "g": "gram",
    "s": "second",
    "l": "liter",
    "L": "liter",
    "V": "volt",
    "W": "watt",
    "t": "tonne",
    "J": "joule",
    "N": "newton",
}
"""One-letter units: only after a space or before a slash, since 5G, 4K and 100m are names and
millions."""
BOUGHT = (
    "deal|bid|offer|investment|project|plan|fund|house|home|loan|fine|contract|budget|package"
    "|program|programme|bill|flat|settlement|lawsuit|fee|prize|valuation|acquisition|takeover"
    "|merger|bailout|mansion|apartment|grant|bonus|note|coin"
)
OWNED = "[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Mm]y|[Ee]very|[Ee]ach|[Oo]ne"
"""Between such words an amount is an attribute and stays singular: the £5m deal."""
UNCOUNTED: Final = frozenset({"yen", "yuan", "pence", "won"})
UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
LETTER = "|".join(LETTERS)
PER = rf"(?:/({UNIT}|{LETTER}))?"
SCALE = r"(?:[\s-]?(hundred|thousand|million|billion|trillion|[kmb]n?|tn?)(?![a-z\d]))?"
_CODES = "RMB|CNY|USD|EUR|GBP|JPY|HKD"
COIN = rf"((?:US|HK|NT|[ACS])?\$|[€£¥￥₹₩]|(?<![A-Za-z])(?:{_CODES}|Rs\.?(?=\s?\d)))\s?"
CODE = rf"({_CODES})"


OTHER_END: Final = r"\s?(?:to|or|and|[-–—~])\s?(?:[A-Z]{0,2}[$€£])?\d"
"""The other end of a range, after its first amount."""


def plural(count: str, noun: str) -> str:
    """The plural for a count; the s goes to the first word of `degree Celsius`, the last of `square
    foot`, and the word before `per`."""
    if count in {"1", "1.0"} or noun in UNCOUNTED or noun.endswith("hertz"):
        return noun
    head, split, tail = (
        noun.partition(" per " if " per " in noun else " of ")
        if " per " in noun or " of " in noun
        else noun.partition(" Celsius" if noun.endswith("Celsius") else " Fahrenheit")
    )
    return (head[:-4] + "feet" if head.endswith("foot") else head + "s") + split + tail


def measure(count: str, unit: str, per: str | None) -> str:
    """The unit for a count, with what follows per: `5 kg/m³`."""
    noun = plural(count, UNITS.get(unit) or LETTERS[unit])
    return f"{noun} per {UNITS.get(per) or LETTERS[per]}" if per else noun


def attributive(match: re.Match[str]) -> bool:
    """Whether the unit is an attribute and stays singular, as in `a 3.5mm jack` or `a $5,000
    fine`."""
    text = match.string
    behind = re.match(
        r" (?!of|in|per|for|and|or|to|a|an|is|was|on|at|by|with|from|more|less|than|off|each)"
        r"[a-z]+",
        text[match.end() :],
    )
    before = text[max(0, match.start() - 24) : match.start()]
    if re.match(rf" (?:{BOUGHT})\b", text[match.end() :]) and re.search(
        rf"\b(?:{OWNED}) (?:new )?$", before
    ):
        return True
    return bool(behind and re.search(r"\b[Aa]n? (?:[\w-]+, )?$", before))


BELOW_ONE: Final = re.compile(r"0\.\d\d")
"""An amount below one."""


def money(match: re.Match[str]) -> str:
    """Read an amount: $5, $4.50, $2bn."""
    sign = _sign(match[1])
    amount, scale = match[2], match[3]
    is_attributive = attributive(match)
    noun = MONEY[sign]
    if scale:
        noun = plural("1" if is_attributive else "2", noun)
        return f"{number(amount)} {_many(scale)} {noun}"
    plain = amount.replace(",", "")
    whole, _, decimals = plain.partition(".")
    part = _decimals(decimals)
    is_counted = noun not in UNCOUNTED
    behind = match.string[match.end() :]
    if len(part) == 1 and is_counted and not re.match(OTHER_END, behind):
        part += "0"
    if len(part) == 2 and is_counted:
        return _in_dollars(whole, int(part), sign)
    exact = ".".join(filter(None, (whole or "0", part)))
    noun = plural("1" if is_attributive else exact, noun)
    return f"{number(exact)} {noun}"


def _in_dollars(whole: str, cents: int, sign: str) -> str:
    """Four dollars and fifty cents, without the part that is zero."""
    dollars = f"{number(whole)} {plural(whole, MONEY[sign])}" if whole.strip("0") else ""
    if not dollars:
        return _cents(cents, sign)
    return f"{dollars} and {_cents(cents, sign)}" if cents else dollars


def _sign(written: str) -> str:
    return written.upper().strip(".")


def _many(scale: str | None) -> str:
    """The word for `bn` and the like; empty if there is none."""
    lower = (scale or "").lower()
    return MANY.get(lower, lower)


def _decimals(part: str) -> str:
    """The decimals without zeros after the cents: `010` and `0500` are 01 and 05."""
    if len(part) < 3:
        return part
    return part.rstrip("0").ljust(2, "0")


def _cents(count: int, sign: str) -> str:
    if count == 1 and sign in ONE_CENT:
        return f"one {ONE_CENT[sign]}"
    return f"{cardinal(count)} {plural(str(count), CENTS.get(sign, 'cent'))}"


def money_range(match: re.Match[str]) -> str:
    """Read a range of amounts: $5 to $10, $2bn–$3bn."""
    sign, low, less, high, scale = match.groups()
    has_cents = sign.upper() in {"$", "US$", "€", "£"} and not less and not scale
    if has_cents and BELOW_ONE.fullmatch(low) and BELOW_ONE.fullmatch(high):
        return f"{cardinal(int(low[2:]))} to {_cents(int(high[2:]), sign)}"
    words = _many(scale or less)
    first = _many(less)
    said = [number(low)]
    if first != words:
        said.append(first)
    noun = plural("2", MONEY[_sign(sign)])
    said += ["to", number(high), words, noun]
    return " ".join(filter(None, said))
