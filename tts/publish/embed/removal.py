"""Restores pages as they were, and makes the snippet for pages that can't be changed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from tts.model import LibraryError
from tts.publish.embed import site_survey
from tts.publish.embed.embed_report import LISTEN, Caught, EmbedResult, Listener, PageResult, Site
from tts.publish.embed.insertion import ShowLocation
from tts.publish.embed.page_bytes import has_ours, take_out
from tts.publish.embed.show_folder import is_show
from tts.show import library
from tts.storage.confined_folder import is_linked


def remove(
    site: Site, *, caught: Caught, listener: Listener | None = None, dry_run: bool = False
) -> EmbedResult:
    """Take our additions out of every page, which is then as it was, to the byte. The show
    stays."""
    listener = listener or Listener()
    done = []
    for name in site_survey.names_of(site.root, site.show.folder):
        path = site.root / name
        reason = site_survey.no_page(path) or site.patterns.refuse(name)
        try:
            ours = not reason and has_ours(path.read_bytes())
            if ours and not dry_run:
                take_out(path)
        except Exception as e:  # a page's fault costs this one, and is told
            error = caught(e)
            one = PageResult(name, "failed", error.message.splitlines()[0], error=error)
        else:
            reason = reason or ("" if ours else "it has no player")
            one = PageResult(
                name, "removed" if ours else "passed", reason, written=ours and not dry_run
            )
        done.append(one)
        listener.done(one)
    return EmbedResult(tuple(done), ShowLocation())


def what_stays(site: Site) -> tuple[list[Path], list[Path]]:
    """The folders that a removal leaves: those with nothing but the show or its published files,
    and those that also contain other files."""
    from tts.publish.targets.send import strangers

    whole: list[Path] = []
    mixed: list[Path] = []
    if is_show(site.show.folder):
        whole.append(site.show.folder)
    copy = site.root / LISTEN
    if site.show.folder.resolve() != copy.resolve() and not is_linked(copy):
        others = strangers(copy)
        if others is not None:
            (mixed if others else whole).append(copy)
    return whole, mixed


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
    """HTML to paste into a page: the player in a frame. Raises LibraryError."""
    from html import escape

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
