"""`open_show` for programs: a show, and its episodes with typed fields."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tts.api.errors import translated
from tts.show import library
from tts.show.manifest import Chapter


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode at the time it was read."""

    title: str
    audio: Path
    """The MP3 file. Its name contains a hash of its content and changes with it."""
    duration: int
    """Milliseconds."""
    folder: Path
    guid: str
    """Unchanged when the episode is made again."""
    number: int
    """Its number in the show, from 1."""
    language: str
    """BCP 47."""
    author: str = ""
    date: str = ""
    """ISO date of the article; empty if it has none."""
    summary: str = ""
    url: str = ""
    """Address of the article."""
    source: str = ""
    """What it was made from: an address, or a path relative to the show's folder."""
    engine: str = ""
    voice: str = ""
    chapters: tuple[Chapter, ...] = ()
    cover: Path | None = None
    transcripts: Mapping[str, Path] = field(default_factory=dict)
    """By media type: `text/vtt`, `application/x-subrip`, `application/json`."""
    alternates: Mapping[str, Path] = field(default_factory=dict)
    """The episode in other formats, by media type."""
    whole: bool = True
    """Whether every file exists with its original size."""


@dataclass(frozen=True, slots=True)
class Show:
    """A show's folder, and the contents of its show.toml when opened. Iterate over it for its
    episodes."""

    folder: Path
    title: str
    owner: str = ""
    base_url: str = ""
    """The address where it is published; empty if not set."""
    voices: Mapping[str, str] = field(default_factory=dict)
    """Language -> `engine/voice`."""

    def __iter__(self) -> Iterator[Episode]:
        """Its current episodes, by number; those with a damaged manifest are skipped."""
        found = library.episodes(library.Show(self.folder))
        yield from sorted(map(episode_of, found), key=lambda episode: episode.number)

    def __len__(self) -> int:
        return sum(1 for _ in library.episodes(library.Show(self.folder)))

    def __bool__(self) -> bool:
        """True, even without episodes."""
        return True


Folder = str | os.PathLike[str] | Show
"""A show: its folder, or an opened show."""


def open_show(folder: str | os.PathLike[str] = "output") -> Show:
    """The show in a folder; a folder that does not exist yet is a show without episodes.

    Completes what an interrupted run has begun. Raises LibraryError.
    """
    with translated():
        show = library_show(folder)
    return Show(show.folder, show.title, show.owner, show.settings.base_url, dict(show.voices))


def library_show(show: Folder) -> library.Show:
    """The show for other parts of the package, with the current show.toml."""
    return library.open_show(show.folder if isinstance(show, Show) else Path(show))


def episode_of(episode: library.Episode) -> Episode:
    """An episode of the library in the form for programs."""
    manifest, folder = episode.manifest, episode.folder
    cover = manifest.cover.file
    return Episode(
        title=manifest.title,
        audio=episode.audio,
        duration=manifest.audio.duration,
        folder=folder,
        guid=manifest.guid,
        number=manifest.number,
        language=manifest.language,
        author=manifest.author,
        date=manifest.stated_date,
        summary=manifest.summary,
        url=manifest.url,
        source=manifest.source,
        engine=manifest.engine,
        voice=manifest.voice,
        chapters=manifest.chapters,
        cover=folder / cover if cover else None,
        transcripts={kind: folder / name for kind, name in manifest.transcripts.items()},
        alternates={other.type: folder / other.file for other in manifest.alternates},
        whole=episode.whole,
    )
