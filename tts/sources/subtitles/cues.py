"""SubRip, WebVTT, SBV, SubViewer, MicroDVD and copied transcripts -> cues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tts.sources.subtitles.recognise import ALONE, ARROW, COMMA, FRAMES

FRAME = 40
"""Milliseconds of a frame: MicroDVD does not state it, and it only affects pauses."""
NUMBER = re.compile(r"\s*\d+\s*")
REMARK = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
"""Beginnings of blocks in WebVTT that are not shown."""
HEADER = re.compile(r"(?P<name>Kind|Language|Title)\s*:\s*(?P<value>.*)", re.IGNORECASE)
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,:](\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at the same time."""

    start: int
    """Milliseconds from the beginning."""
    end: int
    lines: tuple[str, ...]
    speaker: str = ""
    turn: bool = False
    """Another speaker begins."""


@dataclass(frozen=True, slots=True)
class Track:
    """A subtitle file: its cues in order, and its metadata."""

    cues: tuple[Cue, ...]
    title: str = ""
    author: str = ""
    language: str = ""
    verse: bool = False
    """Each line is separate."""


@dataclass(slots=True)
class _Open:
    """A cue to which lines are still added."""

    start: int
    end: int
    lines: list[str] = field(default_factory=list)

    def closed(self) -> Cue:
        return Cue(self.start, self.end, tuple(self.lines))


def milliseconds(clock: str) -> int:
    """
    >>> milliseconds("1:02:03,5"), milliseconds("02:03.25"), milliseconds("00:01")
    (3723500, 123250, 1000)
    """
    found = CLOCK.fullmatch(clock.strip())
    if not found:
        return 0
    hours, minutes, seconds, fraction = found.groups("0")
    total = int(hours) * 3600
    total += int(minutes) * 60
    total += int(seconds)
    thousandths = fraction.ljust(3, "0")
    return total * 1000 + int(thousandths)


def parse_cues(text: str) -> Track:
    """SubRip, WebVTT, SBV, SubViewer: a line with two times, and the lines below it."""
    lines = [line.strip() for line in text.lstrip("\ufeff").split("\n")]
    is_vtt = lines[0].startswith("WEBVTT")
    header: dict[str, str] = {}
    if is_vtt:
        header, lines = _without_header(lines)
    return Track(
        tuple(_shown(lines, is_vtt)),
        title=header.get("title", ""),
        language=header.get("language", ""),
    )


def _without_header(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Without `WEBVTT` and its header, which ends at the first empty line."""
    end = lines.index("") if "" in lines else 1
    said = {"title": lines[0].removeprefix("WEBVTT").strip(" \t-–")}
    for place, line in enumerate(lines[1:end], 1):
        if ARROW.fullmatch(line):
            return said, lines[place:]
        if found := HEADER.fullmatch(line):
            said[found["name"].lower()] = found["value"]
    return said, lines[end:]


def _shown(lines: list[str], is_vtt: bool) -> Iterator[Cue]:
    cue: _Open | None = None
    is_remark = False
    for place, line in enumerate(lines):
        before = lines[place - 1] if place else ""
        if timing := ARROW.fullmatch(line) or COMMA.fullmatch(line):
            if cue:
                yield cue.closed()
            cue = _Open(milliseconds(timing[1]), milliseconds(timing[2]))
            is_remark = False
        elif is_vtt and not before and REMARK.fullmatch(line):
            is_remark = True
        elif not line:
            is_remark = False
        elif cue and not is_remark and not _names_next(lines, place):
            cue.lines.append(line)
    if cue:
        yield cue.closed()


def _names_next(lines: list[str], place: int) -> bool:
    """Whether a line is the number or name of the following cue."""
    following = lines[place + 1 : place + 3]
    after = next(filter(None, following), "")
    if not (ARROW.fullmatch(after) or COMMA.fullmatch(after)):
        return False
    if NUMBER.fullmatch(lines[place]):
        return True
    is_alone = not lines[place - 1]
    return is_alone and bool(following[0])


def parse_frames(text: str) -> Track:
    """MicroDVD: `{from}{to}` in frames, lines separated by `|`."""
    cues = []
    for line in text.lstrip("\ufeff").split("\n"):
        if found := FRAMES.match(line):
            start = int(found[1]) * FRAME
            end = int(found[2]) * FRAME
            shown = tuple(found[3].split("|"))
            cues.append(Cue(start, end, shown))
    return Track(tuple(cues))


def parse_times(text: str) -> Track:
    """A copied transcript: a time, and the text from then on."""
    opened: list[_Open] = []
    title = ""
    lines = text.lstrip("\ufeff").split("\n")
    for line in filter(None, map(str.strip, lines)):
        if found := ALONE.fullmatch(line):
            start = milliseconds(found[1])
            if opened:
                opened[-1].end = start
            opened.append(_Open(start, start))
        elif opened:
            opened[-1].lines.append(line)
        else:
            title = line
    cues = tuple(one.closed() for one in opened)
    return Track(cues, title=title)
