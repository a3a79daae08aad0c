"""Source -> Article: finds out what a source is, and has it read."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import replace

from tts.model import Article, Parts, Selection, SeveralArticles, Source, SourceError
from tts.sources.encoding import container, text_of
from tts.sources.unpack import unpacked
from tts.sources.xml import PROLOG

PAGE = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*+<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
ROOT = re.compile(
    PROLOG + r"<(?:[\w.-]+:)?(?P<name>rss|feed|RDF|urlset|sitemapindex|opml)\b", re.DOTALL | re.IGNORECASE
)
"""How feeds, sitemaps and OPML begin."""
JSON_FEED = re.compile(r"\"version\"\s*:\s*\"https?:\\?/\\?/(?:www\.)?jsonfeed\.org")
HOLDS = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|RDF|urlset|sitemapindex|opml)\b|jsonfeed\.org", re.IGNORECASE)
"""What is in the bytes of each of them, NULs of UTF-16 taken out."""
XML = re.compile(r"[\s\ufeff]*<\?xml\b(?!.*?<(?:[\w.-]+:)?html\b)", re.DOTALL | re.IGNORECASE)
MARKUP = re.compile(r"\s*<(article|section|main|div|p|h[1-6]|table|ul|ol|blockquote)\b[^<>]*>", re.IGNORECASE)
FRONT = re.compile(r"(---[ \t]*\n(?=[\w\"'#]).*?\n(---|\.\.\.)|\+\+\+[ \t]*\n.*?\n\+\+\+)[ \t]*(\n|$)", re.DOTALL)
UNCLOSED = re.compile(r"---[ \t]*\n(title|author|date|lang|description)[ \t]*:[ \t]", re.IGNORECASE)
"""Front matter that may never end."""
ATX = re.compile(r"^#{1,6} +\S", re.MULTILINE)

SECTION = re.compile(r"(?:\A|\n[ \t]*\n)#{1,6} +\S[^\n]*(?=\n[ \t]*\n)")
MARK = re.compile(
    r"!?\[[^\]\n]+\]\([^)\s]+\)|(?<!\*)\*\*[^\s*][^*\n]*\*\*(?!\*)|^```|^> \S|^(?:[-*+]|1\.) +\S", re.MULTILINE
)
"""Links, pictures, bold, code, quotes, lists: what nobody writes under headings with `#` but in Markdown."""


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


def kind_of(text: str, declared: str = "") -> str:
    """The media type, by content first: what was declared decides only where the content does not.

    >>> kind_of("<!DOCTYPE html><p>Hello", "text/plain"), kind_of("Use <b> for bold."), kind_of("# Title\\n\\nText")
    ('text/html', 'text/plain', 'text/markdown')
    """
    head = text[:65536]
    if kind := _structured(text, head, declared):
        return kind
    if PAGE.match(head) or declared in ("text/html", "application/xhtml+xml"):
        return "text/html"
    if declared in ("text/markdown", "text/x-markdown") or FRONT.match(head) or UNCLOSED.match(head):
        return "text/markdown"
    if MARKUP.match(head) and re.search(r"</\w+>", text):
        return "text/html"
    marked = _is_marked(head) if declared else ATX.search(text)
    return "text/markdown" if marked else "text/plain"


def _structured(text: str, head: str, declared: str) -> str:
    """Feeds and their like, whatever their servers call them; XML and JSON that are something else."""
    if root := ROOT.match(head):
        return "text/x-opml" if root["name"].lower() == "opml" else "application/xml"
    if head.lstrip().startswith("{") and JSON_FEED.search(head + text[-4096:]):
        return "application/feed+json"
    if declared == "application/json" and head.lstrip().startswith(("{", "[")):
        return declared
    return "text/xml" if XML.match(head) else ""


def _is_marked(text: str) -> bool:
    """Whether what is declared as plain text is Markdown all the same: headings that stand alone, and other marks or
    another heading. Lines that are marked but stand close are a text's own: Markdown would join them."""
    headings = SECTION.findall(text)
    return len(headings) >= 2 or (bool(headings) and MARK.search(text) is not None)


def _read_plain(text: str, source: Source) -> Article:
    from tts.sources.document import read_text

    return read_text(text)


def _read_markdown(text: str, source: Source) -> Article:
    from tts.sources.markdown import read_markdown

    return read_markdown(text, source)


def _read_html(text: str, source: Source) -> Article:
    from tts.sources.web import read_html

    try:
        return read_html(text, source)
    except SourceError as e:
        from tts.sources.discover import feed_of

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
    from tts.sources.epub import read_epub

    return read_epub(source)


def _read_pdf(source: Source) -> Article:
    from tts.sources.pdf import read_pdf

    return read_pdf(source)


def _read_docx(source: Source) -> Article:
    from tts.sources.docx import read_docx

    return read_docx(source)


DOCUMENTS: dict[str, Callable[[Source], Article]] = {
    "an EPUB book": _read_epub,
    "a PDF": _read_pdf,
    "a Word document": _read_docx,
}
"""What is no text, as `encoding.container` names it."""


def _chapters(source: Source, selection: Selection) -> Parts | None:
    from tts.sources.epub import chapters

    return chapters(source, selection)


def _entries(source: Source, selection: Selection) -> Parts | None:
    from tts.sources.feed import entries

    return entries(source, selection)


COLLECTIONS: dict[str, Callable[[Source, Selection], Parts | None]] = {
    "an EPUB book": _chapters,
    "application/xml": _entries,
    "application/feed+json": _entries,
    "text/x-opml": _entries,
}
"""What may hold several articles."""
