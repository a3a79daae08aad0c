"""Clips -> an episode on disk: one MP3 with tag and chapters, transcript, cover and manifest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO
from uuid import NAMESPACE_URL, uuid5

import tts
from tts import sources
from tts.audio import mp3
from tts.audio.level import Level, level
from tts.cache import Cache
from tts.episode import id3, transcript
from tts.episode.cover import picture as cover
from tts.episode.planning import Plan
from tts.episode.speaking import unheard
from tts.model import Article, AudioError, ClipInfo, Script, SourceError, TtsError
from tts.show import library
from tts.show.disclosure import disclosure
from tts.show.draft import Draft, draft_of
from tts.show.manifest import AudioFile, Chapter, Cover, Manifest, ShowName
from tts.storage.confined_folder import Folder, LeadsOut
from tts.storage.dataclass_json import field_values, to_json

_EXCERPT = 200
"""Characters of an article that its manifest repeats."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An episode's cover."""

    content: bytes
    """JPEG; empty if it is still to be drawn, which takes longer than checking that an episode is
    up to date."""
    origin: str
    """Address or path that it came from; empty if it was drawn."""
    notes: tuple[str, ...] = ()
    kind: str = "drawn"
    """`yours`, `article`, `show` or `drawn`. The show's cover never replaces the article's or the
    user's."""


@dataclass(frozen=True, slots=True)
class EpisodeContext:
    """What an episode depends on besides its plan."""

    show: library.Show
    identity: str
    """The source, as returned by `library.identity`."""
    stamp: str
    date: str
    """ISO date: the article's, otherwise the episode's previous one, the source's, or today."""
    picture: Picture
    before: library.Episode | None = None
    own_title: str = ""
    """The article's title, if the user renamed the episode."""
    content: str = ""
    """The `content_stamp` of its plan, if that is known already."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An episode that lacks only its number and its place in the show.

    Plain data that any process can make and another can write. The audio is not included: its clips
    are in the cache.
    """

    manifest: Manifest
    """Without number, audio and files."""
    texts: Mapping[str, bytes]
    """Name -> content of every file except MP3 and manifest."""
    tag: id3.Tag
    """Tag of the MP3, without number."""
    keys: tuple[str, ...]
    """Keys of the clips in the cache, in order."""
    layout: mp3.Layout
    steps: int
    """Gain of the clips, in steps of 1.5 dB."""
    notes: tuple[str, ...] = ()
    """What a user should know."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The content of the files, with all times computed."""

    keys: tuple[str, ...]
    layout: mp3.Layout
    level: Level
    cues: tuple[transcript.Cue, ...]
    chapters: tuple[Chapter, ...]


def prepare(plan: Plan, clips: Mapping[str, ClipInfo], context: EpisodeContext) -> Prepared:
    """Everything of an episode except its number, which is assigned when it is written. `clips` has
    the info of every chunk's clip by its cache key."""
    parts = _lay_out(plan, clips)
    context = replace(context, picture=_finished(context.picture, plan.article, context.identity))
    notes = list(context.picture.notes)
    if parts.level.held_back:
        loudness = f"loudness is {parts.level.loudness:.1f} LUFS, not -16"
        notes.append(f"{loudness}: one more step would lift a peak above -1 dBTP")
    silent = tuple(text for texts in unheard(plan, clips).values() for text in texts)
    manifest = replace(_manifest(plan, parts, context), unheard=silent)
    return Prepared(
        manifest=manifest,
        texts={"cover.jpg": context.picture.content, **_texts(plan.script, parts)},
        tag=_tag(plan, parts, manifest, context),
        keys=parts.keys,
        layout=parts.layout,
        steps=parts.level.steps,
        notes=tuple(notes),
    )


