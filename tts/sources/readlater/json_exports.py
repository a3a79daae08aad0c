"""JSON exports of read-later services: how each is recognized, and its fields.

A field is a dotted path into the record of an article; the first path that leads to a value counts.
The names are from the services' own documentation and exports.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tts.sources.format import Sample

ENDS = 8192
"""Characters at the end that are also searched for marks, because objects have no order."""
RECORD = re.compile(r"\s*\[\s*\{[^{}]*\"(?:url|href|link|uri)\"\s*:\s*\"https?:", re.IGNORECASE)
"""The beginning of a list whose first record has an address."""


@dataclass(frozen=True, slots=True)
class Export:
    """The export format of a service."""

    name: str
    """In messages: `a Wallabag export`."""
    marks: tuple[str, ...]
    """Texts that its JSON must contain."""
    records: tuple[str, ...] = ("",)
    """Path of the records. `*` stands for all items of a list, `**` for anything deeper, an empty
    path for the whole."""
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
    """Field -> its values, in lower case, that mean that the article was read."""
    keeps: bool = False
    """The service stores whole articles, while a feed reader may only have teasers."""
    failed: str = ""
    """Beginning of a text which says that the article could not be stored."""


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
"""In the order in which they are tried: the most specific first."""

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
"""A list of records with addresses, from any service."""


def is_export(export: Export, sample: Sample) -> bool:
    """Whether JSON is an export of this service. The first bytes are checked first, so that other
    files need not be decoded."""
    if not sample.start.startswith((b"[", b"{")):
        return False
    seen = sample.head + sample.text[-ENDS:]
    return all(mark in seen for mark in export.marks)


def is_list(sample: Sample) -> bool:
    """Whether JSON is a list of records with addresses, from any service."""
    return sample.start.startswith(b"[") and RECORD.match(sample.head) is not None
