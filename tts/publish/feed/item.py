"""One episode -> its item in the feed. Strings are put together: 10,000 items in about a second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import format_datetime

from tts.locale.feed import FEED
from tts.locale.lengths import seconds
from tts.publish import escape
from tts.publish.catalog import Entry
from tts.show.disclosure import disclosure
from tts.show.manifest import AlternateFile, Manifest
from tts.show.settings import Settings

DESCRIPTION = 4_000
"""Bytes that directories take of a description."""
CHAPTERS = 255
"""That an item lists at most, as many as the MP3's tag does."""
_TITLE, _SUMMARY, _TEXT = 300, 1_200, 10_000
"""Characters of a chapter's title, of a summary in the description, and of one in the notes."""
_TRANSCRIPTS = ("text/vtt", "application/x-subrip", "application/json")
"""In this order: apps take the first that they know, and VTT is what most read well."""
_CODECS = {"audio/mp4": "mp4a.40.2", "audio/ogg": "opus"}
"""As RFC 6381 names them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the show is published, and what of it every item needs."""

    address: str
    """Of the show's folder; ends with a slash."""
    settings: Settings

    def of(self, path: str) -> str:
        """The address of a file, in ASCII."""
        return self.address + escape.quoted(path)

    def link(self, path: str) -> str:
        """The same for XML and HTML: the show's own address may have a `&` in it."""
        return escaped(self.of(path))


