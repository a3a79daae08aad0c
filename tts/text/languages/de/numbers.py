"""German numbers in words."""

from __future__ import annotations

from typing import Final

ONES: Final = str.split(
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
    "sechzehn siebzehn achtzehn neunzehn"
)
TENS: Final = str.split("- - zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
SCALES: Final = (
    (10**12, "Billion", "Billionen"),
    (10**9, "Milliarde", "Milliarden"),
    (10**6, "Million", "Millionen"),
)
IRREGULAR: Final = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
LONGEST: Final = 15
"""Maximum digits of a number read as a whole; a longer one is read digit by digit."""


def cardinal(number: int) -> str:
    """A number in words, as in counting: 1 is eins.

    >>> cardinal(1), cardinal(21), cardinal(101)
    ('eins', 'einundzwanzig', 'einhunderteins')
    >>> cardinal(1_234), cardinal(2_000_001)
    ('eintausendzweihundertvierunddreißig', 'zwei Millionen eins')
    """
    words = joined(number)
    ends_in_one = words.endswith("ein")
    return f"{words}s" if ends_in_one else words


def joined(number: int) -> str:
    """A number in words before another word: 1 is ein.

    >>> joined(1), joined(101), joined(1_000_000)
    ('ein', 'einhundertein', 'eine Million')
    """
    words: list[str] = []
    for scale, one, many in SCALES:
        count, number = divmod(number, scale)
        if count == 1:
            words.append(f"eine {one}")
        elif count:
            words.append(f"{_below_million(count)} {many}")
    if number or not words:
        words.append(_below_million(number))
    return " ".join(words)


def _below_million(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _below_thousand(rest)
    behind = _below_thousand(rest) if rest else ""
    return f"{_below_thousand(thousands)}tausend{behind}"


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    behind = _below_hundred(rest) if rest else ""
    return f"{ONES[hundreds]}hundert{behind}"


def _below_hundred(number: int) -> str:
    if number < 20:
        return ONES[number]
    tens, ones = divmod(number, 10)
    if not ones:
        return TENS[tens]
    return f"{ONES[ones]}und{TENS[tens]}"


def ordinal(number: int, ending: str = "e") -> str:
    """An ordinal in words with an ending.

    >>> ordinal(1), ordinal(3, "en"), ordinal(8, "er"), ordinal(19), ordinal(20), ordinal(101, "en")
    ('erste', 'dritten', 'achter', 'neunzehnte', 'zwanzigste', 'einhundertersten')
    """
    hundreds, rest = divmod(number, 100)
    before = joined(number - rest) if hundreds else ""
    return f"{before}{_ordinal_stem(rest, number)}{ending}"


def _ordinal_stem(rest: int, number: int) -> str:
    if rest in IRREGULAR:
        return IRREGULAR[rest]
    if not number:
        return f"{_below_hundred(0)}t"
    if not rest:
        return "st"
    words = _below_hundred(rest)
    return f"{words}t" if rest < 20 else f"{words}st"


def year(number: int) -> str:
    """
    >>> year(1987), year(1900)
    ('neunzehnhundertsiebenundachtzig', 'neunzehnhundert')
    >>> year(2026), year(1066)
    ('zweitausendsechsundzwanzig', 'eintausendsechsundsechzig')
    """
    if not 1100 <= number < 2000:
        return cardinal(number)
    centuries, rest = divmod(number, 100)
    return f"{ONES[centuries]}hundert{_year_in_century(rest)}"


def _year_in_century(rest: int) -> str:
    if rest == 0:
        return ""
    if rest == 1:
        return "eins"
    return _below_hundred(rest)


def digits(text: str) -> str:
    """The digits one by one.

    >>> digits("007")
    'null null sieben'
    """
    figures = map(int, filter(str.isdigit, text))
    return " ".join(map(cardinal, figures))


def number(text: str) -> str:
    """A number in digits, with a comma before the decimals and points or spaces between thousands.

    >>> number("1.234,50"), number("007")
    ('eintausendzweihundertvierunddreißig Komma fünf null', 'null null sieben')
    >>> number("3,14"), number("1 000")
    ('drei Komma eins vier', 'eintausend')
    """
    whole, _, decimals = text.partition(",")
    figures = "".join(filter(str.isdigit, whole))
    length = len(figures)
    is_code = length > LONGEST or (length > 1 and figures.startswith("0"))
    words = digits(figures) if is_code else cardinal(int(figures or 0))
    if not decimals:
        return words
    return f"{words} Komma {digits(decimals)}"


def part(bottom: int) -> str:
    """The name of a fraction's denominator.

    >>> part(3), part(4), part(7), part(20), part(100)
    ('Drittel', 'Viertel', 'Siebtel', 'Zwanzigstel', 'Hundertstel')
    """
    stem = ordinal(bottom, "el")
    if bottom in {100, 1000}:
        stem = stem.removeprefix("ein")
    first = stem[:1].upper()
    return first + stem[1:]
