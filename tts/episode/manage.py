"""Finds a show's episodes by what a user calls them; removes and restores them.

`retagging` changes titles and tags.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tts.episode.planning import identity_at
from tts.model import LibraryError
from tts.show import bin, library, removal_log
from tts.show.library import Episode, Show
from tts.show.manifest import Manifest
from tts.storage import clip_trimming

_SHOWN = 8
"""Maximum number of episodes that a message lists."""
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class EpisodeFolder:
    """A folder of the show, also one whose episode is broken."""

    folder: Path
    manifest: Manifest | None
    """None if it can't be read."""
    fault: str = ""
    """What is wrong with it; empty for a complete episode."""
    removed_at: datetime | None = None
    """When it was removed; None for an episode in the show."""

    @property
    def deletion_time(self) -> datetime | None:
        """When it will be deleted for good."""
        if not self.removed_at:
            return None
        return self.removed_at + bin.KEPT

    @property
    def number(self) -> int:
        """0 if it can't be read."""
        return self.manifest.number if self.manifest else 0

    @property
    def source(self) -> str:
        """The identity of its source; empty if it can't be read."""
        return self.manifest.source if self.manifest else ""

    @property
    def title(self) -> str:
        """On one line, without control characters."""
        title = self.manifest.title if self.manifest else ""
        shown = _CONTROLS.sub(" ", title or self.folder.name)
        return " ".join(shown.split())


# --- finding --------------------------------------------------------------------------------------


def episode_folders(show: Show) -> list[EpisodeFolder]:
    """All episodes in the show, by number; unreadable ones come first."""
    found = [_held(folder) for folder in library.folders(show)]
    return sorted(found, key=_order)


def _order(episode: EpisodeFolder) -> tuple[int, str]:
    return episode.number, episode.folder.name


def in_bin(show: Show) -> list[EpisodeFolder]:
    """All removed episodes that can be restored, the most recent first."""
    return [_removed(folder) for folder in bin.folders(show.folder)]


def _removed(folder: Path) -> EpisodeFolder:
    return _held(folder, bin.moment_of(folder))


def _held(folder: Path, moment: datetime | None = None) -> EpisodeFolder:
    episode = library.read_episode(folder)
    if episode is None:
        fault = f"{library.MANIFEST} can't be read, or is of another version"
        return EpisodeFolder(folder, None, fault, moment)
    fault = "" if episode.whole else fault_of(episode)
    return EpisodeFolder(folder, episode.manifest, fault, moment)


def fault_of(episode: Episode) -> str:
    """What is wrong with an incomplete episode."""
    for name, size in episode.manifest.files.items():
        path = episode.folder / name
        if not path.is_file():
            return f"{name} is missing"
        found = path.stat().st_size
        if found != size:
            return f"{name} has {found} bytes, not {size}"
    return "its files do not match its manifest"


def pick(show: Show, asked: str, *, by_title: bool = False) -> EpisodeFolder:
    """The one episode of the show with that name: see `find`. Raises LibraryError."""
    if by_title:
        [one] = pick_all(show, (), [asked])
    else:
        [one] = pick_all(show, [asked])
    return one


def pick_all(show: Show, asked: Sequence[str], titles: Sequence[str] = ()) -> list[EpisodeFolder]:
    """The episodes of the show with those names, each once: see `find`. Raises LibraryError."""
    found = find(show, asked, titles)
    for one in found:
        if one.removed_at:
            command = f"tts restore {name_of(one)} {_option(show)}"
            raise LibraryError(f"{description(one)} is removed", hint=f"bring it back: {command}")
    return found


def _option(show: Show) -> str:
    """The option with which a command names the show."""
    return f"-o {shlex.quote(str(show.folder))}"


def find(
    show: Show, asked: Sequence[str], titles: Sequence[str] = (), *, removed_first: bool = False
) -> list[EpisodeFolder]:
    """The episodes with those names, each once; every command finds them this way. Raises
    LibraryError if a name does not identify one episode.

    Each of `asked` is a number if it consists of digits; otherwise a folder, a source or a complete
    title. Each of `titles` is a title, or a part that occurs in no other episode's. A name may also
    be that of an episode in the bin: repeating a command after a removal never affects another
    episode.
    """
    first, second = episode_folders(show), in_bin(show)
    if removed_first:
        first, second = second, first
    by_folder: dict[Path, EpisodeFolder] = {}
    for name in asked:
        one = _named(show, name, first, second)
        by_folder[one.folder] = one
    for title in titles:
        one = _titled(show, title, first, second)
        by_folder[one.folder] = one
    return list(by_folder.values())


Fits = Callable[[EpisodeFolder], bool]


def _named(
    show: Show, asked: str, first: Sequence[EpisodeFolder], second: Sequence[EpisodeFolder]
) -> EpisodeFolder:
    for fits in _ways(show, asked):
        found = _fitting(first, fits)
        if one := _only(asked, found):
            return one
        if others := _fitting(second, fits):
            return others[0]
    everything = [*first, *second]
    raise _unknown(show, asked, everything)


def _fitting(episodes: Sequence[EpisodeFolder], fits: Fits) -> list[EpisodeFolder]:
    return [one for one in episodes if fits(one)]


def _ways(show: Show, asked: str) -> tuple[Fits, ...]:
    """The ways in which an episode can be named; the first that fits any episode counts."""
    digits = asked.removeprefix("#")
    if digits.isdecimal():
        number = int(digits)
        return (lambda one: one.manifest is not None and one.number == number,)
    path = asked.rstrip("/\\").replace("\\", "/")
    _, _, name = path.rpartition("/")
    sources = {asked, _identity(asked, show)}
    sources.discard("")
    return (
        lambda one: one.folder.name == name,
        lambda one: one.source in sources,
        _has_title(asked),
    )


