"""An episode's files against its manifest and against each other."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tts.check.report import Problem, Script, Timed, sentences
from tts.episode import tags
from tts.show.library import Episode
from tts.storage.parsing import parsed_json

AGAIN = "make the episode again: tts make SOURCE --force; what was spoken is in the cache"
_APART = 100
"""Milliseconds that another format may be longer or shorter: its codec's frames and padding."""

Line = tuple[int, int, str]
"""Start and end in milliseconds, text without white space."""


def on_disk(episode: Episode) -> Iterator[Problem]:
    """Every file is there, in its size; the audio has the sums that the manifest has."""
    for name, size in sorted(episode.manifest.files.items()):
        path = episode.folder / name
        if not path.is_file():
            yield Problem(f"{name} is missing", hint=AGAIN)
        elif path.stat().st_size != size:
            yield Problem(f"{name} has {path.stat().st_size} bytes, not {size}", hint=AGAIN)
    for name in sorted(_named(episode) - set(episode.manifest.files)):
        yield Problem(f"{name} is not among the files of the manifest that names it", hint=AGAIN)
    for made in episode.manifest.audio_files:
        path = episode.folder / made.file
        if path.is_file() and _sum(path) != made.sha256:
            yield Problem(
                f"{made.file} is not the file that was made: its SHA-256 is another", hint=AGAIN
            )
    yield from _alternates(episode)


def _named(episode: Episode) -> set[str]:
    """Files that feeds and pages lead to."""
    manifest = episode.manifest
    made = (*(audio.file for audio in manifest.audio_files), manifest.cover.file)
    return {*filter(None, made), *manifest.transcripts.values()}


def _sum(path: Path) -> str:
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def _alternates(episode: Episode) -> Iterator[Problem]:
    """Other formats are of this MP3, and audio is as long."""
    hint = "make them again: tts make SOURCE --format m4b (or opus, epub)"
    audio = episode.manifest.audio
    for made in episode.manifest.alternates:
        path = episode.folder / made.file
        if made.of != audio.sha256:
            yield Problem(f"{made.file} was made of another MP3 than the one there is", hint=hint)
        length = None
        if made.is_audio and path.is_file():
            length = _length(path)
        if length is not None and abs(length - audio.duration) > _APART:
            yield Problem(
                f"{made.file} lasts {length / 1000:.2f} s, the MP3 {audio.duration / 1000:.2f} s",
                hint=hint,
            )


def _length(path: Path) -> float | None:
    """Milliseconds; None where PyAV, which reads it, is not installed. A file that can't be read
    has none."""
    try:
        import av
    except ImportError:
        return None
    try:
        with av.open(str(path)) as container:
            return (container.duration or 0) / 1000
    except (av.error.FFmpegError, OSError):
        return 0.0


def notes(episode: Episode) -> tuple[str, ...]:
    from importlib.util import find_spec

    sound = [made for made in episode.manifest.alternates if made.is_audio]
    if sound and find_spec("av") is None:
        return ("how long its other formats are was not checked: pip install 'pagecast[book]'",)
    return ()


# --- transcripts ----------------------------------------------------------------------------------


def agreeing(episode: Episode, script: Script) -> Iterator[Problem]:
    """Transcripts, chapters and tags say what the script says."""
    said = list(sentences(script))
    for name, read in _TRANSCRIPTS.items():
        path = episode.folder / name
        if path.is_file():
            yield from _transcript(name, path, read, said)
    yield from _chapters(episode, script)
    yield from _tag(episode, said)
    if len(script["chunks"]) != episode.manifest.chunks:
        yield Problem(
            f"script.json has {len(script['chunks'])} chunks, the manifest {episode.manifest.chunks}",
            hint=AGAIN,
        )


