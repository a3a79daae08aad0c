"""Counts how often a worker died while making an article.

A worker that dies reports nothing, so each one first records what it is about to do in a marker for
the article, next to the shared cache. Dask's own count blames every article waiting on a worker
when it dies; this one blames only the article being made.
"""

from __future__ import annotations

from tts.cluster.run_markers import RunMarkers
from tts.model import EpisodeFailed

MOST = 3
"""Maximum number of workers that an article may kill."""


def begin(markers: RunMarkers, article: str, where: str) -> None:
    """Record that an article is started; `article` is its number in the run, `where` its source as
    named by the user.

    Raises EpisodeFailed if it has killed the maximum number of workers; OSError or LibraryError if
    this process can't see the markers because its cache differs from that of the sender.
    """
    if any(markers.put_new(name) for name in _names(article)):
        return
    raise EpisodeFailed(
        f"{where} killed its worker {MOST} times and was skipped",
        hint="make it alone and without --cluster to see why",
    )


def end(markers: RunMarkers, article: str) -> None:
    """Record that it has ended, whether made or failed."""
    markers.remove(_names(article))


def _names(article: str) -> list[str]:
    return [f"{article}.{number}" for number in range(MOST)]
