"""Which of the formats of subtitles a text is in."""

from __future__ import annotations

import re

from tts.sources.format import Sample
from tts.sources.recognisers import root

TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,:]\d{1,3})?"
ARROW = re.compile(rf"[ \t]*({TIME})[ \t]*-{{1,2}}>[ \t]*({TIME})(?:[ \t].*)?")
"""How SubRip and WebVTT say when a cue is shown."""
COMMA = re.compile(rf"[ \t]*({TIME}),[ \t]*({TIME})[ \t]*")
"""How YouTube's SBV and SubViewer say it."""
FRAMES = re.compile(r"\{(\d+)\}\{(\d+)\}(.*)")
"""MicroDVD, by frames."""
ALONE = re.compile(r"[ \t]*((?:\d{1,2}:)?\d{1,2}:\d{2})[ \t]*")
"""A copied transcript: a time by itself above what is said."""
TIMED = re.compile(r"[ \t]*\[\d{1,3}:\d{2}[.:]\d{1,3}\]")
LOOSELY_TIMED = re.compile(r"[ \t]*\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\]")
TAG = re.compile(r"[ \t]*\[(?:ti|ar|al|au|by|re|ve|la|offset|length|tool|id|#):?.*\][ \t]*", re.I)
"""What an LRC says of itself."""
SCRIPT = re.compile(r"\s*\[Script Info\]", re.IGNORECASE)
MEDIA_TYPES = (
    "text/vtt",
    "application/x-subrip",
    "text/x-ssa",
    "text/x-ass",
    "application/ttml+xml",
)
LOOKED_AT = 60
"""Lines by which a format is told."""
FEWEST = 2
"""Times in such a text; a text with one may be anything."""

is_timed_xml = root("tt", "transcript", "timedtext")


def is_subtitles(sample: Sample) -> bool:
    return kind_of(sample.head, sample.suffix) != "" or is_timed_xml(sample)


def kind_of(text: str, suffix: str = "") -> str:
    """`cues`, `frames`, `times`, `ass` or `lrc`; empty for none of them."""
    text = text.lstrip("\ufeff \t\n")
    lines = [line for line in text[:20_000].split("\n")[:LOOKED_AT] if line.strip()]
    if text.startswith("WEBVTT") or _has_first(lines, ARROW) or _has_first(lines, COMMA):
        return "cues"
    if SCRIPT.match(text):
        return "ass"
    if lines and FRAMES.match(lines[0]):
        return "frames"
    if _are_lyrics(lines, LOOSELY_TIMED if suffix == ".lrc" else TIMED):
        return "lrc"
    times = sum(ALONE.fullmatch(line) is not None for line in lines)
    starts = bool(lines) and any(map(ALONE.fullmatch, lines[:2]))
    return "times" if starts and times > FEWEST and times * 3 >= len(lines) else ""


def _has_first(lines: list[str], timing: re.Pattern[str]) -> bool:
    """Whether a cue begins the text: behind its number, and a remark perhaps."""
    return any(timing.fullmatch(line) for line in lines[:3])


def _are_lyrics(lines: list[str], timed: re.Pattern[str]) -> bool:
    """Whether four of five lines at least have a time, or are tags."""
    count = len(list(filter(timed.match, lines)))
    tags = len(list(filter(TAG.fullmatch, lines)))
    if count < FEWEST:
        return False
    return (count + tags) * 10 >= len(lines) * 8
