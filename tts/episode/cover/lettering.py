"""Titles set in type for covers: which font has them, where lines break, how large they stand.

The font for Latin and Han ships with the package, so that a cover is the same on every machine; a
title in another script is drawn with a font of the system, and what no font has is left out, never
drawn as boxes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from PIL import ImageFont

from tts.storage.names import at_home

FONT = str(files("tts").joinpath("data", "cover.otf"))
LEADING = 1.26
"""Height of a line of a title, in sizes of its type."""

_CLOSING = "，。、；：？！…）》」』”’〉】—,.;:?!)]}%"
_WIDE_OPENING = "（《「『〈【“‘"
_OPENING = f"{_WIDE_OPENING}([{{"
_CURLY = re.compile(r"(?<=[\x20-\u024f])[‘’“”]|[‘’“”](?=[\x20-\u024f])")
_STRAIGHT = {"‘": "'", "’": "'", "“": '"', "”": '"'}


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines of one size."""

    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont

    @property
    def leading(self) -> int:
        """Pixels from line to line."""
        return round(self.font.size * LEADING)

    @property
    def height(self) -> int:
        return self.leading * len(self.lines)


# --- fonts ----------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def font(size: int, path: str = FONT) -> ImageFont.FreeTypeFont:
    """Set plainly, so that a machine with a shaping library sets it no other way."""
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=64)
def _missing(path: str) -> bytes:
    return bytes(font(40, path).getmask("\U0010fffe"))


@lru_cache(maxsize=10_000)
def _has(path: str, c: str) -> bool:
    return bytes(font(40, path).getmask(c)) != _missing(path)


@lru_cache(maxsize=8)
def font_for(text: str) -> str:
    """The path of the shipped font, or, for a script that it has not, of the system's first font
    that has the text."""
    letters = {c for c in text if c.isalpha()}
    if sum(_has(FONT, c) for c in letters) * 2 >= len(letters):
        return FONT
    for path in system_fonts():
        try:
            if all(_has(path, c) for c in letters):
                return path
        except OSError:
            continue
    return FONT


def system_fonts() -> list[str]:
    folders = (
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/Library/Fonts",
        "/System/Library/Fonts",
        "C:/Windows/Fonts",
    )
    homes = map(at_home, ("~/.fonts", "~/.local/share/fonts", "~/Library/Fonts"))
    there = (f for f in (*map(Path, folders), *homes) if os.path.isdir(f))  # noqa: PTH112  # no where pathlib raises
    found = (p for folder in there for p in folder.rglob("*.[to]t[fc]"))
    return sorted(map(str, found))[:400]


def drawable(text: str, path: str) -> str:
    """The text without characters that the font has not: emoji, rare Han."""
    text = " ".join(text.split())
    text = _CURLY.sub(
        lambda m: _STRAIGHT[m.group()], text
    )  # the font has them as wide as a Han character
    kept = [c for c in text if c == " " or _has(path, c)]
    return " ".join("".join(kept).split())


# --- lines ----------------------------------------------------------------------------------------


class _Steps(dict[tuple[str, str], float]):
    """How far a font goes on by each character, behind the one before it: without shaping nothing
    else counts, and to measure a line anew for each character added to it takes most of the time
    that a cover takes."""

    def __init__(self, type_: ImageFont.FreeTypeFont) -> None:
        self._measure = type_.getlength

    def __missing__(self, pair: tuple[str, str]) -> float:
        before, c = pair
        length = self._measure(before + c)
        if before:
            length -= self._measure(before)
        self[pair] = length
        return length


_steps = lru_cache(maxsize=64)(_Steps)


def length(text: str, type_: ImageFont.FreeTypeFont) -> float:
    """Pixels of a line, as the font's own `getlength` has them."""
    step = _steps(type_).__getitem__
    before = ("", *text)
    pairs = zip(before, text, strict=False)
    return sum(map(step, pairs))


