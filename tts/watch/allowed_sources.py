"""What a show.toml names outside its folder and the public web: it may come from a stranger, so the
user has to allow it once.

That is a file or folder elsewhere on this machine, which would be spoken and published; a list,
which may name such files, or other ones tomorrow; a server that receives the user's token; and a
target to which the show is uploaded.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from tts.model import LibraryError
from tts.show import library, sources
from tts.storage import user_config
from tts.watch import source_polling

TARGET = "target "
"""Precedes a target among the allowed names."""


def reaches_beyond(where: str, show: Path) -> bool:
    """Whether a source is more than a page on the web or a file in the show's folder.

    >>> [reaches_beyond(where, Path("/s")) for where in ("https://example.org/feed", "../a.txt")]
    [False, True]
    """
    if where.startswith("@"):
        return True
    place = source_polling.placed(where, show)
    if "://" in place:
        return not source_polling.WEB.match(place)
    return not Path(place).resolve().is_relative_to(show.resolve())


def beyond_folder(show: Path) -> list[str]:
    """Everything that a show names outside of itself. Raises LibraryError."""
    wanted = sources.read(show / library.SETTINGS)
    found = [each.source for each in wanted if reaches_beyond(each.source, show)]
    target = library.read_show(show).settings.target
    return [*found, TARGET + target] if target else found


def check(name: str, show: Path) -> None:
    """Raise LibraryError if the user has not allowed it."""
    if name in user_config.allowed(show):
        return
    raise LibraryError(
        f"show.toml names {name.removeprefix(TARGET)}, which you have not allowed",
        hint=f"if it is yours: tts sources allow -o {shlex.quote(str(show))}",
    )
