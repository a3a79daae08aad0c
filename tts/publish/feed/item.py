"""One episode -> its item in the feed, by joining strings: 10,000 items in about a second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import format_datetime

from tts.locale.duration_format import seconds
from tts.locale.feed import FEED
from tts.publish import escape
from tts.publish.catalog import Entry
from tts.show.disclosure import disclosure
from tts.show.manifest import AlternateFile, Manifest
from tts.show.settings import Settings

DESCRIPTION = 4_000
"""Maximum bytes of a description in directories."""
CHAPTERS = 255
"""Maximum number of chapters listed in an item, the same as in the MP3's tag."""
_TITLE, _SUMMARY, _TEXT = 300, 1_200, 10_000
"""Maximum characters of a chapter's title, of a summary in the description, and of one in the
notes."""
_SHORT = DESCRIPTION // 4
"""Notes with fewer characters also fit as the description: a character takes at most four bytes."""
_TRANSCRIPTS = ("text/vtt", "application/x-subrip", "application/json")
"""In order of preference: apps take the first type that they know, and most support VTT best."""
_CODECS = {"audio/mp4": "mp4a.40.2", "audio/ogg": "opus"}
"""As named in RFC 6381."""


@dataclass(frozen=True, slots=True)
class FeedLocation:
    """Where the show is published, and which of its settings every item needs."""

    address: str
    """Address of the show's folder, ending with a slash."""
    settings: Settings

    def of(self, path: str) -> str:
        """The address of a file, in ASCII."""
        return self.address + escape.quoted(path)

    def link(self, path: str) -> str:
        """The same, escaped for XML and HTML: the show's address may contain `&`."""
        return escaped(self.of(path))


def escaped(value: str) -> str:
    """Text for an element or an attribute in double quotes; invalid characters were removed by
    `safe_text`."""
    joined = value.replace("&", "&amp;").replace('"', "&quot;")
    return joined.replace("<", "&lt;").replace(">", "&gt;")


def cdata(html: str) -> str:
    """HTML as a CDATA section, even if it contains the end of one."""
    split = html.replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{split}]]>"


def item(entry: Entry, location: FeedLocation) -> bytes:
    """The `<item>` of an episode, determined only by its manifest and the show's settings."""
    lines = "\n".join(_lines(entry, location))
    return f"<item>\n{lines}\n</item>\n".encode()


def _lines(entry: Entry, location: FeedLocation) -> Iterator[str]:
    manifest = entry.manifest
    chapters = _chapters(manifest)
    yield f"<title>{escaped(entry.title)}</title>"
    yield f'<guid isPermaLink="false">{escaped(entry.guid)}</guid>'
    yield f"<link>{location.link(entry.page)}</link>"
    published = format_datetime(entry.published, usegmt=True)
    yield f"<pubDate>{published}</pubDate>"
    yield from _audio(entry, location)
    notes = _notes(entry, location, chapters, _TEXT)
    short = notes
    if len(notes) > _SHORT:
        short = description(entry, location, chapters)
    yield f"<description>{cdata(short)}</description>"
    yield f"<content:encoded>{cdata(notes)}</content:encoded>"
    if cover := manifest.cover.file:
        image = location.link(entry.path(cover))
        yield f'<itunes:image href="{image}"/>'
    yield f"<itunes:explicit>{str(location.settings.explicit).lower()}</itunes:explicit>"
    if location.settings.medium == "audiobook":
        yield f"<itunes:episode>{max(1, manifest.number)}</itunes:episode>"
    yield from _author(manifest)
    yield from _transcripts(entry, location)
    yield from _chapter_lines(entry, location, chapters)
    yield from _alternates(entry, location)
    yield _content_link(entry, location)


def _audio(entry: Entry, location: FeedLocation) -> Iterator[str]:
    audio = entry.manifest.audio
    url = location.link(entry.audio)
    kind = escaped(audio.type)
    length = max(1, seconds(audio.duration))
    yield f'<enclosure url="{url}" length="{audio.bytes}" type="{kind}"/>'
    yield f"<itunes:duration>{length}</itunes:duration>"


def _author(manifest: Manifest) -> Iterator[str]:
    author = escaped(escape.line(manifest.author))
    if author:
        yield f"<itunes:author>{author}</itunes:author>"
        yield f'<podcast:person role="author" group="writing">{author}</podcast:person>'


def _content_link(entry: Entry, location: FeedLocation) -> str:
    """A link to the article, or to the episode's page if the article has no address."""
    phrases = FEED.of(entry.manifest.language)
    label = phrases.article if entry.url else phrases.page
    url = escaped(entry.url) or location.link(entry.page)
    return f'<podcast:contentLink href="{url}">{label}</podcast:contentLink>'


# --- files beside the audio -----------------------------------------------------------------------