def fit(
    text: str, path: str, width: int, height: int, sizes: Sequence[int], *, most: int = 7
) -> Setting:
    """The largest size at which the text, wrapped, fits the box; the smallest cuts it with an
    ellipsis."""
    for size in sizes:
        type_ = font(size, path)
        lines = wrap(text, type_, width)
        room = min(most, int(height // (size * LEADING)))
        orphan = len(lines) > 1 and len(lines[-1]) == 1
        if (
            len(lines) <= room
            and not orphan
            and all(length(line, type_) <= width for line in lines)
        ):
            return Setting(tuple(_balanced(text, type_, width, lines)), type_)
    whole = lines if len(lines) <= room else [*lines[: room - 1], " ".join(lines[room - 1 :])]
    return Setting(tuple(shortened(line, type_, width) for line in whole), type_)


def _balanced(text: str, type_: ImageFont.FreeTypeFont, width: int, lines: list[str]) -> list[str]:
    """As many lines, as equal in length as they can be: the narrowest column that has no line
    more."""
    if len(lines) < 2:
        return lines
    step, best = max(1, round(type_.size / 4)), lines
    for narrower in range(width - step, width // 2, -step):
        tried = wrap(text, type_, narrower)
        if len(tried) > len(lines) or any(length(line, type_) > narrower for line in tried):
            break
        best = tried
    return best


def wrap(text: str, type_: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines, line = [], ""
    for unit in _units(text):
        if line and length((line + unit).rstrip(), type_) > width:
            lines.append(line.rstrip())
            line = ""
        line += unit
        while length(line.rstrip(), type_) > 2 * width:  # no word: an address, a hash
            cut = _room(line, type_, width)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()]


def _room(line: str, type_: ImageFont.FreeTypeFont, width: int) -> int:
    """How many characters of a line that is too long have room."""
    count = 1
    while length(line[: count + 1], type_) <= width:
        count += 1
    return count


def _units(text: str) -> list[str]:
    """What must stay on one line: a Latin word with its space, a Han character with the signs that
    belong to it."""
    units: list[str] = []
    for c in text:
        last = units[-1][-1] if units else " "
        glued = units and (
            c in _CLOSING or c == " " or last in _OPENING or (_latin(c) and _latin(last))
        )
        if glued:
            units[-1] += c
        else:
            units.append(c)
    return units


def _latin(c: str) -> bool:
    return c != " " and ord(c) < 0x2E80


def shortened(text: str, type_: ImageFont.FreeTypeFont, width: int) -> str:
    if length(text, type_) <= width:
        return text
    while text and length(text + "…", type_) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def side(line: str, type_: ImageFont.FreeTypeFont) -> int:
    """Pixels that are free before a sign that opens a line, for 《 has half its width free: the line
    hangs by them."""
    ink = type_.getmask(line[:1]).getbbox() if line[:1] in _WIDE_OPENING else None
    return int(ink[0]) if ink else 0


_PARTS = re.compile(r"\s*(?:：|:\s|——|\s[—–-]\s|\s?[|｜]\s?)\s*")
_LONGEST_HEAD = 24
"""Columns, a Han character counting two, that what stands before a colon may have to be set as the
title."""


def head_and_rest(title: str) -> tuple[str, str]:
    """A title and what follows its colon, which is set smaller.

    >>> head_and_rest("橋上的燈火：一座城市怎樣把夜晚還給行人")
    ('橋上的燈火', '一座城市怎樣把夜晚還給行人')
    >>> head_and_rest("Keeping the Light"), head_and_rest("10:30 to the coast")
    (('Keeping the Light', ''), ('10:30 to the coast', ''))
    """
    parts = _PARTS.split(title, maxsplit=1)
    if len(parts) == 2 and all(parts) and sum(2 - _latin(c) for c in parts[0]) <= _LONGEST_HEAD:
        return parts[0], parts[1]
    return title, ""
