"""The page that the QR code opens: subscribe in an app, or listen right here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from tts.locale.date_format import day
from tts.locale.landing import LANDING, Landing
from tts.locale.pages import PAGES, Pages
from tts.locale.queue import QUEUE
from tts.serve.served_show import ShowSnapshot

if TYPE_CHECKING:
    from jinja2 import Template

LATEST: Final = 8
"""Number of episodes shown; the index has all of them."""
STYLES: Final = ("landing.css", "queue.css")
"""Style sheets in addition to those of the show's pages."""
SCRIPT: Final = "queue.js"
"""The script of the pages for adding articles."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks at the page, and how they came."""

    feed: str
    """The feed's address, as the phone can reach it."""
    language: str
    """Language of the page."""
    apple: bool = False
    """The device is Apple's, so Apple's app is offered first."""
    reachable: bool = True
    """Other computers can reach the address."""
    adds: bool = False
    """The visitor may add articles."""
    bookmarklet: str = ""
    """A bookmarklet that opens the form for the current page."""


def page(shown: ShowSnapshot, visit: Visit) -> bytes:
    from tts.publish import covers, site  # the whole of it, as other threads do meanwhile
    from tts.publish.site import scripts

    labels, landing = PAGES.of(visit.language), LANDING.of(visit.language)
    settings = shown.show.settings
    values: dict[str, Any] = {
        "w": labels,
        "landing": landing,
        "title": site.show_name(shown.show),
        "maker": settings.author or settings.owner,
        "cover": covers.names(shown.show)[1],
        "feed": visit.feed,
        "apps": links(visit.feed, labels, landing, apple=visit.apple),
        "reachable": visit.reachable,
        "adds": visit.adds,
        "bookmarklet": visit.bookmarklet,
        "q": QUEUE.of(visit.language),
        "rows": [_row(e, labels.tag) for e in shown.entries[:LATEST]],
        "more": len(shown.entries) > LATEST,
        "css": [site.asset("page.css")[0], *(asset(name)[0] for name in STYLES)],
        "js": [scripts.asset(scripts.PAGE)[0], *([asset(SCRIPT)[0]] if visit.adds else [])],
        "icon": site.asset("icon.svg")[0],
    }
    return _template().render(values).encode()


def links(feed: str, labels: Pages, landing: Landing, *, apple: bool) -> list[tuple[str, str]]:
    """Apps, and the links that subscribe in them. The schemes differ: AntennaPod's takes the
    address without http://, `pcast:` with it."""
    bare = re.sub(r"^https?://", "", feed)
    tls = feed.startswith("https://")
    found = {
        "apple": f"podcast://{bare}",
        "antennapod": f"antennapod-subscribe://{feed if tls else bare}",
        "gpodder": f"pcast:{feed}",
        "feed": f"feed:{feed}" if tls else f"feed://{bare}",
    }
    order = list(found) if apple else ["antennapod", "gpodder", "feed", "apple"]
    names = {
        "apple": labels.apple,
        "antennapod": labels.antennapod,
        "gpodder": landing.gpodder,
        "feed": landing.feed,
    }
    return [(names[name], found[name]) for name in order]


def _row(entry: Any, tag: str) -> dict[str, str]:
    from tts.locale.duration_format import clock

    manifest = entry.manifest
    return {
        "page": entry.page,
        "title": entry.title,
        "language": manifest.language,
        "date": day(manifest.stated_date, tag),
        "length": clock(manifest.audio.duration),
    }


def assets() -> Iterator[tuple[str, bytes]]:
    yield from map(asset, (*STYLES, SCRIPT))


@lru_cache
def asset(file: str) -> tuple[str, bytes]:
    """A file of this page in addition to the show's: its name in the show's folder, and its
    content."""
    body = resources.files("tts.serve").joinpath(file).read_bytes()
    stem, _, ending = file.partition(".")
    return f"pagecast/{stem}-{hashlib.sha256(body).hexdigest()[:8]}.{ending}", body


@lru_cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    source = resources.files("tts.serve").joinpath("landing.html").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    return environment.from_string(source)
