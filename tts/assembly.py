"""Clips -> an episode on disk: one MP3 with tag and chapters, transcript, cover and manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import NAMESPACE_URL, uuid5

import tts
from tts import cover, library, sources, tags, transcript
from tts.audio import mp3
from tts.audio.level import Level, level
from tts.cache import Cache, key
from tts.model import Article, AudioError, Chunk, ClipInfo, Script, SourceError, TtsError

if TYPE_CHECKING:
    from tts.casting import Cast
    from tts.engines.choose import Choice


@dataclass(frozen=True, slots=True)
class Plan:
    """What a source comes to, before anything is spoken."""

    article: Article
    script: Script
    cast: Cast

    @property
    def choice(self) -> Choice:
        """Who speaks the article's own language."""
        return self.cast.main

    def key(self, chunk: Chunk) -> str:
        """Of a chunk's clip in the cache."""
        speaker = self.cast.speaker(chunk.language)
        return key(chunk, speaker.engine, speaker.voice)


@dataclass(frozen=True, slots=True)
class Picture:
    """An episode's cover."""

    content: bytes
    """JPEG."""
    origin: str
    """Address or path it came from; empty when it was drawn."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What an episode is made for, besides its plan."""

    show: library.Show
    identity: str
    """The source, as `library.identity` has it."""
    stamp: str
    date: str
    """ISO date: the article's, else the episode's so far, else the source's, else today."""
    picture: Picture
    before: library.Episode | None = None


@dataclass(frozen=True, slots=True)
class _Parts:
    """All that goes into the files, with every time settled."""

    keys: tuple[str, ...]
    layout: mp3.Layout
    level: Level
    cues: tuple[transcript.Cue, ...]
    chapters: tuple[transcript.Chapter, ...]


def assemble(
    plan: Plan, clips: Mapping[str, ClipInfo], cache: Cache, order: Order
) -> tuple[library.Episode, tuple[str, ...]]:
    """Write the episode, whole or not at all, and say what a user should know of it.

    `clips` has what is known of every chunk's clip by its cache key; the audio is read from the cache, a clip at a
    time.
    """
    parts = _lay_out(plan, clips)
    notes = list(order.picture.notes)
    if parts.level.held_back:
        notes.append(
            f"loudness is {parts.level.loudness:.1f} LUFS, not -16: one more step would lift a peak above -1 dBTP"
        )
    facts = _facts(plan, parts, order)
    folder = library.folder_for(order.show, order.identity, plan.article.title)
    with library.draft(folder) as draft:
        draft.add("cover.jpg", order.picture.content)
        _write_text(draft, plan.script, parts)
        facts["audio"] |= _write_audio(draft, _tag(plan, parts, facts, order.picture.content), parts, cache)
        return draft.finish(facts), tuple(notes)


def content_stamp(plan: Plan, order: Order) -> str:
    """Changes whenever a byte of the episode would, but for that of the manifest's `stamp`. Needs no audio."""
    show = order.show
    picture = hashlib.sha256(order.picture.content).hexdigest()
    article = asdict(plan.article) | {"image": "", "picture": ""}  # its bytes count, not the path that leads to it
    what: list[Any] = [tts.__version__, article, asdict(plan.script), show.title, show.owner, order.date, picture]
    for language, speaker in [("", plan.cast.main), *sorted(plan.cast.others.items())]:
        engine, voice = speaker.engine, speaker.voice
        what += [language, engine.name, engine.version, voice.id, voice.rate]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()


def _lay_out(plan: Plan, clips: Mapping[str, ClipInfo]) -> _Parts:
    script = plan.script
    keys = tuple(plan.key(chunk) for chunk in script.chunks)
    infos = [clips[k] for k in keys]
    pauses = [chunk.pause for chunk in script.chunks]
    layout = mp3.lay_out(infos, pauses)
    starts = [start * mp3.FRAME_MS for start in layout.starts]
    return _Parts(
        keys=keys,
        layout=layout,
        level=level(infos, pauses),
        cues=tuple(transcript.cues(script.chunks, infos, starts)),
        chapters=tuple(transcript.chapters(script, starts, layout.duration)),
    )


# --- the files ----------------------------------------------------------------------------------------------


def _write_text(draft: library.Draft, script: Script, parts: _Parts) -> None:
    draft.add("transcript.vtt", transcript.vtt(parts.cues, script.language).encode())
    draft.add("transcript.srt", transcript.srt(parts.cues).encode())
    draft.add("transcript.json", transcript.to_json(parts.cues).encode())
    draft.add("chapters.json", transcript.chapters_json(parts.chapters).encode())
    draft.add("script.json", transcript.script_json(script, parts.cues).encode())


def _write_audio(draft: library.Draft, tag: tags.Tag, parts: _Parts, cache: Cache) -> dict[str, Any]:
    """The MP3; what the manifest says of it."""

    def write(out: BinaryIO) -> None:
        out.write(tags.build(tag))
        mp3.join(_audio(parts.keys, cache), parts.layout, out, parts.level.steps)

    name, digest = draft.add_hashed(library.slug(tag.title), ".mp3", write)
    return {"file": name, "bytes": draft.files[name], "sha256": digest}


