"""A show's bin: episodes removed by `tts remove`, which can be restored for 30 days.

    output/.pagecast/removed/
      2026-11-29T06-30-00.123456Z/       when it was removed, UTC
        keeping-the-light-3fa9c1d2/      the episode's folder with all that was in it

The way there is one rename of the folder, and so is the way back. When it was removed stands in the
path, its number and title in its manifest: there is no moment at which one is without the other.
`tts publish` and `tts serve` give nothing of the bin away; whoever copies a show's folder to a web
server leaves out what begins with a dot.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tts.model import LibraryError

_STATE, _BIN = ".pagecast", "removed"
KEPT = timedelta(days=30)
_MOMENT = "%Y-%m-%dT%H-%M-%S.%fZ"
"""Without colons, which Windows does not allow in names."""
_HINT = "check the folder's permissions and the free space, then run the same command again"


def folders(show: Path) -> Iterator[Path]:
    """Every folder in the show's bin, the one removed last first."""
    for place in _places(show):
        yield from _real_folders(place)


def moment_of(folder: Path) -> datetime:
    """When a folder in the bin was removed."""
    return datetime.strptime(folder.parent.name, _MOMENT).replace(tzinfo=UTC)


def changed(show: Path) -> int:
    """When the bin was last changed, in nanoseconds; 0 if there is none."""
    try:
        return _bin(show).stat().st_mtime_ns
    except OSError:
        return 0


def take(folder: Path, now: datetime | None = None) -> Path:
    """Move an episode's folder to its show's bin, by one rename; returns its new path. Raises
    LibraryError."""
    place = _bin(folder.parent) / (now or datetime.now(UTC)).strftime(_MOMENT)
    _check_real(folder.parent)
    try:
        place.mkdir(parents=True, exist_ok=True)
        return folder.rename(place / folder.name)
    except OSError as e:
        with suppress(OSError):
            place.rmdir()
        raise LibraryError(f"{folder} can't be removed: {e.strerror}", hint=_HINT) from e


def put_back(folder: Path, show: Path) -> Path:
    """Move a folder from the bin back to its place in the show; returns its new path. Raises
    LibraryError, also if the place is taken."""
    target = show / folder.name
    _check_real(show)
    if target.exists() or target.is_symlink():
        raise LibraryError(
            f"{target} already exists", hint="move it away, or remove it with tts remove"
        )
    try:
        folder.rename(target)
    except OSError as e:
        raise LibraryError(f"{folder} can't be put back: {e.strerror}", hint=_HINT) from e
    with suppress(OSError):  # others may have been removed at the same moment
        folder.parent.rmdir()
    return target


def expired(show: Path, now: datetime | None = None) -> list[Path]:
    """Folders in the bin whose retention period is over."""
    last = (now or datetime.now(UTC)) - KEPT
    return [folder for folder in folders(show) if moment_of(folder) < last]


def delete(folder: Path) -> None:
    """Delete a folder of the bin for good. Raises LibraryError."""
    try:
        shutil.rmtree(folder)
    except OSError as e:
        raise LibraryError(f"{folder} can't be deleted: {e.strerror}", hint=_HINT) from e
    with suppress(OSError):
        folder.parent.rmdir()


# --- the folders of the bin -----------------------------------------------------------------------


def _bin(show: Path) -> Path:
    return show / _STATE / _BIN


def _places(show: Path) -> Iterator[Path]:
    """The folders by time of removal; those with other names are not ours."""
    if not _leads_elsewhere(show):
        for place in reversed(_real_folders(_bin(show))):
            if _is_moment(place.name):
                yield place


def _is_moment(name: str) -> bool:
    try:
        datetime.strptime(name, _MOMENT)
    except ValueError:
        return False
    return True


def _real_folders(place: Path) -> list[Path]:
    """Sorted by name, without links: whoever passed the show on may have put them there."""
    with suppress(OSError):
        return sorted(path for path in place.iterdir() if path.is_dir() and not path.is_symlink())
    return []


def _leads_elsewhere(show: Path) -> bool:
    return (show / _STATE).is_symlink() or _bin(show).is_symlink()


def _check_real(show: Path) -> None:
    if _leads_elsewhere(show):
        raise LibraryError(
            f"{_bin(show)} is a link to another place",
            hint="remove the link: removed episodes have to stay inside the show's folder",
        )
