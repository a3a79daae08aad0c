"""The search data of a large show: a script with all titles, and scripts with the texts, loaded
only when needed. Scripts, not JSON: a page opened from disk can load nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from tts.locale.date_format import day
from tts.publish.catalog import Entry
from tts.publish.compact_json import compact
from tts.publish.site import listing, structured_data
from tts.publish.site.listing import Listings
from tts.publish.site.text import one_line

EACH: Final = 500
"""Episodes whose texts are in one file. Files are filled from the oldest episode on, so that a new
one changes only the last file."""

File = tuple[str, bytes]
"""Name in the show's folder, and content."""


@dataclass(frozen=True, slots=True)
class TextsFile:
    """A file of texts, not rendered yet."""

    name: str
    stamp: str
    """Changes whenever a byte of it would."""
    content: Callable[[], bytes]


def files(entries: Sequence[Entry], tag: str) -> list[File]:
    """The titles, then the texts from the oldest on. `entries` are the newest first."""
    texts = outline(entries, {})
    made = [(each.name, each.content()) for each in texts]
    return [titles(entries, tag, texts), *made]


def outline(
    entries: Sequence[Entry], standing: Mapping[str, str], listings: Listings = listing.NONE
) -> list[TextsFile]:
    """The texts from the oldest on. `standing` has the names of existing files, by their stamps:
    computing a file's name takes its content, for which every manifest is read."""
    return list(one_by_one(entries, standing, listings))


def one_by_one(
    entries: Sequence[Entry], standing: Mapping[str, str], listings: Listings
) -> Iterator[TextsFile]:
    """The same, each rendered on demand."""
    for part, each in enumerate(_parts(entries)):
        yield _outlined(part, each, standing, listings)


def _outlined(
    part: int, entries: Sequence[Entry], standing: Mapping[str, str], listings: Listings
) -> TextsFile:
    marks = [entry.mark for entry in entries]
    what = "\n".join([f"texts {part}", *marks]).encode(errors="replace")
    stamp = hashlib.blake2b(what, digest_size=12).hexdigest()
    name = standing.get(stamp, "")
    if name:
        return TextsFile(name, stamp, partial(_texts, part, entries, listings))
    content = _texts(part, entries, listings)
    name = _name(f"texts-{part + 1}", content)
    return TextsFile(name, stamp, partial(bytes, content))


def _parts(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    oldest_first = list(reversed(entries))
    for start in range(0, len(oldest_first), EACH):
        yield oldest_first[start : start + EACH]


def titles(entries: Sequence[Entry], tag: str, texts: Sequence[TextsFile]) -> File:
    """For each episode its folder, title, author and publication (as indexes into lists), and
    date."""
    numbers: dict[str, int] = {"": 0}
    rows = []
    for entry in entries:
        manifest = entry.manifest
        author = one_line(manifest.author)
        publication = one_line(structured_data.publication(manifest))
        who = [
            numbers.setdefault(author, len(numbers)),
            numbers.setdefault(publication, len(numbers)),
        ]
        title = one_line(entry.title)
        date = day(manifest.stated_date, tag)
        rows.append((entry.folder, title, *who, date))
    what = {
        "names": list(numbers),
        "texts": [each.name for each in texts],
        "each": EACH,
        "rows": rows,
    }
    content = f"pagecastTitles = {compact(what)};\n".encode()
    return _name("titles", content), content


def _texts(part: int, entries: Sequence[Entry], listings: Listings) -> bytes:
    """For each episode its guid, audio file, length, picture and the beginning of its text."""
    rows = []
    for entry in entries:
        listed = listing.of(entry, listings)
        rows.append((entry.guid, listed.audio, listed.duration, listed.picture, listed.excerpt))
    code = f"(window.pagecastTexts ??= [])[{part}] = {compact(rows)};\n"
    return code.encode()


def _name(stem: str, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    return f"pagecast/{stem}-{digest[:8]}.js"
