"""How often an article was begun by a worker that did not come to its end.

A worker that dies leaves no word, so each says beforehand what it begins: a byte in a file of the
article's, in the cache that all share. Dask's own count blames every article that waited at a
worker when it died; this one blames the article that was in hand.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from tts.model import EpisodeFailed

MOST = 3
"""Workers that one article may kill."""


def begin(record: Path) -> None:
    """Note in the article's file that it is begun.

    Raises EpisodeFailed where it killed as many workers as one may; FileNotFoundError where the
    folder is not there: this process sees another cache than the one that sent the article.
    """
    with record.open("ab") as file:
        before = os.fstat(file.fileno()).st_size
        if before < MOST:
            file.write(b".")
            return
    raise EpisodeFailed(
        f"it killed the worker that made it {before} times, and was passed over",
        hint="make it by itself, without --cluster, to see why",
    )


def end(record: Path) -> None:
    """Note that it came to its end, made or failed."""
    with suppress(OSError):
        record.unlink()
