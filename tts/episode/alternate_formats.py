"""The formats of an episode besides MP3: made from it, and listed in its manifest.

The MP3 is the source of truth: adding a format speaks nothing and leaves it unchanged, and files
made from an earlier MP3 are made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tts.audio.containers import convert
from tts.audio.containers.file_metadata import Chapter, FileMetadata, Progress
from tts.model import AudioError, LibraryError
from tts.show import library, saved_script
from tts.show.disclosure import disclosure
from tts.show.draft import Draft, draft_of
from tts.show.manifest import AlternateFile, Manifest
from tts.show.settings import EPUBS, FORMATS, Settings
from tts.storage.confined_folder import Folder
from tts.storage.parsing import parsed_json

if TYPE_CHECKING:
    from tts.episode.epub.book import Book
    from tts.episode.epub.page_audio import Codec

Encoded = Callable[[str, int, int], None]
"""Called with the format, and the milliseconds done so far and in all."""


def wanted(
    asked: Sequence[str], show: library.Show, before: library.Episode | None
) -> tuple[str, ...]:
    """The formats asked for, those that the show always has, and those that the episode has; none
    if only MP3 was asked for. Of the kinds of EPUB only one: the one asked for, otherwise the
    show's, otherwise the episode's."""
    if {*asked} == {"mp3"}:
        return ()
    names = [*asked, *show.settings.formats, *(_made(before) if before else ())]
    books = [name for name in names if name in EPUBS]
    chosen = {*names} - {*books[1:]} | {*books[:1]}
    return tuple(name for name in FORMATS if name in chosen)


def involved(asked: Sequence[str], show: library.Show, before: library.Episode | None) -> bool:
    """Whether other formats are involved at all; most episodes are MP3 only, and load no
    encoder."""
    return bool(asked or show.settings.formats or (before and before.manifest.alternates))


def check_possible(
    asked: Sequence[str], show: library.Show, before: library.Episode | None
) -> None:
    """Raise AudioError before anything is spoken if a wanted format can't be made here."""
    if involved(asked, show, before):
        _check(wanted(asked, show, before))


def brought_up_to_date(
    episode: library.Episode,
    before: library.Episode | None,
    asked: Sequence[str],
    show: library.Show,
    encoded: Encoded | None = None,
) -> library.Episode:
    """The episode with the formats asked for, the show's, and those that it had `before`; made from
    its MP3."""
    if not involved(asked, show, before):
        return episode
    names = wanted(asked, show, before)
    if are_current(episode, names):
        return episode
    _check(missing(episode, names))
    return renew(show, episode, names, encoded)


def _check(names: Iterable[str]) -> None:
    """Raise AudioError if these formats can't be made here."""
    codecs = {name.removeprefix("epub-").removeprefix("words-") for name in names}
    convert.check([codec for codec in convert.FORMATS if codec in codecs])


