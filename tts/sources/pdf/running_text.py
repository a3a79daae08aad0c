"""Lines of a PDF -> running text: hyphens at line ends undone, Han lines joined without a space."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tts.sources.html.superscripts import raised
from tts.sources.pdf.columns import LOWERED_AGAIN, RAISED, Line
from tts.sources.plain import no_space

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
BROKEN = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\xad]$")
FIRST = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
OWN = re.compile(r"[^\W\d_]-$")
"""A hyphen that a number or the like may follow: COVID-19."""
ELLIPSIS = frozenset(
    {"and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "en", "of"}
)
"""Words behind a hyphen that stands for the rest of a word: pre- and postwar."""
COMPOUNDING = frozenset({"self", "well", "half", "quasi"})
"""First parts of words that keep their hyphen, unless the document writes them without."""
LONGEST_WORD = 60
MARK = re.compile(rf"\s*{RAISED}([^{LOWERED_AGAIN}]*){LOWERED_AGAIN}")
SYMBOLS = re.compile(r"[*†‡§¶‖#]+")
EXPONENTED = re.compile(r"(?:^|[^\w’'])[A-Za-zα-ω]$|(?<!\d)\d{1,2}$|\d\s*(?:[kcdm]?m|ft|in|yd|s)$")
"""What has exponents: a letter by itself, a short number, a unit."""
BEFORE_SIGN = re.compile(r"(?<=\S) (?=[,.;:!?](?:\s|$))")
NUMBERS = re.compile(r"\d{1,3}(?:\s*[,–-]\s*\d{1,3})*")


def words_of(lines: Iterable[Line]) -> frozenset[str]:
    """Words that stand whole on a line, lower case: what a broken word is looked up in."""
    return frozenset(
        word.lower() for line in lines for word in WORD.findall(BROKEN.sub("", line.text))
    )


def joined(lines: Sequence[str], words: frozenset[str]) -> str:
    """One text of many lines.

    >>> joined(["a regis-", "tration of well-", "known and half-", "baked men"], frozenset({"well-known"}))
    'a registration of well-known and half-baked men'
    """
    parts: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        parts.append(_between(parts, line, words) + line if parts else line)
    return "".join(parts).replace("\xad", "")


def _between(parts: list[str], line: str, words: frozenset[str]) -> str:
    """What stands between a text and its next line; a hyphen that was only the line's is taken off
    the text."""
    last = parts[-1]
    broken, first = BROKEN.search(last[-LONGEST_WORD:]), FIRST.match(line)
    if broken and first and first[0] not in ELLIPSIS:
        if last[-1] == "\xad" or not _keeps_hyphen(broken[1], first[0], words):
            parts[-1] = last[:-1]
        return ""
    if OWN.search(last[-2:]) and line[0].isdigit():
        return ""
    return " " if last[-1] == "-" and first else "" if no_space(last, line) else " "


def _keeps_hyphen(left: str, right: str, words: frozenset[str]) -> bool:
    """Whether the hyphen is the word's own."""
    whole, compound = f"{left}{right}".lower(), f"{left}-{right}".lower()
    if whole in words or compound in words:
        return compound in words and whole not in words
    both = min(len(left), len(right)) >= 4 and {left.lower(), right.lower()} <= words
    return both or right[0].isupper() or "-" in left or left.lower() in COMPOUNDING


def unmarked(text: str, notes: frozenset[str]) -> str:
    """Without the marks of notes; what is raised otherwise is written so.

    >>> unmarked(f"the end.{RAISED}3{LOWERED_AGAIN} A square of x{RAISED}2{LOWERED_AGAIN}", frozenset())
    'the end. A square of x²'
    """
    became = MARK.sub(lambda found: _mark(found, text, notes), text)
    return BEFORE_SIGN.sub("", became) if became != text else text


def _mark(found: re.Match[str], text: str, notes: frozenset[str]) -> str:
    said, before = found[1].strip(), text[: found.start()].rstrip()
    numbers = NUMBERS.fullmatch(said)
    known = said in notes or (numbers is not None and set(re.findall(r"\d+", said)) <= notes)
    behind_sign = (
        numbers is not None and before[-1:] != "" and before[-1] in ".,;:!?”’)。，；：！？」』"
    )
    if (known and not EXPONENTED.search(before)) or SYMBOLS.fullmatch(said) or behind_sign:
        return ""
    became = raised(said)
    return became if became != said or found[0][0] != " " else f" {said}"
