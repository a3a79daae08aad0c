"""What is heard when: cues, VTT, SRT, JSON and chapters, from the script and the marks.

Text is the article's own, character by character. Times are milliseconds from the episode's first
frame.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tts.model import Chunk, ClipInfo, Mark, Script
from tts.show.manifest import Chapter
from tts.text.script import PIECE

LINE = 65
"""Characters a line of a VTT cue may have, for apps that show transcripts (Podcasting 2.0,
`transcripts`)."""

_CLOSING = set("，。、；：？！…）》」』”’〉】,.;:?!)]}%")
"""Signs that never begin a line."""


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    text_start: int
    """Index into the cue's text."""
    text_end: int


@dataclass(frozen=True, slots=True)
class Cue:
    """One sentence, heard."""

    start: int
    end: int
    text: str
    chunk: int
    """Index of its chunk in the script."""
    words: tuple[Word, ...] = ()


def cues(chunks: Sequence[Chunk], clips: Sequence[ClipInfo], starts: Sequence[int]) -> list[Cue]:
    """Every sentence with its times. `starts[i]` is where clip i begins, in milliseconds.

    A sentence that has no mark of its own (there was nothing to say in it) is shown with the one
    before it.
    """
    out: list[Cue] = []
    for at, (chunk, clip, start) in enumerate(zip(chunks, clips, starts, strict=True)):
        out.extend(_cues_of(at, chunk, clip, start))
    return out


def _cues_of(at: int, chunk: Chunk, clip: ClipInfo, offset: int) -> Iterator[Cue]:
    sentences = {m.text_start: m for m in clip.marks if m.kind == "sentence"}
    words = [m for m in clip.marks if m.kind == "word"]
    begin, end_before = 0, 0
    for sentence in chunk.sentences:
        text = sentence.text.strip()
        first = begin + len(sentence.text) - len(sentence.text.lstrip())
        mark = sentences.get(first) or sentences.get(begin)
        if text:
            start, end = (mark.start, mark.end) if mark else (end_before, end_before)
            inside = tuple(
                _word(w, first, offset) for w in words if first <= w.text_start < first + len(text)
            )
            yield Cue(offset + start, offset + end, text, at, inside)
            end_before = end
        begin += len(sentence.text)


def _word(mark: Mark, first: int, offset: int) -> Word:
    return Word(
        offset + mark.start, offset + mark.end, mark.text_start - first, mark.text_end - first
    )


def chapters(script: Script, starts: Sequence[int], total: int) -> list[Chapter]:
    """The title and every heading, in order; each lasts until the next. The first begins at 0: an
    intro is in it."""
    heads = [(at, c) for at, c in enumerate(script.chunks) if c.kind in ("title", "heading")]
    first = next((at for at, c in enumerate(script.chunks) if c.kind != "intro"), 0)
    if not heads or heads[0][0] != first:
        heads = [(-1, None), *heads]  # type: ignore[list-item]
    out = []
    for n, (at, chunk) in enumerate(heads):
        start = 0 if n == 0 else starts[at]
        end = starts[heads[n + 1][0]] if n + 1 < len(heads) else total
        title = chunk.text.strip() if chunk else script.title or "…"
        out.append(Chapter(start, end, title, chunk.level if chunk else 0))
    return _without_split(out)


def _without_split(found: list[Chapter]) -> list[Chapter]:
    """Chapters that begin at the same moment as the next would be empty: they are not listed."""
    return [c for c in found if c.end > c.start]


# --- formats --------------------------------------------------------------------------------------


