"""Decodes damaged bytes line by line, counting and locating what is lost.

A line may be in another charset than the rest if files were concatenated. A damaged line is decoded
so that the damage stays local.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from tts.model import Change
from tts.sources.byte_realignment import realigned
from tts.sources.character_costs import LOST, Costs, costs
from tts.sources.charset_guess import ALL, CHARSETS, UTF8_RUN, UTF16, guess

MOST_REALIGNED: Final = 300_000
"""Maximum bytes of damaged lines per text that are realigned; the others are left as decoded."""
BLOCK: Final = 2_000
"""Bytes decoded at a time, because a line may be a whole book."""
RARE: Final = 9.0
"""Nats of excess cost from which a line is decoded again, because it may lack a byte."""
GAIN: Final = 8.0
"""Nats by which another charset must be likelier for a line."""
CUT: Final = re.compile(f"{LOST}{{0,3}}$")
"""A character cut at the end of a block, which continues in the next."""
STRETCH: Final = re.compile(f"{LOST}+")
AROUND: Final = 12
"""Characters before a damage that help to find it."""
OTHER_NAMES: Final = {
    "gb18030": "GB 18030",
    "cp950": "Big5",
    "cp932": "Shift JIS",
    "cp949": "EUC-KR",
    "utf-8": "UTF-8",
}
PAIRED: Final = {charset.name for charset in (*CHARSETS, *UTF16) if charset.paired}
SCRIPTS: Final = {charset.name: charset.scripts for charset in CHARSETS}


def decoded_lines(content: bytes, name: str) -> tuple[str, tuple[Change, ...]]:
    """The decoded text, with lines in another charset decoded by that one; losses are listed."""
    if name.startswith("utf-16"):
        whole = _Damaged(name).read(content)
        return _told(whole, name)
    lines = content.split(b"\n")
    texts = [_strictly(line, name) for line in lines]
    others = _others(lines, texts, name)
    damaged = _Damaged(name)
    read: list[str] = []
    for number, line in enumerate(lines):
        other = others.texts.get(number)
        mended = damaged.mended(line, texts[number]) if other is None else other
        read.append(mended)
    text, changes = _told("\n".join(read), name)
    return text, others.changes + changes


@dataclass(frozen=True, slots=True)
class _Others:
    """Lines in another charset, by their numbers."""

    texts: dict[int, str]
    name: str = ""

    @property
    def changes(self) -> tuple[Change, ...]:
        if not self.texts:
            return ()
        count = len(self.texts)
        first = min(self.texts)
        shown = self.texts[first][:60]
        what = "1 line is" if count == 1 else f"{count} lines are"
        where = f"the first is line {first + 1}"
        reason = f"{what} in {called(self.name)}, the others are not: {where}"
        return (Change(shown, shown, reason),)


def _others(lines: list[bytes], texts: list[str | None], name: str) -> _Others:
    """Those that another charset decodes without damage, and with a lower cost."""
    if name == "utf-8":
        suspects = [number for number, text in enumerate(texts) if text is None]
        damaged = [lines[number] for number in suspects]
        other = _guessed(damaged)
    else:
        suspects = [number for number, line in enumerate(lines) if UTF8_RUN.search(line)]
        other = "utf-8"
    better: dict[int, str] = {}
    if other in ("", name):
        return _Others(better)
    for number in suspects:
        line = lines[number]
        text = _strictly(line, other)
        if text is not None and _is_likelier(text, other, line, name):
            better[number] = text
    return _Others(better, other)


def _guessed(lines: list[bytes]) -> str:
    if not lines:
        return ""
    found = guess(b"\n".join(lines))
    return found.charset.name if found else ""


def _is_likelier(text: str, other: str, line: bytes, name: str) -> bool:
    """Whether the other charset decodes a line at a clearly lower cost."""
    before = line.decode(name, "replace")
    nats = _costs(other).of(text)
    return nats + GAIN < _costs(name).of(before)


def _costs(name: str) -> Costs:
    return costs(*SCRIPTS.get(name, ALL))


def _strictly(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except UnicodeError:
        return None


class _Damaged:
    """Decodes bytes that may be damaged."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.costs = _costs(name)
        self.budget = MOST_REALIGNED

    def mended(self, line: bytes, text: str | None) -> str:
        """A line, as strictly decoded if possible, unless that makes it unlikely."""
        if text is None:
            return self.read(line)
        if self.name not in PAIRED or line.isascii():
            return text
        is_usual = self.costs.excess(text) <= RARE
        return text if is_usual else self.read(line)

    def read(self, content: bytes) -> str:
        """The text, block by block, each from where the one before it ended."""
        if self.name not in PAIRED:
            return content.decode(self.name, "replace")
        texts: list[str] = []
        place = 0
        while place < len(content):
            block = content[place : place + BLOCK]
            is_last = place + BLOCK >= len(content)
            text, size = self._block(block, is_last)
            texts.append(text)
            place += size
        return "".join(texts)

    def _block(self, block: bytes, is_last: bool) -> tuple[str, int]:
        """The text of a block, and the number of bytes decoded: its end may cut a character."""
        new_decoder = codecs.getincrementaldecoder(self.name)
        decoder = new_decoder("replace")
        plain = decoder.decode(block, is_last)
        pending, _ = decoder.getstate()
        size = len(block) - len(pending)
        is_damaged = LOST in plain
        is_suspect = is_damaged or self.costs.excess(plain) > RARE
        if not is_suspect or self.budget <= 0:
            return plain, size
        self.budget -= len(block)
        text = realigned(block, self.name, self.costs)
        nats = self.costs.of(text)
        gain = self.costs.of(plain) - nats
        if not is_damaged and gain < GAIN:
            return plain, size
        if is_last:
            return text, len(block)
        kept = CUT.sub("", text)
        cut = len(text) - len(kept)
        return kept, len(block) - cut


def _told(text: str, name: str) -> tuple[str, tuple[Change, ...]]:
    text = STRETCH.sub(LOST, text)
    count = text.count(LOST)
    if not count:
        return text, ()
    place = text.index(LOST)
    line = text.count("\n", 0, place) + 1
    what = f"{count} places are"
    where = f"the first in line {line}"
    if count == 1:
        what = "1 place is"
        where = f"line {line}"
    of_line = text.rfind("\n", 0, place) + 1
    begin = max(of_line, place - AROUND)
    shown = text[begin : place + 1]
    reason = f"{what} not valid {called(name)}, {where}"
    return text, (Change(shown, LOST, reason),)


def called(name: str) -> str:
    """A charset's common name.

    >>> called("gb18030"), called("cp1252"), called("koi8-r")
    ('GB 18030', 'windows-1252', 'koi8-r')
    """
    windows = name.replace("cp125", "windows-125")
    return OTHER_NAMES.get(name, windows)
