"""The command `tts list`: the episodes of a show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from tts.cli.errors import complain
from tts.cli.options import json_option, show_option
from tts.cli.output import Part, bad, line, print_json, result, say
from tts.model import LibraryError

if TYPE_CHECKING:
    from tts.episode.manage import EpisodeFolder
    from tts.show.library import Show

KEPT, HEARD = "kept", "heard"


@click.command(name="list")
@show_option
@json_option
def list_episodes(output: Path, as_json: bool) -> None:
    """List the show's episodes, the newest last. Each has its number, the article's date (if it
    states one), length, size, voice and title.

    An episode whose files are missing or damaged is marked with ✗ and what is wrong with it; one
    that `tts keep` marked with [kept], one that every listener heard with [heard].
    """
    from tts.episode import manage
    from tts.show import library

    show = library.open_show(output)
    everything = manage.episode_folders(show)
    marks = _marks_of(show, everything)
    if as_json:
        _print_json(everything, marks)
        return
    width = max((len(_voice(one)) for one in everything), default=0)
    for one, names in zip(everything, marks, strict=True):
        shown = ", ".join(names)
        result(*_line(one, width), f"  [{shown}]" if shown else "")
    say(_summary(output, everything))
    gone = len(manage.in_bin(show))
    if gone:
        folder = quote(str(output))
        say(f"  {gone} removed, and kept for 30 days: tts restore -o {folder}")


def _print_json(everything: Sequence[EpisodeFolder], marks: Sequence[Sequence[str]]) -> None:
    found: list[dict[str, Any]] = []
    for one, names in zip(everything, marks, strict=True):
        row = _as_json(one)
        row["kept"] = KEPT in names
        row["heard"] = HEARD in names
        found.append(row)
    print_json(found)


def _marks_of(show: Show, everything: Sequence[EpisodeFolder]) -> list[list[str]]:
    """For each episode, whether it is marked to be kept, and whether everybody has heard it."""
    from tts.show import positions

    sources = _kept(show)
    folders = positions.heard(show.folder)
    found: list[list[str]] = []
    for one in everything:
        names = []
        if one.source in sources:
            names.append(KEPT)
        if one.folder.name in folders:
            names.append(HEARD)
        found.append(names)
    return found


def _kept(show: Show) -> frozenset[str]:
    """The marked sources; if they can't be read, that is reported."""
    from tts.show import kept_episodes

    try:
        return kept_episodes.read(show.folder)
    except LibraryError as error:
        complain(error)
        return frozenset()


def _line(episode: EpisodeFolder, width: int) -> Sequence[Part]:
    from tts.locale.duration_format import clock

    if not episode.manifest:
        return bad(), f"    ?  {line(episode.folder.name)}: {episode.fault}"
    audio = episode.manifest.audio
    mark = bad() if episode.fault else " "
    row = (
        f" {episode.number:4}  {episode.manifest.stated_date:10}  {clock(audio.duration):>8}  "
        f"{audio.bytes / 1e6:6.1f} MB  {_voice(episode):<{width}}  {episode.title}"
    )
    fault = f"\n{'':8}{line(episode.folder.name)}: {episode.fault}" if episode.fault else ""
    return mark, row, fault


def _voice(episode: EpisodeFolder) -> str:
    return f"{episode.manifest.engine}/{episode.manifest.voice}" if episode.manifest else ""


def _summary(output: Path, everything: list[EpisodeFolder]) -> str:
    from tts.locale.duration_format import clock

    if not everything:
        return f"there are no episodes in {output} yet: tts make ARTICLE -o {quote(str(output))}"
    length, size = 0.0, 0
    for one in everything:
        if one.manifest:
            length += one.manifest.audio.duration
            size += one.manifest.audio.bytes
    count = f"{len(everything)} episode{'s' * (len(everything) != 1)}"
    faults = [one.fault for one in everything if one.fault]
    mend = f"; {len(faults)} broken: make them again, or tts remove" if faults else ""
    return f"{count}, {clock(length)}, {size / 1e6:.1f} MB in {output}{mend}"


def _as_json(episode: EpisodeFolder) -> dict[str, Any]:
    found = {
        "number": episode.number or None,
        "title": episode.title,
        "folder": episode.folder.name,
        "state": "broken" if episode.fault else "whole",
        "fault": episode.fault,
        "path": None,
        "duration": None,
        "bytes": None,
        "voice": _voice(episode) or None,
    }
    names = ("guid", "author", "date", "added", "language", "source", "url")
    manifest = episode.manifest
    if manifest is None:
        return found | dict.fromkeys(names)
    if manifest.audio.file:
        audio = manifest.audio
        path = str(episode.folder / audio.file)
        found |= {"path": path, "duration": audio.duration, "bytes": audio.bytes}
    stated = {name: getattr(manifest, name) for name in names}
    moments = {"date": manifest.stated_date or None, "added": manifest.added or None}
    return found | stated | moments