def write(
    prepared: Prepared, show: library.Show, cache: Cache, before: library.Episode | None
) -> library.Episode:
    """Number an episode and write it, completely or not at all. The show is locked.

    It keeps the number that it had `before`. The audio is read from the cache, one clip at a time.
    """
    number = before.manifest.number if before else library.next_number(show)
    manifest = replace(prepared.manifest, number=number)
    folder = library.folder_for(show, manifest.source, manifest.title)
    with draft_of(folder) as draft:
        for name, content in prepared.texts.items():
            draft.add(name, content)
        audio = _write_audio(draft, replace(prepared.tag, number=number), prepared, cache)
        return draft.finish(replace(manifest, audio=audio))


def content_stamp(plan: Plan, context: EpisodeContext) -> str:
    """Changes whenever a byte of the episode would, except for the manifest's `stamp` and what
    depends only on the show. Needs no audio."""
    picture = context.picture.kind
    if picture in ("yours", "article"):
        picture = hashlib.sha256(context.picture.content).hexdigest()
    # of its picture the bytes count, not the path that leads to it
    article = field_values(plan.article) | {"image": "", "picture": ""}
    what: list[Any] = [tts.__version__, article, plan.script, context.date, picture]
    named = sorted(plan.cast.speakers.items())
    by_name = [("/".join(who), speaker) for who, speaker in named]
    by_language = [("", plan.cast.main), *sorted(plan.cast.others.items())]
    for language, speaker in [*by_language, *by_name]:
        engine, voice = speaker.engine, speaker.voice
        what += [language, engine.name, engine.version, voice.id, voice.rate]
        if voice.pitch or voice.volume:
            what += [voice.pitch, voice.volume]
        if voice.second:
            what.append(voice.second)
    identity = to_json(what)
    return hashlib.sha256(identity.encode()).hexdigest()


def comment_of(show: library.Show, manifest: Manifest) -> str:
    """A comment for the episode's tags in plain words: what it is about, where it is from, that the
    speech is synthetic."""
    sentence = disclosure(show.settings, manifest.language, manifest.voice)
    return "\n".join(filter(None, (manifest.summary, manifest.url, sentence)))


@lru_cache(maxsize=2)
def _squared(folder: Path, name: str, _changed: int) -> bytes:
    return cover.from_image(Folder(folder).read_bytes(name), str(folder / name))


def _lay_out(plan: Plan, clips: Mapping[str, ClipInfo]) -> _Parts:
    script = plan.script
    keys = plan.keys
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


# --- the files ------------------------------------------------------------------------------------


def _texts(script: Script, parts: _Parts) -> dict[str, bytes]:
    texts = {
        "transcript.vtt": transcript.vtt(parts.cues, script.language),
        "transcript.srt": transcript.srt(parts.cues),
        "transcript.json": transcript.to_json(parts.cues),
        "chapters.json": transcript.chapters_json(parts.chapters),
        "script.json": transcript.script_json(script, parts.cues),
    }
    return {name: text.encode() for name, text in texts.items()}


def _write_audio(draft: Draft, tag: id3.Tag, prepared: Prepared, cache: Cache) -> AudioFile:
    """Write the MP3; returns its entry in the manifest."""
    layout = prepared.layout

    def write(out: BinaryIO) -> None:
        out.write(id3.build(tag))
        mp3.join(_audio(prepared.keys, cache), layout, out, prepared.steps)

    name, digest = draft.add_hashed(library.slug(tag.title), ".mp3", write)
    return AudioFile("audio/mpeg", layout.duration, name, draft.files[name], digest)


def write_plain(plan: Plan, clips: Mapping[str, ClipInfo], cache: Cache, output: Path) -> int:
    """Write the clips as one MP3 without a tag; returns its length in milliseconds."""
    library.write_file(output, lambda out: join_plain(plan, clips, cache, out))
    return _lay_out(plan, clips).layout.duration


def join_plain(plan: Plan, clips: Mapping[str, ClipInfo], cache: Cache, out: BinaryIO) -> int:
    """The same into an open file."""
    parts = _lay_out(plan, clips)
    mp3.join(_audio(parts.keys, cache), parts.layout, out, parts.level.steps)
    return parts.layout.duration


