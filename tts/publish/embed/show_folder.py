"""The default folder for the show of a site: next to the site, so that settings, manifests and
scripts are not on the web."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tts.model import LibraryError
from tts.publish.embed.embed_report import LISTEN, Site, check_place
from tts.show import library
from tts.storage.confined_folder import Folder, is_linked

Moved = Callable[[Path, Path], None]
"""Called with the old and new place of a show that was moved."""


def show_folder(root: Path) -> Path:
    """The default folder of the show: the one in the site if a show is there, as in older versions,
    otherwise the one next to it. Raises LibraryError."""
    check_place(root)
    beside = beside_site(root)
    return root / LISTEN if is_show(root / LISTEN) and not beside.exists() else beside


def beside_site(root: Path) -> Path:
    """`public-listen` for the site `public`. Raises LibraryError."""
    named = root.name not in ("", "..") and not is_linked(root)
    site = root if named else root.resolve()
    if not site.name:
        raise LibraryError(
            f"{root} has no parent folder to put the show in", "name the show's folder with -o"
        )
    return site.with_name(f"{site.name}-{LISTEN}")


def moved_out(root: Path, show: library.Show, moved: Moved) -> library.Show:
    """The show, moved out of the site if it was inside; its published files stay there. A show with
    public sources is not moved. Raises LibraryError."""
    from tts.publish.embed import show_move

    inside, beside = root / LISTEN, beside_site(root)
    lies_inside = show.folder == inside and not show.settings.public_sources
    if not lies_inside and not show_move.is_under_way(show.folder):
        return show
    try:
        if lies_inside:
            show_move.move(inside, beside)
        else:
            show_move.finish(inside, beside)
    except OSError as e:
        raise LibraryError(
            f"{inside} can't be moved out of the public folder to {beside}: {e.strerror}",
            hint="name a folder with -o, or keep it there with public_sources = true in its "
            "show.toml",
        ) from e
    moved(inside, beside)
    return library.open_show(beside)


def notes_of_place(site: Site) -> tuple[str, ...]:
    """Notes for users whose show is inside the site."""
    if not site.inside or site.show.settings.public_sources:
        return ()
    return (
        "the show is inside the site, which makes show.toml, episode.json and script.json "
        "public. Name a folder outside with -o, or set public_sources = true in show.toml if "
        "you want that",
    )


def is_show(folder: Path) -> bool:
    """Whether the folder is a show, and not just its published files."""
    if is_linked(folder) or not folder.is_dir():
        return False
    own = Folder(folder)
    return own.is_file(library.SETTINGS) or any(library.episodes(library.Show(folder)))
