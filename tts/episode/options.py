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
"""The default folder of the show; its lexicon applies to whatever belongs to no show."""


@dataclass(frozen=True, slots=True)
class Options:
    """The user's options. Empty means: as the article says, or as the show remembers."""

    engine: str = "auto"
    voice: str = ""
    language: str = ""
    rate: float | None = None
    pitch: int | None = None
    volume: int | None = None
    """Percent louder (and `pitch`: hertz higher), if the engine supports it."""
    fallback: bool = False
    """Use the nearest voice if its service has withdrawn the named one."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """What to do with code, tables and similar blocks, by kind: `skip`, `announce` or `read`."""
    title: str = ""
    author: str = ""
    date: str = ""
    cover: str = ""
    """Path of a picture."""
    encoding: str = ""
    """Encoding of a text or a page, instead of detecting it: `gb18030`, `big5`, `windows-1252`."""
    offline: bool = False
    allow_private: bool = False
    cookies: str = ""
    """Path of a file with the browser's cookies, in the Netscape format."""
    teaser: bool = False
    """Also make articles of which only the beginning is shown."""
    force: bool = False
    """Write the episode again although nothing changed; cached clips are not spoken again."""
    lexicon: str = ""
    """Path of a lexicon, instead of the show's own."""
    jobs: int = 0
    """Chunks spoken at the same time; 0 lets the engine decide."""
    selection: Selection = field(default_factory=Selection)
    """Which articles of a source with several."""
    formats: tuple[str, ...] = ()
    """Formats besides MP3: `m4b`, `opus`, `epub`. `mp3` alone removes the others."""


@dataclass(frozen=True, slots=True)
class Made:
    """The result for one source."""

    episode: library.Episode
    unchanged: bool = False
    spoken: int = 0
    """Number of chunks spoken now."""
    cached: int = 0
    """Number of chunks whose clips were in the cache."""
    reason: str = ""
    """Why this engine and voice, in words."""
    notes: tuple[str, ...] = field(default=())
    """What a user should know: a picture that could not be fetched, a loudness limited by a
    peak."""
    waited: float = 0.0
    """Seconds that an engine waited for its service."""
    before: library.Episode | None = field(default=None, repr=False, compare=False)
    """The episode of this source when work began."""


class Listener:
    """Progress while an episode is made. The methods do nothing unless overridden."""

    in_order = False
    """The first chunk is needed first, so chunks of other engines are not deferred to the end."""

    def waiting(self, where: str) -> None:
        """Another process is making the episode of that source, and its result is awaited."""

    def planned(self, plan: Plan, missing: int, total: int) -> None:
        """The script is ready; `missing` of its `total` chunks have to be spoken."""

    def spoken(self, chunk: Chunk, clip: ClipInfo) -> None:
        """One more chunk was spoken and is in the cache."""

    def held_up(self, wait: HeldUp | None) -> None:
        """An engine is waiting for its service; called about once a second, and with None when it
        continues. Called from another thread."""

    def encoded(self, name: str, done: int, total: int) -> None:
        """The MP3 is ready; `done` of `total` milliseconds are converted to the format `name`."""
