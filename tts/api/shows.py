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
    """One episode as it stood when it was asked for."""

    title: str
    audio: Path
    """The MP3. Its name has a hash of its content, and changes with it."""
    duration: int
    """Milliseconds."""
    folder: Path
    guid: str
    """Stays the same when the episode is made anew."""
    number: int
    """Its place in the show, from 1."""
    language: str
    """BCP 47."""
    author: str = ""
    date: str = ""
    """ISO date of the article; empty where it states none."""
    summary: str = ""
    url: str = ""
    """Of the article."""
    source: str = ""
    """What it was made of: an address, or a path as seen from the show's folder."""
    engine: str = ""
    voice: str = ""
    chapters: tuple[Chapter, ...] = ()
    cover: Path | None = None
    transcripts: Mapping[str, Path] = field(default_factory=dict)
    """By media type: `text/vtt`, `application/x-subrip`, `application/json`."""
    alternates: Mapping[str, Path] = field(default_factory=dict)
    """The episode in other formats, by media type."""
    whole: bool = True
    """Every file is there, in the size that it was written in."""


@dataclass(frozen=True, slots=True)
class Show:
    """A show's folder, and what its show.toml said when it was opened. Iterate for its episodes."""

    folder: Path
    title: str
    owner: str = ""
    base_url: str = ""
    """Where it is published; empty where nobody said."""
    voices: Mapping[str, str] = field(default_factory=dict)
    """Language -> `engine/voice`."""

    def __iter__(self) -> Iterator[Episode]:
        """Its episodes as they are now, by their numbers; one whose manifest is damaged is no
        episode."""
        found = library.episodes(library.Show(self.folder))
        yield from sorted(map(episode_of, found), key=lambda episode: episode.number)

    def __len__(self) -> int:
        return sum(1 for _ in library.episodes(library.Show(self.folder)))

    def __bool__(self) -> bool:
        """A show is one without episodes, too."""
        return True


Folder = str | os.PathLike[str] | Show
"""A show: its folder, or the show as it was opened."""


def open_show(folder: str | os.PathLike[str] = "output") -> Show:
    """The show in a folder; one that is not there yet is a show without episodes.

    What a killed run had begun is finished first. Raises LibraryError.
    """
    with translated():
        show = library_show(folder)
    return Show(show.folder, show.title, show.owner, show.settings.base_url, dict(show.voices))


def library_show(show: Folder) -> library.Show:
    """The same for the parts below, as its show.toml is now."""
    return library.open_show(show.folder if isinstance(show, Show) else Path(show))


def episode_of(episode: library.Episode) -> Episode:
    """An episode of the library, for programs."""
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
