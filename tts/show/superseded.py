"""Former audio of an episode that was made, renamed or tagged again: how long it is kept, and which
files belong to Pagecast.

Published pages and the feed link to it until the next `tts publish`, so it is kept until then. A
show that was never published keeps none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from tts.storage.confined_folder import Folder, LeadsOut

_HASHED = re.compile(r"[\w-]+-([0-9a-f]{8})\.(?:mp3|m4b|opus|epub)")
"""A name given by Pagecast: it ends in the beginning of the content's SHA-256."""
_UNDER_WAY = (".pagecast/stage", ".pagecast/coming.json")
"""Exists while a show is being published, and after that was killed."""


def remove(folder: Path, wanted: Collection[str], *, published: bool = False) -> None:
    """Remove the audio in an episode's folder that is not `wanted` and that nothing published links
    to. `published` means that pages and feed have just been written. Other files in the folder are
    the user's."""
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
    """Whether name and content match: `interview-20260504.mp3` may be anybody's."""
    named = _HASHED.fullmatch(path.name)
    if not named or path.is_symlink() or not path.is_file():
        return False
    try:
        with path.open("rb") as f:
            return hashlib.file_digest(f, "sha256").hexdigest().startswith(named[1])
    except OSError:
        return False


def _is_linked(audio: Path, *, published: bool) -> bool:
    """Whether the episode's published page, and therefore the feed, links to the audio; during a
    publishing, any page may."""
    show = audio.parent.parent
    if not published and any((show / name).exists() for name in _UNDER_WAY):
        return True
    try:
        return audio.name.encode() in Folder(audio.parent).read_bytes("index.html")
    except (OSError, LeadsOut):
        return False
