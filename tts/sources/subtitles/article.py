"""Subtitles, captions and lyrics -> Article."""

from __future__ import annotations

from dataclasses import replace

from tts.model import Article, Source, SourceError
from tts.sources.format import HEAD, Sample
from tts.sources.metadata_values import language_tag
from tts.sources.subtitles.ass_lrc_ttml import parse_ass, parse_lrc, parse_xml
from tts.sources.subtitles.cue_cleaning import Cleaner
from tts.sources.subtitles.cues import Track, parse_cues, parse_frames, parse_times
from tts.sources.subtitles.paragraphs import blocks_of
from tts.sources.subtitles.recognise import kind_of
from tts.sources.subtitles.rolling import said_once

PARSERS = {
    "cues": parse_cues,
    "frames": parse_frames,
    "times": parse_times,
    "ass": parse_ass,
    "lrc": parse_lrc,
}


def read_subtitles(text: str, source: Source) -> Article:
    """The spoken text as running text. Raises SourceError if there is none."""
    track = _track(text, source)
    cleaner = Cleaner(verse=track.verse)
    said, rolling = said_once(cleaner.cleaned(track.cues))
    blocks = tuple(blocks_of(said, verse=track.verse, rolling=rolling))
    if not blocks:
        what = "contains times but no words"
        raise SourceError(f"{source.where} {what}", "use subtitles that contain words")
    return Article(
        blocks,
        title=track.title,
        author=track.author,
        language=language_tag(track.language),
        changes=tuple(cleaner.changes()),
    )


def _track(text: str, source: Source) -> Track:
    kind = kind_of(text[:HEAD], Sample(source).suffix)
    track = PARSERS[kind](text) if kind else parse_xml(text, source.where)
    ordered = sorted(track.cues, key=lambda cue: cue.start)
    return replace(track, cues=tuple(ordered))
