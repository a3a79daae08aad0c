"""The player in a frame, as HTML to paste into pages that `tts embed` can't change."""

from __future__ import annotations

from contextlib import suppress
from html import escape
from pathlib import Path

from tts.model import LibraryError
from tts.publish.embed.embed_report import LISTEN, Site
from tts.publish.embed.show_folder import is_show
from tts.show import library

_FRAME = (
    '<iframe src="{address}" title="{title}" width="100%" height="300" loading="lazy" '
    'allow="autoplay; clipboard-write; web-share" style="border:0"></iframe>\n'
    '<script>addEventListener("message",function(e){{if(e.data&&e.data.pagecast==="height")'
    "document.querySelectorAll('iframe[src$=\"/embed.html\"]').forEach(function(f){{"
    "if(f.contentWindow===e.source&&new URL(f.src).origin===e.origin)"
    "f.height=Math.min(e.data.height,2000)}})}})</script>"
)
"""High enough for the player on a phone; the script adapts the height to what is open in it. It
accepts messages only from the frame itself, from its own origin."""


def snippet(site: Site, page: str) -> str:
    """The HTML for a page, named in any way that `_forms` knows. Raises LibraryError if it has no
    episode."""
    show = site.show
    if not is_show(show.folder):
        hint = (
            "if it is somewhere else, name its folder with -o; otherwise embed the site "
            "first: tts embed DIR"
        )
        raise LibraryError(f"there is no show in {show.folder}", hint)
    sources = {f"../{form}" for form in _forms(site, page)}
    for episode in library.episodes(show):
        manifest, folder = episode.manifest, episode.folder.name
        if manifest.source in sources or page in (folder, manifest.url, manifest.guid):
            place = LISTEN if site.copied else show.folder.name
            lead = site.audio_url or show.settings.base_url or f"{place}/"
            return _FRAME.format(
                address=escape(f"{lead}{folder}/embed.html"), title=escape(manifest.title)
            )
    raise LibraryError(
        f"{page} has no episode in {show.folder}",
        hint="embed it first with tts embed; to see all episodes: tts list -o FOLDER",
    )


def _forms(site: Site, page: str) -> tuple[str, ...]:
    """The ways in which a user may name a page of the site: relative to the site or to the current
    folder, with or without its file."""
    name = page.removeprefix("./").strip("/")
    with suppress(ValueError):
        if Path(page).exists():
            name = Path(page).resolve().relative_to(site.root.resolve()).as_posix()
    return name, f"{name}/index.html".removeprefix("./"), f"{name}.html"