def cues_of(plan: Plan, clips: Mapping[str, ClipInfo]) -> tuple[transcript.Cue, ...]:
    """Every sentence with its times."""
    return _lay_out(plan, clips).cues


def _audio(keys: tuple[str, ...], cache: Cache) -> Iterator[bytes]:
    cache.fetch(keys)
    for k in keys:
        audio = cache.audio(k)
        if audio is None:
            raise AudioError(
                "a clip was removed from the cache while the episode was joined",
                hint="run the same command again",
            )
        yield audio


def _tag(plan: Plan, parts: _Parts, manifest: Manifest, context: EpisodeContext) -> id3.Tag:
    article, script = plan.article, plan.script
    return id3.Tag(
        title=article.title,
        author=article.author,
        show=manifest.show.title,
        owner=manifest.show.owner,
        date=manifest.date,
        language=script.language,
        comment=comment_of(context.show, manifest),
        url=article.url,
        text="\n\n".join(chunk.text.strip() for chunk in script.chunks),
        cover=cover.for_tag(context.picture.content),
        chapters=tuple((c.start, c.end, c.title) for c in parts.chapters),
        duration=parts.layout.duration,
    )


def _manifest(plan: Plan, parts: _Parts, context: EpisodeContext) -> Manifest:
    """The manifest without what only the written files determine. It contains everything that feed
    and pages need."""
    article, script, choice, show = plan.article, plan.script, plan.choice, context.show
    others = plan.cast.others.items()
    return Manifest(
        guid=str(uuid5(NAMESPACE_URL, f"pagecast:{context.identity}")),
        number=0,
        title=article.title,
        author=article.author,
        date=context.date,
        date_stated=bool(article.date),
        own_title=context.own_title,
        added=_added(context.before),
        publication=article.publication,
        site=article.site,
        url=article.url,
        language=script.language,
        summary=article.summary,
        excerpt=_excerpt(script),
        source=context.identity,
        show=ShowName(show.title, show.owner),
        loudness=parts.level.loudness,
        peak=parts.level.peak,
        cover=Cover("cover.jpg", "image/jpeg", context.picture.kind, context.picture.origin),
        transcripts={
            "text/vtt": "transcript.vtt",
            "application/x-subrip": "transcript.srt",
            "application/json": "transcript.json",
        },
        chapters=parts.chapters,
        chunks=len(script.chunks),
        changes=len(script.changes),
        engine=choice.engine.name,
        engine_version=choice.engine.version,
        voice=choice.voice.id,
        rate=choice.voice.rate,
        pitch=choice.voice.pitch,
        volume=choice.voice.volume,
        voices={tag: f"{other.engine.name}/{other.voice.id}" for tag, other in others},
        speakers=plan.cast.voices_of_speakers or None,
        made_with=f"pagecast {tts.__version__}",
        stamp=context.stamp,
        content=context.content or content_stamp(plan, context),
        given=library.show_stamp(show),
    )


def _excerpt(script: Script) -> str:
    """The first few sentences of the text: feed and pages show them for an article without a
    summary."""
    excerpt = ""
    for chunk in script.chunks:
        for sentence in chunk.sentences if chunk.kind in ("paragraph", "quote", "item") else ():
            text = " ".join(sentence.text.split())
            space = " " if excerpt and (excerpt[-1] + text[:1]).isascii() else ""
            if excerpt and len(excerpt) + len(text) > _EXCERPT:
                return excerpt
            excerpt += space + text
    return excerpt if len(excerpt) <= 2 * _EXCERPT else excerpt[:_EXCERPT] + "…"


def _added(before: library.Episode | None) -> str:
    """When the episode was first added to the show: ISO, UTC, whole seconds."""
    if before and before.manifest.added:
        return before.manifest.added
    return _now().strftime("%Y-%m-%dT%H:%M:%SZ")


