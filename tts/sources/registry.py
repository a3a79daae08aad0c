"""The table of formats, and its use: source -> Article, or the articles in it.

Formats are tried in the order of rows: the most distinctive first, plain text last. Formats of
other packages come after the documents and feeds that are read here, and before everything that is
converted, refused or guessed.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from tts.model import Article, Change, Parts, Selection, Source, SourceError
from tts.sources.address_list import is_address_list
from tts.sources.converted.formats import CONVERTED, CONVERTED_TEXTS
from tts.sources.encoding import decoded
from tts.sources.feed.recognise import is_json_feed
from tts.sources.fetch.gunzip import unpacked
from tts.sources.format import Format, Sample, lazily, refuse_several
from tts.sources.gemini import MEDIA_TYPES as GEMINI
from tts.sources.gemini import is_gemtext
from tts.sources.html.recognise import MEDIA_TYPES as HTML
from tts.sources.html.recognise import is_html
from tts.sources.mail.recognise import (
    MAIL_TYPES,
    MAILBOX_TYPES,
    SAVED_TYPES,
    is_mail,
    is_mailbox,
    is_saved_page,
)
from tts.sources.markdown.recognise import MEDIA_TYPES as MARKDOWN
from tts.sources.markdown.recognise import is_markdown
from tts.sources.notebook.recognise import MEDIA_TYPES as NOTEBOOK
from tts.sources.notebook.recognise import is_notebook
from tts.sources.opendocument.recognise import is_flat_document
from tts.sources.readlater.formats import SAVED
from tts.sources.recognisers import anything, begins, either, root, zipped
from tts.sources.refused.code import is_code
from tts.sources.refused.data import TABLE_TYPES, is_json, is_settings, is_table, is_xml
from tts.sources.refused.file_signatures import FILES
from tts.sources.refused.logs import is_log
from tts.sources.rst.recognise import MEDIA_TYPES as RST
from tts.sources.rst.recognise import is_rst
from tts.sources.saved.recognise import (
    is_shortcut,
    is_webarchive,
    is_webloc,
    is_zipped_pages,
)
from tts.sources.subtitles.recognise import MEDIA_TYPES as SUBTITLES
from tts.sources.subtitles.recognise import is_subtitles

OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(source: Source) -> Article:
    """The article of a source. Raises SourceError if it is not text, or has no article."""
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
        hint = "use a source with at least a paragraph of text"
        raise SourceError(f"{source.where} contains no article", hint)
    return replace(article, changes=changes + article.changes) if changes else article


def parts(source: Source, selection: Selection) -> Parts | None:
    """The articles in a source that has several (a feed, a sitemap, a book): sources if they are
    included, otherwise addresses to be fetched. None for a source that is one article. Raises
    SourceError."""
    if source.article:
        return None
    source = unpacked(source)
    row = recognised(Sample(source), _splitting())
    return row.split(source, selection) if row.split else None


def text_of(source: Source) -> tuple[str, tuple[Change, ...]]:
    """The text of a list of sources, and what could not be decoded. Raises SourceError if it is
    recognized as something else."""
    row = recognised(Sample(unpacked(source)), formats())
    if row.name in LISTS:
        return decoded(source)
    named = shlex.quote(source.where)
    hint = row.instead if row in FILES else f"leave out the @: tts make {named}"
    raise SourceError(f"{source.where} is {row.name}, not a list of sources", hint)


def recognised(sample: Sample, rows: Sequence[Format]) -> Format:
    """The first row that recognizes a source; plain text takes anything."""
    return next((row for row in rows if row.recognise(sample)), PLAIN)


@cache
def formats() -> tuple[Format, ...]:
    """All rows in order, including those of other packages."""
    from tts.sources.installed_formats import installed_formats

    return (*READ, *installed_formats(), *CONVERTED, *FILES, *TEXTS)


@cache
def _splitting() -> tuple[Format, ...]:
    """The rows up to the last that may have several articles, so that no text is decoded
    unnecessarily."""
    rows = formats()
    last = max(place for place, row in enumerate(rows) if row.split)
    return rows[: last + 1]


def is_wanted(media_type: str) -> bool:
    """Whether content with this media type is accepted from the web: our own, or another
    package's."""
    from tts.sources.installed_formats import installed_media_types

    rows = (*READ, *CONVERTED, *TEXTS)
    ours = any(media_type in row.media_types for row in rows)
    return ours or media_type in installed_media_types()


def is_document(media_type: str) -> bool:
    """Whether it is the media type of a format that is read from bytes, which may be large."""
    return any(row.read is not None and media_type in row.media_types for row in formats())


