"""What a user should know about an embedded site: what blocks its players, what follows from its
address, which episodes have lost their page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from tts.publish.embed import insertion
from tts.publish.embed import site_survey as site_pages
from tts.publish.embed.embed_report import Site
from tts.publish.embed.insertion import ShowLocation
from tts.publish.embed.show_folder import notes_of_place
from tts.publish.embed.site_survey import SitePage, Survey
from tts.show.library import Episode


def of_page(page: SitePage, where: ShowLocation, path: Path) -> Iterator[str]:
    """What blocks the player in a page that was written to `path`."""
    blocked = insertion.forbidden(page.reading.metadata, where)
    if blocked:
        named = {"script-src": "the player's script", "media-src": "the audio"}
        forbidden = " and ".join(named[name] for name in blocked)
        directives = " and ".join(blocked)
        source = "'self'" if where.show else where.url
        yield f"its Content-Security-Policy forbids {forbidden}: add {source} to {directives}"
    for ending in (".gz", ".br", ".zst"):
        packed = path.with_name(path.name + ending)
        if packed.exists():
            yield f"{packed.name} is a packed copy without the player: pack it again"


def of_site(site: Site, where: ShowLocation, found: Survey) -> tuple[str, ...]:
    """Notes about the site as a whole."""
    if found.taken:
        return (*notes_of_place(site), *_of_address(site, where, found))
    none_found = (
        "no page with an article was found: --dry-run shows why, and --include adds a page that "
        "you name"
    )
    return (none_found,)


def _of_address(site: Site, where: ShowLocation, found: Survey) -> Iterator[str]:
    """Notes about an address that is unknown, differs from what the pages state, or is taken from
    them."""
    if not where.url:
        yield (
            "the site's address is not known (no canonical links): og:audio, JSON-LD and the "
            "feed are left out; set it with --base-url"
        )
        return
    by_pages = found.site + where.show
    if where.show and found.site and not site.base_url and where.url != by_pages:
        yield (
            f"show.toml says that the show's address is {where.url}, but the pages say that the "
            f"site is {found.site}: if it has moved, use --base-url {found.site}"
        )
        return
    is_stated = site.base_url or site.audio_url or site.show.settings.base_url
    if not is_stated:
        yield f"the site's address, according to its pages: {where.site}"


def orphans(site: Site, episodes: Mapping[str, Episode]) -> tuple[str, ...]:
    """Episodes of this site's pages that no longer exist."""
    names = site_pages.names_of(site.root, site.show.folder)
    there = set(map(_identity, names))
    gone = []
    for source, episode in episodes.items():
        if _is_page(source) and source not in there:
            gone.append(episode.folder.name)
    return tuple(sorted(gone))


def _identity(name: str) -> str:
    """A page of the site, as the source of its episode."""
    escaped = name.encode(errors="backslashreplace")
    return f"../{escaped.decode()}"


def _is_page(source: str) -> bool:
    """Whether a source is a page in the site."""
    if not source.startswith("../") or source.startswith("../../"):
        return False
    return source.lower().endswith((".html", ".htm", ".xhtml"))
