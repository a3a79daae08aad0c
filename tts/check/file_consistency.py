"""Compares an episode's files with its manifest and with each other."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tts.check.report import Problem, Script, TimedSentence, sentences
from tts.episode import id3
from tts.show.library import Episode
from tts.storage.parsing import parsed_json

AGAIN = "make the episode again: tts make SOURCE --force; what was spoken is in the cache"
_APART = 100
"""Milliseconds by which another format may be longer or shorter, because of its codec's frames and
padding."""

Line = tuple[int, int, str]
"""Start and end in milliseconds, text without white space."""


def files_on_disk(episode: Episode) -> Iterator[Problem]:
    """Check that every file exists with its size, and that audio has the checksums in the
    manifest."""
    files = episode.manifest.files
    for name, due in sorted(files.items()):
        path = episode.folder / name
        if not path.is_file():
            yield Problem(f"{name} is missing", hint=AGAIN)
            continue
        size = path.stat().st_size
        if size != due:
            yield Problem(f"{name} has {size} bytes, not {due}", hint=AGAIN)
    unknown = _named(episode) - files.keys()
    for name in sorted(unknown):
        what = f"{name} is not among the files of the manifest that names it"
        yield Problem(what, hint=AGAIN)
    for made in episode.manifest.audio_files:
        path = episode.folder / made.file
        is_same = not path.is_file() or _sum(path) == made.sha256
        if not is_same:
            what = f"{made.file} was changed after it was made: its SHA-256 differs"
            yield Problem(what, hint=AGAIN)
    yield from _alternates(episode)


def _named(episode: Episode) -> set[str]:
    """Files linked from feeds and pages."""
    manifest = episode.manifest
    named = {audio.file for audio in manifest.audio_files}
    named.add(manifest.cover.file)
    named.discard("")
    named.update(manifest.transcripts.values())
    return named


def _sum(path: Path) -> str:
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def _alternates(episode: Episode) -> Iterator[Problem]:
    """Check that other formats were made from this MP3, and that audio has the same length."""
    hint = "make them again: tts make SOURCE --format m4b (or opus, epub)"
    audio = episode.manifest.audio
    due = audio.duration
    for alternate in episode.manifest.alternates:
        path = episode.folder / alternate.file
        if alternate.of != audio.sha256:
            what = f"{alternate.file} was made from a different MP3"
            yield Problem(what, hint=hint)
        if not alternate.is_audio or not path.is_file():
            continue
        length = _length(path)
        if length is None:
            continue
        difference = abs(length - due)
        if difference > _APART:
            what = f"{alternate.file} lasts {length / 1000:.2f} s, the MP3 {due / 1000:.2f} s"
            yield Problem(what, hint=hint)


def _length(path: Path) -> float | None:
    """The length in milliseconds; None if PyAV, which reads it, is not installed. 0 for a file that
    can't be read."""
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
        return ("the length of its other formats was not checked: pip install 'pagecast[book]'",)
    return ()


# --- transcripts ----------------------------------------------------------------------------------


def files_agree(episode: Episode, script: Script) -> Iterator[Problem]:
    """Check that transcripts, chapters and tags agree with the script."""
    said = list(sentences(script))
    for name, read in _TRANSCRIPTS.items():
        path = episode.folder / name
        if path.is_file():
            yield from _transcript(name, path, read, said)
    yield from _chapters(episode, script)
    yield from _tag(episode, said)
    count = len(script["chunks"])
    due = episode.manifest.chunks
    if count != due:
        yield Problem(f"script.json has {count} chunks, the manifest {due}", hint=AGAIN)