def _identity(asked: str, show: Show) -> str:
    try:
        return identity_at(asked, show)
    except (OSError, ValueError):  # no path can be called so
        return ""


def _has_title(asked: str) -> Fits:
    title = asked.strip().casefold()
    if not title:
        return lambda _one: False
    return lambda one: one.title.casefold() == title


def _titled(
    show: Show, asked: str, first: Sequence[EpisodeFolder], second: Sequence[EpisodeFolder]
) -> EpisodeFolder:
    """A part of a title has to be unique among all episodes, including removed ones, so that it
    does not match another after a removal."""
    fits = _has_title(asked)
    found = _fitting(first, fits)
    if one := _only(asked, found):
        return one
    everything = [*first, *second]
    found = _fitting(second, fits) or _by_part(asked, everything)
    if one := _only(asked, found):
        return one
    raise _unknown(show, asked, everything)


def _by_part(asked: str, everything: Sequence[EpisodeFolder]) -> list[EpisodeFolder]:
    part = asked.strip().casefold()
    if not part:
        return []
    return [one for one in everything if part in one.title.casefold()]


def _only(asked: str, found: Sequence[EpisodeFolder]) -> EpisodeFolder | None:
    """The only one; None if nothing was found."""
    if len(found) > 1:
        message = f"{asked!r} matches {len(found)} episodes:{_listed(found)}"
        raise LibraryError(message, hint="give its number or the name of its folder")
    return found[0] if found else None


def _unknown(show: Show, asked: str, everything: Sequence[EpisodeFolder]) -> LibraryError:
    here = _fitting(everything, lambda one: one.removed_at is None)
    count = len(here)
    known = f"there are {count}" if count else "there is none"
    message = f"no episode in {show.folder} is called {asked!r}; {known}"
    is_number = asked.removeprefix("#").isdecimal()
    similar = [] if is_number else _by_part(asked, everything)
    hint = f"tts list {_option(show)}"
    if similar:
        titles = _listed(similar)
        message += f". It is part of these titles:{titles}"
        hint = "give its number; only --title accepts a part of a title"
    return LibraryError(message, hint=hint)


def _listed(found: Sequence[EpisodeFolder]) -> str:
    """One line for each, for a message."""
    lines = [_line(one) for one in found[:_SHOWN]]
    others = len(found) - _SHOWN
    if others > 0:
        lines.append(f"and {others} more")
    return "".join(f"\n  - {each}" for each in lines)


def _line(episode: EpisodeFolder) -> str:
    line = f"{episode.number or '?'}  {episode.folder.name}  {episode.title}"
    if episode.removed_at:
        line += f" (removed {episode.removed_at:%Y-%m-%d})"
    return line


def description(episode: EpisodeFolder) -> str:
    """An episode, described on one line."""
    return f"{episode.number or '?'}: {episode.title}"


def name_of(episode: EpisodeFolder) -> str:
    """A name that identifies the episode."""
    return str(episode.number) if episode.number else episode.folder.name


def episode_of(episode: EpisodeFolder) -> Episode:
    """The episode, if it is usable. Raises LibraryError if it can't be read."""
    if not episode.manifest:
        raise broken(episode.folder, episode.fault)
    return Episode(episode.folder, episode.manifest, not episode.fault)


def broken(folder: Path, why: str) -> LibraryError:
    """The error for an episode that is not usable."""
    message = f"{folder} is broken: {why}"
    return LibraryError(message, hint="make it again with tts make and its source")


# --- removing, restoring --------------------------------------------------------------------------


def remove(episode: EpisodeFolder) -> EpisodeFolder:
    """Move an episode's folder into the show's bin. Raises LibraryError.

    A published show must no longer link to it: see `publish.build.withdrawn`.
    """
    folder = bin.take(episode.folder)
    return replace(episode, folder=folder, removed_at=bin.moment_of(folder))


def restore(episode: EpisodeFolder, show: Show) -> EpisodeFolder:
    """Move an episode from the bin back into its show, unchanged. Raises LibraryError if the name
    of its folder is taken."""
    for other in episode_folders(show):
        if other.folder.name == episode.folder.name:
            raise _made_again(episode, other, show)
    folder = bin.put_back(episode.folder, show.folder)
    return replace(episode, folder=folder, removed_at=None)


def _made_again(episode: EpisodeFolder, there: EpisodeFolder, show: Show) -> LibraryError:
    at = _option(show)
    this, that = description(episode), description(there)
    message = f"{this} was meanwhile made again as {that}"
    remove_that = f"tts remove {name_of(there)} {at}"
    restore_this = f"tts restore {name_of(episode)} {at}"
    hint = f"remove that first: {remove_that}, then {restore_this}"
    return LibraryError(message, hint=hint)


def empty_bin(show: Show) -> list[EpisodeFolder]:
    """Delete for good what was removed more than 30 days ago; returns it. Raises LibraryError."""
    with library.locked(show):
        expired = bin.expired(show.folder)
        found = [_removed(folder) for folder in expired]
        removal_log.remember(show, expired)
        for one in found:
            bin.delete(one.folder)
    return found


def forget_clips(show: Show, removed: Sequence[EpisodeFolder]) -> clip_trimming.Trimmed:
    """Delete the clips of permanently deleted episodes, unless their source has another episode in
    the show or the bin."""
    sources = {one.source for one in removed}
    for one in episode_folders(show):
        sources.discard(one.source)
    for one in in_bin(show):
        sources.discard(one.source)
    return clip_trimming.forget(show.folder, sources)