ADDRESSES = Format(
    "a list of addresses",
    is_address_list,
    read_text=lazily("tts.sources.address_list:read_one"),
    split=lazily("tts.sources.address_list:split_addresses"),
)

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
        "an OpenDocument text",
        either(zipped(declared=f"{OPEN_DOCUMENT}.text"), is_flat_document),
        read=lazily("tts.sources.opendocument.article:read_opendocument"),
        media_types=(f"{OPEN_DOCUMENT}.text",),
    ),
    Format(
        "an OpenDocument presentation",
        zipped(declared=f"{OPEN_DOCUMENT}.presentation"),
        read=lazily("tts.sources.opendocument.article:read_opendocument"),
        media_types=(f"{OPEN_DOCUMENT}.presentation",),
    ),
    Format(
        "a PowerPoint presentation",
        zipped(parts=("presentationml",), file="ppt/presentation.xml"),
        read=lazily("tts.sources.pptx.article:read_pptx"),
        media_types=(SLIDES,),
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
        read_text=refuse_several,
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
        read_text=refuse_several,
        split=lazily("tts.sources.feed.articles:split_sitemap"),
        media_types=("application/xml", "text/xml"),
    ),
    Format(
        "an OPML list",
        root("opml"),
        read_text=refuse_several,
        split=lazily("tts.sources.feed.articles:split_opml"),
        media_types=("text/x-opml", "text/x-opml+xml", "application/opml+xml"),
    ),
    Format(
        "a JSON Feed",
        is_json_feed,
        read_text=refuse_several,
        split=lazily("tts.sources.feed.articles:split_json_feed"),
        media_types=("application/feed+json", "application/json"),
    ),
    *SAVED,
    Format(
        "a web archive",
        is_webarchive,
        read=lazily("tts.sources.saved.webarchive:read_webarchive"),
        media_types=("application/x-webarchive",),
    ),
    Format(
        "a link to a page",
        is_webloc,
        read=lazily("tts.sources.saved.shortcuts:read_link"),
        split=lazily("tts.sources.saved.shortcuts:split_webloc"),
    ),
    Format(
        "a link to a page",
        is_shortcut,
        read=lazily("tts.sources.saved.shortcuts:read_link"),
        split=lazily("tts.sources.saved.shortcuts:split_shortcut"),
        media_types=("application/internet-shortcut", "application/x-mswinurl"),
    ),
    Format(
        "a saved page",
        is_saved_page,
        read=lazily("tts.sources.saved.mhtml:read_mhtml"),
        media_types=SAVED_TYPES,
    ),
    Format(
        "an archive of pages",
        is_zipped_pages,
        read=lazily("tts.sources.saved.zipped:read_zipped"),
        split=lazily("tts.sources.saved.zipped:split_zipped"),
        media_types=("application/zip", "application/x-zip-compressed"),
    ),
    Format(
        "a mailbox",
        is_mailbox,
        read=lazily("tts.sources.mail.mailbox:read_mailbox"),
        split=lazily("tts.sources.mail.mailbox:split_mailbox"),
        media_types=MAILBOX_TYPES,
    ),
    Format(
        "a mail",
        is_mail,
        read=lazily("tts.sources.mail.article:read_mail"),
        media_types=MAIL_TYPES,
    ),
    ADDRESSES,
)
"""Distinctive formats."""

PLAIN = Format(
    "plain text",
    anything,
    read_text=lazily("tts.sources.novel.article:read_plain"),
    split=lazily("tts.sources.novel.article:split_plain"),
    media_types=("text/plain",),
)

TEXTS = (
    Format(
        "subtitles",
        is_subtitles,
        read_text=lazily("tts.sources.subtitles.article:read_subtitles"),
        media_types=SUBTITLES,
    ),
    Format(
        "a Jupyter notebook",
        is_notebook,
        read_text=lazily("tts.sources.notebook.article:read_notebook"),
        media_types=NOTEBOOK,
    ),
    *CONVERTED_TEXTS,
    Format(
        "reStructuredText",
        is_rst,
        read_text=lazily("tts.sources.rst.article:read_rst"),
        media_types=RST,
    ),
    Format(
        "JSON that is not a feed",
        is_json,
        read_text=lazily("tts.sources.refused.data:refuse_json"),
    ),
    Format(
        "XML that is neither a feed nor a page",
        is_xml,
        read_text=lazily("tts.sources.refused.data:refuse_xml"),
    ),
    Format(
        "a web page",
        is_html,
        read_text=lazily("tts.sources.html.web_page:read_page"),
        media_types=HTML,
    ),
    Format(
        "Gemtext",
        is_gemtext,
        read_text=lazily("tts.sources.gemini:read_gemtext"),
        media_types=GEMINI,
    ),
    Format(
        "source code",
        is_code,
        read_text=lazily("tts.sources.refused.code:refuse_code"),
    ),
    Format(
        "a log",
        is_log,
        read_text=lazily("tts.sources.refused.logs:refuse_log"),
    ),
    Format(
        "a table",
        is_table,
        read_text=lazily("tts.sources.refused.data:refuse_table"),
        media_types=TABLE_TYPES,
    ),
    Format(
        "a file of settings",
        is_settings,
        read_text=lazily("tts.sources.refused.data:refuse_settings"),
    ),
    Format(
        "Markdown",
        is_markdown,
        read_text=lazily("tts.sources.markdown.article:read_markdown"),
        media_types=MARKDOWN,
    ),
    PLAIN,
)
"""Formats recognized by the beginning of their text; plain text takes the rest."""

LISTS = frozenset({ADDRESSES.name, PLAIN.name, "Markdown", "a table", "source code"})
"""What a list of sources may look like: `# ` begins a comment in it."""
