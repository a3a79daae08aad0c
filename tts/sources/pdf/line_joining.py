"""Lines of a PDF -> running text: hyphens at line ends undone, Han lines joined without a space."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tts.sources.html.superscripts import raised
from tts.sources.pdf.reading_order import LOWERED_AGAIN, RAISED, Line
from tts.sources.plain import no_space

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
BROKEN = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\xad]$")
FIRST = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
OWN = re.compile(r"[^\W\d_]-$")
"""A hyphen before a number or similar: COVID-19."""
ELLIPSIS = frozenset(
    {"and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "en", "of"}
)
"""Words after a hyphen that replaces the rest of a word: pre- and postwar."""
COMPOUNDING = frozenset({"self", "well", "half", "quasi"})
"""First parts of words that keep their hyphen, unless the document also has them without one."""
LONGEST_WORD = 60
MARK = re.compile(rf"\s*{RAISED}([^{LOWERED_AGAIN}]*){LOWERED_AGAIN}")
SYMBOLS = re.compile(r"[*†‡§¶‖#]+")
EXPONENTED = re.compile(r"(?:^|[^\w’'])[A-Za-zα-ω]$|(?<!\d)\d{1,2}$|\d\s*(?:[kcdm]?m|ft|in|yd|s)$")
"""What may have an exponent: a single letter, a short number, a unit."""
BEFORE_SIGN = re.compile(r"(?<=\S) (?=[,.;:!?](?:\s|$))")
NUMBERS = re.compile(r"\d{1,3}(?:\s*[,–-]\s*\d{1,3})*")
SENTENCE_SIGNS = tuple(".,;:!?”’)。，；：！？」』")
"""A superscript number after one of these is the mark of a note."""


def words_of(lines: Iterable[Line]) -> frozenset[str]:
    """Complete words on a line, in lower case, in which broken words are looked up."""
    words: set[str] = set()
    for line in lines:
        unbroken = BROKEN.sub("", line.text)
        found = WORD.findall(unbroken)
        words.update(map(str.lower, found))
    return frozenset(words)


def joined(lines: Sequence[str], words: frozenset[str]) -> str:
    """One text from many lines.

    >>> known = frozenset({"well-known"})
    >>> joined(["a regis-", "tration of well-", "known and half-", "baked men"], known)
    'a registration of well-known and half-baked men'
    """
    pieces: list[str] = []
    for line in map(str.strip, lines):
        if pieces and line:
            between = _between(pieces, line, words)
            pieces.append(between + line)
        elif line:
            pieces.append(line)
    return "".join(pieces).replace("\xad", "")


def _between(pieces: list[str], line: str, words: frozenset[str]) -> str:
    """What separates a text from its next line; a hyphen of the line break is removed from the
    text."""
    last = pieces[-1]
    broken = BROKEN.search(last[-LONGEST_WORD:])
    first = FIRST.match(line)
    if broken and first and first[0] not in ELLIPSIS:
        is_soft = last[-1] == "\xad"
        if is_soft or not _keeps_hyphen(broken[1], first[0], words):
            pieces[-1] = last[:-1]
        return ""
    if line[0].isdigit() and OWN.search(last[-2:]):
        return ""
    if first and last[-1] == "-":
        return " "
    return "" if no_space(last, line) else " "


def _keeps_hyphen(left: str, right: str, words: frozenset[str]) -> bool:
    """Whether the hyphen belongs to the word."""
    first = left.lower()
    second = right.lower()
    written_together = first + second in words
    written_with_hyphen = f"{first}-{second}" in words
    if written_together:
        return False
    if written_with_hyphen:
        return True
    if right[0].isupper() or "-" in left or first in COMPOUNDING:
        return True
    if min(len(left), len(right)) < 4:
        return False
    return first in words and second in words


def unmarked(text: str, notes: frozenset[str]) -> str:
    """Without marks of notes; other superscripts are written with superscript characters.

    >>> marked = f"the end.{RAISED}3{LOWERED_AGAIN} A square of x{RAISED}2{LOWERED_AGAIN}"
    >>> unmarked(marked, frozenset())
    'the end. A square of x²'
    """

    def rewritten(found: re.Match[str]) -> str:
        before = text[: found.start()]
        return _mark(found, before.rstrip(), notes)

    became = MARK.sub(rewritten, text)
    if became == text:
        return text
    return BEFORE_SIGN.sub("", became)


def _mark(found: re.Match[str], before: str, notes: frozenset[str]) -> str:
    """The replacement of a superscript: empty if it is the mark of a note."""
    sign = found[1].strip()
    if _is_mark(sign, before, notes):
        return ""
    became = raised(sign)
    if became == sign and found[0].startswith(" "):
        return f" {sign}"
    return became


def _is_mark(sign: str, before: str, notes: frozenset[str]) -> bool:
    if SYMBOLS.fullmatch(sign):
        return True
    is_number = NUMBERS.fullmatch(sign) is not None
    if is_number and before.endswith(SENTENCE_SIGNS):
        return True
    numbers = re.findall(r"\d+", sign)
    is_known = sign in notes or (is_number and notes.issuperset(numbers))
    return is_known and not EXPONENTED.search(before)
