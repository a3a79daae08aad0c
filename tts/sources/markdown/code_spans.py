"""Which parts of a Markdown text are code, and are not changed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

LEAD = r"(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*+"
"""Markers of quotes and lists before the text of a line."""
FENCE = re.compile(LEAD + r"(?P<mark>`{3,}|~{3,})(?P<info>.*)")
DIRECTIVE = re.compile(r"\s*\{(?P<name>[\w:-]+)\}")
"""The rest of a MyST directive's fence: its content may be text."""
LISTED = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)]|[:~])[ \t]|\[\^[^\]\s]+\]:|!!!|\?\?\?|===")
"""Lines continued by indented ones: lists, notes, boxes."""
INDENTED = ("    ", "\t")
RUN = re.compile(r"(?P<run>`+)|(?P<break>\n[ \t]*\n)|\\[`\\]")
VERBATIM = re.compile(r"<(/?)(pre|code|script|style)\b[^<>]*>", re.IGNORECASE)


@dataclass
class CodeLines:
    """Tells for one line after another whether it is code."""

    indented: bool = True
    """Whether lines indented by four are code; in MDX they are not."""
    fence: str = ""
    quoted: bool = False
    listed: bool = False
    blank: bool = True
    """Whether the line before was empty, or indented code."""
    boxes: list[str] = field(default_factory=list)
    """The surrounding fences that contain text."""

    def is_code(self, line: str) -> bool:
        if self.fence and self._goes_on(line):
            return True
        mark = FENCE.match(line)
        if mark and self._opens(mark):
            self.fence = mark["mark"]
            self.quoted = ">" in line[: mark.start("mark")]
            return True
        return self._is_indented(line)

    def _goes_on(self, line: str) -> bool:
        """Whether the line belongs to the fenced code, including the fence itself."""
        if self.quoted and not line.lstrip().startswith(">"):
            self.fence = ""
            return False
        mark = FENCE.match(line)
        if mark and mark["mark"].startswith(self.fence) and not mark["info"].strip():
            self.fence = ""
            self.blank = True
        return True

    def _opens(self, mark: re.Match[str]) -> bool:
        from tts.sources.markdown.directive_kinds import is_text

        info = mark["info"]
        directive = DIRECTIVE.match(info)
        if directive and is_text(directive["name"]):
            self.boxes.append(mark["mark"])
            return False
        if not info.strip() and self.boxes and mark["mark"].startswith(self.boxes[-1]):
            self.boxes.pop()
            return False
        return mark["mark"][0] == "~" or "`" not in info

    def _is_indented(self, line: str) -> bool:
        empty = not line.strip()
        far = line.startswith(INDENTED)
        if LISTED.match(line):
            self.listed = True
        elif not empty and not line[0].isspace() and self.blank:
            self.listed = False
        found = self.indented and far and not empty and self.blank and not self.listed
        self.blank = empty or found
        return found


def line_stretches(text: str, *, indented: bool = True) -> Iterator[tuple[bool, str]]:
    """The text in pieces of whole lines, and whether each is code."""
    lines = CodeLines(indented)
    piece: list[str] = []
    was_code = False
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        is_code = lines.is_code(line.rstrip("\n"))
        if is_code != was_code and piece:
            yield was_code, "".join(piece)
            piece = []
        was_code = is_code
        piece.append(line)
    if piece:
        yield was_code, "".join(piece)


def outside(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches of a pattern in running text that do not begin in code, in order."""
    code = spans(text)
    starts = [start for start, _ in code]
    at = 0
    while found := pattern.search(text, at):
        place = bisect_right(starts, found.start()) - 1
        end = code[place][1] if place >= 0 else 0
        if found.start() < end:
            at = end
        else:
            yield found
            at = max(found.end(), found.start() + 1)


def spans(text: str) -> list[tuple[int, int]]:
    """Starts and ends of code in running text, in order."""
    ticked = _ticked(text) if "`" in text else ()
    verbatim = _verbatim(text) if "<" in text else ()
    return sorted([*ticked, *verbatim])


def _ticked(text: str) -> Iterator[tuple[int, int]]:
    """Code spans: from a run of backticks to the next of the same length, within a paragraph."""
    matches = list(RUN.finditer(text))
    following: list[re.Match[str] | None] = []
    nearest: dict[int, re.Match[str]] = {}
    for match in reversed(matches):
        size = len(match["run"] or "")
        following.append(nearest.get(size) if size else None)
        if match["break"]:
            nearest.clear()
        elif size:
            nearest[size] = match
    at = 0
    for match, closer in zip(matches, reversed(following), strict=True):
        if closer and match.start() >= at:
            at = closer.end()
            yield match.start(), at


def _verbatim(text: str) -> Iterator[tuple[int, int]]:
    opened: re.Match[str] | None = None
    for match in VERBATIM.finditer(text):
        closing = bool(match[1])
        if opened is None and not closing:
            opened = match
        elif opened and closing and opened[2].lower() == match[2].lower():
            yield opened.end(), match.start()
            opened = None
