"""A page that was extracted from a saved file -> Article."""

from __future__ import annotations

from dataclasses import replace

from tts.model import Article, Source, SourceError
from tts.sources.encoding import decoded
from tts.sources.html.web_page import read_page
from tts.sources.plain import read_text

PAGES = frozenset({"text/html", "application/xhtml+xml"})
WEB = ("http://", "https://")


def read_saved(source: Source, content: bytes, media_type: str, charset: str, url: str) -> Article:
    """The article of a saved page, with its original address. Raises SourceError."""
    address = url if url.startswith(WEB) else ""
    page = replace(
        source,
        content=content,
        media_type=media_type,
        charset=charset,
        url=address,
    )
    text, changes = decoded(page)
    if media_type in PAGES:
        article = read_page(text, page)
    elif media_type.startswith("text/"):
        article = read_text(text)
    else:
        hint = "open it in a browser, save its content separately, and use that"
        raise SourceError(f"{source.where} contains {media_type}, not a page", hint)
    return replace(article, url=article.url or address, changes=changes + article.changes)
