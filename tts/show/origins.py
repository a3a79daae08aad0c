"""Which source an episode came from: recorded by `tts watch`, for the `keep` of a source.

.pagecast/origins.jsonl     a line each: the episode's identity, and the source that brought it
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from tts.model import LibraryError
from tts.show import library
from tts.storage.confined_folder import Folder
from tts.storage.parsing import parsed_json

NAME = ".pagecast/origins.jsonl"
MOST = 100_000
"""Maximum number of episodes, the latest."""


def read(show: Path) -> dict[str, str]:
    """Identity of an episode's source -> the show's source that it came from; damaged lines are
    skipped."""
    found: dict[str, str] = {}
    try:
        text = Folder(show).read_bytes(NAME).decode(errors="replace")
    except (OSError, LibraryError):
        return found
    for line in text.splitlines():
        with suppress(ValueError):
            identity, origin = parsed_json(line)
            found[str(identity)] = str(origin)
    return found


def note(show: Path, identities: Iterable[str], origin: str) -> None:
    """Record that these came from a source. Raises LibraryError."""
    before = read(show)
    after = {**before, **dict.fromkeys(identities, origin)}
    if after == before:
        return
    pairs = list(after.items())[-MOST:]
    lines = [json.dumps(pair, ensure_ascii=False) for pair in pairs]
    text = "\n".join([*lines, ""])
    path = Folder(show).path(NAME)
    library.write_file(path, lambda f: f.write(text.encode(errors="replace")))
