"""Advanced SubStation, LRC and timed XML (TTML, YouTube's) -> cues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tts.sources.epub.xml_trees import flat
from tts.sources.metadata_values import language_tag
from tts.sources.subtitles.cues import Cue, Track, milliseconds
from tts.sources.xml import tree_of

FORMAT = (
    "layer",
    "start",
    "end",
    "style",
    "name",
    "marginl",
    "marginr",
    "marginv",
    "effect",
    "text",
)
"""The fields of an event, unless the file lists them."""
CLOCKS = re.compile(r"\[(\d{1,3}:\d{2}(?:[.:]\d{1,3})?)\]")
TAG = re.compile(r"\s*\[([A-Za-z#]+):(.*)\]\s*")
LINE_BREAK = re.compile(r"\\[Nn]")
DRAWING = re.compile(r"\{[^{}]*\\p[1-9][^{}]*\}[^{}]*")
"""A drawing, encoded as text in ASS."""
OVERRIDE = re.compile(r"\{[^{}]*\}")
UNTITLED = frozenset({"", "<untitled>", "default aegisub file", "untitled"})
LAST = 3000
"""Milliseconds for which the last line of a song is shown."""
OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|t|f)?")
UNITS = {"h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1, "f": 40, "t": 0.0001, None: 1000}


def parse_ass(text: str) -> Track:
    """The events of an ASS or SSA script, by time; comments and drawings are skipped."""
    fields: tuple[str, ...] = FORMAT
    title = ""
    cues: list[Cue] = []
    for line in text.split("\n"):
        name, _, value = line.partition(":")
        match name.strip().lower():
            case "title":
                title = value.strip()
            case "format" if "text" in value.lower():
                fields = tuple(one.strip().lower() for one in value.split(","))
            case "dialogue":
                cues += _event(fields, value)
    cues.sort(key=lambda cue: cue.start)
    return Track(tuple(cues), title="" if title.lower() in UNTITLED else title)


def _event(fields: tuple[str, ...], value: str) -> Iterator[Cue]:
    """An event line; one with fewer fields than the file lists has its text last."""
    commas = min(len(fields), len(FORMAT)) - 1
    values = value.split(",", commas)
    event = dict(zip(fields, values, strict=False))
    shown = OVERRIDE.sub("", DRAWING.sub("", event.get("text") or values[-1]))
    shown = shown.replace(r"\h", " ")
    lines = tuple(LINE_BREAK.split(shown))
    start = milliseconds(event.get("start", ""))
    end = milliseconds(event.get("end", ""))
    speaker = _first(event, "name", "actor").strip()
    yield Cue(start, end, lines, speaker)


def parse_lrc(text: str) -> Track:
    """The lines of a song by time; a repeated line has several times."""
    stated: dict[str, str] = {}
    sung: list[tuple[int, str]] = []
    for line in text.lstrip("\ufeff").split("\n"):
        clocks, words = _timed(line.strip())
        sung += [(milliseconds(clock), words) for clock in clocks]
        if not clocks and (found := TAG.fullmatch(line)):
            stated[found[1].lower()] = found[2].strip()
    sung.sort(key=lambda one: one[0])
    return Track(
        tuple(_lasting(sung)),
        title=stated.get("ti", ""),
        author=stated.get("ar", ""),
        language=language_tag(stated.get("la", "")),
        verse=True,
    )


def _timed(line: str) -> tuple[list[str], str]:
    """The times at the beginning of a line, and its words."""
    clocks = []
    while found := CLOCKS.match(line):
        clocks.append(found[1])
        line = line[found.end() :].lstrip()
    return clocks, line


def _lasting(sung: list[tuple[int, str]]) -> Iterator[Cue]:
    """Each line lasts until the next; one without words ends the singing."""
    for place, (start, words) in enumerate(sung):
        most = start + LAST
        following = sung[place + 1 : place + 9]
        later = (one for one, _ in following if one > start)
        end = min(next(later, most), most)
        if words:
            yield Cue(start, end, (words,))


def parse_xml(text: str, where: str) -> Track:
    """TTML, and YouTube's format: elements with a beginning and an end or duration."""
    root, _ = tree_of(text, where)
    title = language = ""
    cues = []
    for name, value in root.attrib.items():
        if _local(name) == "lang":
            language = language_tag(value)
    for element in root.iter():
        match _local(element.tag):
            case "title":
                title = flat(element)
            case "p" | "text":
                cues.append(_timed_element(element))
    return Track(tuple(cues), title=title, language=language)


def _timed_element(element: Any) -> Cue:
    given = {}
    for name, value in element.attrib.items():
        given[_local(name)] = value
    unit = "ms" if "t" in given else None
    begin = _first(given, "begin", "start", "t")
    start = _moment(begin, unit)
    lasts = _moment(_first(given, "dur", "d"), unit)
    end = _moment(_first(given, "end"), unit) or start + lasts
    speaker = _first(given, "agent")
    return Cue(start, end, _lines(element), speaker)


def _first(given: dict[str, str], *names: str) -> str:
    """The value of the first of some attributes that an element has."""
    return next((given[name] for name in names if name in given), "")


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _lines(element: Any) -> tuple[str, ...]:
    """The text of an element, with line breaks for `<br/>`."""
    for inner in element.iter():
        if _local(inner.tag) == "br":
            inner.tail = "\n" + (inner.tail or "")
    text = "".join(element.itertext())
    return tuple(text.split("\n"))


def _moment(value: str, unit: str | None) -> int:
    """Milliseconds of a clock time (`00:00:01.5`) or an offset (`1.5s`)."""
    if ":" in value:
        return milliseconds(value.replace(",", "."))
    found = OFFSET.fullmatch(value.strip())
    if not found:
        return 0
    length = UNITS[found[2] or unit]
    return round(float(found[1]) * length)
