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
LONGEST: Final = 15
"""Maximum digits of a number with words for its scale."""
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
    """A number in words.

    >>> cardinal(1234), cardinal(50_000), cardinal(0)
    ('one thousand two hundred thirty-four', 'fifty thousand', 'zero')
    """
    groups = []
    for scale in SCALES:
        number, group = divmod(number, 1000)
        if group:
            words = _below_thousand(group)
            groups.append(words + scale)
    groups.reverse()
    return " ".join(groups) or "zero"


def _below_thousand(number: int) -> str:
    """A number below 1000 in words; empty for 0."""
    hundreds, rest = divmod(number, 100)
    words = []
    if hundreds:
        words.append(f"{ONES[hundreds]} hundred")
    if rest:
        words.append(_below_hundred(rest))
    return " ".join(words)


def _below_hundred(number: int) -> str:
    if number < 20:
        return ONES[number]
    tens, ones = divmod(number, 10)
    return f"{TENS[tens]}-{ONES[ones]}" if ones else TENS[tens]


def counted(count: int, noun: str) -> str:
    """
    >>> counted(1, "hour"), counted(30, "minute")
    ('one hour', 'thirty minutes')
    """
    plural = "" if count == 1 else "s"
    return f"{cardinal(count)} {noun}{plural}"


def ordinal(number: int) -> str:
    """
    >>> ordinal(21), ordinal(12), ordinal(30), ordinal(100)
    ('twenty-first', 'twelfth', 'thirtieth', 'one hundredth')
    """
    words = cardinal(number)
    gap = max(words.rfind(" "), words.rfind("-"))
    before, last = words[: gap + 1], words[gap + 1 :]
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return before + IRREGULAR.get(last, regular)


def year(number: int) -> str:
    """
    >>> year(2019), year(1905), year(1900), year(2005), year(2000)
    ('twenty nineteen', 'nineteen oh five', 'nineteen hundred', 'two thousand five', 'two thousand')
    """
    high, low = divmod(number, 100)
    if high % 10 == 0 and low < 10:
        return cardinal(number)
    return f"{cardinal(high)} {two_digits(f'{low:02}')}"


def two_digits(text: str) -> str:
    """Two digits after others, as in a year or a time.

    >>> two_digits("05"), two_digits("00"), two_digits("47")
    ('oh five', 'hundred', 'forty-seven')
    """
    if text == "00":
        return "hundred"
    number = int(text)
    return f"oh {ONES[number]}" if text[0] == "0" else cardinal(number)


def digits(text: str) -> str:
    """The digits one by one, without spaces and hyphens."""
    return " ".join(ONES[int(char)] for char in text if char in "0123456789")


def number(text: str) -> str:
    """
    >>> number("1,234.50")
    'one thousand two hundred thirty-four point five zero'
    >>> number("007"), number("3.14"), number(".5")
    ('zero zero seven', 'three point one four', 'point five')
    """
    plain = text.replace(",", "")
    whole, _, part = plain.partition(".")
    if not whole:
        return f"point {digits(part)}"
    is_code = len(whole) > 1 and whole[0] == "0"
    is_too_long = len(whole) > LONGEST
    words = digits(whole) if is_code or is_too_long else cardinal(int(whole))
    return f"{words} point {digits(part)}" if part else words


def power(signs: str) -> str:
    """A power from superscript digits.

    >>> power("²"), power("³"), power("⁶"), power("⁻⁴")
    ('squared', 'cubed', 'to the sixth', 'to the minus four')
    """
    digits = signs.translate(RAISED)
    if digits in {"2", "3"}:
        return "squared" if digits == "2" else "cubed"
    plain = digits.strip("-")
    if digits.startswith("-"):
        return f"to the minus {number(plain or '0')}"
    words = ordinal(int(plain)) if len(digits) < 10 else number(plain)
    return f"to the {words}"
