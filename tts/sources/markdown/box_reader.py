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
"""Lines that are searched for the end of a comment or a list of files."""
DEEPEST: Final = 24
"""Maximum nesting of boxes."""
WIDEST_LEAD: Final = 40
"""Maximum characters before a line's text that may contain quotation marks."""


@dataclass
class OpenBox:
    """An open box. One of three fields tells how its lines are recognized."""

    indent: int = 0
    """Minimum indent of its lines, in columns."""
    quotes: int = 0
    """Minimum number of `>` before its lines."""
    fence: str = ""
    """The mark that closes it."""

    def inner(self, line: str) -> str | None:
        """The content of a line in the box; None for a line after it."""
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
    """Reads the lines of a text, and writes those that are kept."""

    lines: list[str]
    dropped: Dropped
    code: CodeLines
    eastern: bool = False
    """Whether kinds of boxes are named in Chinese."""
    at: int = 0
    """Index of the next line."""
    out: list[str] = field(default_factory=list)
    frames: list[OpenBox] = field(default_factory=list)
    near: dict[re.Pattern[str], tuple[int, int]] = field(default_factory=dict)
    """For each pattern, the index up to which it was searched, and where it was found."""

    def read(self) -> Iterator[str]:
        """The lines that need further processing: those that close a box are skipped, code is
        copied."""
        while self.at < len(self.lines):
            line = self._in_frames(self.lines[self.at])
            self.at += 1
            if not self._closes(line):
                yield line

    def _in_frames(self, line: str) -> str:
        """The line without the markup of the open boxes; boxes that do not contain it are
        closed."""
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
        """Open a box with its title as a paragraph; `lead` is the text before it."""
        self.apart(lead, title)
        if len(self.frames) < DEEPEST:
            self.frames.append(frame)

    def titled(self, kind: str, title: str) -> str:
        """The title of a box, unless what follows its name is none."""
        words = "" if kind in directive_kinds.FRAMES else title.strip()
        return directive_kinds.title_of(kind, words, eastern=self.eastern)

    def apart(self, lead: str, text: str) -> None:
        """Write a paragraph of one line."""
        empty = lead.rstrip()
        self.out.append(empty)
        if text:
            self.out.append(lead + text)
            self.out.append(empty)

    def tell(self, text: str, reason: str) -> bool:
        """Omit and list a line; it separates the text around it."""
        self.dropped.add(text, reason)
        self.out.append("")
        return True

    def tell_until(self, end: int, reason: str, text: str = "") -> None:
        """Omit and list the lines up to and including `end`."""
        inside = self.lines[self.at : end]
        self.tell(" ".join([text, *inside]), reason)
        self.at = end + 1

    def find(self, pattern: re.Pattern[str]) -> int:
        """The next line that matches; -1 if there is none near. No line is searched twice."""
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
        """The next of three lines that is not empty, without the markup of the open boxes."""
        for line in islice(self.lines, self.at, self.at + 3):
            if line.strip():
                break
        else:
            return ""
        for frame in self.frames:
            line = frame.inner(line) or ""
        return line

    def until(self, mark: str) -> list[str]:
        """The lines before a closing mark, which is skipped."""
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
        """Skip the options of a box below its first line."""
        while self.at < len(self.lines):
            if not OPTION.fullmatch(self.lines[self.at]):
                break
            self.at += 1


def indent_of(line: str) -> int:
    """Columns before the text of a line."""
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())
