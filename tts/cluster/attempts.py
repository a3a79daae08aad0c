"""Counts how often a worker died while making an article.

A worker that dies leaves no word, so each says beforehand what it begins: a note of the article's,
beside the cache that all share. Dask's own count blames every article that waited at a worker when
it died; this one blames the article that was in hand.
"""

from __future__ import annotations

from tts.cluster.run_markers import RunMarkers
from tts.model import EpisodeFailed

MOST = 3
"""Workers that one article may kill."""


def begin(notes: RunMarkers, article: str) -> None:
    """Note that an article is begun; it goes by its number in the run.

    Raises EpisodeFailed where it killed as many workers as one may; OSError or LibraryError where
    this process does not see the notes: it has another cache than the one that sent the article.
    """
    if any(notes.put_new(name) for name in _names(article)):
        return
    raise EpisodeFailed(
        f"it killed its worker {MOST} times and was skipped",
        hint="make it alone and without --cluster to see why",
    )


def end(notes: RunMarkers, article: str) -> None:
    """Note that it came to its end, made or failed."""
    notes.remove(_names(article))


def _names(article: str) -> list[str]:
    return [f"{article}.{number}" for number in range(MOST)]
