"""Reads the rows of a list or table in the package's data.

A row is a line, its cells parted by white space; a line that begins with `#` is a comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def data_rows(path: str) -> Iterator[list[str]]:
    """The rows of a file, by its path inside the package."""
    text = files("tts").joinpath(path).read_text("utf-8")
    for line in text.splitlines():
        cells = line.split()
        if cells and not line.startswith("#"):
            yield cells
