"""Former audio of an episode that was made, renamed or tagged again: how long it is kept, and which
files belong to Pagecast.

The published pages and the feed go on leading to it until the next `tts publish`, so that is how
long it stays. A show that was never published keeps none of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from tts.storage.confined_folder import Folder, LeadsOut

_HASHED = re.compile(r"[\w-]+-([0-9a-f]{8})\.(?:mp3|m4b|opus|epub)")
"""A name as Pagecast gives it: it ends in the beginning of the content's SHA-256."""
_UNDER_WAY = (".pagecast/stage", ".pagecast/coming.json")
"""There while a show is being published, and after that was killed."""


def remove(folder: Path, wanted: Collection[str], *, published: bool = False) -> None:
    """Remove the audio in an episode's folder that is not `wanted` and that nothing published leads
    to.

    `published` says that pages and feed have just been written. What else lies in the folder is the
    user's.
    """
    for path in list(files(folder, wanted)):
        if not _is_linked(path, published=published):
            with suppress(OSError):
                path.unlink()


def files(folder: Path, wanted: Collection[str]) -> Iterator[Path]:
    """The audio in an episode's folder that Pagecast made and that is not `wanted`."""
    for path in folder.iterdir():
        if path.name not in wanted and _is_ours(path):
            yield path


def _is_ours(path: Path) -> bool:
    """By its name and its content: `interview-20260504.mp3` may be anybody's."""
    named = _HASHED.fullmatch(path.name)
    if not named or path.is_symlink() or not path.is_file():
        return False
    try:
        with path.open("rb") as f:
            return hashlib.file_digest(f, "sha256").hexdigest().startswith(named[1])
    except OSError:
        return False


def _is_linked(audio: Path, *, published: bool) -> bool:
    """Whether the episode's published page leads to the audio, as the feed does then; while a show
    is being published, any page may."""
    show = audio.parent.parent
    if not published and any((show / name).exists() for name in _UNDER_WAY):
        return True
    try:
        return audio.name.encode() in Folder(audio.parent).read_bytes("index.html")
    except (OSError, LeadsOut):
        return False
