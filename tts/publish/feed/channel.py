"""The podcast feed: RSS 2.0 with the namespaces of Apple and Podcasting 2.0, in pages (RFC 5005).

A pure function of the show's settings and its episodes' manifests. Pages are filled from the oldest
episode on, and named by age: `feed-1.xml` holds the oldest episodes and changes only when one of
those does. `feed.xml`, which apps request, always has the newest, at least half of what a page may
hold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from types import MappingProxyType
from uuid import UUID, uuid5

import tts
from tts.locale.feed import FEED
from tts.publish import catalog, escape
from tts.publish.catalog import Entry
from tts.publish.feed.item import DESCRIPTION, FeedLocation, cdata, escaped, item
from tts.show.library import Show
from tts.show.settings import Settings

NAME = "feed.xml"
LIMIT = 5_000_000
"""Maximum bytes of a page: some apps reject larger feeds."""
ARCHIVED = 2_400_000
"""Bytes of items that move to their own page when feed.xml is full."""
_PODCASTS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of podcast:guid."""
CATEGORY = "Society & Culture"
"""The default, because directories require a category."""

_NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "psc": "http://podlove.org/simple-chapters",
}
_OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
    + " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    + ">\n<channel>\n"
)
_CLOSE = b"</channel>\n</rss>\n"
_FREQUENCIES = {
    "daily": "FREQ=DAILY",
    "weekly": "FREQ=WEEKLY",
    "biweekly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
}


def guid(address: str) -> str:
    """The UUID of the feed at that address, which anybody can compute from it.

    >>> guid("https://podnews.net/rss/")
    '9b024349-ccf0-5f69-a609-6b82873eab3c'
    """
    return str(uuid5(_PODCASTS, address.partition("://")[2].rstrip("/")))


def address(base_url: str, token: str = "") -> str:
    """The address of the show's folder; a token adds a folder in front."""
    return f"{base_url}{token}/" if token else base_url


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the feed, not rendered yet."""

    name: str
    head: str
    """Everything before the first item."""
    entries: Sequence[Entry]
    """Newest first."""
    place: FeedLocation
    items: Mapping[str, bytes]
    """Items already rendered, by their entries' folders."""

    @property
    def stamp(self) -> str:
        """Changes whenever a byte of the page would: in a feed of 10,000 episodes, most pages need
        not be rendered again."""
        marks = [entry.mark for entry in self.entries]
        what = "\n".join([self.head, repr(self.place), *marks])
        content = what.encode(errors="replace")
        return hashlib.blake2b(content, digest_size=12).hexdigest()

    def content(self) -> bytes:
        pieces = [self.head.encode()]
        for entry in self.entries:
            made = self.items.get(entry.folder)
            pieces.append(made or item(entry, self.place))
        pieces.append(_CLOSE)
        return b"".join(pieces)


def pages(
    show: Show, entries: Sequence[Entry], base_url: str, *, token: str = "", cover: str = ""
) -> Iterator[tuple[str, bytes]]:
    """Every page of the feed, name and content, the oldest episodes' first and feed.xml last.

    With a token, all addresses lead through a folder of that name under `base_url`, and the feed is
    private. `cover` is the path of the show's cover, if already known.
    """
    for page in outline(show, entries, base_url, token=token, cover=cover):
        yield page.name, page.content()


def outline(
    show: Show,
    entries: Sequence[Entry],
    base_url: str,
    *,
    token: str = "",
    cover: str = "",
    sizes: dict[str, int] | None = None,
    items: Mapping[str, bytes] = MappingProxyType({}),
    below: str = "",
) -> list[Page]:
    """The layout of the pages, the oldest first.

    `sizes` caches the bytes of items, by their entries' digests, while the settings stay the same;
    `items` are those already rendered, by their entries' folders.
    `below` is the folder of a listener's personal feed, which is private.
    """
    location = FeedLocation(address(base_url, token), show.settings)
    if not cover:
        from tts.publish import covers

        cover = covers.names(show)[0]
    private = bool(token or below) or show.settings.private
    channel = _channel(show, entries, location, cover, private=private)
    room = LIMIT - len(channel.encode()) - 2_000  # links between the pages, date, and the end
    made = dict(items)
    taken = []
    for entry in entries:
        known = sizes.get(entry.digest, 0) if sizes and entry.digest else 0
        taken.append(known or _size(entry, location, sizes, items, made))
    cuts = _cuts(taken, room)
    count = len(cuts)
    names = [below + _name(n, count) for n in range(count)]
    found = []
    for n, (first, last) in enumerate(cuts):
        own = entries[first:last]
        head = _OPEN + channel + _links(location, n, names) + _moment(own)
        found.append(Page(names[n], head, own, location, made))
    return found


def _size(
    entry: Entry,
    location: FeedLocation,
    sizes: dict[str, int] | None,
    items: Mapping[str, bytes],
    made: dict[str, bytes],
) -> int:
    content = items.get(entry.folder) or item(entry, location)
    made[entry.folder] = content
    if sizes is not None:
        sizes[entry.digest] = len(content)
    return len(content)