def _transcripts(entry: Entry, location: FeedLocation) -> Iterator[str]:
    saved = entry.manifest.transcripts
    language = escaped(entry.manifest.language)
    files = {kind: saved[kind] for kind in _TRANSCRIPTS if kind in saved}
    files["text/html"] = "transcript.html"
    for kind, name in files.items():
        url = location.link(entry.path(name))
        yield f'<podcast:transcript url="{url}" type="{kind}" language="{language}"/>'


def _alternates(entry: Entry, location: FeedLocation) -> Iterator[str]:
    """The same audio in other formats, smaller or as an audiobook."""
    for other in entry.manifest.alternates:
        if not other.is_audio:
            continue
        attributes = []
        about = _about_format(other, entry.manifest.language)
        for name, value in about.items():
            if value:
                attributes.append(f' {name}="{escaped(value)}"')
        url = location.link(entry.path(other.file))
        yield f"<podcast:alternateEnclosure{''.join(attributes)}>"
        yield f'<podcast:source uri="{url}"/>'
        yield "</podcast:alternateEnclosure>"


def _about_format(file: AlternateFile, language: str) -> dict[str, str]:
    """The attributes of a format in the namespace's terms; empty if unknown."""
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
    """The start of each chapter in milliseconds, and its title; none if there is only one."""
    chapters = manifest.chapters
    if len(chapters) < 2:
        return []
    listed = []
    for chapter in chapters[:CHAPTERS]:
        title = escape.line(chapter.title)[:_TITLE]
        listed.append((chapter.start, title or "…"))
    return listed


def _chapter_lines(
    entry: Entry, location: FeedLocation, chapters: Sequence[tuple[int, str]]
) -> Iterator[str]:
    if not chapters:
        return
    if "chapters.json" in entry.manifest.files:
        url = location.link(entry.path("chapters.json"))
        yield f'<podcast:chapters url="{url}" type="application/json+chapters"/>'
    yield '<psc:chapters version="1.2">'
    for start, title in chapters:
        yield f'<psc:chapter start="{clock(start)}.{start % 1000:03}" title="{escaped(title)}"/>'
    yield "</psc:chapters>"


def clock(ms: int) -> str:
    """A time as written in show notes.

    >>> clock(3_723_400)
    '01:02:03'
    """
    minutes, second = divmod(seconds(ms), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"


# --- notes ----------------------------------------------------------------------------------------


def description(entry: Entry, location: FeedLocation, chapters: Sequence[tuple[int, str]]) -> str:
    """The notes, cut to the limit of directories: chapters are left out first, from the end."""
    html = _notes(entry, location, chapters, _SUMMARY)
    while len(html.encode()) > DESCRIPTION and chapters:
        chapters = chapters[: len(chapters) // 2]
        html = _notes(entry, location, chapters, _SUMMARY)
    if len(html.encode()) <= DESCRIPTION:
        return html
    return _notes(entry, location, (), 200)


def _notes(
    entry: Entry, location: FeedLocation, chapters: Sequence[tuple[int, str]], most: int
) -> str:
    """The notes: what the episode is about, where it comes from, its chapters with their times, and
    that the voice is synthetic."""
    manifest = entry.manifest
    page = location.link(entry.page)
    read_along = FEED.of(manifest.language).page
    machine = escape.line(disclosure(location.settings, manifest.language, manifest.voice))
    paragraphs = [
        _about(entry, most),
        _source(entry),
        _times(chapters),
        f'<p><a href="{page}">{read_along}</a></p>',
        f"<p>{escaped(machine[:_SUMMARY])}</p>",
    ]
    return "\n".join(filter(None, paragraphs))


def _about(entry: Entry, most: int) -> str:
    """The summary, or the beginning of the text."""
    summary = escape.line(entry.manifest.summary or entry.manifest.excerpt)
    if not summary:
        return ""
    if len(summary) > most:
        summary = summary[: most - 1] + "…"
    return f"<p>{escaped(summary)}</p>"


def _source(entry: Entry) -> str:
    """Author and publication, linked to the article."""
    manifest = entry.manifest
    phrases = FEED.of(manifest.language)
    names = []
    for name in (manifest.author, manifest.publication or manifest.site):
        names.append(escape.line(name)[:_TITLE])
    found = [escaped(phrases.join.join(filter(None, names)))]
    if entry.url:
        url = escaped(entry.url)
        found.append(f'<a href="{url}">{phrases.article}</a>')
    shown = " · ".join(filter(None, found))
    return f"<p>{shown}</p>" if shown else ""


def _times(chapters: Sequence[tuple[int, str]]) -> str:
    """Chapters with times, which apps turn into links."""
    items = [f"<li>{clock(start)} {escaped(title)}</li>" for start, title in chapters]
    joined = "".join(items)
    return f"<ul>{joined}</ul>" if items else ""
