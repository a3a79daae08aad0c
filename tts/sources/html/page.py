"""A web page -> Article; the error for one without an article names the feed of its site."""

from __future__ import annotations

from tts.model import Article, Source, SourceError
from tts.sources.html.article import read_html
from tts.sources.html.feed_link import feed_of


def read_page(text: str, source: Source) -> Article:
    """The article of a page. Raises SourceError when there is none."""
    try:
        return read_html(text, source)
    except SourceError as error:
        if feed := feed_of(text, source.url):
            hint = f"give the feed of the site, for the articles in it: {feed}"
            raise SourceError(error.message, hint) from error
        raise