def _cuts(sizes: Sequence[int], room: int) -> list[tuple[int, int]]:
    """Which items are on which page, the oldest page first; `sizes` has the newest item first."""
    rest = sum(sizes)
    end = len(sizes)
    cuts: list[tuple[int, int]] = []
    while rest > room:
        start = _start_of_page(sizes, end)
        cuts.append((start, end))
        rest -= sum(sizes[start:end])
        end = start
    return [*cuts, (0, end)]


def _start_of_page(sizes: Sequence[int], end: int) -> int:
    """The first item of a full page that ends before item `end`; the page has at least one."""
    start, taken = end, 0
    for before in reversed(range(end)):
        taken += sizes[before]
        if taken > ARCHIVED and start < end:
            break
        start = before
    return start


def _name(n: int, count: int) -> str:
    """The name of the n-th page, counted from the oldest."""
    return NAME if n == count - 1 else f"feed-{n + 1}.xml"


# --- the channel ----------------------------------------------------------------------------------


def _links(location: FeedLocation, n: int, names: Sequence[str]) -> str:
    """Links from the n-th page to the others; in RFC 5005 "next" means older."""
    count = len(names)
    pages = {"self": n, "first": count - 1, "previous": n + 1, "next": n - 1, "last": 0}
    lines: list[str] = []
    for rel, at in pages.items():
        is_there = count > 1 and 0 <= at < count
        if rel == "self" or is_there:
            target = escaped(location.of(names[at]))
            line = f'<atom:link rel="{rel}" type="application/rss+xml" href="{target}"/>\n'
            lines.append(line)
    return "".join(lines)


def _moment(entries: Sequence[Entry]) -> str:
    if not entries:
        return ""
    newest = entries[0].published
    date = format_datetime(newest, usegmt=True)
    return f"<pubDate>{date}</pubDate>\n"


def _channel(
    show: Show, entries: Sequence[Entry], location: FeedLocation, cover: str, *, private: bool
) -> str:
    """The part that is the same on all pages."""
    settings = show.settings
    tag = catalog.language(show, entries)
    title = escaped(escape.line(show.title))
    link = escaped(settings.link or location.address)
    description = cdata(_description(settings, tag))
    holder = escaped(escape.line(settings.copyright))
    picture = escaped(location.of(cover))
    rights = [f"<copyright>{holder}</copyright>"] if settings.copyright else []
    lines = [
        f"<title>{title}</title>",
        f"<link>{link}</link>",
        f"<description>{description}</description>",
        f"<language>{escaped(tag)}</language>",
        *rights,
        f"<generator>Pagecast {tts.__version__}</generator>",
        f"<image><url>{picture}</url><title>{title}</title><link>{link}</link></image>",
        *_itunes(settings, picture, private),
        *_podcast(settings, location, private),
        *_funding(settings, tag),
        "",
    ]
    return "\n".join(lines)


def _description(settings: Settings, tag: str) -> str:
    """The text, escaped twice because apps read a channel's description as HTML, and cut to the
    limit of directories."""
    plain_text = escape.text(settings.description).strip() or FEED.of(tag).description
    while len(escaped(plain_text).encode()) > DESCRIPTION:
        shorter = len(plain_text) * 9 // 10
        plain_text = plain_text[:shorter].rstrip() + "…"
    return escaped(plain_text)


def _itunes(settings: Settings, picture: str, private: bool) -> Iterator[str]:
    author = escaped(escape.line(settings.author or settings.owner))
    category, _, below = (settings.category or CATEGORY).partition(" > ")
    inner = f'<itunes:category text="{escaped(below)}"/>' if below else ""
    explicit = str(settings.explicit).lower()
    kind = "serial" if settings.medium == "audiobook" else "episodic"
    yield f'<itunes:image href="{picture}"/>'
    yield f'<itunes:category text="{escaped(category)}">{inner}</itunes:category>'
    yield f"<itunes:explicit>{explicit}</itunes:explicit>"
    yield f"<itunes:type>{kind}</itunes:type>"
    if author:
        yield f"<itunes:author>{author}</itunes:author>"
    if settings.email:
        name = escaped(escape.line(settings.owner or settings.author or settings.title))
        yield f"<itunes:owner><itunes:name>{name}</itunes:name>"
        yield f"<itunes:email>{escaped(settings.email)}</itunes:email></itunes:owner>"
    if private:
        yield "<itunes:block>Yes</itunes:block>"


def _podcast(settings: Settings, location: FeedLocation, private: bool) -> Iterator[str]:
    owner = f' owner="{escaped(settings.email)}"' if settings.email else ""
    identity = settings.guid or guid(location.of(NAME))
    locked = "yes" if settings.locked else "no"
    yield f"<podcast:guid>{identity}</podcast:guid>"
    yield f"<podcast:medium>{settings.medium}</podcast:medium>"
    yield '<podcast:txt purpose="ai-content">true</podcast:txt>'
    yield f"<podcast:locked{owner}>{locked}</podcast:locked>"
    often = settings.frequency
    if often:
        rule = _FREQUENCIES[often]
        yield f'<podcast:updateFrequency rrule="{rule}">{often}</podcast:updateFrequency>'
    if private:
        yield "<podcast:block>yes</podcast:block>"


def _funding(settings: Settings, tag: str) -> Iterator[str]:
    if url := settings.funding.get("url"):
        text = escaped(escape.line(settings.funding["text"]) or FEED.of(tag).support)
        yield f'<podcast:funding url="{escaped(url)}">{text}</podcast:funding>'
