"""English numbers in words."""

from __future__ import annotations

from typing import Final

from tts.text.languages.numerals import RAISED

ONES: Final = str.split(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
TENS: Final = str.split("- - twenty thirty forty fifty sixty seventy eighty ninety")
SCALES: Final = ("", " thousand", " million", " billion", " trillion")
IRREGULAR: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


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
    tens = (
        ONES[rest] if rest < 20 else TENS[rest // 10] + (f"-{ONES[rest % 10]}" if rest % 10 else "")
    )
    return " ".join(
        part
        for part in (f"{ONES[hundreds]} hundred" if hundreds else "", tens if rest else "")
        if part
    )


def counted(count: int, noun: str) -> str:
    """
    >>> counted(1, "hour"), counted(30, "minute")
    ('one hour', 'thirty minutes')
    """
    return f"{cardinal(count)} {noun}" + ("" if count == 1 else "s")


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


def two_digits(text: str) -> str:
    """Behind others, as of a year or a minute.

    >>> two_digits("05"), two_digits("00"), two_digits("47")
    ('oh five', 'hundred', 'forty-seven')
    """
    if text == "00":
        return "hundred"
    return f"oh {ONES[int(text)]}" if text[0] == "0" else cardinal(int(text))


def digits(text: str) -> str:
    """One by one, spaces and hyphens as they are heard."""
    return " ".join(ONES[int(char)] for char in text if char.isascii() and char.isdigit())


def number(text: str) -> str:
    """
    >>> number("1,234.50"), number("007"), number("3.14"), number(".5")
    ('one thousand two hundred thirty-four point five zero', 'zero zero seven', 'three point one four', 'point five')
    """
    whole, _, part = text.replace(",", "").partition(".")
    if not whole:
        return f"point {digits(part)}"
    words = (
        digits(whole)
        if len(whole) > 15 or (len(whole) > 1 and whole[0] == "0")
        else cardinal(int(whole))
    )
    return f"{words} point {digits(part)}" if part else words


def power(signs: str) -> str:
    """What a number or a sign is raised to, by its superscript digits.

    >>> power("²"), power("³"), power("⁶"), power("⁻⁴")
    ('squared', 'cubed', 'to the sixth', 'to the minus four')
    """
    digits = signs.translate(RAISED)
    if digits in {"2", "3"}:
        return "squared" if digits == "2" else "cubed"
    if digits.startswith("-"):
        return f"to the minus {number(digits.strip('-') or '0')}"
    return (
        f"to the {ordinal(int(digits.strip('-')))}"
        if len(digits) < 10
        else f"to the {number(digits.strip('-'))}"
    )
