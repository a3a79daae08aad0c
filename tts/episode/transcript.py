"""Transcripts: cues, VTT, SRT, JSON and chapters, from the script and the marks.

Text is the article's own, character by character. Times are milliseconds from the episode's first
frame.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tts.model import Chunk, ClipInfo, Mark, Script
from tts.show.manifest import Chapter
from tts.storage.indented_json import indented
from tts.text.script import PIECE

LINE = 65
"""Maximum characters of a line of a VTT cue, for apps that show transcripts (Podcasting 2.0,
`transcripts`)."""

_CLOSING = set("，。、；：？！…）》」』”’〉】,.;:?!)]}%")
"""Signs that never begin a line."""
_OPENING = "（《「『“‘〈【(["
"""Signs that never end one."""


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    text_start: int
    """Index into the cue's text."""
    text_end: int


@dataclass(frozen=True, slots=True)
class Cue:
    """A spoken sentence."""

    start: int
    end: int
    text: str
    chunk: int
    """Index of its chunk in the script."""
    words: tuple[Word, ...] = ()


_AROUND_ROW = "\n\r "
"""Stripped from the ends of a table's row, where a tab is next to an empty cell."""


def cues(chunks: Sequence[Chunk], clips: Sequence[ClipInfo], starts: Sequence[int]) -> list[Cue]:
    """Every sentence with its times. `starts[i]` is where clip i begins, in milliseconds.

    A sentence without its own mark, because nothing in it is spoken, is shown with the one before
    it.
    """
    out: list[Cue] = []
    heard = zip(chunks, clips, starts, strict=True)
    for at, (chunk, clip, start) in enumerate(heard):
        out.extend(_cues_of(at, chunk, clip, start))
    return out


def _cues_of(at: int, chunk: Chunk, clip: ClipInfo, offset: int) -> Iterator[Cue]:
    marks = {mark.text_start: mark for mark in clip.marks if mark.kind == "sentence"}
    word_marks = [mark for mark in clip.marks if mark.kind == "word"]
    begin = start = end = 0
    for sentence in chunk.sentences:
        around = _AROUND_ROW if chunk.kind == "table" else None
        behind = begin + len(sentence.text)
        shown = sentence.text.lstrip(around)
        first = behind - len(shown)
        text = shown.rstrip(around)
        words_at = behind - len(sentence.text.lstrip())
        mark = marks.get(words_at) or marks.get(begin)
        begin = behind
        if not text.strip():
            continue
        if mark:
            start, end = mark.start, mark.end
        else:
            start = end
        behind = first + len(text)
        inside = tuple(_words(word_marks, first, behind, offset))
        yield Cue(offset + start, offset + end, text, at, inside)


def _words(marks: Sequence[Mark], first: int, behind: int, offset: int) -> Iterator[Word]:
    """The words that begin between two indexes into the chunk's text; a cue begins at the first."""
    for mark in marks:
        if first <= mark.text_start < behind:
            yield _word(mark, first, offset)


def _word(mark: Mark, first: int, offset: int) -> Word:
    start = offset + mark.start
    end = offset + mark.end
    return Word(start, end, mark.text_start - first, mark.text_end - first)


def chapters(script: Script, starts: Sequence[int], total: int) -> list[Chapter]:
    """The title and every heading, in order; each lasts until the next. The first begins at 0, so
    it includes an intro."""
    first = _first_heard(script)
    heads: list[tuple[int, Chunk | None]] = []
    for at, chunk in enumerate(script.chunks):
        if chunk.kind in ("title", "heading"):
            heads.append((at, chunk))
    if not heads or heads[0][0] != first:
        heads.insert(0, (-1, None))
    begins = [0]
    for at, _ in heads[1:]:
        begins.append(starts[at])
    ends = [*begins[1:], total]
    out = []
    for (_, head), start, end in zip(heads, begins, ends, strict=True):
        title = head.text.strip() if head else script.title or "…"
        level = head.level if head else 0
        out.append(Chapter(start, end, title, level))
    return _without_split(out)


def _first_heard(script: Script) -> int:
    """Index of the first chunk after the intro."""
    for at, chunk in enumerate(script.chunks):
        if chunk.kind != "intro":
            return at
    return 0


def _without_split(found: list[Chapter]) -> list[Chapter]:
    """Drops chapters that would be empty because the next one begins at the same time."""
    kept = []
    for chapter in found:
        if chapter.end > chapter.start:
            kept.append(chapter)
    return kept


# --- formats --------------------------------------------------------------------------------------


