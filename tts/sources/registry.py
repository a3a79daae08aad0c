"""The table of formats, and what it is for: source -> Article, or the articles in it.

The order of the rows is the order of recognition: what no other file looks like comes first, plain
text last. Formats of other packages stand behind the documents and feeds that are read here, and
before all that is refused or guessed.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from tts.model import Article, Change, Parts, Selection, SeveralArticles, Source, SourceError
from tts.sources.encoding import decoded
from tts.sources.feed.recognise import is_json_feed
from tts.sources.fetch.gunzip import unpacked
from tts.sources.format import Format, Sample, lazily
from tts.sources.html.recognise import MEDIA_TYPES as HTML
from tts.sources.html.recognise import is_html
from tts.sources.markdown.recognise import MEDIA_TYPES as MARKDOWN
from tts.sources.markdown.recognise import is_markdown
from tts.sources.recognise import anything, begins, either, other_json, other_xml, root, zipped

AS_DOCX = "open it in Word or LibreOffice, save it as .docx, and give that"
AS_TEXT = "save its outline or notes as text, and give that"
A_TABLE = "a table is for the eye: save what is to be read as text, and give that"
OLE = b"\xd0\xcf\x11\xe0"
"""Old Office documents, and new ones behind a password."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(source: Source) -> Article:
    """What a source says. Raises SourceError when it is not text, or holds no article."""
    if source.article:
        return source.article()
    source = unpacked(source)
    sample = Sample(source)
    row = recognised(sample, formats())
    if row.read:
        return row.read(source)
    if row.read_text is None:
        raise row.refusal(source.where)
    text, changes = sample.decoded()
    article = row.read_text(text, source)
    if not article.blocks:
        hint = "give a source with at least a paragraph of text"
        raise SourceError(f"{source.where} holds no article", hint)
    return replace(article, changes=changes + article.changes) if changes else article


def parts(source: Source, selection: Selection) -> Parts | None:
    """The articles in a source that holds several (a feed, a sitemap, a book).

    Those at hand are sources, the others addresses to be fetched. None for a source that is one
    article. Raises SourceError.
    """
    if source.article:
        return None
    source = unpacked(source)
    row = recognised(Sample(source), _splitting())
    return row.split(source, selection) if row.split else None


def text_of(source: Source) -> tuple[str, tuple[Change, ...]]:
    """The text of a list of sources, and what could not be decoded. Raises SourceError."""
    sample = Sample(source)
    for row in (*READ, *REFUSED):
        if row.read_text is None and row.recognise(sample):
            raise row.refusal(source.where)
    return decoded(source)


def recognised(sample: Sample, rows: Sequence[Format]) -> Format:
    """The first row that takes a source; plain text takes any."""
    return next((row for row in rows if row.recognise(sample)), PLAIN)


@cache
def formats() -> tuple[Format, ...]:
    """All rows in their order, with those of other packages."""
    from tts.sources.installed import installed_formats

    return (*READ, *installed_formats(), *REFUSED, *TEXTS)


@cache
def _splitting() -> tuple[Format, ...]:
    """The rows down to the last that may hold several articles: so no text is decoded in vain."""
    rows = formats()
    last = max(place for place, row in enumerate(rows) if row.split)
    return rows[: last + 1]


def is_wanted(media_type: str) -> bool:
    """Whether the web may send something under this name: ours, or another package's."""
    from tts.sources.installed import installed_media_types

    rows = (*READ, *TEXTS)
    ours = any(media_type in row.media_types for row in rows)
    return ours or media_type in installed_media_types()


def is_document(media_type: str) -> bool:
    """Whether it is the name of what is read from its bytes, which may be large."""
    return any(row.read is not None and media_type in row.media_types for row in formats())


def _several(text: str, source: Source) -> Article:
    hint = f"see what is in it with: tts script {shlex.quote(source.where)}"
    what = "is a feed or a list of several articles, and one is wanted"
    raise SeveralArticles(f"{source.where} {what}", hint)


def _unknown(text: str, source: Source) -> Article:
    what = "holds data of a kind that Pagecast does not know"
    raise SourceError(f"{source.where} {what}", "give a feed, a web page, or the text itself")


def _is_locked(sample: Sample) -> bool:
    ends = sample.content[:65536] + sample.content[-65536:]
    return sample.content.startswith(OLE) and ENCRYPTED in ends


