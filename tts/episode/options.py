"""The options for an episode, the progress while it is made, and the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tts.model import Chunk, ClipInfo, HeldUp, Selection
from tts.show import library

if TYPE_CHECKING:
    from tts.episode.planning import Plan

SHOW = Path("output")
"""The folder of the show where none is named; its lexicon holds for what belongs to no show."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for. Empty means: as the article says, or as the show remembers."""

    engine: str = "auto"
    voice: str = ""
    language: str = ""
    rate: float | None = None
    pitch: int | None = None
    volume: int | None = None
    """By how many hertz higher, percent louder, where the engine can."""
    fallback: bool = False
    """Take the nearest voice for one that its service has withdrawn."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """What is done with code, tables and their like, by kind: `skip`, `announce` or `read`."""
    title: str = ""
    author: str = ""
    date: str = ""
    cover: str = ""
    """Path of a picture."""
    encoding: str = ""
    """Of a text or a page, where it is not to be detected: `gb18030`, `big5`, `windows-1252`."""
    offline: bool = False
    allow_private: bool = False
    cookies: str = ""
    """Path of a file with the cookies of the user's browser, in the Netscape format."""
    teaser: bool = False
    """Make also what shows only the beginning of an article."""
    force: bool = False
    """Write the episode again although nothing changed; what is in the cache is not spoken
    again."""
    lexicon: str = ""
    """Path of a lexicon, in place of the show's own."""
    jobs: int = 0
    """Chunks spoken at once; 0 is what serves the engine best."""
    selection: Selection = field(default_factory=Selection)
    """Of a source that holds several articles."""
    formats: tuple[str, ...] = ()
    """What it is made in besides MP3: `m4b`, `opus`, `epub`. `mp3` alone takes away what there is
    besides."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one source."""

    episode: library.Episode
    unchanged: bool = False
    spoken: int = 0
    """Chunks that an engine spoke now."""
    cached: int = 0
    """Chunks whose clips were in the cache."""
    reason: str = ""
    """Why this engine and voice, in words."""
    notes: tuple[str, ...] = field(default=())
    """What a user should know: a picture that could not be had, a loudness held back by a peak."""
    waited: float = 0.0
    """Seconds in which an engine waited for its service to answer again."""
    before: library.Episode | None = field(default=None, repr=False, compare=False)
    """The episode of this source as it stood when work began."""


class Listener:
    """What happens while an episode is made. A method may be left as it is: it does nothing."""

    in_order = False
    """Somebody waits for the first chunk first: no chunk of another engine is put off to the
    end."""

    def waiting(self, where: str) -> None:
        """Another process is making the episode of that source: what comes of it is awaited."""

    def planned(self, plan: Plan, missing: int, total: int) -> None:
        """The script stands; `missing` of its `total` chunks are to be spoken."""

    def spoken(self, chunk: Chunk, clip: ClipInfo) -> None:
        """One more chunk was spoken and is in the cache."""

    def held_up(self, wait: HeldUp | None) -> None:
        """An engine waits for its service, told about once a second; None when it goes on. From a
        thread of its own."""

    def encoded(self, name: str, done: int, total: int) -> None:
        """The MP3 stands; so many milliseconds of it are also there in the format `name`."""