def missing(episode: library.Episode, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the formats that the episode lacks, or has only from an earlier MP3."""
    made = _made(episode)
    return tuple(name for name in names if name not in made)


def are_current(episode: library.Episode, names: Sequence[str]) -> bool:
    """Whether the episode has exactly these formats, all up to date."""
    made = _made(episode)
    return [*made] == [*names] and len(made) == len(episode.manifest.alternates)


def renew(
    show: library.Show,
    episode: library.Episode,
    names: Sequence[str],
    encoded: Encoded | None = None,
) -> library.Episode:
    """Give the episode exactly these formats: existing ones stay, others are made or removed.

    Raises AudioError, and LibraryError if somebody else made the episode again meanwhile.
    """
    kept = {name: made for name, made in _made(episode).items() if name in names}
    manifest = episode.manifest
    with draft_of(episode.folder) as draft:
        for name in names:
            if name not in kept:
                kept[name] = _write(draft, show.settings, episode, name, encoded)
        with library.locked(show):
            now = library.find(show, manifest.source)
            if now is None or now.manifest.audio != manifest.audio or not now.whole:
                raise LibraryError(
                    f"“{manifest.title}” was meanwhile made again by another run",
                    hint="run the same command again",
                )
            gone = {made.file for made in now.manifest.alternates}
            draft.keep(
                {file: size for file, size in now.manifest.files.items() if file not in gone}
            )
            draft.keep({made.file: made.bytes for made in kept.values()})
            alternates = tuple(kept[name] for name in FORMATS if name in kept)
            return draft.finish(replace(now.manifest, alternates=alternates))


def tagged(
    draft: Draft,
    settings: Settings,
    episode: library.Episode,
    manifest: Manifest,
    picture: bytes,
) -> tuple[AlternateFile, ...]:
    """The episode's formats with the metadata in `manifest` and `picture`, and unchanged audio.

    For a manifest whose MP3 has the same frames; formats made from an earlier MP3 are left out.
    """
    found = []
    material = _Material(settings, episode, manifest, picture)
    for name, made in _made(episode).items():
        retag = partial(_KINDS[name].retag, material, episode.folder / made.file)
        stem = library.slug(manifest.title)
        file, digest = draft.add_hashed(stem, _KINDS[name].ending, retag)
        of = manifest.audio.sha256
        found.append(replace(made, file=file, bytes=draft.files[file], sha256=digest, of=of))
    return tuple(found)


def _made(episode: library.Episode) -> dict[str, AlternateFile]:
    """The formats made from the episode's current MP3."""
    names = {_KINDS[name].type: name for name in reversed(FORMATS)}
    manifest = episode.manifest
    found = {}
    for made in manifest.alternates:
        if made.of == manifest.audio.sha256:
            name = made.format or names.get(made.type, "")
            found[name] = made
    return {name: found[name] for name in FORMATS if name in found}


def _write(
    draft: Draft,
    settings: Settings,
    episode: library.Episode,
    name: str,
    encoded: Encoded | None,
) -> AlternateFile:
    """Make one format; returns its entry in the manifest."""
    kind, manifest = _KINDS[name], episode.manifest
    picture = (episode.folder / manifest.cover.file).read_bytes()
    material = _Material(settings, episode, manifest, picture)

    def done(ms: int) -> None:
        if encoded:
            encoded(name, ms, manifest.audio.duration)

    def write(out: BinaryIO) -> None:
        kind.write(material, out, done)

    file, digest = draft.add_hashed(library.slug(manifest.title), kind.ending, write)
    of = manifest.audio.sha256
    size = draft.files[file]
    return AlternateFile(kind.type, file, size, digest, kind.bitrate, of, name)


@dataclass(frozen=True, slots=True)
class _Material:
    """The input for a file in one of the formats."""

    settings: Settings
    episode: library.Episode
    """Its MP3 provides the frames."""
    manifest: Manifest
    """The metadata of the file."""
    picture: bytes
    """JPEG."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A format: its file, and how it is made."""

    ending: str
    type: str
    """Media type."""
    bitrate: int
    """Bits per second of its audio."""
    write: Callable[[_Material, BinaryIO, Progress], None]
    retag: Callable[[_Material, Path, BinaryIO], None]
    """Updates the metadata in a file that `write` made."""


# --- M4B and Opus ---------------------------------------------------------------------------------


def _sound(audio: convert.Format) -> _Kind:
    """A format that is only audio."""

    def write(material: _Material, out: BinaryIO, done: Progress) -> None:
        audio.write(material.episode.audio, out, _about(material, audio), audio.bitrate, done)

    def retag(material: _Material, old: Path, out: BinaryIO) -> None:
        audio.retag(old, out, _about(material, audio))

    return _Kind(audio.ending, audio.type, audio.bitrate, write, retag)


_HEAD = 4_000
"""Maximum bytes of a container's own tables and tags, without its audio."""


def _cover_inside(picture: bytes, manifest: Manifest, kind: convert.Format) -> bytes:
    """The cover at the largest size with which the file is no larger than the MP3, whose cover is
    small."""
    from tts.episode.cover import picture as cover

    small = cover.for_tag(picture)
    audio = manifest.audio
    encoded = audio.duration * kind.bitrate // 8000
    saved = audio.bytes - len(small) - encoded
    bytes_left = len(small) + saved // 3 - _HEAD  # encoders only aim at a rate
    room = int(bytes_left / kind.cover_growth)
    if kind.large_cover and len(picture) <= room:
        return picture
    if len(small) <= room:
        return small
    return cover.for_tag(picture, room)


def _about(material: _Material, kind: convert.Format) -> FileMetadata:
    from tts.episode.id3 import language_code

    manifest = material.manifest
    return FileMetadata(
        title=manifest.title,
        duration=manifest.audio.duration,
        author=manifest.author,
        narrator=f"{manifest.engine}/{manifest.voice}",
        show=manifest.show.title,
        owner=manifest.show.owner,
        number=manifest.number,
        date=manifest.date,
        language=language_code(manifest.language),
        summary=manifest.summary,
        comment=disclosure(material.settings, manifest.language, manifest.voice),
        url=manifest.url,
        cover=_cover_inside(material.picture, manifest, kind),
        chapters=tuple(Chapter(c.start, c.title, c.level) for c in manifest.chapters),
    )


# --- EPUB -----------------------------------------------------------------------------------------


_OF_MP3 = 48_000
"""Bits per second of the episode's own frames."""


def _book(codec: Codec, *, words: bool) -> _Kind:
    """An EPUB, by the audio inside and by what is highlighted."""

    def write(material: _Material, out: BinaryIO, done: Progress) -> None:
        _write_book(replace(_contents(material), codec=codec, words=words), out, done)

    def retag(material: _Material, old: Path, out: BinaryIO) -> None:
        made = replace(_contents(material), codec=codec, words=words)
        _write_book(made, out, lambda _: None, old)

    bitrate = convert.FORMATS[codec].bitrate if codec in convert.FORMATS else _OF_MP3
    return _Kind(".epub", "application/epub+zip", bitrate, write, retag)


def _write_book(made: Book, out: BinaryIO, done: Progress, old: Path | None = None) -> None:
    from tts.episode.epub import book

    book.write(made, out, done, old)


def _contents(material: _Material) -> Book:
    """The content of an EPUB. Raises AudioError if the script can't be read."""
    folder, manifest = material.episode.folder, material.manifest
    script = saved_script.read(parsed_json(Folder(folder).read_bytes("script.json")))
    if script is None:
        raise AudioError(
            f"{folder / 'script.json'} is damaged or from another version of Pagecast",
            hint="make the episode again with --force",
        )
    from tts.episode.epub.book import Book

    said = disclosure(material.settings, manifest.language, manifest.voice)
    return Book(manifest, script, material.episode.audio, material.picture, said)


_KINDS = {
    **{name: _sound(audio) for name, audio in convert.FORMATS.items()},
    "epub": _book("mp3", words=False),
    "epub-opus": _book("opus", words=False),
    "epub-words": _book("mp3", words=True),
    "epub-words-opus": _book("opus", words=True),
}
