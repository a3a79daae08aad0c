"""Which episodes a show keeps according to `[keep]`, and which are removed, with the reasons.

Nothing is removed here: `publish.tidying` does that, in an order in which all links work.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tts.episode import manage
from tts.episode.manage import EpisodeFolder
from tts.model import LibraryError
from tts.show import kept_episodes, library, origins, positions, sources
from tts.show.keep_settings import Keep
from tts.show.library import Show

_AHEAD = timedelta(days=1)
"""An episode made so much later than now shows that the clock is wrong."""


class WrongClock(LibraryError):
    """An episode was made later than now, so nothing is removed by age."""


@dataclass(frozen=True, slots=True)
class Expiring:
    """An episode that will be removed."""

    held: EpisodeFolder
    reason: str
    """`heard`, `older than 30 days`, `beyond the newest 50`, `beyond 2GB`."""


def is_bounded(show: Show) -> bool:
    """Whether any limit is set. Raises LibraryError if the settings can't be read."""
    return not all(keep.everything for keep in _keeps(show).values())


def _keeps(show: Show) -> dict[str, Keep]:
    """The `[keep]` tables of the show, whose name is empty, and of sources with their own."""
    found = {"": show.settings.keep}
    for each in sources.read(show.folder / library.SETTINGS):
        if not each.keep.everything:
            found[each.source] = each.keep
    return found


def expiring(show: Show, now: datetime | None = None) -> list[Expiring]:
    """The episodes to remove, by number.

    Marked episodes stay and don't count; broken ones are left to the user. Raises WrongClock, and
    LibraryError if the settings can't be read.
    """
    keeps = _keeps(show)
    if all(keep.everything for keep in keeps.values()):
        return []

    marked = kept_episodes.read(show.folder)
    origin_of = origins.read(show.folder) if len(keeps) > 1 else {}
    groups: dict[str, list[EpisodeFolder]] = {origin: [] for origin in keeps}
    for one in manage.episode_folders(show):
        if _is_candidate(one, marked):
            origin = origin_of.get(one.source, "")
            group = groups.get(origin, groups[""])
            group.append(one)

    found: list[Expiring] = []
    heard = positions.heard(show.folder)
    for origin, group in groups.items():
        found += _of_group(group, keeps[origin], heard, now or datetime.now(UTC))
    return sorted(found, key=lambda each: each.held.number)


def _of_group(
    group: Sequence[EpisodeFolder], keep: Keep, heard: Collection[str], now: datetime
) -> list[Expiring]:
    """The episodes to remove among those that share a `[keep]` table."""
    found: list[Expiring] = []
    for one in group:
        is_heard = keep.unheard and one.folder.name in heard
        found.append(Expiring(one, "heard" if is_heard else ""))
    found = _aged(found, keep, now)
    found = _bounded(found, keep)
    return [each for each in found if each.reason]


def _is_candidate(episode: EpisodeFolder, marked: frozenset[str]) -> bool:
    is_whole = episode.manifest is not None and not episode.fault
    return is_whole and episode.source not in marked


def _aged(episodes: Sequence[Expiring], keep: Keep, now: datetime) -> list[Expiring]:
    """Those that are too old, with the reason."""
    if not keep.days:
        return list(episodes)
    made = {each.held.folder: _added(each.held) for each in episodes}
    _check_clock(list(made.values()), now)
    first = now - timedelta(days=keep.days)
    days = "a day" if keep.days == 1 else f"{keep.days} days"

    def aged(each: Expiring) -> Expiring:
        moment = made[each.held.folder] or now
        if moment < first:
            return Expiring(each.held, f"older than {days}")
        return each

    return [aged(each) for each in episodes]


def _check_clock(made: Sequence[datetime | None], now: datetime) -> None:
    """Raise WrongClock if an episode was made later than now."""
    latest = max(filter(None, made), default=now)
    if latest > now + _AHEAD:
        raise WrongClock(
            f"the clock says {now:%Y-%m-%d}, and an episode was made on {latest:%Y-%m-%d}: "
            "nothing is removed by its age",
            hint="set the clock, then run the same command again",
        )


def _added(episode: EpisodeFolder) -> datetime | None:
    """When it was made; None if unknown, in which case it stays."""
    stated = episode.manifest.added if episode.manifest else ""
    try:
        found = datetime.fromisoformat(stated)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _bounded(found: Sequence[Expiring], keep: Keep) -> list[Expiring]:
    """Those beyond the limits of number and size, with the reason. The newest episode always stays,
    however large it is."""
    bounded = []
    count = size = 0
    for each in reversed(found):
        reason = each.reason
        if not reason:
            count += 1
            size += bytes_of(each.held)
            reason = _beyond(keep, count, size)
        bounded.append(Expiring(each.held, reason))
    return bounded[::-1]


def _beyond(keep: Keep, count: int, size: int) -> str:
    """Why an episode is removed, given the number and size up to it; empty if it stays."""
    if keep.number and count > keep.number:
        return f"beyond the newest {keep.number}"
    if keep.size and size > keep.size and count > 1:
        return f"beyond {keep.size_written}"
    return ""


def bytes_of(episode: EpisodeFolder) -> int:
    """Bytes of its audio, in all formats."""
    files = episode.manifest.audio_files if episode.manifest else ()
    return sum(audio.bytes for audio in files)
