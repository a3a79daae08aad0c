"""What lists show of an episode besides its row in the index, taken while its manifest is read for
its own pages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from tts.publish import thumbnails
from tts.publish.catalog import Entry
from tts.publish.site.text import one_line, shortened
from tts.show.manifest import Manifest

SUMMARY: Final = 240
"""Maximum characters of a summary that are shown and searched."""


class Listing(NamedTuple):
    """An episode in the lists."""

    audio: str
    """Name of its MP3."""
    duration: int
    """Milliseconds."""
    bytes: int
    """Of the MP3."""
    picture: str
    """Name of its thumbnail; empty if it has none."""
    excerpt: str
    """Its summary, otherwise the beginning of its text."""


Listings = Mapping[str, Listing]
"""By folder: those that were taken."""
NONE: Final[Listings] = MappingProxyType({})


def listing(manifest: Manifest) -> Listing:
    audio = manifest.audio
    picture = thumbnails.NAME if thumbnails.wanted(manifest) else ""
    excerpt = shortened(one_line(manifest.summary or manifest.excerpt), SUMMARY)
    return Listing(audio.file, audio.duration, audio.bytes, picture, excerpt)


def of(entry: Entry, known: Listings) -> Listing:
    """What was taken of it; otherwise its manifest is read."""
    return known.get(entry.folder) or listing(entry.manifest)