def vtt(cues: Sequence[Cue], language: str) -> str:
    """WebVTT, a cue a sentence, lines of at most 65 characters. Its language stands in a comment:
    the standard has no other place for it.

    >>> print(vtt([Cue(0, 1500, "A & B.", 0)], "en"))
    WEBVTT
    <BLANKLINE>
    NOTE Language: en
    <BLANKLINE>
    1
    00:00:00.000 --> 00:00:01.500
    A &amp; B.
    <BLANKLINE>
    """
    head = "WEBVTT" + (f"\n\nNOTE Language: {language}" if language else "")
    blocks = [
        f"{n}\n{_clock(c.start, '.')} --> {_clock(max(c.end, c.start + 1), '.')}\n"
        + "\n".join(map(_escape, _wrap(c.text)))
        for n, c in enumerate(cues, 1)
    ]
    return "\n\n".join([head, *blocks]) + "\n"


def srt(cues: Sequence[Cue]) -> str:
    """SubRip. It knows no escapes: the arrow that stands between times is written as a sign where it is in a text.

    >>> print(srt([Cue(61_000, 62_500, "你好。", 0)]))
    1
    00:01:01,000 --> 00:01:02,500
    你好。
    <BLANKLINE>
    """
    blocks = [
        f"{n}\n{_clock(c.start, ',')} --> {_clock(max(c.end, c.start + 1), ',')}\n"
        + "\n".join(_wrap(c.text.replace("-->", "→")))
        for n, c in enumerate(cues, 1)
    ]
    return "\n\n".join(blocks) + "\n"


def to_json(cues: Sequence[Cue]) -> str:
    """Podcasting 2.0 JSON transcript, a segment a sentence; `words` is ours and readers pass over
    it."""
    return dump({"version": "1.0.0", "segments": [_segment(c) for c in cues]})


def _segment(cue: Cue) -> dict[str, Any]:
    segment: dict[str, Any] = {
        "startTime": cue.start / 1000,
        "endTime": cue.end / 1000,
        "body": cue.text,
    }
    if cue.words:
        segment["words"] = [
            {
                "startTime": w.start / 1000,
                "endTime": w.end / 1000,
                "body": cue.text[w.text_start : w.text_end],
            }
            for w in cue.words
        ]
    return segment


def chapters_json(chapters: Sequence[Chapter]) -> str:
    """Podcasting 2.0 JSON chapters, version 1.2.0."""
    return dump(
        {
            "version": "1.2.0",
            "chapters": [{"startTime": c.start / 1000, "title": c.title} for c in chapters],
        }
    )


def script_json(script: Script, cues: Sequence[Cue]) -> str:
    """The article as it was said, for the pages: each chunk with its sentences and their times in
    milliseconds."""
    chunks: list[dict[str, Any]] = [
        {"kind": c.kind, "level": c.level, "language": c.language, "sentences": []}
        for c in script.chunks
    ]
    for cue in cues:
        sentence: dict[str, Any] = {"start": cue.start, "end": cue.end, "text": cue.text}
        if cue.words:
            sentence["words"] = [[w.start, w.end, w.text_start, w.text_end] for w in cue.words]
        chunks[cue.chunk]["sentences"].append(sentence)
    for saved, chunk in zip(chunks, script.chunks, strict=True):
        if chunk.label:
            saved["label"] = chunk.label
        if chunk.pause == PIECE:
            saved["continues"] = True
    changes = [{"text": c.text, "became": c.became, "reason": c.reason} for c in script.changes]
    return dump(
        {"title": script.title, "language": script.language, "chunks": chunks, "changes": changes}
    )


def dump(what: object) -> str:
    return json.dumps(what, ensure_ascii=False, indent=1) + "\n"


def _clock(ms: int, point: str) -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{ms:03}"


def _escape(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _wrap(text: str) -> list[str]:
    """Lines of at most 65 characters: broken at a space, or between Han characters where no closing
    sign follows."""
    lines = []
    text = " ".join(text.split())
    while len(text) > LINE:
        cut = next((i for i in range(LINE, LINE // 2, -1) if _may_break(text, i)), LINE)
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*lines, text]


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if before == " " or after == " ":
        return True
    wide = (
        unicodedata.east_asian_width(before) in "WF" or unicodedata.east_asian_width(after) in "WF"
    )
    return wide and after not in _CLOSING and before not in "（《「『“‘〈【(["