def _transcript(
    name: str, path: Path, read: Callable[[str], list[Line]], said: list[Timed]
) -> Iterator[Problem]:
    try:
        found = read(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as e:
        yield Problem(f"{name} can't be read: {e}", hint=AGAIN)
        return
    longest = (
        name != "transcript.json"
    )  # an empty cue is stretched by a millisecond, where formats demand it
    wanted = [(s.start, max(s.end, s.start + longest), _bare(s.text)) for s in said]
    if len(found) != len(wanted):
        yield Problem(f"{name} has {len(found)} sentences, the script {len(wanted)}", hint=AGAIN)
        return
    for one, other, sentence in zip(found, wanted, said, strict=True):
        if one != other:
            what = (
                "has another text"
                if one[2] != other[2]
                else f"says {one[0]}-{one[1]} ms, the script {other[0]}-{other[1]}"
            )
            yield Problem(f"{name} {what}", sentence.start, sentence.text, AGAIN)
            return


_CUE = re.compile(
    r"(\d+):(\d\d):(\d\d)[.,](\d{3}) --> (\d+):(\d\d):(\d\d)[.,](\d{3})\n((?:.+\n?)*)"
)


def _cues(text: str) -> list[Line]:
    return [(_ms(m.groups()[:4]), _ms(m.groups()[4:8]), _bare(m[9])) for m in _CUE.finditer(text)]


def _ms(clock: tuple[str | Any, ...]) -> int:
    hours, minutes, seconds, ms = map(int, clock)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def _segments(text: str) -> list[Line]:
    found = parsed_json(text)["segments"]
    return [
        (round(s["startTime"] * 1000), round(s["endTime"] * 1000), _bare(s["body"])) for s in found
    ]


_TRANSCRIPTS: Mapping[str, Callable[[str], list[Line]]] = {
    "transcript.vtt": lambda text: _cues(html.unescape(text)),
    "transcript.srt": _cues,
    "transcript.json": _segments,
}


def _bare(text: str) -> str:
    """Without white space, and with arrows as SubRip can have them (see `transcript.srt`)."""
    return "".join(text.split()).replace("-->", "→")


# --- chapters and tags ----------------------------------------------------------------------------


def _chapters(episode: Episode, script: Script) -> Iterator[Problem]:
    listed = [(c.start, c.title) for c in episode.manifest.chapters]
    ends = [c.end for c in episode.manifest.chapters]
    if listed and (
        listed[0][0] != 0
        or ends != [*[start for start, _ in listed[1:]], episode.manifest.audio.duration]
    ):
        yield Problem("the chapters do not cover the episode without gaps", hint=AGAIN)
    path = episode.folder / "chapters.json"
    if path.is_file():
        found = parsed_json(path.read_text(encoding="utf-8"))["chapters"]
        if [(round(c["startTime"] * 1000), c["title"]) for c in found] != listed:
            yield Problem("chapters.json has other chapters than the manifest", hint=AGAIN)
    starts = {_bare(s.text): s.start for s in _heads(script)}
    for start, title in listed[1:]:
        heard = starts.get(_bare(title))
        if heard is not None and title_is_once(title, script) and not 0 <= heard - start <= _APART:
            yield Problem(
                f"the chapter begins at {start} ms, its heading is heard at {heard}",
                start,
                title,
                AGAIN,
            )


def _heads(script: Script) -> Iterator[Timed]:
    heads = {at for at, c in enumerate(script["chunks"]) if c["kind"] == "heading"}
    return (s for s in sentences(script) if s.chunk in heads)


def title_is_once(title: str, script: Script) -> bool:
    return sum(_bare(s.text) == _bare(title) for s in _heads(script)) == 1


def _tag(episode: Episode, said: list[Timed]) -> Iterator[Problem]:
    if not episode.audio.is_file():
        return
    name = episode.audio.name
    wanted = [(c.start, c.end, c.title) for c in episode.manifest.chapters]
    if len(wanted) > 1 and tags.chapters(episode.audio) != wanted:
        yield Problem(
            f"the chapters in the tag of {name} are others than the manifest's",
            hint="tts retag, or make it again",
        )
    text, picture = tags.text_and_cover(episode.audio)
    if text and _bare(text) != "".join(_bare(s.text) for s in said):
        yield Problem(f"the text in the tag of {name} is not the script's", hint=AGAIN)
    if not text and not picture:
        yield Problem(
            f"{name} has no tag, or one that can't be read", hint="tts retag, or make it again"
        )
