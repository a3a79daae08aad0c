"""Publishing a show that has listeners: a feed for each, and nothing at the root that leads to an
episode.

Episodes' own pages and files stay in place, because the feeds link to them; they do not link to
each other. The index says that the show is for its listeners, so that links to it work and no web
server lists the folder.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tts.publish import catalog, opml_and_sitemaps
from tts.publish.catalog import Entry
from tts.publish.feed import channel
from tts.publish.publish_run import Publishing, put, put_changed
from tts.publish.site.frame import show_name
from tts.show.library import Show
from tts.storage.confined_folder import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts.publish.site.index_pages import Page


def as_published(show: Show) -> Show:
    """The show as its pages see it: marked as private."""
    return replace(show, settings=replace(show.settings, private=True))


def outline(run: Publishing, entries: Sequence[Entry]) -> Iterator[Page]:
    """The index without episodes, and the app."""
    from tts.publish import site

    language = catalog.language(run.show, entries)
    show = replace(run.show, settings=replace(run.show.settings, language=language))
    return site.outline(show, (), base_url=run.base_url, closed=True)


def put_lists(run: Publishing) -> None:
    """Stage a page where a web server would otherwise list the listeners' folders, and
    robots.txt."""
    put(run, [("l/index.html", _door(run.show))])
    for name, content in opml_and_sitemaps.files(run.show, (), run.base_url):
        if name == "robots.txt":  # the others lead to a feed for everybody
            put(run, [(name, content)])


def put_feeds(
    run: Publishing, entries: Sequence[Entry], common: str, cover: str, sizes: dict[str, int]
) -> None:
    """Stage a feed for each listener. They differ only in their own addresses."""
    for each in run.invited:
        Folder(run.show.folder).path(each.feed)
        pages = channel.outline(
            run.show, entries, run.base_url, cover=cover, sizes=sizes, below=each.place
        )
        put_changed(run, pages, common)


def _door(show: Show) -> bytes:
    name = html.escape(show_name(show))
    head = (
        '<meta charset="utf-8">\n<meta name="generator" content="Pagecast">\n'
        '<meta name="robots" content="noindex">\n'
        '<meta name="viewport" content="width=device-width">\n'
    )
    title = f"<title>{name}</title>\n"
    return f'<!doctype html>\n{head}{title}<p><a href="../index.html">{name}</a></p>\n'.encode()