READ = (
    Format(
        "an EPUB book",
        zipped(declared="application/epub+zip", file="META-INF/container.xml"),
        read=lazily("tts.sources.epub.book:read_epub"),
        split=lazily("tts.sources.epub.book:chapters"),
        media_types=("application/epub+zip",),
    ),
    Format(
        "a Word document",
        zipped(
            parts=(
                "wordprocessingml.document.main",
                "wordprocessingml.template.main",
                "ms-word.document.macroEnabled",
            ),
            file="word/document.xml",
        ),
        read=lazily("tts.sources.docx.article:read_docx"),
        media_types=(WORD,),
    ),
    Format(
        "a PDF",
        begins(b"%PDF-"),
        read=lazily("tts.sources.pdf.article:read_pdf"),
        media_types=("application/pdf",),
    ),
    Format(
        "a FictionBook",
        either(root("FictionBook"), zipped(suffix=".fb2")),
        read=lazily("tts.sources.fb2:read_fb2"),
        split=lazily("tts.sources.fb2:split_fb2"),
        media_types=(
            "application/x-fictionbook+xml",
            "application/x-fictionbook",
            "application/fb2",
            "application/fb2+zip",
        ),
    ),
    Format(
        "an RSS or Atom feed",
        root("rss", "feed", "RDF"),
        read_text=_several,
        split=lazily("tts.sources.feed.articles:split_feed"),
        media_types=(
            "application/xml",
            "text/xml",
            "application/rss+xml",
            "application/atom+xml",
            "application/rdf+xml",
        ),
    ),
    Format(
        "a sitemap",
        root("urlset", "sitemapindex"),
        read_text=_several,
        split=lazily("tts.sources.feed.articles:split_sitemap"),
        media_types=("application/xml", "text/xml"),
    ),
    Format(
        "an OPML list",
        root("opml"),
        read_text=_several,
        split=lazily("tts.sources.feed.articles:split_opml"),
        media_types=("text/x-opml", "text/x-opml+xml", "application/opml+xml"),
    ),
    Format(
        "a JSON Feed",
        is_json_feed,
        read_text=_several,
        split=lazily("tts.sources.feed.articles:split_json_feed"),
        media_types=("application/feed+json", "application/json"),
    ),
)
"""What no other file looks like."""

REFUSED = (
    Format(
        "a PowerPoint presentation",
        zipped(parts=("presentationml",), file="ppt/presentation.xml"),
        instead=AS_TEXT,
    ),
    Format(
        "an Excel workbook",
        zipped(parts=("spreadsheetml",), file="xl/workbook.xml"),
        instead=A_TABLE,
    ),
    Format(
        "an OpenDocument spreadsheet",
        zipped(declared=f"{OPEN_DOCUMENT}.spreadsheet"),
        instead=A_TABLE,
    ),
    Format(
        "an OpenDocument presentation",
        zipped(declared=f"{OPEN_DOCUMENT}.presentation"),
        instead=AS_TEXT,
    ),
    Format(
        "an OpenDocument text",
        zipped(declared=OPEN_DOCUMENT),
        instead="open it in LibreOffice, save it as .docx, and give that",
    ),
    Format(
        "an OpenDocument file",
        zipped(file="content.xml"),
        instead="open it in LibreOffice, save it as .docx, and give that",
    ),
    Format(
        "a ZIP archive",
        lambda sample: sample.zip is not None,
        instead="unpack it, and give the files in it",
    ),
    Format(
        "a locked Office document",
        _is_locked,
        instead="open it in Word, save a copy without its password, and give that",
    ),
    Format(
        "an old Office document",
        lambda sample: sample.content.startswith(OLE),
        instead=AS_DOCX,
    ),
    Format("an RTF document", begins(b"{\\rtf"), instead=AS_DOCX),
    Format(
        "a Kindle book",
        either(begins(b"BOOKMOBI", at=60), begins(b"CONT\x02\x00", b"\xeaDRMION")),
        instead="convert it to EPUB (for example with Calibre), and give that; a protected one can't be read",
    ),
    Format(
        "a DjVu document",
        begins(b"AT&TFORM"),
        instead="convert it to a PDF with text, and give that",
    ),
    Format("a gzip archive", begins(b"\x1f\x8b"), instead="unpack it, and give the file in it"),
    Format("MP4 audio or video", begins(b"ftyp", at=4)),
    Format("a WebP image", begins(b"WEBPVP8", at=8)),
    Format("WAV audio", begins(b"WAVEfmt ", at=8)),
    Format("a bzip2 archive", begins(b"1AY&SY", at=4)),
    Format("a PNG image", begins(b"\x89PNG")),
    Format("a JPEG image", begins(b"\xff\xd8\xff")),
    Format("a GIF image", begins(b"GIF87a", b"GIF89a")),
    Format("an MP3", begins(b"ID3\x02", b"ID3\x03", b"ID3\x04", b"\xff\xfb", b"\xff\xf3")),
    Format("Ogg audio", begins(b"OggS")),
    Format("FLAC audio", begins(b"fLaC")),
    Format("an xz archive", begins(b"\xfd7zXZ")),
    Format("a Zstandard archive", begins(b"\x28\xb5\x2f\xfd")),
    Format("a Windows help file", begins(b"ITSF\x03\x00")),
    Format("a 7z archive", begins(b"7z\xbc\xaf")),
    Format("a RAR archive", begins(b"Rar!\x1a")),
    Format("a program", begins(b"\x7fELF")),
    Format("a database", begins(b"SQLite format 3\0")),
)
"""Files of which Pagecast knows what they are, and no more."""

PLAIN = Format(
    "plain text",
    anything,
    read_text=lambda text, source: lazily("tts.sources.plain:read_text")(text),
    media_types=("text/plain",),
)

TEXTS = (
    Format("JSON that is no feed", other_json, read_text=_unknown),
    Format("XML that is no feed and no page", other_xml, read_text=_unknown),
    Format(
        "a web page",
        is_html,
        read_text=lazily("tts.sources.html.page:read_page"),
        media_types=HTML,
    ),
    Format(
        "Markdown",
        is_markdown,
        read_text=lazily("tts.sources.markdown.article:read_markdown"),
        media_types=MARKDOWN,
    ),
    PLAIN,
)
"""What is known by how its text begins; plain text takes the rest."""
