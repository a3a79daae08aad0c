"""Reads the rows of lists and tables in the package's data.

Each line is a row of cells separated by white space; lines starting with `#` are comments.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def data_rows(path: str) -> Iterator[list[str]]:
    """The rows of a file, given its path inside the package."""
    text = files("tts").joinpath(path).read_text("utf-8")
    for line in text.splitlines():
        cells = line.split()
        if cells and not line.startswith("#"):
            yield cells
