"""`make` for programs: an article -> an episode in a show's folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tts.api.errors import translated
from tts.api.options import MakeOptions, options_of
from tts.api.reading import SourceLike, opened
from tts.api.shows import Episode, Folder, episode_of, library_show
from tts.episode.options import Listener
from tts.model import Chunk, ClipInfo

if TYPE_CHECKING:
    from typing import Unpack

    from tts.cache import Cache
    from tts.episode.planning import Plan


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one article."""

    episode: Episode
    unchanged: bool = False
    """It was there already, made of the same."""
    spoken: int = 0
    """Chunks that an engine spoke now."""
    cached: int = 0
    """Chunks whose clips were in the cache."""
    reason: str = ""
    """Why this engine and voice, in words."""
    notes: tuple[str, ...] = ()
    """What a listener should know: a picture that could not be had, a sentence without a sound."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is."""

    stage: Literal["waiting", "speaking", "encoding"]
    """`waiting` for another process that makes the same episode; `encoding` another format."""
    name: str
    """The article's title; while waiting its source, while encoding the format."""
    done: int = 0
    """Chunks spoken, of those that the cache lacked; while encoding milliseconds."""
    total: int = 0


OnProgress = Callable[[Progress], None]


def make(
    where: SourceLike,
    show: Folder = "output",
    *,
    on_progress: OnProgress | None = None,
    **options: Unpack[MakeOptions],
) -> Made:
    """One article -> one episode in the show's folder; where nothing changed, nothing is done.

    `on_progress` is called from this thread; what it raises ends the work, and what was spoken is
    kept for the next call. Raises SourceError, EngineError, LibraryError, or EpisodeFailed when
    chunks stayed unspoken; SeveralArticles for a source that holds several: see `articles`.
    """
    from tts.episode import pipeline

    chosen = options_of("make", MakeOptions, options)
    with translated():
        made = pipeline.make(
            opened(where, chosen),
            library_show(show),
            chosen,
            cache=clips(),
            listener=ProgressListener(on_progress) if on_progress else None,
        )
    episode = episode_of(made.episode)
    return Made(episode, made.unchanged, made.spoken, made.cached, made.reason, made.notes)


def clips() -> Cache:
    """The cache that the command has, too."""
    from tts.cache import user_cache

    return user_cache()


class ProgressListener(Listener):
    """Tells a program's function how far the work is."""

    def __init__(self, tell: OnProgress) -> None:
        self._tell = tell
        self._title = ""
        self._done = self._total = 0

    def waiting(self, where: str) -> None:
        self._tell(Progress("waiting", where))

    def planned(self, plan: Plan, missing: int, total: int) -> None:
        self._title, self._done, self._total = plan.article.title, 0, missing
        self._tell(Progress("speaking", self._title, 0, missing))

    def spoken(self, chunk: Chunk, clip: ClipInfo) -> None:
        self._done += 1
        self._tell(Progress("speaking", self._title, self._done, self._total))

    def encoded(self, name: str, done: int, total: int) -> None:
        self._tell(Progress("encoding", name, done, total))