def write_plain(plan: Plan, clips: Mapping[str, ClipInfo], cache: Cache, output: Path) -> int:
    """The clips as one MP3 without a tag; its length in milliseconds."""
    parts = _lay_out(plan, clips)

    def write(out: BinaryIO) -> None:
        mp3.join(_audio(parts.keys, cache), parts.layout, out, parts.level.steps)

    library.write_file(output, write)
    return parts.layout.duration


def _audio(keys: tuple[str, ...], cache: Cache) -> Iterator[bytes]:
    for k in keys:
        clip = cache.get(k)
        if clip is None:
            raise AudioError("a clip vanished from the cache while it was joined", hint="give the same command again")
        yield clip.audio


def _tag(plan: Plan, parts: _Parts, facts: dict[str, Any], picture: bytes) -> tags.Tag:
    article, script = plan.article, plan.script
    return tags.Tag(
        title=article.title,
        author=article.author,
        show=facts["show"]["title"],
        owner=facts["show"]["owner"],
        number=facts["number"],
        date=facts["date"],
        language=script.language,
        comment="\n".join(filter(None, (article.summary, article.url))),
        url=article.url,
        text="\n\n".join(chunk.text.strip() for chunk in script.chunks),
        cover=cover.for_tag(picture),
        chapters=tuple((c.start, c.end, c.title) for c in parts.chapters),
        duration=parts.layout.duration,
    )


def _facts(plan: Plan, parts: _Parts, order: Order) -> dict[str, Any]:
    """The manifest, but for what only the written files tell. Everything that feed and page need is in it."""
    article, script, choice, show = plan.article, plan.script, plan.choice, order.show
    return {
        "version": library.VERSION,
        "guid": str(uuid5(NAMESPACE_URL, f"pagecast:{order.identity}")),
        "number": order.before.manifest["number"] if order.before else library.next_number(show),
        "title": article.title,
        "author": article.author,
        "date": order.date,
        "date_stated": bool(article.date),
        "publication": article.publication,
        "site": article.site,
        "url": article.url,
        "language": script.language,
        "summary": article.summary,
        "source": order.identity,
        "show": {"title": show.title, "owner": show.owner},
        "audio": {"type": "audio/mpeg", "duration": parts.layout.duration},
        "loudness": parts.level.loudness,
        "peak": parts.level.peak,
        "cover": {"file": "cover.jpg", "type": "image/jpeg", "origin": order.picture.origin},
        "transcripts": {
            "text/vtt": "transcript.vtt",
            "application/x-subrip": "transcript.srt",
            "application/json": "transcript.json",
        },
        "chapters": [{"start": c.start, "end": c.end, "title": c.title, "level": c.level} for c in parts.chapters],
        "chunks": len(script.chunks),
        "changes": len(script.changes),
        "engine": choice.engine.name,
        "engine_version": choice.engine.version,
        "voice": choice.voice.id,
        "rate": choice.voice.rate,
        "voices": {tag: f"{other.engine.name}/{other.voice.id}" for tag, other in plan.cast.others.items()},
        "made_with": f"pagecast {tts.__version__}",
        "stamp": order.stamp,
        "content": content_stamp(plan, order),
    }


# --- the cover ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cover is asked for, and what may be done to have it."""

    path: str = ""
    """Of the user's picture."""
    offline: bool = False
    allow_private: bool = False


def choose_picture(article: Article, identity: str, before: library.Episode | None, wanted: Wanted) -> Picture:
    """The user's picture, else the article's lead image, else the title, drawn.

    A lead image that was had before and can't be had now stays. Raises SourceError when the user's is none.
    """
    if wanted.path:
        return Picture(cover.from_image(read_picture(wanted.path), wanted.path), "")
    notes = []
    if article.picture:
        try:
            return Picture(cover.from_image(article.picture, "the picture in the source"), "")
        except TtsError as e:
            notes.append(f"the cover could not be used: {e.message}")
    remote = "://" in article.image
    if article.image and not (remote and wanted.offline):
        try:
            content = (
                sources.fetch_image(article.image, allow_private=wanted.allow_private)
                if remote
                else read_picture(article.image)
            )
            return Picture(cover.from_image(content, article.image), article.image if remote else "")
        except TtsError as e:
            notes.append(f"the lead image could not be had: {e.message}")
    if remote and before and before.whole and before.manifest["cover"].get("origin") == article.image:
        return Picture((before.folder / "cover.jpg").read_bytes(), article.image, tuple(notes))
    byline = " · ".join(filter(None, (article.author, article.site or article.publication)))
    return Picture(cover.drawn(article.title, byline=byline, seed=identity), "", tuple(notes))


def read_picture(path: str) -> bytes:
    """The bytes of a picture on this machine. Raises SourceError."""
    try:
        return Path(path).read_bytes()
    except OSError as e:
        raise SourceError(f"the picture {path} can't be read: {e.strerror}", hint="name a JPEG or PNG file") from e


def date_of(article: Article, before: library.Episode | None, modified: str) -> str:
    """The date an episode has. One that nobody stated stays as it was first, so that no edit moves an episode."""
    kept = before.manifest["date"] if before and not before.manifest.get("date_stated") else ""
    return article.date or kept or modified or datetime.now(UTC).date().isoformat()
