"""Updates an episode's title, tags and cover, after `tts rename` or a change of show.toml.

Nothing is spoken, and the audio frames stay the same. Each episode changes completely or not at
all.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from tts.episode import alternate_formats, id3, manage, transcript
from tts.episode.assembly import byline_of, comment_of, picture_by
from tts.episode.cover import picture as cover
from tts.show import library, saved_script
from tts.show.draft import Draft, draft_of
from tts.show.library import Episode, Show
from tts.show.manifest import AudioFile, Manifest, ShowName
from tts.storage.parsing import parsed_json


@dataclass(frozen=True, slots=True)
class Tagged:
    """The result of retagging an episode."""

    episode: Episode
    changed: bool
    notes: tuple[str, ...] = ()


def rename(episode: Episode, show: Show, title: str) -> Tagged:
    """Change an episode's title everywhere except in the speech; an empty one restores the
    article's own."""
    own = episode.manifest.own_title or episode.manifest.title
    if not title or title == own:
        return _tagged(episode, show, own, "")
    return _tagged(episode, show, title, own)


def with_title_given_meanwhile(
    episode: Episode,
    before: Episode | None,
    latest: Episode | None,
    show: Show,
) -> Episode:
    """The episode with a title that `tts rename` gave it while it was being spoken. The show is
    locked."""
    if before is None or latest is None or latest.manifest.title == before.manifest.title:
        return episode
    given = latest.manifest.title if latest.manifest.own_title else ""
    return rename(episode, show, given).episode


def retag(episode: Episode, show: Show) -> Tagged:
    """Update title, owner and cover in the episode's tags and manifest from show.toml."""
    return _tagged(episode, show, episode.manifest.title, episode.manifest.own_title or "")


def _tagged(episode: Episode, show: Show, title: str, own: str) -> Tagged:
    if not episode.whole:
        fault = manage.fault_of(episode)
        raise manage.broken(episode.folder, fault)
    try:
        return _tagged_anew(episode, show, title, own)
    except (KeyError, ValueError) as e:
        fault = f"{library.MANIFEST} or script.json was not written by this version of Pagecast"
        raise manage.broken(episode.folder, fault) from e


def _tagged_anew(episode: Episode, show: Show, title: str, own: str) -> Tagged:
    picture, kind, notes = _picture(episode, show, title)
    manifest = _renamed(episode.manifest, show, title, own)
    if kind:
        drawn = replace(manifest.cover, kind=kind, origin="")
        manifest = replace(manifest, cover=drawn)
    texts = _texts(episode, manifest, picture)
    tag = _tag_bytes(episode, show, manifest, picture)
    if _as_it_is(episode, manifest, texts, tag):
        return Tagged(episode, False, notes)
    made_anew = {audio.file for audio in manifest.audio_files}
    with draft_of(episode.folder) as draft:
        for name in episode.manifest.files:
            if name not in made_anew:
                before = episode.folder / name
                content = texts.get(name) or before.read_bytes()
                draft.add(name, content)
        audio = _audio(draft, episode, title, tag)
        manifest = replace(manifest, audio=audio)
        if manifest.alternates:
            tagged = alternate_formats.tagged(draft, show.settings, episode, manifest, picture)
            manifest = replace(manifest, alternates=tagged)
        finished = draft.finish(manifest)
    return Tagged(finished, True, notes)


def _audio(draft: Draft, episode: Episode, title: str, tag: bytes) -> AudioFile:
    """The episode's MP3 with another tag, named after the title."""
    before = episode.manifest.audio
    slug = library.slug(title)
    name, digest = draft.add_hashed(slug, ".mp3", lambda out: _copy(episode.audio, tag, out))
    size = draft.files[name]
    return replace(before, file=name, bytes=size, sha256=digest)


def _tag_bytes(episode: Episode, show: Show, manifest: Manifest, picture: bytes) -> bytes:
    """The tag. If the picture is the same, its cover stays the same to the byte."""
    text, inside = id3.text_and_cover(episode.audio)
    before = episode.folder / manifest.cover.file
    is_same = picture == before.read_bytes()
    if not inside or not is_same:
        inside = cover.for_tag(picture)
    tag = _tag(show, manifest, inside, text)
    return id3.build(tag)


def _picture(episode: Episode, show: Show, title: str) -> tuple[bytes, str, tuple[str, ...]]:
    """Its current cover, the kind if known, and notes."""
    manifest = episode.manifest
    kind = manifest.cover.kind
    is_own = kind not in ("show", "drawn")
    is_same = title == manifest.title and not show.settings.cover
    stays_drawn = kind == "drawn" and is_same
    if is_own or stays_drawn:
        saved = episode.folder / manifest.cover.file
        content = saved.read_bytes()
        return content, "", ()
    site = manifest.site or manifest.publication
    byline = byline_of(manifest.author, site)
    made = picture_by(show, title, byline, manifest.source)
    return made.content, made.kind, made.notes


def _renamed(manifest: Manifest, show: Show, title: str, own: str) -> Manifest:
    chapters = manifest.chapters
    if chapters and title != manifest.title:
        first, *others = chapters
        if first.level == 0:
            first = replace(first, title=title)
        chapters = (first, *others)
    return replace(
        manifest,
        title=title,
        own_title=own,
        show=ShowName(show.title, show.owner),
        chapters=chapters,
        given=library.show_stamp(show),
    )


def _texts(episode: Episode, manifest: Manifest, picture: bytes) -> dict[str, bytes]:
    """The files that contain title or cover. Transcripts stay as they are: they contain what is
    spoken."""
    saved = (episode.folder / "script.json").read_text("utf-8")
    script = saved_script.read(parsed_json(saved))
    if script is None:
        raise ValueError("script.json")
    renamed = {**script, "title": manifest.title}
    return {
        manifest.cover.file: picture,
        "script.json": transcript.dump(renamed).encode(),
        "chapters.json": transcript.chapters_json(manifest.chapters).encode(),
    }


def _tag(show: Show, manifest: Manifest, picture: bytes, text: str) -> id3.Tag:
    return id3.Tag(
        title=manifest.title,
        author=manifest.author,
        show=manifest.show.title,
        owner=manifest.show.owner,
        number=manifest.number,
        date=manifest.date,
        language=manifest.language,
        comment=comment_of(show, manifest),
        url=manifest.url,
        text=text,
        cover=picture,
        chapters=tuple((c.start, c.end, c.title) for c in manifest.chapters),
        duration=manifest.audio.duration,
    )


def _as_it_is(episode: Episode, manifest: Manifest, texts: Mapping[str, bytes], tag: bytes) -> bool:
    """Whether every byte would stay the same."""
    if manifest != episode.manifest or id3.length(episode.audio) != len(tag):
        return False
    with episode.audio.open("rb") as f:
        if f.read(len(tag)) != tag:
            return False
    for name, content in texts.items():
        before = (episode.folder / name).read_bytes()
        if before != content:
            return False
    return True


def _copy(audio: Path, tag: bytes, out: BinaryIO) -> None:
    """Another tag before the same frames."""
    out.write(tag)
    with audio.open("rb") as f:
        f.seek(id3.length(audio))
        shutil.copyfileobj(f, out, 1 << 20)
