"""The text of a cue -> what is said in it: without tags, sounds and credits, and with turns
separated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape

from tts.model import Change
from tts.sources.plain import columns
from tts.sources.subtitles.cues import Cue

VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]{1,100})>", re.IGNORECASE)
READING = re.compile(r"<rt\b[^<>]{0,200}>[^<>]*(?:</rt>)?", re.IGNORECASE)
TAGS = re.compile(
    r"</?(?:[ibuscv]|lang|ruby|rt|font|span|em|strong|\d[\d:.]*)(?:[.\s][^<>]{0,200})?>"
    r"|<br\s*/?>|\{(?:\\|[A-Za-z]:)[^{}]{0,200}\}",
    re.IGNORECASE,
)
"""Tags of WebVTT and SubRip, times of words, and positioning codes of players."""
NAMED = re.compile(r"\s*[\[【［]([^\[\]【】［］]{1,40})[\]】］]\s*[:：]\s*(?=\S)")
"""`[Ann]: …`: the speaker."""
SOUND = re.compile(r"[\[【［]([^\[\]【】［］]{1,80})[\]】］]")
WHOLLY = re.compile(r"[-–—\s]*[(（][^()（）]{1,60}[)）][.。]?\s*")
"""A line completely in round brackets: a sound, or the manner of speech."""
MUSIC = re.compile(r"[♩♪♫♬\U0001f3b5\U0001f3b6]+|^\s*#(?=.*#\s*$)|(?<=\S)\s*#\s*$")
MARKED = re.compile(r"\s*(?:>{2,3}|»)\s*")
DASHED = re.compile(r"\s*[-–—‐]\s*(?=[^\s\d-])")
LABELLED = re.compile(r"\s*[A-Z][A-Z0-9 .'’-]{1,24}:\s+\S")
LONGEST_CREDIT = 160
CREDIT = re.compile(
    r"\b(?:subtitles?|subtitled|captions?|captioned|captioning|transcribed|translated|synced"
    r"|synchroni[sz]ed|resync|ripped|encoded|corrected)\b(?: [\w&]+){0,4} (?:by|from|at)\b"
    r"|\b(?:opensubtitles|addic7ed|subscene|podnapisi|yify|amara\.org)\b|become (?:a )?vip member"
    r"|advertise your product|字幕[组組]|字幕(?:[制製]作|翻[译譯]|校[对對])"
    r"|^(?:翻[译譯]|校[对對]|[时時][间間][轴軸]|[压壓]制|后期|後期|字幕)\s*[:：]|[仅僅]供[学學][习習]"
    r"|^(?:www\.|https?://)\S+$",
    re.IGNORECASE,
)
SONG_CREDIT = re.compile(
    r"(?:作?[词詞]|作?曲|[编編]曲|作[词詞]/作曲|[制製]作人|[监監][制製]|混音|母[带帶]|[录錄]音|和[声聲]|吉他|出品|[发發]行"
    r"|lyrics(?: by)?|music(?: by)?|composed by|written by|produced by|arranged by)\s*[:：].{0,80}",
    re.IGNORECASE,
)
SOUNDS = "a sound, not speech"
CREDITS = "the credits of the subtitles"
SONG = "the credits of the song"
MOST_TOLD = 40
"""Maximum number of different omissions of a kind that are listed separately."""


@dataclass
class Cleaner:
    """Divides cues into what is said, and counts what is left out."""

    verse: bool = False
    """Text in round brackets is sung."""
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)

    def cleaned(self, cues: tuple[Cue, ...]) -> list[Cue]:
        return [said for cue in cues for said in self.turns(cue)]

    def turns(self, cue: Cue) -> Iterator[Cue]:
        """The cue, divided by speaker; empty if nobody speaks."""
        if self.is_credit(cue):
            return
        said: list[str] = []
        speaker, turn = cue.speaker, False
        for raw in _by_voices(cue):
            line, begins = self.turn(raw)
            line, name = _named(line, raw)
            is_other = name not in ("", speaker)
            if said and (begins or is_other):
                yield replace(cue, lines=tuple(said), speaker=speaker, turn=turn)
                said = []
                turn = False
            turn = turn or begins
            speaker = name or speaker
            if line := self.said(line):
                said.append(line)
        if said:
            yield replace(cue, lines=tuple(said), speaker=speaker, turn=turn)

    def is_credit(self, cue: Cue) -> bool:
        """Whether a cue credits the makers of the subtitles, which is left out."""
        text = " ".join(TAGS.sub("", line).strip() for line in cue.lines)
        is_credit = columns(text) <= LONGEST_CREDIT and CREDIT.search(text) is not None
        if is_credit:
            self.drop(text, CREDITS)
        return is_credit

    def turn(self, raw: str) -> tuple[str, bool]:
        """A line without its marks, and whether another speaker begins."""
        line = unescape(TAGS.sub("", READING.sub("", raw)))
        line = " ".join(line.split())
        if found := MARKED.match(line):
            return line[found.end() :], True
        found = DASHED.match(line)
        if found and not line[found.end()].islower():
            return line[found.end() :], True
        return line, LABELLED.match(line) is not None

    def said(self, line: str) -> str:
        """Without sounds, music signs and credits; empty if nothing is left."""
        if self.verse and SONG_CREDIT.fullmatch(line):
            return self.drop(line, SONG)
        if WHOLLY.fullmatch(line) and not self.verse:
            return self.drop(line, SOUNDS)
        for found in SOUND.finditer(line):
            self.drop(found[0], SOUNDS)
        kept = SOUND.sub(" ", line)
        sung = MUSIC.sub(" ", kept)
        if kept.strip() and not sung.strip():
            return self.drop(kept.strip(), SOUNDS)
        return " ".join(sung.split())

    def drop(self, text: str, reason: str) -> str:
        self.dropped[text, reason] += 1
        return ""

    def changes(self) -> Iterator[Change]:
        """What was left out, each once, with its count."""
        for (text, reason), times in self.dropped.most_common(MOST_TOLD):
            yield Change(text, "", f"{reason}, {times} times" if times > 1 else reason)
        rest = self.dropped.most_common()[MOST_TOLD:]
        if rest:
            count = sum(times for _, times in rest)
            yield Change(f"({count} more)", "", SOUNDS)


def _by_voices(cue: Cue) -> Iterator[str]:
    """The lines, divided by WebVTT's voices."""
    for raw in cue.lines:
        yield from VOICE.sub("\n\\g<0>", raw).strip("\n").split("\n")


def _named(line: str, raw: str) -> tuple[str, str]:
    """A line without the speaker's name, and that name."""
    if named := NAMED.match(line):
        return line[named.end() :], named[1].strip()
    voice = VOICE.match(raw)
    return line, unescape(voice[1]).strip() if voice else ""
