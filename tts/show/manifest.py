"""The manifest of an episode (episode.json) as values: its files, and what feeds, pages and tags
show.

`manifest_file` reads and writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
"""Of the format. It grows by fields that may be missing; another number is for what can't be read
by those who know this one."""


@dataclass(frozen=True, slots=True)
class ShowName:
    """The show, as it was called when the episode was tagged."""

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
    """Name in the episode's folder; empty where the manifest names no audio."""
    bytes: int = 0
    sha256: str = ""
    """Of the whole file, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class AlternateFile:
    """The same episode in another format."""

    type: str = ""
    """Media type."""
    file: str = ""
    """Name in the episode's folder."""
    bytes: int = 0
    sha256: str = ""
    """Of the whole file, in hexadecimal."""
    bitrate: int = 0
    """Bits a second."""
    of: str = ""
    """SHA-256 of the MP3 that it was made from."""
    format: str = ""
    """As `--format` names it; empty in early manifests, where the type tells."""

    @property
    def is_audio(self) -> bool:
        """Whether it is for players: an EPUB is for reading apps."""
        return self.type.startswith("audio/")


@dataclass(frozen=True, slots=True)
class Cover:
    """The episode's picture."""

    file: str = ""
    """Name in the episode's folder; empty where it has none."""
    type: str = ""
    """Media type."""
    kind: str | None = None
    """`yours`, `article`, `show` or `drawn`; None in early manifests, which did not say."""
    origin: str | None = None
    """Address it was fetched from; empty for none, None in early manifests."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the episode that players can jump to."""

    start: int
    """Milliseconds into the episode."""
    end: int
    """Milliseconds into the episode."""
    title: str
    level: int
    """Rank of its heading; 0 for the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One episode. The fields stand in the order in which the file has them."""

    version: int = VERSION
    guid: str = ""
    """Names the episode in feeds, for good."""
    number: int
    """Counts the show's episodes, from 1."""
    title: str = ""
    """Empty for an article without one."""
    author: str = ""
    date: str
    """ISO date of the article, or of what stands for it."""
    date_stated: bool = False
    """The article states its date."""
    own_title: str | None = None
    """The article's, where the user gave another; else empty. None in early manifests."""
    added: str = ""
    """When it came into the show: ISO, UTC, whole seconds; empty in early manifests."""
    publication: str = ""
    site: str = ""
    url: str = ""
    """Of the article."""
    language: str
    """BCP 47 tag."""
    summary: str = ""
    excerpt: str = ""
    """How the text begins; empty in early manifests."""
    source: str
    """Identity of what it was made from: see `library.identity`."""
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
    """How many the script has."""
    changes: int = 0
    """How many places of the article were repaired or left out."""
    engine: str
    engine_version: str = ""
    voice: str
    """Identifier of the voice that speaks the article's language."""
    rate: float = 1.0
    """Times the usual speed."""
    pitch: int = 0
    """Hertz above the voice's own."""
    volume: int = 0
    """Per cent above the voice's own."""
    voices: Mapping[str, str] | None = None
    """Another language -> `engine/voice`; None in early manifests."""
    speakers: Mapping[str, str] | None = None
    """`NAME/LANGUAGE` -> `engine/voice` of those with a voice of their own; None for nobody."""
    made_with: str = ""
    """Program and version."""
    stamp: str
    """Changes with the source's bytes and with what was asked for."""
    content: str
    """Changes with what is said and shown."""
    given: str = ""
    """Changes with what the show puts into the tags; empty in early manifests."""
    unheard: tuple[str, ...] = ()
    """Chunks that the voice has no sound for."""
    files: Mapping[str, int] = field(default_factory=dict)
    """Every file of the episode -> its bytes, the manifest aside."""
    saved: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """The JSON that it was read from: what this version does not know is written again."""

    @property
    def stated_date(self) -> str:
        """The article's own date, the only one to be shown as its; empty where it states none."""
        return self.date if self.date_stated else ""

    @property
    def audio_files(self) -> tuple[AudioFile | AlternateFile, ...]:
        """The MP3, then the same in other formats."""
        return (self.audio, *self.alternates)


def stays_inside(manifest: Manifest) -> bool:
    """Whether all files that it names are in the episode's own folder: they are read, written
    and removed."""
    main = (manifest.audio.file, manifest.cover.file)
    others = (other.file for other in manifest.alternates)
    named = (*filter(None, main), *others, *manifest.transcripts.values(), *manifest.files)
    lines = "\n" + "\n".join(named)
    leads_out = "/" in lines or "\\" in lines or "\x00" in lines or "\n." in lines
    return "" not in named and not leads_out
