"""A web page -> Article; the error for one without an article names the feed of its site."""

from __future__ import annotations

from dataclasses import replace

from tts.model import Article, Source, SourceError
from tts.sources.html.article import read_html
from tts.sources.html.feed_link import feed_of
from tts.sources.saved.origin import origin_of, without_inlined


def read_page(text: str, source: Source) -> Article:
    """The article of a page; embedded pictures are removed first. Raises SourceError if there is
    none."""
    text = without_inlined(text)
    try:
        article = read_html(text, source)
        return replace(article, url=article.url or origin_of(text))
    except SourceError as error:
        if feed := feed_of(text, source.url):
            hint = f"give the feed of the site, for the articles in it: {feed}"
            raise SourceError(error.message, hint) from error
        raise
