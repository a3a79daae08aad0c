"""Moves a show out of its site so that every link works at every moment.

    1. everything is copied next to the site, under a temporary name
    2. the copy is renamed: from now on it is the show
    3. private files are removed from the site; the others are recorded there as published

The public files of the show never leave their place. A run that is killed before step 2 starts
again; after it, the next run continues: `_UNDER_WAY` exists in the show until then.
"""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tts.model import LibraryError
from tts.publish import state
from tts.publish.public_files import PRIVATE, is_made
from tts.publish.targets import send
from tts.show import library, manifest_file, settings, superseded
from tts.storage import durable, locks
from tts.storage.confined_folder import Folder, is_linked
from tts.text import LEXICON

_UNDER_WAY = f"{state.FOLDER}/moving"
"""Exists while files of the show are still in the site."""


def move(inside: Path, beside: Path) -> None:
    """Move the show from `inside` to `beside`, which must not exist. Raises OSError and
    LibraryError."""
    show = library.open_show(inside)
    with library.locked(show, "-publish"), library.locked(show):
        _copy(inside, beside)
        finish(inside, beside)


def is_under_way(beside: Path) -> bool:
    """Whether a run was killed after the show was copied here, and before its files were removed
    from the site."""
    return Folder(beside).is_file(_UNDER_WAY)


def finish(inside: Path, beside: Path) -> None:
    """Remove from the site what is not public of a show that was copied out of it. Raises OSError
    and LibraryError."""
    if inside.is_dir() and not is_linked(inside):
        with suppress(LibraryError):  # a show.toml with a mistake in it names no cover
            send.claim(inside, _public(inside), settings.read(inside / library.SETTINGS).guid)
        for path in list(_private(inside)):
            _remove(path)
        for folder in [*inside.iterdir(), inside]:
            with suppress(OSError):
                folder.rmdir()
    (beside / _UNDER_WAY).unlink(missing_ok=True)


# --- beside the site ------------------------------------------------------------------------------


def _copy(inside: Path, beside: Path) -> None:
    """Copy the show completely or not at all."""
    _remove_abandoned(beside)
    prefix = durable.temporary_prefix(beside.name)
    staging = Path(tempfile.mkdtemp(dir=beside.parent, prefix=prefix))
    try:
        staging.chmod(0o755)  # mkdtemp's 0700 would keep others out
        copies: list[Path] = []
        folders: list[Path] = []
        for folder, files in _all_files(inside):
            place = staging / folder.relative_to(inside)
            place.mkdir(exist_ok=True)
            folders.append(place)
            for path in files:
                copy = place / path.name
                shutil.copy2(path, copy)
                copies.append(copy)
        (staging / state.FOLDER).mkdir(exist_ok=True)
        (staging / _UNDER_WAY).touch()
        durable.sync_all(copies)
        durable.sync_folders(folders)
        staging.rename(beside)
        durable.sync_folder(beside.parent)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _remove_abandoned(beside: Path) -> None:
    """Remove unfinished copies of killed runs."""
    named = f"{durable.TEMPORARY}{glob.escape(beside.name)}-{durable.BY}*"
    for left in beside.parent.glob(named):
        if durable.is_abandoned(left):
            shutil.rmtree(left, ignore_errors=True)


def _all_files(inside: Path) -> Iterator[tuple[Path, list[Path]]]:
    """Every folder of the show, and the files in it. Links do not belong to Pagecast, and locks
    stay in their folder."""
    for name, below, names in os.walk(inside):
        folder = Path(name)
        below[:] = sorted(each for each in below if not is_linked(folder / each))
        if folder == inside / locks.PLACE:
            below.clear()
            continue
        paths = [folder / each for each in sorted(names)]
        yield folder, [path for path in paths if path.is_file() and not is_linked(path)]


# --- in the site ----------------------------------------------------------------------------------


def _public(inside: Path) -> Iterator[str]:
    """Names of the files that pages link to."""
    for path in (*inside.iterdir(), *inside.glob("pagecast/*")):
        name = path.relative_to(inside).as_posix()
        if is_made(name) and path.is_file():
            yield name
    for folder in library.folders(library.Show(inside)):
        manifest = manifest_file.read_from(folder)
        if manifest is None:
            continue
        named = {*manifest.files}
        named |= {path.name for path in superseded.files(folder, named)}
        for path in folder.iterdir():
            name = f"{folder.name}/{path.name}"
            if path.name in PRIVATE:
                continue
            if path.name in named or is_made(name):
                yield name


def _private(inside: Path) -> Iterator[Path]:
    """The files to remove, in an order that a later run can resume: an episode is known by its
    manifest, the cover by show.toml."""
    for folder in library.folders(library.Show(inside)):
        yield from (folder / name for name in PRIVATE)
    yield inside / state.FOLDER
    yield inside / LEXICON
    with suppress(LibraryError):
        cover = settings.read(inside / library.SETTINGS).cover
        if cover and Folder(inside).is_file(cover):
            yield inside / cover
    yield inside / library.SETTINGS
    yield from inside.glob(f"{durable.TEMPORARY}*")


def _remove(path: Path) -> None:
    if path.is_dir() and not is_linked(path):
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
