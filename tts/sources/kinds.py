"""Source -> Article: finds out what a source is, and has it read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tts.model import Article, Source, SourceError
from tts.sources.encoding import text_of

PAGE = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*+<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
FEED = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*+<(rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL
)
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
    text, changes = text_of(source)
    article = READERS[kind_of(text, source.media_type)](text, source)
    if not article.blocks:
        raise SourceError(f"{source.where} holds no article", "give a source with at least a paragraph of text")
    return replace(article, changes=changes + article.changes) if changes else article


def kind_of(text: str, declared: str = "") -> str:
    """The media type, by content first: what was declared decides only where the content does not.

    >>> kind_of("<!DOCTYPE html><p>Hello", "text/plain"), kind_of("Use <b> for bold."), kind_of("# Title\\n\\nText")
    ('text/html', 'text/plain', 'text/markdown')
    """
    head = text[:65536]
    if PAGE.match(head) or declared in ("text/html", "application/xhtml+xml"):
        return "text/html"
    if FEED.match(head):
        return "application/xml"
    if declared in ("text/markdown", "text/x-markdown") or FRONT.match(head) or UNCLOSED.match(head):
        return "text/markdown"
    if MARKUP.match(head) and re.search(r"</\w+>", text):
        return "text/html"
    marked = _is_marked(head) if declared else ATX.search(text)
    return "text/markdown" if marked else "text/plain"


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

    return read_html(text, source)


def _read_feed(text: str, source: Source) -> Article:
    hint = "give the address of one of the articles in it"
    raise SourceError(f"{source.where} is a feed or a sitemap, not an article", hint)


READERS: dict[str, Callable[[str, Source], Article]] = {
    "text/plain": _read_plain,
    "text/markdown": _read_markdown,
    "text/html": _read_html,
    "application/xml": _read_feed,
}
