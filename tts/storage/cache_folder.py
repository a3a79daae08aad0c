"""The location of the cache, and a substitute if it can't be written: no home, a read-only or full
disk.

An unwritable cache is no reason to fail. The substitute is the same for all runs of a user on a
machine, so that they find each other's clips and locks.
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
"""Environment variable that names the cache: a folder, or the address of a bucket, which is used
behind the user's cache folder."""
_HINT = f"free some space, or set {VARIABLE} to a folder that can be written"

_taken: dict[str, Path] = {}
"""The requested cache -> the folder actually used."""
_choosing = RLock()
_log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """The user's cache folder, which can be deleted at any time; PAGECAST_CACHE names another.

    If it can't be written, a temporary folder is used, and the user is told once. Raises
    LibraryError if there is no usable folder at all.
    """
    wanted = _wanted()
    with _choosing:
        if wanted not in _taken:
            fault = _why_not(wanted)
            _taken[wanted] = _instead(wanted, fault) if fault else Path(wanted)
        return _taken[wanted]


def shared_address() -> str:
    """The address of the bucket that holds the clips; empty if a folder does."""
    named = os.environ.get(VARIABLE, "")
    return named if "://" in named else ""


def _named_folder() -> str:
    return "" if shared_address() else os.environ.get(VARIABLE, "")


def elsewhere(path: Path, error: OSError) -> Path | None:
    """An alternative path for a cache file that could not be written; None if there is none.

    After a full disk, or a folder in the cache that belongs to another user, a temporary cache is
    used from then on.
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
    """The paths where a cache file may be: its normal path, the temporary cache, the read-only
    cache."""
    found = [path]
    with _choosing:
        for wanted, folder in _taken.items():
            for one, other in ((folder, Path(wanted)), (Path(wanted), folder)):
                if path.is_relative_to(one):
                    found.append(other / path.relative_to(one))
    return tuple(dict.fromkeys(found))


def _wanted() -> str:
    """The named folder, otherwise the system's cache folder; a relative path if the system has
    none."""
    if named := _named_folder():
        return named
    from platformdirs import user_cache_path

    try:
        return str(user_cache_path("pagecast", appauthor=False))
    except RuntimeError:  # nobody knows a home of this user
        return "~"


def _why_not(wanted: str) -> str:
    """Why the cache can't be there; empty if it can."""
    if not _named_folder():
        home = os.path.expanduser("~")  # noqa: PTH111  # leaves ~ where pathlib raises
        if not Path(wanted).is_absolute():
            return "there is no home folder"
        is_there = os.path.isdir(home)  # noqa: PTH112  # no, where pathlib raises
        if Path(wanted).is_relative_to(home) and not is_there:
            return f"there is no folder {home}"
    return _why_not_written(Path(wanted))


def _why_not_written(folder: Path) -> str:
    """The system's error for writing a page of bytes there; empty if it succeeds."""
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
    """A temporary cache; the wanted one if there is none, for callers that can do without a
    cache."""
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
    """The user's own folder among the temporary ones; a new one if somebody else has taken its
    name. Raises OSError."""
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
    """Whether only this user can change the folder, which is created if missing."""
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
