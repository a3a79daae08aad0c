"""The location of the cache, and a substitute if it can't be written: no home, a read-only or full
disk.

A cache that can't be written is no reason to fail. The place taken instead is the same for all runs
of a user on a machine, so that they find each other's clips and locks.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path
from threading import RLock

from tts.model import LibraryError

VARIABLE = "PAGECAST_CACHE"
"""Environment variable that names the cache: a folder, or a bucket by its address, with the user's
cache folder before it."""
_HINT = f"free some space, or set {VARIABLE} to a folder that can be written"

_taken: dict[str, Path] = {}
"""The cache as it is wanted -> the folder that is used."""
_choosing = RLock()
_log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """The user's cache folder, which can be deleted at any time; PAGECAST_CACHE names another.

    Where it can't be written it is a temporary one, which is told once. Raises LibraryError where
    there is no place at all.
    """
    wanted = _wanted()
    with _choosing:
        if wanted not in _taken:
            fault = _why_not(wanted)
            _taken[wanted] = _instead(wanted, fault) if fault else Path(wanted)
        return _taken[wanted]


def shared_address() -> str:
    """The address of the bucket that holds the clips; empty where a folder does."""
    named = os.environ.get(VARIABLE, "")
    return named if "://" in named else ""


def _named_folder() -> str:
    return "" if shared_address() else os.environ.get(VARIABLE, "")


def elsewhere(path: Path, error: OSError) -> Path | None:
    """The place to write a file of the cache instead of where it failed; None where there is no
    other.

    A disk that became full, a folder of somebody else's in the cache: from here on a temporary
    cache is used.
    """
    wanted = _wanted()
    with _choosing:
        if not path.is_relative_to(wanted):
            return None
        if cache_folder() == Path(wanted):
            _taken[wanted] = _instead(wanted, error.strerror or str(error))
        folder = _taken[wanted]
        return folder / path.relative_to(wanted) if folder != Path(wanted) else None


def readable(path: Path) -> tuple[Path, ...]:
    """Where a file of the cache may stand: at its place, in the temporary cache, in the one that
    can only be read."""
    found = [path]
    with _choosing:
        for wanted, folder in _taken.items():
            for one, other in ((folder, Path(wanted)), (Path(wanted), folder)):
                if path.is_relative_to(one):
                    found.append(other / path.relative_to(one))
    return tuple(dict.fromkeys(found))


def _wanted() -> str:
    """The folder that is named, else the system's for such things; not absolute where it knows
    none."""
    if named := _named_folder():
        return named
    from platformdirs import user_cache_path

    try:
        return str(user_cache_path("pagecast", appauthor=False))
    except RuntimeError:  # nobody knows a home of this user
        return "~"


def _why_not(wanted: str) -> str:
    """Why the cache can't be there; empty where it can."""
    if not _named_folder():
        home = os.path.expanduser("~")  # noqa: PTH111  # leaves ~ where pathlib raises
        if not Path(wanted).is_absolute():
            return "there is no home folder"
        is_there = os.path.isdir(home)  # noqa: PTH112  # no, where pathlib raises
        if Path(wanted).is_relative_to(home) and not is_there:
            return f"there is no folder {home}"
    return _why_not_written(Path(wanted))


def _why_not_written(folder: Path) -> str:
    """What the system says when a page of bytes is written there; empty where it takes them."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".tmp-") as probe:
            probe.write(bytes(4096))
            probe.flush()
    except OSError as error:
        return error.strerror or str(error)
    return ""


# --- the place taken instead ----------------------------------------------------------------------


def _instead(wanted: str, fault: str) -> Path:
    """A temporary cache; the wanted one where there is none, for those who can do without."""
    try:
        folder = _temporary()
    except OSError as error:
        if Path(wanted).is_absolute():
            return Path(wanted)
        raise LibraryError(f"the cache can't be created: {fault}; {error}", hint=_HINT) from error
    what = f"the cache {wanted} can't be written ({fault})" if Path(wanted).is_absolute() else fault
    _log.warning(
        "%s: using the temporary cache %s instead; set another folder in %s", what, folder, VARIABLE
    )
    return folder


def _temporary() -> Path:
    """The user's own folder among the temporary ones; a fresh one where another holds its name.
    Raises OSError."""
    folder = Path(tempfile.gettempdir()) / _name()
    if _is_own(folder) and not _why_not_written(folder):
        return folder
    fresh = Path(tempfile.mkdtemp(prefix=f"{_name()}-"))
    atexit.register(shutil.rmtree, fresh, ignore_errors=True)
    if fault := _why_not_written(fresh):
        raise OSError(f"{fresh} can't be written: {fault}")
    return fresh


def _name() -> str:
    return "pagecast" if sys.platform == "win32" else f"pagecast-{os.getuid()}"


def _is_own(folder: Path) -> bool:
    """Whether it is a folder that this user alone can change; made where it is not there."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    except OSError:
        return False
    if sys.platform == "win32":  # its temporary folder is the user's own already
        return folder.is_dir()
    state = folder.lstat()
    private = not state.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid() and private