def vtt(cues: Sequence[Cue], language: str) -> str:
    """WebVTT, one cue per sentence, lines of at most 65 characters. The language is in a comment,
    because the standard has no field for it.

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
    head = "WEBVTT"
    if language:
        head += f"\n\nNOTE Language: {language}"
    blocks = [head]
    for n, cue in enumerate(cues, 1):
        lines = map(_escape, _wrap(cue.text))
        blocks.append(_block(n, cue, lines, "."))
    return "\n\n".join(blocks) + "\n"


def srt(cues: Sequence[Cue]) -> str:
    """SubRip. The format has no escapes: the arrow used between times is replaced by `→` in texts.

    >>> print(srt([Cue(61_000, 62_500, "你好。", 0)]))
    1
    00:01:01,000 --> 00:01:02,500
    你好。
    <BLANKLINE>
    """
    blocks = []
    for n, cue in enumerate(cues, 1):
        lines = _wrap(cue.text.replace("-->", "→"))
        blocks.append(_block(n, cue, lines, ","))
    return "\n\n".join(blocks) + "\n"


def _block(n: int, cue: Cue, lines: Iterable[str], point: str) -> str:
    """A cue in the form common to both formats, with `point` before the milliseconds. None has zero
    length."""
    start = _clock(cue.start, point)
    end = _clock(max(cue.end, cue.start + 1), point)
    text = "\n".join(lines)
    return f"{n}\n{start} --> {end}\n{text}"


def to_json(cues: Sequence[Cue]) -> str:
    """Podcasting 2.0 JSON transcript, one segment per sentence; `words` is our addition, which
    other programs ignore."""
    segments = [_segment(cue) for cue in cues]
    return dump({"version": "1.0.0", "segments": segments})


def _segment(cue: Cue) -> dict[str, Any]:
    segment: dict[str, Any] = _timed(cue, cue.text)
    words = []
    for word in cue.words:
        body = cue.text[word.text_start : word.text_end]
        words.append(_timed(word, body))
    if words:
        segment["words"] = words
    return segment


def _timed(heard: Cue | Word, body: str) -> dict[str, Any]:
    return {
        "startTime": heard.start / 1000,
        "endTime": heard.end / 1000,
        "body": body,
    }


def chapters_json(chapters: Sequence[Chapter]) -> str:
    """Podcasting 2.0 JSON chapters, version 1.2.0."""
    listed = []
    for chapter in chapters:
        start = chapter.start / 1000
        listed.append({"startTime": start, "title": chapter.title})
    return dump({"version": "1.2.0", "chapters": listed})


def script_json(script: Script, cues: Sequence[Cue]) -> str:
    """The article as spoken, for the pages: each chunk with its sentences and their times in
    milliseconds."""
    chunks = [_saved_chunk(chunk) for chunk in script.chunks]
    for cue in cues:
        sentences = chunks[cue.chunk]["sentences"]
        sentences.append(_saved_sentence(cue))
    changes = []
    for change in script.changes:
        changes.append({"text": change.text, "became": change.became, "reason": change.reason})
    saved = {
        "title": script.title,
        "language": script.language,
        "chunks": chunks,
        "changes": changes,
    }
    return dump(saved)


def _saved_chunk(chunk: Chunk) -> dict[str, Any]:
    """The chunk without its sentences."""
    saved: dict[str, Any] = {
        "kind": chunk.kind,
        "level": chunk.level,
        "language": chunk.language,
        "sentences": [],
    }
    if chunk.label:
        saved["label"] = chunk.label
    if chunk.pause == PIECE:
        saved["continues"] = True
    return saved


def _saved_sentence(cue: Cue) -> dict[str, Any]:
    saved: dict[str, Any] = {"start": cue.start, "end": cue.end, "text": cue.text}
    words = []
    for word in cue.words:
        words.append([word.start, word.end, word.text_start, word.text_end])
    if words:
        saved["words"] = words
    return saved


def dump(what: object) -> str:
    return indented(what) + "\n"


def _clock(ms: int, point: str) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}{point}{ms:03}"


def _escape(line: str) -> str:
    joined = line.replace("&", "&amp;")
    return joined.replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=1000)
def _wrap(text: str) -> tuple[str, ...]:
    """Lines of at most 65 characters: broken at a space, or between Han characters unless a closing
    sign follows. Cached, because an episode has two transcripts with the same lines."""
    lines = []
    text = " ".join(text.split())
    while len(text) > LINE:
        cut = _cut(text)
        line, rest = text[:cut], text[cut:]
        lines.append(line.rstrip())
        text = rest.lstrip()
    return (*lines, text)


def _cut(text: str) -> int:
    """Where to break a text that is too long for a line: as late as possible."""
    for at in range(LINE, LINE // 2, -1):
        if _may_break(text, at):
            return at
    return LINE


def _may_break(text: str, at: int) -> bool:
    before = text[at - 1]
    after = text[at]
    if before == " " or after == " ":
        return True
    beside_han = _is_wide(before) or _is_wide(after)
    return beside_han and after not in _CLOSING and before not in _OPENING


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
