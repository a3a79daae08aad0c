"""Cleans up after killed commands: complete episodes are moved to their places, incomplete ones
removed.

An episode is written in a staging folder next to its place (`draft`), its manifest last. As long as
the manifest is there, any later command can continue the move.
"""

from __future__ import annotations

import re
import shutil
import stat
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path

from tts.model import LibraryError
from tts.show import manifest_file, superseded
from tts.storage import durable, locks
from tts.storage.confined_folder import Folder, LeadsOut, is_linked
from tts.storage.parsing import parsed_json

_BY = f"-{durable.BY}"
"""Precedes the process number in the name of a staging folder."""
_PATIENCE = 10.0
"""Seconds that recovery waits for the show's lock: its holder has recovered the show, or is doing
so."""
_PLACE = re.compile(r"[^./\\][^/\\]*-[0-9a-f]{12}")
"""The name of an episode's folder: it ends in the identity of its source."""


def recover(folder: Path) -> None:
    """Complete what killed commands began in a show's folder: every command that opens it does this
    first.

    An episode with a complete manifest is moved to its place, others are removed. If the folder
    can't be written, it is left as it is, so that a show on a read-only disk can still be read.
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
    """The staging folders of one episode; `place` is a pattern for the name of its folder."""
    pattern = f"{durable.TEMPORARY}{place}{_BY}*"
    names = durable.temporary_names(show)
    return [show / name for name in names if fnmatchcase(name, pattern)]


def finish_or_remove(staging: Path) -> None:
    """Complete what a killed process had nearly finished, or remove what it had only begun.

    Anybody may have put a folder of that name into a shared show, so only files are moved, and only
    to an episode's own folder.
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
    """Move a finished episode to its place, the manifest last: as long as it is in the staging
    folder, any later command can continue the move. The names in the staging folder are already on
    the disk."""
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
