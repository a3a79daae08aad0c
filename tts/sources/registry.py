"""Source -> Article: finds out what a source is, and has it read."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import replace

from tts.model import Article, Parts, Selection, SeveralArticles, Source, SourceError
from tts.sources.encoding import container, text_of
from tts.sources.fetch.gunzip import unpacked
from tts.sources.recognise import HOLDS, kind_of


def read(source: Source) -> Article:
    """What a source says. Raises SourceError when it is not text, or holds no article."""
    if source.article:
        return source.article()
    source = unpacked(source)
    if reader := DOCUMENTS.get(container(source.content)):
        return reader(source)
    text, changes = text_of(source)
    article = READERS[kind_of(text, source.media_type)](text, source)
    if not article.blocks:
        raise SourceError(f"{source.where} holds no article", "give a source with at least a paragraph of text")
    return replace(article, changes=changes + article.changes) if changes else article


def parts(source: Source, selection: Selection) -> Parts | None:
    """The articles in a source that holds several (a feed, a sitemap, a book): those at hand as sources, the others
    as addresses to be fetched. None for a source that is one article. Raises SourceError."""
    if source.article:
        return None
    source = unpacked(source)
    kind = container(source.content)
    if not kind and not HOLDS.search((source.content[:65536] + source.content[-4096:]).replace(b"\0", b"")):
        return None  # seen without decoding it, which `read` will do
    splitter = COLLECTIONS.get(kind or kind_of(text_of(source)[0], source.media_type))
    return splitter(source, selection) if splitter else None


def _read_plain(text: str, source: Source) -> Article:
    from tts.sources.plain import read_text

    return read_text(text)


def _read_markdown(text: str, source: Source) -> Article:
    from tts.sources.markdown.article import read_markdown

    return read_markdown(text, source)


def _read_html(text: str, source: Source) -> Article:
    from tts.sources.html.article import read_html

    try:
        return read_html(text, source)
    except SourceError as e:
        from tts.sources.html.feed_link import feed_of

        if feed := feed_of(text, source.url):
            raise SourceError(e.message, f"give the feed of the site, for the articles in it: {feed}") from e
        raise


def _read_feed(text: str, source: Source) -> Article:
    hint = f"see what is in it with: tts script {shlex.quote(source.where)}"
    raise SeveralArticles(f"{source.where} is a feed or a list of several articles, and one is wanted", hint)


def _refuse(text: str, source: Source) -> Article:
    hint = "give a feed, a web page, or the text itself"
    raise SourceError(f"{source.where} holds data of a kind that Pagecast does not know", hint)


READERS: dict[str, Callable[[str, Source], Article]] = {
    "text/plain": _read_plain,
    "text/markdown": _read_markdown,
    "text/html": _read_html,
    "application/xml": _read_feed,
    "application/feed+json": _read_feed,
    "text/x-opml": _read_feed,
    "application/json": _refuse,
    "text/xml": _refuse,
}


def _read_epub(source: Source) -> Article:
    from tts.sources.epub.book import read_epub

    return read_epub(source)


def _read_pdf(source: Source) -> Article:
    from tts.sources.pdf.article import read_pdf

    return read_pdf(source)


def _read_docx(source: Source) -> Article:
    from tts.sources.docx.article import read_docx

    return read_docx(source)


DOCUMENTS: dict[str, Callable[[Source], Article]] = {
    "an EPUB book": _read_epub,
    "a PDF": _read_pdf,
    "a Word document": _read_docx,
}
"""What is no text, as `encoding.container` names it."""


def _chapters(source: Source, selection: Selection) -> Parts | None:
    from tts.sources.epub.book import chapters

    return chapters(source, selection)


def _entries(source: Source, selection: Selection) -> Parts | None:
    from tts.sources.feed.articles import entries

    return entries(source, selection)


COLLECTIONS: dict[str, Callable[[Source, Selection], Parts | None]] = {
    "an EPUB book": _chapters,
    "application/xml": _entries,
    "application/feed+json": _entries,
    "text/x-opml": _entries,
}
"""What may hold several articles."""
