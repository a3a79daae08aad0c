"""JSON exports of read-later services: how each is recognized, and its fields.

A field is a path into the record of an article, its parts divided by dots; the first that leads to
something counts. The names are those of the services' own documentation and exports.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tts.sources.format import Sample

ENDS = 8192
"""Characters at the end in which a mark may stand as well: an object has no order."""
RECORD = re.compile(r"\s*\[\s*\{[^{}]*\"(?:url|href|link|uri)\"\s*:\s*\"https?:", re.IGNORECASE)
"""How a list begins whose first record has an address."""


@dataclass(frozen=True, slots=True)
class Export:
    """One service's way to write down what was saved."""

    name: str
    """As messages call it: `a Wallabag export`."""
    marks: tuple[str, ...]
    """What stands in its JSON, all of it."""
    records: tuple[str, ...] = ("",)
    """Where the records are: a path of names. `*` is all of a list, `**` what lies deeper, empty
    the whole."""
    url: tuple[str, ...] = ("url",)
    title: tuple[str, ...] = ("title",)
    authors: tuple[str, ...] = ("author",)
    date: tuple[str, ...] = ()
    moment: tuple[str, ...] = ()
    html: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    language: tuple[str, ...] = ("language",)
    image: tuple[str, ...] = ()
    identity: tuple[str, ...] = ("id",)
    read: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field -> its values, in small letters, that mean that the article was read."""
    keeps: bool = False
    """The service keeps articles whole; what a feed reader has may be a teaser."""
    failed: str = ""
    """How a text begins that only says that there was none to keep."""


EXPORTS = (
    Export(
        "a Wallabag export",
        ('"is_archived"', '"is_starred"'),
        records=("", "_embedded.items", "items"),
        url=("url", "given_url", "origin_url"),
        authors=("published_by",),
        date=("published_at",),
        moment=("created_at",),
        html=("content",),
        image=("preview_picture",),
        read={"is_archived": ("1", "true")},
        keeps=True,
        failed="wallabag can't retrieve contents for this article",
    ),
    Export(
        "an Omnivore export",
        ('"slug"', '"savedAt"', '"state"'),
        date=("publishedAt",),
        moment=("savedAt",),
        html=("content",),
        summary=("description",),
        image=("thumbnail",),
        identity=("slug",),
        read={"state": ("archived", "deleted")},
        keeps=True,
    ),
    Export(
        "a Karakeep export",
        ('"bookmarks"', '"createdAt"', '"content"'),
        records=("bookmarks",),
        url=("content.url", "content.sourceUrl"),
        title=("title", "content.title"),
        authors=("content.author",),
        date=("content.datePublished",),
        moment=("createdAt",),
        html=("content.htmlContent",),
        text=("content.text",),
        summary=("content.description",),
        site=("content.publisher",),
        image=("content.imageUrl",),
        read={"archived": ("true",)},
        keeps=True,
    ),
    Export(
        "a Linkwarden export",
        ('"collections"', '"links"'),
        records=("collections.*.links",),
        title=("name", "title"),
        moment=("createdAt", "importDate"),
        text=("textContent",),
        summary=("description",),
        keeps=True,
    ),
    Export(
        "a Pinboard export",
        ('"href"', '"toread"', '"description"'),
        url=("href",),
        title=("description",),
        moment=("time",),
        identity=("hash",),
        read={"toread": ("no",)},
    ),
    Export(
        "starred items of a feed reader",
        ('"items"', '"origin"', '"crawlTimeMsec"'),
        records=("items",),
        url=("canonical.0.href", "alternate.0.href"),
        date=("published",),
        moment=("crawlTimeMsec", "published"),
        html=("content.content", "summary.content"),
        site=("origin.title",),
    ),
    Export(
        "starred items of a feed reader",
        ('"items"', '"com.google'),
        records=("items",),
        url=("canonical.0.href", "alternate.0.href"),
        date=("published",),
        moment=("published",),
        html=("content.content", "summary.content"),
        site=("origin.title",),
    ),
    Export(
        "entries of Miniflux",
        ('"entries"', '"feed_id"', '"starred"'),
        records=("entries",),
        date=("published_at",),
        moment=("published_at",),
        html=("content",),
        site=("feed.title",),
        read={"status": ("read", "removed")},
    ),
    Export(
        "bookmarks of Readeck",
        ('"read_progress"', '"site_name"'),
        authors=("authors",),
        date=("published",),
        moment=("created",),
        html=("article",),
        summary=("description",),
        site=("site_name",),
        language=("lang",),
        image=("resources.image.src",),
        read={"is_archived": ("true",)},
        keeps=True,
    ),
    Export(
        "bookmarks of linkding",
        ('"results"', '"website_title"'),
        records=("results",),
        title=("title", "website_title"),
        moment=("date_added",),
        read={"is_archived": ("true",), "unread": ("false",)},
    ),
    Export(
        "bookmarks of Firefox",
        ('"text/x-moz-place',),
        records=("**.children",),
        url=("uri",),
        moment=("dateAdded",),
        identity=("guid",),
    ),
    Export(
        "bookmarks of Chrome",
        ('"roots"', '"bookmark_bar"'),
        records=("roots.**.children",),
        title=("name",),
        moment=("date_added",),
        identity=("guid",),
    ),
)
"""In the order in which they are looked for: what says more of itself comes first."""

LIST = Export(
    "a list of saved articles",
    (),
    url=("url", "href", "link", "uri"),
    title=("title", "name"),
    authors=("author", "authors"),
    date=("published", "published_at", "publishedAt", "date"),
    moment=("saved", "saved_at", "savedAt", "added", "created_at", "createdAt", "time_added"),
    html=("content", "html"),
    text=("text",),
    read={
        "status": ("archive", "archived", "read"),
        "archived": ("true",),
        "is_archived": ("true",),
    },
)
"""A list of records with an address in each, by whatever service."""


def is_export(export: Export, sample: Sample) -> bool:
    """Whether JSON is of this service. The first bytes are looked at first: nothing is decoded for
    what is no JSON."""
    if not sample.start.startswith((b"[", b"{")):
        return False
    seen = sample.head + sample.text[-ENDS:]
    return all(mark in seen for mark in export.marks)


def is_list(sample: Sample) -> bool:
    """Whether JSON is a list of records with addresses, by whatever service."""
    return sample.start.startswith(b"[") and RECORD.match(sample.head) is not None
