"""The manifest of an episode (episode.json) as values: its files, and what feeds, pages and tags
show.

`manifest_file` reads and writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
"""Version of the format. New optional fields do not change it; another number means that older
versions can't read it."""


@dataclass(frozen=True, slots=True)
class ShowName:
    """The show's names when the episode was tagged."""

    title: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class AudioFile:
    """The episode's MP3."""

    type: str = ""
    """Media type."""
    duration: int = 0
    """Milliseconds."""
    file: str = ""
    """Name in the episode's folder; empty if the manifest names no audio."""
    bytes: int = 0
    sha256: str = ""
    """SHA-256 of the whole file, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class AlternateFile:
    """The same episode in another format."""

    type: str = ""
    """Media type."""
    file: str = ""
    """Name in the episode's folder."""
    bytes: int = 0
    sha256: str = ""
    """SHA-256 of the whole file, in hexadecimal."""
    bitrate: int = 0
    """Bits per second."""
    of: str = ""
    """SHA-256 of the MP3 that it was made from."""
    format: str = ""
    """As in `--format`; empty in early manifests, where the type determines it."""

    @property
    def is_audio(self) -> bool:
        """Whether it is for players, unlike an EPUB."""
        return self.type.startswith("audio/")


@dataclass(frozen=True, slots=True)
class Cover:
    """The episode's picture."""

    file: str = ""
    """Name in the episode's folder; empty if there is none."""
    type: str = ""
    """Media type."""
    kind: str | None = None
    """`yours`, `article`, `show` or `drawn`; None in early manifests, which did not state it."""
    origin: str | None = None
    """Address from which it was fetched; empty for none, None in early manifests."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the episode that players can jump to."""

    start: int
    """Milliseconds into the episode."""
    end: int
    """Milliseconds into the episode."""
    title: str
    level: int
    """Level of its heading; 0 for the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """An episode. The fields are in the order of the file."""

    version: int = VERSION
    guid: str = ""
    """Identifies the episode in feeds permanently."""
    number: int
    """The episode's number in the show, from 1."""
    title: str = ""
    """Empty for an article without one."""
    author: str = ""
    date: str
    """ISO date of the article, or a substitute for it."""
    date_stated: bool = False
    """The article states its date."""
    own_title: str | None = None
    """The article's title, if the user gave another; otherwise empty. None in early manifests."""
    added: str = ""
    """When it was added to the show: ISO, UTC, whole seconds; empty in early manifests."""
    publication: str = ""
    site: str = ""
    url: str = ""
    """Address of the article."""
    language: str
    """BCP 47 tag."""
    summary: str = ""
    excerpt: str = ""
    """The beginning of the text; empty in early manifests."""
    source: str
    """Identity of its source: see `library.identity`."""
    show: ShowName = ShowName()
    audio: AudioFile = AudioFile()
    alternates: tuple[AlternateFile, ...] = ()
    loudness: float = 0.0
    """LUFS, integrated."""
    peak: float = 0.0
    """dBTP."""
    cover: Cover = Cover()
    transcripts: Mapping[str, str] = field(default_factory=dict)
    """Media type -> name in the episode's folder."""
    chapters: tuple[Chapter, ...] = ()
    chunks: int
    """Number of chunks in the script."""
    changes: int = 0
    """Number of places of the article that were repaired or left out."""
    engine: str
    engine_version: str = ""
    voice: str
    """Identifier of the voice that speaks the article's language."""
    rate: float = 1.0
    """Multiple of the usual speed."""
    pitch: int = 0
    """Hertz above the voice's own pitch."""
    volume: int = 0
    """Percent above the voice's own volume."""
    voices: Mapping[str, str] | None = None
    """Another language -> `engine/voice`; None in early manifests."""
    speakers: Mapping[str, str] | None = None
    """`NAME/LANGUAGE` -> `engine/voice` of speakers with their own voice; None if there are
    none."""
    made_with: str = ""
    """Program and version."""
    stamp: str
    """Changes with the source's bytes and the options."""
    content: str
    """Changes with what is said and shown."""
    given: str = ""
    """Changes with the show's part of the tags; empty in early manifests."""
    unheard: tuple[str, ...] = ()
    """Chunks that the voice can't speak."""
    files: Mapping[str, int] = field(default_factory=dict)
    """Every file of the episode except the manifest -> its bytes."""
    saved: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """The JSON that it was read from: unknown fields are preserved when it is written."""

    @property
    def stated_date(self) -> str:
        """The article's own date, the only one shown as such; empty if it states none."""
        return self.date if self.date_stated else ""

    @property
    def audio_files(self) -> tuple[AudioFile | AlternateFile, ...]:
        """The MP3, then the same audio in other formats."""
        return (self.audio, *self.alternates)


def stays_inside(manifest: Manifest) -> bool:
    """Whether all its files are in the episode's own folder, so that they may be read, written and
    removed."""
    main = (manifest.audio.file, manifest.cover.file)
    others = (other.file for other in manifest.alternates)
    named = (*filter(None, main), *others, *manifest.transcripts.values(), *manifest.files)
    lines = "\n" + "\n".join(named)
    leads_out = "/" in lines or "\\" in lines or "\x00" in lines or "\n." in lines
    return "" not in named and not leads_out
