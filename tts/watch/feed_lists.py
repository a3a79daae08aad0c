"""Imports and exports the feeds of a show as OPML."""

from __future__ import annotations

from pathlib import Path

from tts import sources
from tts.model import Selection, SourceError
from tts.show import opml_writer
from tts.watch.source_polling import WEB


def feeds(path: Path) -> tuple[list[str], list[str]]:
    """The addresses in an OPML file, in order, and what is left out, with reasons. Raises
    SourceError."""
    parts = sources.parts(sources.fetch(str(path)), Selection())
    if parts is None or parts.each != "feed":
        raise SourceError(f"{path} is no OPML", "export the feeds of your reader as OPML")
    found = [part for part in parts if isinstance(part, str)]
    left_out: list[str] = []
    for change in parts.changes:
        if not change.became:
            left_out.append(f"{change.text}: {change.reason}")
    return found, left_out


def written(title: str, wheres: list[str]) -> str:
    """OPML with those that are web addresses, for other programs."""
    return opml_writer.of_feeds(filter(WEB.match, wheres), title)
