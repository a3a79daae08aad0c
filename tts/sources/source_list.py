"""A list of sources in a file, one per line."""

from __future__ import annotations

from pathlib import Path

from tts.model import Source, SourceError
from tts.sources.fetch.fetch import OPENED, SCHEME
from tts.sources.registry import text_of

MOST_SOURCES = 1_000_000
_BLANK = b"\xef\xbb\xbf\xfe\xff\0 \t\r\n\v\f"
"""Byte order marks and white space, in UTF-8 or UTF-16."""
_NEEDS = "a list needs a file or an address on each line; a line that begins with # is a comment"


def listed(source: Source) -> list[str]:
    """The sources in a list, in order, each once; paths are relative to the list's folder.

    Empty lines and those that begin with `#` are skipped; a later `#` is part of the source. Raises
    SourceError.
    """
    name = "standard input" if source.where == "-" else source.where
    if not source.content.strip(_BLANK):
        raise SourceError(f"the list {name} is empty", _NEEDS)
    text, _ = text_of(source)
    lines = [
        stripped
        for line in text.split("\n")
        if (stripped := line.strip("\ufeff \t\v\f")) and stripped[0] != "#"
    ]
    if len(lines) > MOST_SOURCES:
        raise SourceError(f"{name} lists more than {MOST_SOURCES:,} sources", "split it")
    if not lines:
        raise SourceError(f"{name} lists no sources: it has only comments", _NEEDS)
    is_piped = source.where == "-" or OPENED.fullmatch(source.where)
    folder = Path() if is_piped else Path(source.where).parent
    return list(dict.fromkeys(_placed(line, folder) for line in lines))


def _placed(line: str, folder: Path) -> str:
    """A path relative to the current folder; addresses, `-` and lists are unchanged, and checked
    when they are read."""
    if line == "-" or line.startswith("@") or (SCHEME.match(line) and "://" in line):
        return line
    return str(folder / line)
