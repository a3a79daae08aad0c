"""Typesets titles for covers: the font, the line breaks, the size.

The font for Latin and Han ships with the package, so that a cover is the same on every machine; a
title in another script is drawn with a font of the system, and what no font has is left out, never
drawn as boxes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from PIL import ImageFont

from tts.storage.paths import expand_home

FONT = str(files("tts").joinpath("data", "cover.otf"))
LEADING = 1.26
"""Height of a line of a title, in sizes of its type."""

_CLOSING = "，。、；：？！…）》」』”’〉】—,.;:?!)]}%"
_WIDE_OPENING = "（《「『〈【“‘"
_OPENING = f"{_WIDE_OPENING}([{{"
_CURLY = re.compile(r"(?<=[\x20-\u024f])[‘’“”]|[‘’“”](?=[\x20-\u024f])")
"""Quotes beside Latin letters, which the font has as wide as a Han character."""
_STRAIGHT = {"‘": "'", "’": "'", "“": '"', "”": '"'}


Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines of the same size."""

    lines: tuple[str, ...]
    font: Font

    @property
    def leading(self) -> int:
        """Line spacing in pixels."""
        return round(self.font.size * LEADING)

    @property
    def height(self) -> int:
        return self.leading * len(self.lines)


# --- fonts ----------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def font(size: int, path: str = FONT) -> Font:
    """The font with basic layout, so that the result is the same on machines with a shaping
    library."""
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def _drawn(path: str, char: str) -> bytes:
    """The image of a character in a font."""
    mask = font(40, path).getmask(char)
    return bytes(mask)


@lru_cache(maxsize=64)
def _missing(path: str) -> bytes:
    """The image that a font draws for a missing character."""
    return _drawn(path, "\U0010fffe")


@lru_cache(maxsize=10_000)
def _has(path: str, char: str) -> bool:
    return _drawn(path, char) != _missing(path)


@lru_cache(maxsize=8)
def font_for(text: str) -> str:
    """The path of the shipped font, or, for other scripts, of the first system font that has all
    characters."""
    letters = set(filter(str.isalpha, text))
    ours = sum(_has(FONT, letter) for letter in letters)
    if ours * 2 >= len(letters):
        return FONT
    for path in system_fonts():
        try:
            if all(_has(path, letter) for letter in letters):
                return path
        except OSError:
            continue
    return FONT


_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
_FOLDERS_AT_HOME = ("~/.fonts", "~/.local/share/fonts", "~/Library/Fonts")
_MOST_FONTS = 400


def system_fonts() -> list[str]:
    """The paths of installed fonts, sorted; only the first of very many."""
    homes = map(expand_home, _FOLDERS_AT_HOME)
    found: list[str] = []
    for folder in (*map(Path, _FOLDERS), *homes):
        if os.path.isdir(folder):  # noqa: PTH112  # no where pathlib raises
            found += map(str, folder.rglob("*.[to]t[fc]"))
    return sorted(found)[:_MOST_FONTS]


def drawable(text: str, path: str) -> str:
    """The text without characters that the font lacks: emoji, rare Han."""
    text = _on_one_line(text)
    text = _CURLY.sub(_straight, text)
    kept = [char for char in text if char == " " or _has(path, char)]
    return _on_one_line("".join(kept))


def _straight(quote: re.Match[str]) -> str:
    return _STRAIGHT[quote.group()]


def _on_one_line(text: str) -> str:
    words = text.split()
    return " ".join(words)


# --- lines ----------------------------------------------------------------------------------------


class _Steps(dict[tuple[str, str], float]):
    """Advance of each character after the one before it. Without shaping nothing else matters, and
    measuring a line again for each added character would take most of a cover's time."""

    def __init__(self, type_: Font) -> None:
        self._measure = type_.getlength

    def __missing__(self, pair: tuple[str, str]) -> float:
        before, c = pair
        length = self._measure(before + c)
        if before:
            length -= self._measure(before)
        self[pair] = length
        return length


_steps = lru_cache(maxsize=64)(_Steps)


def length(text: str, type_: Font) -> float:
    """Width of a line in pixels, equal to the font's own `getlength`."""
    step = _steps(type_).__getitem__
    before = ("", *text)
    pairs = zip(before, text, strict=False)
    return sum(map(step, pairs))


