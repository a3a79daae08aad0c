"""Pages taken over by their own script get a script that adds the player afterwards."""

from __future__ import annotations

from tts.model import SourceError
from tts.publish.embed import insertion
from tts.publish.embed.insertion import ShowLocation
from tts.publish.embed.site_survey import SitePage


def piece(page: SitePage, where: ShowLocation, head: str = "") -> tuple[int, str]:
    """The script for a page that is taken over by its own, inserted into the head, or at the end of
    the body if the head has no place for it: React tolerates additions at the end of head or
    body."""
    metadata = page.reading.metadata
    lead = insertion.prefix(where, page.name, metadata)
    root = insertion.root_of(where, page.name, metadata)
    script = insertion.mount_html(where, lead, root)
    html = head + script
    if page.name.lower().endswith(".xhtml"):
        html = insertion.as_xml(html)
    return page.reading.head, html


def mounting_way(page: SitePage) -> str:
    """How the player gets into the page, in words; empty if it is part of the page itself."""
    by = page.reading.metadata.hydrated
    return by and f"by script, after hydration: {by}"


def is_mountable(page: SitePage) -> bool:
    """Whether a page without an article may have the script, for readers who navigate on from
    it."""
    reading = page.reading
    metadata = reading.metadata
    if page.passed or reading.failed or not page.sum:
        return False
    if metadata.leads_to or metadata.amp or metadata.player:
        return False
    return bool(metadata.hydrated)


def check(page: SitePage, where: ShowLocation) -> None:
    """Raise SourceError if the page's policy blocks the script that mounts players, since there is
    no other way."""
    metadata = page.reading.metadata
    if not metadata.hydrated:
        return
    blocked = insertion.forbidden(metadata, where)
    if "script-src" not in blocked:
        return
    source = "'self'" if where.show else where.url
    message = (
        f"{page.name}: {metadata.hydrated} takes over the page in the browser, and the page's "
        "Content-Security-Policy forbids the script that would add the player afterwards"
    )
    hint = f"add {source} to script-src"
    raise SourceError(message, hint)