def escaped(value: str) -> str:
    """Text for an element or an attribute in double quotes; what can't stand there was taken out by
    `plain`."""
    return (
        value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


def cdata(html: str) -> str:
    """As it stands, also when it holds the end of such a section."""
    return f"<![CDATA[{html.replace(']]>', ']]]]><![CDATA[>')}]]>"


def item(entry: Entry, place: Place) -> bytes:
    """The `<item>` of an episode: the same whenever its manifest and the show's settings are the
    same."""
    return ("<item>\n" + "\n".join(_lines(entry, place)) + "\n</item>\n").encode()


def _lines(entry: Entry, place: Place) -> Iterator[str]:
    manifest, audio = entry.manifest, entry.manifest.audio
    page, author = place.link(entry.page), escape.line(manifest.author)
    chapters = _chapters(manifest)
    yield f"<title>{escaped(entry.title)}</title>"
    yield f'<guid isPermaLink="false">{escaped(entry.guid)}</guid>'
    yield f"<link>{page}</link>"
    yield f"<pubDate>{format_datetime(entry.published, usegmt=True)}</pubDate>"
    yield f'<enclosure url="{place.link(entry.audio)}" length="{audio.bytes}" type="{escaped(audio.type)}"/>'
    yield f"<itunes:duration>{max(1, seconds(audio.duration))}</itunes:duration>"
    yield f"<description>{cdata(description(entry, place, chapters))}</description>"
    yield f"<content:encoded>{cdata(_notes(entry, place, chapters, _TEXT))}</content:encoded>"
    if cover := manifest.cover.file:
        yield f'<itunes:image href="{place.link(entry.path(cover))}"/>'
    yield f"<itunes:explicit>{str(place.settings.explicit).lower()}</itunes:explicit>"
    if place.settings.medium == "audiobook":
        yield f"<itunes:episode>{max(1, manifest.number)}</itunes:episode>"
    if author:
        yield f"<itunes:author>{escaped(author)}</itunes:author>"
        yield f'<podcast:person role="author" group="writing">{escaped(author)}</podcast:person>'
    yield from _transcripts(entry, place)
    yield from _chapter_lines(entry, place, chapters)
    yield from _alternates(entry, place)
    yield f'<podcast:contentLink href="{escaped(entry.url) or page}">{_label(entry)}</podcast:contentLink>'


def _label(entry: Entry) -> str:
    phrases = FEED.of(entry.manifest.language)
    return phrases.article if entry.url else phrases.page


# --- files beside the audio -----------------------------------------------------------------------


def _transcripts(entry: Entry, place: Place) -> Iterator[str]:
    phrases, language = entry.manifest.transcripts, escaped(entry.manifest.language)
    files = {
        **{kind: phrases[kind] for kind in _TRANSCRIPTS if kind in phrases},
        "text/html": "transcript.html",
    }
    for kind, name in files.items():
        yield f'<podcast:transcript url="{place.link(entry.path(name))}" type="{kind}" language="{language}"/>'


def _alternates(entry: Entry, place: Place) -> Iterator[str]:
    """The same audio in other formats, smaller or as an audiobook."""
    for other in entry.manifest.alternates:
        if not other.is_audio:
            continue
        about = _about_format(other, entry.manifest.language)
        attributes = "".join(
            f' {name}="{escaped(value)}"' for name, value in about.items() if value
        )
        yield f"<podcast:alternateEnclosure{attributes}>"
        yield f'<podcast:source uri="{place.link(entry.path(other.file))}"/>'
        yield "</podcast:alternateEnclosure>"


def _about_format(file: AlternateFile, language: str) -> dict[str, str]:
    """The attributes of a format, as the namespace names them; empty where nothing is known."""
    phrases = FEED.of(language)
    kind = file.type.partition(";")[0].strip()
    titles = {"audio/mp4": phrases.audiobook, "audio/ogg": phrases.small_file}
    return {
        "type": kind,
        "length": str(file.bytes),
        "bitrate": str(file.bitrate or ""),
        "lang": language,
        "title": titles.get(kind, ""),
        "codecs": _CODECS.get(kind, ""),
    }


def _chapters(manifest: Manifest) -> list[tuple[int, str]]:
    """Where each begins, in milliseconds, and its title; none where there is but one."""
    chapters = manifest.chapters
    if len(chapters) < 2:
        return []
    return [(c.start, escape.line(c.title)[:_TITLE] or "…") for c in chapters[:CHAPTERS]]


def _chapter_lines(
    entry: Entry, place: Place, chapters: Sequence[tuple[int, str]]
) -> Iterator[str]:
    if not chapters:
        return
    if "chapters.json" in entry.manifest.files:
        url = place.link(entry.path("chapters.json"))
        yield f'<podcast:chapters url="{url}" type="application/json+chapters"/>'
    yield '<psc:chapters version="1.2">'
    for start, title in chapters:
        yield f'<psc:chapter start="{clock(start)}.{start % 1000:03}" title="{escaped(title)}"/>'
    yield "</psc:chapters>"


def clock(ms: int) -> str:
    """As show notes have it.

    >>> clock(3_723_400)
    '01:02:03'
    """
    full = seconds(ms)
    return f"{full // 3600:02}:{full // 60 % 60:02}:{full % 60:02}"


# --- notes ----------------------------------------------------------------------------------------


def description(entry: Entry, place: Place, chapters: Sequence[tuple[int, str]]) -> str:
    """The notes, within what directories take: chapters are left out first, from the end."""
    html = _notes(entry, place, chapters, _SUMMARY)
    while len(html.encode()) > DESCRIPTION and chapters:
        chapters = chapters[: len(chapters) // 2]
        html = _notes(entry, place, chapters, _SUMMARY)
    return html if len(html.encode()) <= DESCRIPTION else _notes(entry, place, (), 200)


def _notes(entry: Entry, place: Place, chapters: Sequence[tuple[int, str]], most: int) -> str:
    """What it is about, where it comes from, its chapters with their times, and that a machine
    reads it."""
    parts = [_about(entry, most), _source(entry), *_times(chapters)]
    manifest = entry.manifest
    sentence = escape.line(disclosure(place.settings, manifest.language, manifest.voice))
    read_along = FEED.of(entry.manifest.language).page
    parts += [
        f'<p><a href="{place.link(entry.page)}">{read_along}</a></p>',
        f"<p>{escaped(sentence[:_SUMMARY])}</p>",
    ]
    return "\n".join(filter(None, parts))


def _about(entry: Entry, most: int) -> str:
    """The summary; without one, how the text begins."""
    summary = escape.line(entry.manifest.summary or entry.manifest.excerpt)
    summary = summary if len(summary) <= most else summary[: most - 1] + "…"
    return f"<p>{escaped(summary)}</p>" if summary else ""


def _source(entry: Entry) -> str:
    """Author and publication, linked to the article."""
    manifest, phrases = entry.manifest, FEED.of(entry.manifest.language)
    names = [manifest.author, manifest.publication or manifest.site]
    who = escaped(phrases.join.join(filter(None, (escape.line(name)[:_TITLE] for name in names))))
    if not entry.url:
        return f"<p>{who}</p>" if who else ""
    link = f'<a href="{escaped(entry.url)}">{phrases.article}</a>'
    return f"<p>{who} · {link}</p>" if who else f"<p>{link}</p>"


def _times(chapters: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Apps make links of the times."""
    if chapters:
        yield (
            "<ul>"
            + "".join(f"<li>{clock(start)} {escaped(title)}</li>" for start, title in chapters)
            + "</ul>"
        )