def _now() -> datetime:
    """This moment, or the one to use instead, so that two runs make the same files."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")  # reproducible-builds.org/specs
    return datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)


# --- the cover ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CoverRequest:
    """The requested cover, and how it may be fetched."""

    path: str = ""
    """Path of the user's picture."""
    offline: bool = False
    allow_private: bool = False
    cookies: str = ""


def choose_picture(
    article: Article,
    identity: str,
    show: library.Show,
    before: library.Episode | None,
    request: CoverRequest,
) -> Picture:
    """The user's picture, otherwise the article's lead image, the show's cover, or the title, which
    is drawn only when needed.

    A previous lead image stays if it can't be fetched again. Raises SourceError if the user's file
    is no picture.
    """
    if request.path:
        return Picture(cover.from_image(read_picture(request.path), request.path), "", kind="yours")
    notes = []
    if article.picture:
        try:
            return Picture(
                cover.from_book(article.picture, "the picture in the source"), "", kind="article"
            )
        except TtsError as e:
            notes.append(f"the cover can't be used: {e.message}")
    remote = "://" in article.image
    if article.image and not (remote and request.offline):
        try:
            content = (
                sources.fetch_image(
                    article.image, allow_private=request.allow_private, cookies=request.cookies
                )
                if remote
                else read_picture(article.image)
            )
            origin = article.image if remote else ""
            return Picture(cover.from_image(content, article.image), origin, kind="article")
        except TtsError as e:
            notes.append(f"the lead image can't be fetched: {e.message}")
    if remote and before and before.whole and before.manifest.cover.origin == article.image:
        return Picture(
            Folder(before.folder).read_bytes("cover.jpg"), article.image, tuple(notes), "article"
        )
    return _of_the_show(show, tuple(notes))


def _finished(picture: Picture, article: Article, identity: str) -> Picture:
    """The picture, drawn from the title if the article has none."""
    if picture.content:
        return picture
    byline = byline_of(article.author, article.site or article.publication)
    drawn = cover.drawn(article.title, byline=byline, seed=identity)
    return replace(picture, content=drawn)


def byline_of(author: str, place: str) -> str:
    return " · ".join(filter(None, (author, place)))


def picture_by(
    show: library.Show, title: str, byline: str, identity: str, notes: tuple[str, ...] = ()
) -> Picture:
    """The picture of an episode without its own: the show's cover, otherwise its title, drawn."""
    picture = _of_the_show(show, notes)
    if picture.content:
        return picture
    return replace(picture, content=cover.drawn(title, byline=byline, seed=identity))


def _of_the_show(show: library.Show, notes: tuple[str, ...]) -> Picture:
    """The show's cover, if it has one; otherwise a picture without content, still to be drawn."""
    if show.settings.cover:
        try:
            return Picture(_show_cover(show), "", notes, "show")
        except (SourceError, LeadsOut) as e:
            notes = (*notes, f"the show's cover can't be used: {e.message}")
    return Picture(b"", "", notes)


def _show_cover(show: library.Show) -> bytes:
    """The show's cover as JPEG. Only files inside the show are accepted, because an untrusted
    show.toml may name any file of this computer."""
    name = show.settings.cover
    try:
        changed = Folder(show.folder).path(name).stat().st_mtime_ns
        return _squared(show.folder, name, changed)
    except OSError as e:
        raise SourceError(
            f"the picture {name} can't be read: {e.strerror}", hint="use a JPEG or PNG file"
        ) from e


def read_picture(path: str) -> bytes:
    """The bytes of a local picture. Raises SourceError."""
    try:
        return Path(path).read_bytes()
    except OSError as e:
        raise SourceError(
            f"the picture {path} can't be read: {e.strerror}", hint="use a JPEG or PNG file"
        ) from e


def date_of(article: Article, before: library.Episode | None, modified: str) -> str:
    """The date of an episode. If nobody stated one, the first date stays, so that editing the
    article does not change the order of episodes."""
    kept = before.manifest.date if before and not before.manifest.date_stated else ""
    return article.date or kept or modified or _now().date().isoformat()
