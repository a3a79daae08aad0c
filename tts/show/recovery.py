"""Cleans up after killed commands: complete episodes are moved to their places, incomplete ones
removed.

An episode is written in a staging folder beside its place (`draft`), its manifest last. As long as
the manifest stands there, the move to its place can be taken up again by whoever comes next.
"""

from __future__ import annotations

import re
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from tts.model import LibraryError
from tts.show import manifest_file, superseded
from tts.storage import durable, locks
from tts.storage.confined_folder import Folder, LeadsOut, is_linked
from tts.storage.parsing import parsed_json

_BY = f"-{durable.BY}"
"""Stands before the process number in the name of a staging folder."""
_PATIENCE = 10.0
"""Seconds that recovery waits for the show's lock: whoever holds it has recovered the show, or
does."""
_PLACE = re.compile(r"[^./\\][^/\\]*-[0-9a-f]{12}")
"""The name of an episode's folder: it ends in the identity of its source."""


def recover(folder: Path) -> None:
    """Finish what killed commands had begun in a show's folder: every command that opens it does
    this first.

    An episode whose manifest is complete goes to its place, one that is not goes away. What can't
    be written is left as it is: a show on a disk that is read-only can still be read.
    """
    begun = [path for path in _stagings(folder) if durable.is_abandoned(path)]
    durable.sweep(folder)
    durable.sweep(folder / ".pagecast")
    if not begun:
        return
    from filelock import Timeout

    with suppress(LibraryError, OSError, Timeout), locks.held(folder, patience=_PATIENCE):
        for staging in begun:
            finish_or_remove(staging)


def _stagings(folder: Path) -> list[Path]:
    """Folders of episodes that are, or were, being written."""
    paths = [folder / name for name in durable.temporary_names(folder) if _BY in name]
    return [path for path in paths if path.is_dir() and not path.is_symlink()]


def stagings_of(show: Path, place: str) -> list[Path]:
    """Those of one episode; `place` is a pattern of its own folder's name."""
    return list(show.glob(f"{durable.TEMPORARY}{place}{_BY}*"))


def finish_or_remove(staging: Path) -> None:
    """Finish what a killed process had nearly done, or take away what it had only begun.

    Whoever passed the show on may have put a folder of that name there: nothing of it goes to
    another place than an episode's own folder, and nothing but files goes there.
    """
    name = staging.name.removeprefix(durable.TEMPORARY).rpartition(_BY)[0]
    folder = staging.parent / name
    trusted = _PLACE.fullmatch(name) and not (is_linked(staging) or is_linked(folder))
    if not trusted or not durable.is_abandoned(staging):
        return
    try:
        if (staging / manifest_file.NAME).exists():
            durable.sync_folder(staging)  # whoever was killed may not have come to that
            install(staging, folder)
        elif manifest := manifest_file.read_from(folder):  # killed after the manifest had moved
            superseded.remove(folder, {*manifest.files, manifest_file.NAME})
    except OSError:  # the disk is full, or another run moves it: it stays to be finished
        return
    except (ValueError, KeyError, TypeError, LeadsOut):
        pass  # its manifest is none of ours
    shutil.rmtree(staging, ignore_errors=True)


def install(staging: Path, folder: Path) -> None:
    """Move a finished episode to its place, the manifest last: as long as it stands in the staging
    folder, the move can be taken up again by whoever comes next. The names in the staging folder
    are on the disk already."""
    wanted = set(parsed_json(Folder(staging).read_bytes(manifest_file.NAME))["files"])
    if not folder.exists():
        staging.replace(folder)
        durable.sync_folder(folder.parent)
        return
    for path in sorted(staging.iterdir()):
        if path.name in wanted and stat.S_ISREG(path.lstat().st_mode):
            path.replace(folder / path.name)
    durable.sync_folder(folder)
    (staging / manifest_file.NAME).replace(folder / manifest_file.NAME)
    durable.sync_folder(folder)
    superseded.remove(folder, {*wanted, manifest_file.NAME})