def fit(
    text: str, path: str, width: int, height: int, sizes: Sequence[int], *, most: int = 7
) -> Setting:
    """The largest size at which the wrapped text fits the box; at the smallest size it is cut with
    an ellipsis."""
    for size in sizes:
        type_ = font(size, path)
        lines = wrap(text, type_, width)
        fitting = int(height // (size * LEADING))
        room = min(most, fitting)
        if len(lines) <= room and not _has_orphan(lines) and _holds(type_, width, lines):
            balanced = _balanced(text, type_, width, lines)
            return Setting(tuple(balanced), type_)
    if len(lines) > room:
        rest = " ".join(lines[room - 1 :])
        lines = [*lines[: room - 1], rest]
    cut = [shortened(line, type_, width) for line in lines]
    return Setting(tuple(cut), type_)


def _has_orphan(lines: Sequence[str]) -> bool:
    """Whether the last line is a single character."""
    return len(lines) > 1 and len(lines[-1]) == 1


def _holds(type_: Font, width: int, lines: Iterable[str]) -> bool:
    """Whether a column is wide enough for these lines."""
    return all(length(line, type_) <= width for line in lines)


def _balanced(text: str, type_: Font, width: int, lines: list[str]) -> list[str]:
    """The same number of lines, as equal in length as possible: the narrowest column that needs no
    more lines."""
    if len(lines) < 2:
        return lines
    step = max(1, round(type_.size / 4))
    best = lines
    for narrower in range(width - step, width // 2, -step):
        tried = wrap(text, type_, narrower)
        if len(tried) > len(lines) or not _holds(type_, narrower, tried):
            break
        best = tried
    return best


def wrap(text: str, type_: Font, width: int) -> list[str]:
    """The lines of a text in a column. A wider word may stick out, up to twice the width."""
    lines = []
    line = ""
    for unit in _units(text):
        longer = line + unit
        if line and length(longer.rstrip(), type_) > width:
            lines.append(line.rstrip())
            line = ""
        line += unit
        while length(line.rstrip(), type_) > 2 * width:  # no word: an address, a hash
            cut = _room(line, type_, width)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()]


def _room(line: str, type_: Font, width: int) -> int:
    """How many characters of a line that is too long fit."""
    count = 1
    while length(line[: count + 1], type_) <= width:
        count += 1
    return count


@lru_cache(maxsize=16)
def _units(text: str) -> tuple[str, ...]:
    """Units that are not broken: a Latin word with its space, a Han character with its punctuation.
    Cached, because a title is wrapped at every size tried."""
    units: list[str] = []
    for char in text:
        if units and _belongs_to(char, units[-1][-1]):
            units[-1] += char
        else:
            units.append(char)
    return tuple(units)


def _belongs_to(char: str, before: str) -> bool:
    """Whether there may be no line break before a character."""
    if char == " " or char in _CLOSING or before in _OPENING:
        return True
    return _is_latin(char) and _is_latin(before)


def _is_latin(char: str) -> bool:
    return char != " " and ord(char) < 0x2E80


def shortened(text: str, type_: Font, width: int) -> str:
    """A text, cut with an ellipsis if it is too wide."""
    if length(text, type_) <= width:
        return text
    while text and length(f"{text}…", type_) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def side(line: str, type_: Font) -> int:
    """Empty pixels at the left of an opening sign: half of 《 is empty, so the line is shifted left
    by it."""
    first = line[:1]
    if first not in _WIDE_OPENING:
        return 0
    ink = type_.getmask(first).getbbox()
    return int(ink[0]) if ink else 0


_PARTS = re.compile(r"\s*(?:：|:\s|——|\s[—–-]\s|\s?[|｜]\s?)\s*")
_LONGEST_HEAD = 24
"""Maximum columns of the part before a colon that is set as the title; a Han character counts as
two."""


def head_and_rest(title: str) -> tuple[str, str]:
    """A title, and the part after its colon, which is set smaller.

    >>> head_and_rest("橋上的燈火：一座城市怎樣把夜晚還給行人")
    ('橋上的燈火', '一座城市怎樣把夜晚還給行人')
    >>> head_and_rest("Keeping the Light"), head_and_rest("10:30 to the coast")
    (('Keeping the Light', ''), ('10:30 to the coast', ''))
    """
    parts = _PARTS.split(title, maxsplit=1)
    if len(parts) < 2 or not all(parts):
        return title, ""
    head, rest = parts
    columns = sum(1 if _is_latin(char) else 2 for char in head)
    return (head, rest) if columns <= _LONGEST_HEAD else (title, "")