def _transcript(
    name: str, path: Path, read: Callable[[str], list[Line]], said: list[TimedSentence]
) -> Iterator[Problem]:
    try:
        found = read(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as e:
        yield Problem(f"{name} can't be read: {e}", hint=AGAIN)
        return
    if len(found) != len(said):
        what = f"{name} has {len(found)} sentences, the script {len(said)}"
        yield Problem(what, hint=AGAIN)
        return
    # an empty cue is extended by a millisecond where formats require it
    least = 0 if name == "transcript.json" else 1
    for line, sentence in zip(found, said, strict=True):
        what = _difference(line, sentence, least)
        if what:
            yield Problem(f"{name} {what}", sentence.start, sentence.text, AGAIN)
            return


def _difference(line: Line, sentence: TimedSentence, least: int) -> str:
    """How a line of a transcript differs from a sentence of the script; empty if it does not."""
    start, end, text = line
    if text != _bare(sentence.text):
        return "has different text"
    shortest = sentence.start + least
    due = max(sentence.end, shortest)
    if start != sentence.start or end != due:
        return f"says {start}-{end} ms, the script {sentence.start}-{due}"
    return ""


_CLOCK = r"(\d+:\d\d:\d\d[.,]\d{3})"
_CUE = re.compile(rf"{_CLOCK} --> {_CLOCK}\n((?:.+\n?)*)")


def _cues(text: str) -> list[Line]:
    lines: list[Line] = []
    for begun, ended, shown in _CUE.findall(text):
        start = _ms(begun)
        end = _ms(ended)
        lines.append((start, end, _bare(shown)))
    return lines


def _unescaped_cues(text: str) -> list[Line]:
    return _cues(html.unescape(text))


def _ms(clock: str) -> int:
    numbers = re.split("[:.,]", clock)
    hours, minutes, seconds, ms = map(int, numbers)
    minutes += hours * 60
    seconds += minutes * 60
    return seconds * 1000 + ms


def _segments(text: str) -> list[Line]:
    lines: list[Line] = []
    for segment in parsed_json(text)["segments"]:
        start = _in_ms(segment["startTime"])
        end = _in_ms(segment["endTime"])
        body = _bare(segment["body"])
        lines.append((start, end, body))
    return lines


def _in_ms(seconds: float) -> int:
    return round(seconds * 1000)


_TRANSCRIPTS: Mapping[str, Callable[[str], list[Line]]] = {
    "transcript.vtt": _unescaped_cues,
    "transcript.srt": _cues,
    "transcript.json": _segments,
}


def _bare(text: str) -> str:
    """The text without white space, and with arrows as written in SubRip (see `transcript.srt`)."""
    return "".join(text.split()).replace("-->", "→")


# --- chapters and tags ----------------------------------------------------------------------------


def _chapters(episode: Episode, script: Script) -> Iterator[Problem]:
    chapters = episode.manifest.chapters
    if chapters and not _is_whole(episode):
        what = "the chapters do not cover the episode without gaps"
        yield Problem(what, hint=AGAIN)
    path = episode.folder / "chapters.json"
    listed = [(chapter.start, chapter.title) for chapter in chapters]
    if path.is_file() and _chapters_in(path) != listed:
        what = "chapters.json and the manifest list different chapters"
        yield Problem(what, hint=AGAIN)
    yield from _late_headings(listed[1:], script)


def _late_headings(listed: Sequence[tuple[int, str]], script: Script) -> Iterator[Problem]:
    """Chapters whose heading is not heard at their start."""
    starts = {_bare(head.text): head.start for head in _heads(script)}
    for start, title in listed:
        name = _bare(title)
        heard = starts.get(name, start)
        late = heard - start
        if 0 <= late <= _APART:
            continue
        if title_is_once(title, script):
            what = f"the chapter begins at {start} ms, but its heading is spoken at {heard}"
            yield Problem(what, start, title, AGAIN)


def _is_whole(episode: Episode) -> bool:
    """Whether the chapters cover the episode from start to end without gaps."""
    at = 0
    for chapter in episode.manifest.chapters:
        if chapter.start != at:
            return False
        at = chapter.end
    return at == episode.manifest.audio.duration


def _chapters_in(path: Path) -> list[tuple[int, str]]:
    chapters: list[tuple[int, str]] = []
    text = path.read_text(encoding="utf-8")
    for chapter in parsed_json(text)["chapters"]:
        start = _in_ms(chapter["startTime"])
        title = chapter["title"]
        chapters.append((start, title))
    return chapters


def _heads(script: Script) -> Iterator[TimedSentence]:
    chunks = script["chunks"]
    for sentence in sentences(script):
        if chunks[sentence.chunk]["kind"] == "heading":
            yield sentence


def title_is_once(title: str, script: Script) -> bool:
    headings = [_bare(head.text) for head in _heads(script)]
    return headings.count(_bare(title)) == 1


def _tag(episode: Episode, said: list[TimedSentence]) -> Iterator[Problem]:
    path = episode.audio
    if not path.is_file():
        return
    hint = "tts retag, or make it again"
    if not _has_chapters(path, episode):
        what = f"the chapters in the tag of {path.name} are not the manifest's"
        yield Problem(what, hint=hint)
    text, picture = id3.text_and_cover(path)
    spoken = "".join(_bare(sentence.text) for sentence in said)
    if text and _bare(text) != spoken:
        what = f"the text in the tag of {path.name} is not the script's"
        yield Problem(what, hint=AGAIN)
    if not text and not picture:
        what = f"{path.name} has no tag, or one that can't be read"
        yield Problem(what, hint=hint)


def _has_chapters(path: Path, episode: Episode) -> bool:
    """Whether the tag has the manifest's chapters; a single one is not written."""
    chapters = episode.manifest.chapters
    if len(chapters) < 2:
        return True
    due = [(chapter.start, chapter.end, chapter.title) for chapter in chapters]
    return id3.chapters(path) == due
