"""A feed in any format: its entries and its own metadata."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from tts.model import Change

WEB = ("http://", "https://")
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|mc_(?:cid|eid)|_hs(?:enc|mi)"
    r"|mkt_tok|wt_mc|cmpid|ns_campaign|at_(?:medium|campaign)\w*|spm|share_token|rss(?:id)?_source",
    re.IGNORECASE,
)
"""Query parameters that track the visitor, and do not identify a page."""
TRAIL = re.compile(r"(?:utm_|xtor=|ftag=|mc_cid=|Echobox=)", re.IGNORECASE)
"""The same in a fragment."""

FORMATTING = re.compile(
    r"</?(?:a|abbr|b|bdi|big|br|cite|code|del|em|font|i|ins|kbd|mark|p|q|s|small|span|strong"
    r"|sub|sup|tt|u|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
"""Tags in a title that are markup; in contrast, a title may mention `<div>`."""
LONGEST_LINE = 1000
"""Maximum characters of a title or name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as its feed states it."""

    guid: str
    link: str
    """Absolute, without tracking; empty if the feed has none."""
    title: str
    author: str
    date: str
    """ISO date, as stated: the local day of writing."""
    moment: str
    """ISO time in UTC, or the date: the sort key of entries."""
    html: str
    """Its content as HTML; empty if it has only a summary."""
    text: str
    """The same as plain text, if the feed says that it is plain."""
    summary: str
    """HTML."""
    base: str
    """Base address of links in it."""
    site: str
    language: str
    image: str
    """As stated, perhaps relative."""
    audio: bool
    """It comes with an audio or video file."""
    is_kept: bool = False
    """Its content is the complete article, stored by a read-later service, however short."""
    changes: tuple[Change, ...] = ()
    """What was already left out of its content."""
    is_cut: bool = False
    """The feed is cut off inside it."""


@dataclass(frozen=True, slots=True)
class Feed:
    title: str
    link: str
    """Link to its site."""
    entries: tuple[Entry, ...]
    kind: str = "a feed"
    """In messages."""


def line(text: str) -> str:
    """A title or a name as plain text: without markup, and with entities decoded, even if encoded
    repeatedly.

    >>> line("Tom &amp;amp; Jerry &lt;b&gt;again&lt;/b&gt;")
    'Tom & Jerry again'
    >>> line("<i>Fog</i> and <div> tags"), line("1 &lt; 2")
    ('Fog and <div> tags', '1 < 2')
    """
    text = text[: LONGEST_LINE * 4]
    for _ in range(3):
        text, before = unescape(FORMATTING.sub("", text)), text
        if text == before:
            break
    return " ".join(FORMATTING.sub("", text).split())[:LONGEST_LINE]


def address(value: str, base: str = "") -> str:
    """An absolute address without tracking; empty if it is not a page's.

    >>> address("/a?id=3&utm_source=rss#utm_medium=feed", "https://example.org/feed")
    'https://example.org/a?id=3'
    >>> address("tag:example.org,2026:1"), address("mailto:a@example.org")
    ('', '')
    """
    value = "".join(value.split())
    try:
        whole = urljoin(base, value) if value else ""
        parts = urlsplit(whole)
        if not whole.lower().startswith(WEB) or not parts.hostname:
            return ""
    except ValueError:
        return ""
    kept = [
        (k, v)
        for k, v in parse_qsl(parts.query, keep_blank_values=True)
        if not TRACKING.fullmatch(k)
    ]
    if len(kept) < len(
        parse_qsl(parts.query, keep_blank_values=True)
    ):  # else as it is written, to the byte
        parts = parts._replace(query=urlencode(kept))
    return parts._replace(fragment=_place(parts.fragment)).geturl()


def without_tracking(address: str) -> str:
    """An address without tracking parameters; the rest stays as written.

    >>> without_tracking("https://example.org/a?b=%20c&utm_source=x#end")
    'https://example.org/a?b=%20c#end'
    >>> without_tracking("https://example.org/a#:~:text=at%20six")
    'https://example.org/a'
    >>> without_tracking("https://example.org/a?fbclid=1"), without_tracking("a?gclid=x.md")
    ('https://example.org/a', 'a?gclid=x.md')
    """
    if not address.lower().startswith(WEB):
        return address
    page, mark, fragment = address.partition("#")
    path, _, query = page.partition("?")
    stated = query.split("&")
    kept = [one for one in stated if not TRACKING.fullmatch(one.partition("=")[0])]
    if len(kept) < len(stated):
        page = f"{path}?{'&'.join(kept)}" if kept else path
    place = _place(fragment)
    return page + mark + place if place or not fragment else page


def _place(fragment: str) -> str:
    """A fragment without tracking, and without the words to be highlighted.

    >>> _place("end:~:text=at%20six"), _place(":~:text=six"), _place("utm_source=x")
    ('end', '', '')
    """
    place = fragment.partition(":~:")[0]  # https://wicg.github.io/scroll-to-text-fragment
    return "" if TRAIL.match(place) else place
