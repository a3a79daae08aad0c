"""What a text is, by its content first: a page, Markdown, a feed, a list of feeds, or plain text."""

from __future__ import annotations

import re

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
