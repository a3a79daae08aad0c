"""Restores pages as they were before players were embedded."""

from __future__ import annotations

from pathlib import Path

from tts.publish.embed import site_survey
from tts.publish.embed.embed_report import LISTEN, Caught, EmbedResult, Listener, PageResult, Site
from tts.publish.embed.insertion import ShowLocation
from tts.publish.embed.page_bytes import has_ours, take_out
from tts.publish.embed.show_folder import is_show
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
