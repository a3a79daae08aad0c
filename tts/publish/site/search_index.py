"""What the index of a large show searches: one script with all titles, and scripts with the texts,
which are loaded only when they are needed.

Scripts, not JSON: a page that was opened from a disk may load nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tts.locale.dates import day
from tts.publish import thumbnails
from tts.publish.catalog import Entry
from tts.publish.site import metadata
from tts.publish.site.rows import excerpt
from tts.publish.site.text import flat

EACH: Final = 500
"""Episodes whose texts stand in one file. It is filled from the oldest on, so that a new episode
changes the last one alone."""

File = tuple[str, bytes]
"""Name in the show's folder, and content."""


def files(entries: Sequence[Entry], tag: str) -> list[File]:
    """The titles, then the texts from the oldest on. `entries` are the newest first."""
    texts = [_texts(part, each) for part, each in enumerate(_parts(entries))]
    return [_titles(entries, tag, [name for name, _ in texts]), *texts]


def _parts(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    oldest_first = list(reversed(entries))
    for start in range(0, len(oldest_first), EACH):
        yield oldest_first[start : start + EACH]


def _titles(entries: Sequence[Entry], tag: str, texts: list[str]) -> File:
    """Of each its folder, title, author and publication, these by their number, and date."""
    numbers: dict[str, int] = {"": 0}
    rows = []
    for entry in entries:
        manifest = entry.manifest
        author = flat(manifest.author)
        publication = flat(metadata.publication(manifest))
        who = [
            numbers.setdefault(author, len(numbers)),
            numbers.setdefault(publication, len(numbers)),
        ]
        title = flat(entry.title)
        date = day(manifest.stated_date, tag)
        rows.append((entry.folder, title, *who, date))
    what = {
        "names": list(numbers),
        "texts": texts,
        "each": EACH,
        "rows": rows,
    }
    return _script("titles", f"pagecastTitles = {_json(what)};\n")


def _texts(part: int, entries: Sequence[Entry]) -> File:
    rows = [_details(entry) for entry in entries]
    code = f"(window.pagecastTexts ??= [])[{part}] = {_json(rows)};\n"
    return _script(f"texts-{part + 1}", code)


def _details(entry: Entry) -> tuple[Any, ...]:
    """Its guid, audio file, length, picture and how it begins."""
    manifest = entry.manifest
    audio = manifest.audio
    picture = ""
    if thumbnails.wanted(manifest):
        picture = thumbnails.NAME
    return entry.guid, audio.file, audio.duration, picture, excerpt(manifest)


def _json(what: Any) -> str:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":"))


def _script(stem: str, code: str) -> File:
    content = code.encode()
    return f"pagecast/{stem}-{hashlib.sha256(content).hexdigest()[:8]}.js", content
