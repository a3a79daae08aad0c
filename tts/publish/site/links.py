"""Links out of a page: to podcast apps, to files, to the recipient of misreadings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from tts.locale.pages import Pages
from tts.publish.catalog import Entry
from tts.publish.escape import quoted
from tts.publish.site.file_sizes import size
from tts.publish.site.text import one_line

_NAMES: Final = {
    "audio/mpeg": "MP3",
    "audio/mp4": "M4B",
    "audio/ogg": "Opus",
    "application/epub+zip": "EPUB",
    "text/vtt": "VTT",
    "application/x-subrip": "SRT",
    "application/json": "JSON",
}
_OFFERED: Final = ("text/vtt", "application/x-subrip")
"""Transcripts that are useful to people."""


NAMES: Final = ("sentence", "time", "page", "title")
"""Names allowed in braces in the report address."""


@dataclass(frozen=True, slots=True)
class File:
    name: str
    """Name of the format."""
    href: str
    """Relative to the episode's folder."""
    size: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The link for reporting a misreading."""

    href: str
    """The address without JavaScript: the reader has to write the sentence."""
    pattern: str
    """With `{sentence}`, `{time}`, `{page}` and `{title}`, which are filled in when it is
    followed."""
    title: str
    """The article's title."""


def apps(feed: str, words: Pages) -> list[tuple[str, str]]:
    """Apps, and the address that subscribes in each.

    AntennaPod puts http:// before what follows its scheme, and is redirected; a second `https:`
    would be parsed as a host without a port (AntennaPod#425).
    """
    bare = re.sub(r"^https?://", "", feed)
    return [
        (words.apple, f"podcast://{bare}"),
        (words.antennapod, f"antennapod-subscribe://{bare}"),
        (words.other_app, f"pcast:{feed}"),
    ]


def downloads(entry: Entry) -> Iterator[File]:
    """The episode in each of its formats, then the transcripts."""
    manifest = entry.manifest
    for audio in manifest.audio_files:
        kind = str(audio.type).partition(";")[0]
        yield File(_NAMES.get(kind, kind), quoted(audio.file), size(audio.bytes))
    for kind in _OFFERED:
        if kind in manifest.transcripts:
            yield File(_NAMES[kind], quoted(manifest.transcripts[kind]))


def report(reason: str, title: str, page: str, words: Pages) -> Report | None:
    """The link for the `report` setting: an e-mail address, or an address with names in braces."""
    pattern, name = _pattern(reason.strip(), title, words), one_line(title)
    return Report(filled(pattern, page=page, title=name), pattern, name) if pattern else None


def filled(pattern: str, **values: str) -> str:
    """The address with the names in braces filled in; unknown ones become empty.

    >>> filled("https://example.org/?s={sentence}&t={time}&p={page}", sentence="a & b", page="p/1")
    'https://example.org/?s=a%20%26%20b&t=&p=p%2F1'
    """
    for name in NAMES:
        pattern = pattern.replace(f"{{{name}}}", quote(values.get(name, ""), safe=""))
    return pattern


def _pattern(pattern: str, title: str, words: Pages) -> str:
    if re.match(r"(https?://|mailto:)\S+$", pattern, re.IGNORECASE):
        return pattern
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", pattern):
        return ""
    recipient = quote(pattern, safe="@+")
    subject = quote(words.report_subject.replace("{title}", one_line(title)), safe="")
    asked = quote(words.report_sentence, safe="")
    body = f"{asked}%0A%0A{{sentence}}%0A%0A{{page}}"
    return f"mailto:{recipient}?subject={subject}&body={body}"
