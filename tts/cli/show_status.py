"""The output of `tts` without a command: the state of the show, and the next command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from tts.cli.options import OUTPUT
from tts.cli.output import bold, line, result

if TYPE_CHECKING:
    from tts.show.library import Show

_NEWEST = 3
"""Number of episodes listed."""
_COLUMN = 32
"""Width in characters of the column of commands."""


def standing() -> None:
    """Print the show in `output` or in the current folder, its newest episodes, and what to do
    next."""
    from tts.show import library

    folder = _folder()
    show = library.open_show(folder) if folder else None
    count = sum(1 for _ in library.folders(show)) if show else 0
    if show and folder:
        _tell_show(show, count)
    else:
        result(f"There is no show in {OUTPUT} yet. The first article creates it:")
    for command, what in _commands(folder, show, count):
        result(f"  {command:{_COLUMN}}  {what}")
    result("All commands: tts --help")


def _folder() -> Path | None:
    """The folder of the show; commands use `output` by default."""
    from tts.show import library

    if Path(OUTPUT).is_dir():
        return Path(OUTPUT)
    return Path() if Path(library.SETTINGS).is_file() else None


def _tell_show(show: Show, count: int) -> None:
    episodes = f"{count:,} episode{'s' * (count != 1)}" if count else "no episodes yet"
    result(bold(line(show.title)), f": {episodes}, in {line(str(show.folder.resolve()))}")
    for row in _newest(show):
        result(f"  {row}")
    if waits := _queue(show):
        result(f"  in the queue: {waits}")


def _newest(show: Show) -> Iterator[str]:
    """The most recently written episodes; other manifests are not read, as there may be very
    many."""
    from tts.locale.duration_format import clock
    from tts.show import library

    folders = sorted(library.folders(show), key=lambda folder: folder.stat().st_mtime)
    for folder in reversed(folders[-_NEWEST:]):
        if episode := library.read_episode(folder):
            manifest = episode.manifest
            length = clock(manifest.audio.duration)
            yield f"{manifest.number:4}  {length:>8}  {line(manifest.title)}"


def _queue(show: Show) -> str:
    """The state of the queue of articles sent to `tts serve --add`."""
    from tts.serve.queue.store import PLACE, Store

    if not (show.folder / PLACE).is_dir():
        return ""
    states = [item.state for item in Store(show.folder).items()]
    counts = {state: states.count(state) for state in ("waiting", "failed")}
    return ", ".join(f"{count} {state}" for state, count in counts.items() if count)


def _commands(folder: Path | None, show: Show | None, count: int) -> Iterator[tuple[str, str]]:
    """Likely next commands, and what they do."""
    at = "" if folder in (None, Path(OUTPUT)) else f" -o {quote(str(folder))}"
    yield f"tts make ARTICLE{at}", "make episodes from a page, a file, a feed or a book"
    if count:
        yield f"tts list{at}", "all episodes"
    yield f"tts serve --add{at}", "listen on your phone, and add articles from it"
    if show and show.settings.base_url:
        yield f"tts publish{at}", f"build feed and pages for {show.settings.base_url}"
    elif count:
        yield f"tts publish{at} --base-url URL", "build feed and pages for a web server"
