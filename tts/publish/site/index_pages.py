"""The pages that list a show's episodes, newest first, and the titles that the first of them
searches.

Pages are filled and named from the oldest episode on, like the feed's: a new episode changes only
index.html.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Final

from markupsafe import Markup

from tts.locale.feed import FEED
from tts.locale.listening import LISTENING
from tts.locale.pages import PAGES
from tts.publish import catalog, covers, qr
from tts.publish.catalog import Entry
from tts.publish.site import listing, rows, search_index, structured_data, webapp
from tts.publish.site.frame import Frame, render, show_name
from tts.publish.site.links import apps
from tts.publish.site.listing import Listings
from tts.publish.site.text import one_line, page_text
from tts.show.library import Show

INDEX: Final = "index.html"
PER_PAGE: Final = 50
"""Episodes on a page; index.html has the newest, at least this many and less than twice as many."""
SEARCHED: Final = 8
"""Number of episodes from which they can be searched."""


@dataclass(frozen=True, slots=True)
class _Index:
    """What is the same on all pages."""

    show: Show
    older: int
    """Number of pages before the index."""
    language: str
    search: str
    """The file of all titles; `here` if all of them are on the index; empty if there is nothing to
    search."""
    base_url: str
    feed: str
    cover: tuple[str, str]
    """Names of the large and the small cover."""
    closed: bool
    """Its episodes are only for listeners with personal feeds."""
    listings: Listings


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the show, or the list of titles, not rendered yet."""

    name: str
    stamp: str
    """Changes whenever a byte of it would, while the settings stay the same; empty if unknown."""
    content: Callable[[], bytes]


def show_pages(
    show: Show, entries: Sequence[Entry], *, base_url: str = "", feed: str = ""
) -> Iterator[tuple[str, bytes]]:
    """Names and contents: page-1.html with the oldest episodes and so on, and index.html, which
    even a show without episodes has."""
    for page in outline(show, entries, base_url=base_url, feed=feed):
        yield page.name, page.content()


def outline(
    show: Show,
    entries: Sequence[Entry],
    *,
    base_url: str = "",
    feed: str = "",
    standing: Mapping[str, str] = MappingProxyType({}),
    closed: bool = False,
    listings: Listings = listing.NONE,
) -> Iterator[Page]:
    """The same as `show_pages`, rendered on demand: in a show of 10,000, most pages need not be
    rendered again.

    `standing` as in `search_index.outline`. A `closed` show says that it is for its listeners.
    `listings` spare manifests from being read again.
    """
    older = max(0, len(entries) // PER_PAGE - 1)
    language = catalog.language(show, entries)
    search = "here" if len(entries) >= SEARCHED else ""
    pictures = covers.names(show)
    index = _Index(show, older, language, search, base_url, feed, pictures, closed, listings)
    if older:
        texts: list[search_index.TextsFile] = []
        for each in search_index.one_by_one(entries, standing, listings):
            yield Page(each.name, each.stamp, each.content)
            yield from _of_part(index, entries, len(texts))  # while its manifests are remembered
            texts.append(each)
        name, content = search_index.titles(entries, PAGES.of(language).tag, texts)
        yield Page(name, "", partial(bytes, content))
        index = replace(index, search=name)
    yield _outlined(index, older + 1, entries[: len(entries) - older * PER_PAGE])
    for file, content in webapp.files(show, language):
        yield Page(file, "", partial(bytes, content))


def _of_part(index: _Index, entries: Sequence[Entry], part: int) -> Iterator[Page]:
    """The pages before the index whose episodes are in the same part of the search data."""
    pages = search_index.EACH // PER_PAGE
    first = part * pages + 1
    behind = min(index.older + 1, first + pages)
    for number in range(first, behind):
        end = len(entries) - (number - 1) * PER_PAGE
        yield _outlined(index, number, entries[end - PER_PAGE : end])


def _outlined(index: _Index, number: int, entries: Sequence[Entry]) -> Page:
    """Besides its episodes, a page depends on the names of its neighbours; only index.html depends
    on the list of titles."""
    before, own, behind = (_address(index, n) for n in (number - 1, number, number + 1))
    content = partial(_page, index, number, entries)
    if own == INDEX:
        return Page(own, "", content)
    made_of = [index.language, index.base_url, index.feed, before, own, behind]
    made_of += [entry.mark for entry in entries]
    text = "\n".join(made_of)
    digest = hashlib.blake2b(text.encode(errors="replace"), digest_size=12)
    return Page(own, digest.hexdigest(), content)


def name(number: int) -> str:
    """The name of a page of older episodes: the first has the oldest."""
    return f"page-{number}.html"


def _page(index: _Index, number: int, entries: Sequence[Entry]) -> bytes:
    show, labels = index.show, PAGES.of(index.language)
    first = (number - 1) * PER_PAGE + 1
    position = labels.range.replace("{first}", str(first)).replace(
        "{last}", str(first + len(entries) - 1)
    )
    newest = number > index.older
    frame = _frame(index, number, position)
    listed = list(rows.rows(show, entries, labels, index.listings))
    offers = webapp.offers(show, entries, index.listings)
    before = _address(index, number - 1)
    after = "" if newest else _address(index, number + 1)
    values = {
        "w": labels,
        "page": frame,
        "data": _data(index) if newest else "",
        "cover": index.cover[1],
        "maker": page_text(structured_data.maker(show)),
        "description": [page_text(p) for p in show.settings.description.splitlines() if p.strip()],
        "website": show.settings.link,
        "funding": show.settings.funding.get("url"),
        "support": _support(show, index.language),
        "newest": newest,
        "position": position,
        "newer": after,
        "older": before,
        "apps": apps(index.feed, labels),
        "search": newest and index.search,
        "listening": LISTENING.of(index.language),
        "rows": listed,
        "closed": index.closed,
        "offers": offers,
        "app": show.settings.app,
        "qr": index.base_url and newest and Markup(qr.picture(frame.canonical, labels.qr)),
        "copyright": page_text(show.settings.copyright),
    }
    return render("show.html", values)


def _support(show: Show, language: str) -> str:
    """The text of the link to support the show, as in the feed."""
    named = show.settings.funding.get("text")
    return page_text(named) or FEED.of(language).support


def _address(index: _Index, number: int) -> str:
    """The address of the page of that number; empty if there is none."""
    return INDEX if number > index.older else name(number) if number else ""


def _frame(index: _Index, number: int, position: str) -> Frame:
    show, settings = index.show, index.show.settings
    newest, own = number > index.older, _address(index, number)
    around = (
        ("prev", "" if newest else _address(index, number + 1)),
        ("next", _address(index, number - 1)),
    )
    return Frame(
        title=show_name(show) + ("" if newest else f" – {position}"),
        show=show_name(show),
        canonical=index.base_url and index.base_url + own,
        feed=index.feed,
        description=one_line(settings.description)[:300],
        author=one_line(structured_data.maker(show)),
        private=settings.private,
        hidden=settings.private,
        links=[
            *((rel, address) for rel, address in around if address),
            ("apple-touch-icon", index.cover[1]),
        ],
        open_graph=list(
            structured_data.show_graph(show, index.language, index.base_url, index.cover[1])
        ),
    )


def _data(index: _Index) -> Markup | str:
    if not index.base_url:
        return ""
    series = structured_data.series(index.show, index.base_url, index.feed)
    series["image"] = index.base_url + index.cover[0]
    return structured_data.json_ld(
        {"@context": "https://schema.org", "inLanguage": index.language, **series}
    )
