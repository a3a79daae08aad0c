"""`make` for programs: an article to an episode in a show's folder."""

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
    """The result for one article."""

    episode: Episode
    unchanged: bool = False
    """Whether it already existed, made from the same input."""
    spoken: int = 0
    """Number of chunks spoken by an engine now."""
    cached: int = 0
    """Number of chunks whose clips were in the cache."""
    reason: str = ""
    """Explanation of the choice of engine and voice."""
    notes: tuple[str, ...] = ()
    """What a listener should know: a picture that could not be loaded, a sentence that could not be
    pronounced."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of the work."""

    stage: Literal["waiting", "speaking", "encoding"]
    """`waiting` for another process that is making the same episode; `encoding` another format."""
    name: str
    """The article's title; while waiting, its source; while encoding, the format."""
    done: int = 0
    """Number of chunks spoken, out of those missing from the cache; while encoding,
    milliseconds."""
    total: int = 0


OnProgress = Callable[[Progress], None]


def make(
    where: SourceLike,
    show: Folder = "output",
    *,
    on_progress: OnProgress | None = None,
    **options: Unpack[MakeOptions],
) -> Made:
    """Make an article into an episode in the show's folder; if nothing changed, nothing is done.

    `on_progress` is called from this thread; an exception in it ends the work, and what was spoken
    is kept for the next call. Raises SourceError, EngineError, LibraryError, EpisodeFailed if
    chunks could not be spoken, or SeveralArticles for a source with several articles: see
    `articles`.
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
    """The cache, which is shared with the command."""
    from tts.cache import user_cache

    return user_cache()


class ProgressListener(Listener):
    """Reports progress to a program's function."""

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
