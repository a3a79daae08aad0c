"""Reads a Markdown text line by line, tracks open boxes, and passes their lines on without the
box's markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from tts.sources.markdown import directive_kinds
from tts.sources.markdown.code_spans import CodeLines
from tts.sources.markdown.dropped import Dropped

QUOTED: Final = re.compile(r"([ \t]*)>[ \t]?")
OPTION: Final = re.compile(r"[ \t>]*:[\w-]+:(?:[ \t].*)?")
CLOSING: Final = frozenset("`~:/")
MOST_LINES: Final = 400
"""Lines among which what closes a comment or a list of files is looked for."""
DEEPEST: Final = 24
"""Boxes that stand in each other."""
WIDEST_LEAD: Final = 40
"""Characters among which the marks of quotes stand."""


@dataclass
class OpenBox:
    """A box that is open. One of three says what its lines have in common."""

    indent: int = 0
    """Columns by which they are indented at least."""
    quotes: int = 0
    """How many `>` they begin with at least."""
    fence: str = ""
    """The mark that closes it."""

    def inner(self, line: str) -> str | None:
        """A line of the box without what makes it one; None for one that stands behind it."""
        if self.fence:
            return line
        if self.quotes:
            return self._unquoted(line)
        if not line.strip():
            return line
        if indent_of(line) < self.indent:
            return None
        return line.expandtabs(4)[4:]

    def _unquoted(self, line: str) -> str | None:
        quote = QUOTED.match(line)
        if not quote or line.count(">", 0, WIDEST_LEAD) < self.quotes:
            return None
        return quote[1] + line[quote.end() :]


@dataclass
class BoxReader:
    """Goes through the lines of a text, and writes those that stay."""

    lines: list[str]
    dropped: Dropped
    code: CodeLines
    eastern: bool = False
    """Whether kinds of boxes are named in Chinese."""
    at: int = 0
    """The line that is read next."""
    out: list[str] = field(default_factory=list)
    frames: list[OpenBox] = field(default_factory=list)
    near: dict[re.Pattern[str], tuple[int, int]] = field(default_factory=dict)
    """Up to which line one of a kind was looked for, and where it was found."""

    def read(self) -> Iterator[str]:
        """The lines that are left to be judged: those that close a box are passed, code is
        written."""
        while self.at < len(self.lines):
            line = self._in_frames(self.lines[self.at])
            self.at += 1
            if not self._closes(line):
                yield line

    def _in_frames(self, line: str) -> str:
        """The line as it stands in the boxes that are open; a box that it is no part of ends."""
        for place, frame in enumerate(self.frames):
            inner = frame.inner(line)
            if inner is None:
                del self.frames[place:]
                self.code.fence = ""
                self.out.append("")
                return line
            line = inner
        return line

    def _closes(self, line: str) -> bool:
        """Whether the line closes a box between two marks."""
        mark = line.strip(" \t>")
        if self.code.fence or not mark or not CLOSING.issuperset(mark):
            return False
        for place in reversed(range(len(self.frames))):
            fence = self.frames[place].fence
            if fence:
                break
        else:
            return False
        if not mark.startswith(fence):
            return False
        del self.frames[place:]
        self.out.append("")
        return True

    def open(self, lead: str, title: str, frame: OpenBox) -> None:
        """Begins a box with its title, which is a paragraph; `lead` stands before it."""
        self.apart(lead, title)
        if len(self.frames) < DEEPEST:
            self.frames.append(frame)

    def titled(self, kind: str, title: str) -> str:
        """The title of a box, unless the words behind its name are none."""
        words = "" if kind in directive_kinds.FRAMES else title.strip()
        return directive_kinds.title_of(kind, words, eastern=self.eastern)

    def apart(self, lead: str, text: str) -> None:
        """Writes a paragraph of one line."""
        empty = lead.rstrip()
        self.out.append(empty)
        if text:
            self.out.append(lead + text)
            self.out.append(empty)

    def tell(self, text: str, reason: str) -> bool:
        """Leaves out a line; it parts what stands around it."""
        self.dropped.add(text, reason)
        self.out.append("")
        return True

    def tell_until(self, end: int, reason: str, text: str = "") -> None:
        """Leaves out the lines up to `end`, and that one."""
        inside = self.lines[self.at : end]
        self.tell(" ".join([text, *inside]), reason)
        self.at = end + 1

    def find(self, pattern: re.Pattern[str]) -> int:
        """The next line of a kind; -1 where there is none near. No line is looked at twice."""
        looked, found = self.near.get(pattern, (0, -1))
        looked = looked if found < 0 else found + 1
        last = min(len(self.lines), self.at + MOST_LINES)
        if found < self.at:
            found = -1
            for number in range(max(self.at, looked), last):
                if pattern.fullmatch(self.lines[number]):
                    found = number
                    break
            self.near[pattern] = (last, found)
        return found if found < last else -1

    def following(self) -> str:
        """The next line that is not empty, as it stands in the boxes that are open; of the next
        three."""
        for line in islice(self.lines, self.at, self.at + 3):
            if line.strip():
                break
        else:
            return ""
        for frame in self.frames:
            line = frame.inner(line) or ""
        return line

    def until(self, mark: str) -> list[str]:
        """The lines up to the mark that closes them; that one is passed."""
        found: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            inner = line.strip(" \t>")
            if inner.startswith(mark) and not inner.strip(mark[0]):
                break
            found.append(line)
        return found

    def skip_options(self) -> None:
        """Passes what is stated of a box below its first line."""
        while self.at < len(self.lines):
            if not OPTION.fullmatch(self.lines[self.at]):
                break
            self.at += 1


def indent_of(line: str) -> int:
    """Columns before the text of a line."""
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())
