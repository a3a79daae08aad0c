"""Which subtitle format a text is in."""

from __future__ import annotations

import re

from tts.sources.format import Sample
from tts.sources.recognisers import root

TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,:]\d{1,3})?"
ARROW = re.compile(rf"[ \t]*({TIME})[ \t]*-{{1,2}}>[ \t]*({TIME})(?:[ \t].*)?")
"""Times in SubRip and WebVTT."""
COMMA = re.compile(rf"[ \t]*({TIME}),[ \t]*({TIME})[ \t]*")
"""Times in YouTube's SBV and SubViewer."""
FRAMES = re.compile(r"\{(\d+)\}\{(\d+)\}(.*)")
"""MicroDVD, in frames."""
ALONE = re.compile(r"[ \t]*((?:\d{1,2}:)?\d{1,2}:\d{2})[ \t]*")
"""A copied transcript: a time on its own line above the text."""
TIMED = re.compile(r"[ \t]*\[\d{1,3}:\d{2}[.:]\d{1,3}\]")
LOOSELY_TIMED = re.compile(r"[ \t]*\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\]")
TAG = re.compile(r"[ \t]*\[(?:ti|ar|al|au|by|re|ve|la|offset|length|tool|id|#):?.*\][ \t]*", re.I)
"""Metadata in an LRC file."""
SCRIPT = re.compile(r"\s*\[Script Info\]", re.IGNORECASE)
MEDIA_TYPES = (
    "text/vtt",
    "application/x-subrip",
    "text/x-ssa",
    "text/x-ass",
    "application/ttml+xml",
)
LOOKED_AT = 60
"""Number of lines that are examined."""
FEWEST = 2
"""Minimum number of times; a text with fewer may be anything."""

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
    """Whether the text begins with a cue: perhaps after its number, and a comment."""
    return any(timing.fullmatch(line) for line in lines[:3])


def _are_lyrics(lines: list[str], timed: re.Pattern[str]) -> bool:
    """Whether at least four of five lines have a time, or are metadata."""
    count = len(list(filter(timed.match, lines)))
    tags = len(list(filter(TAG.fullmatch, lines)))
    if count < FEWEST:
        return False
    return (count + tags) * 10 >= len(lines) * 8
