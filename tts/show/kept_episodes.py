"""Episodes kept whatever `[keep]` says: marked by `tts keep EPISODE`.

They are noted by the identities of their sources in `.pagecast/kept.json`, so that the mark holds
when an episode is made again, and when it is removed and restored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from tts.model import LibraryError
from tts.show import library
from tts.show.library import Show
from tts.storage.confined_folder import Folder, LeadsOut
from tts.storage.parsing import parsed_json

NAME = ".pagecast/kept.json"


class UnreadableMarks(LibraryError):
    """It is unknown which episodes are marked, so none may be removed."""


def read(show: Path) -> frozenset[str]:
    """The sources of the marked episodes. Raises UnreadableMarks."""
    try:
        found = parsed_json(Folder(show).read_bytes(NAME))
        if not isinstance(found, list):
            raise ValueError("not a list")
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError, LeadsOut) as e:
        raise UnreadableMarks(
            f"{show / NAME} can't be read: it is not known which episodes are to stay",
            hint="put it back from a backup; or remove it, and mark them again: tts keep EPISODE",
        ) from e
    return frozenset(map(str, found))


def mark(show: Show, sources: Iterable[str], *, keep: bool) -> bool:
    """Mark the episodes of those sources, or remove the mark; returns whether anything changed.
    Raises LibraryError."""
    with library.locked(show):
        before = read(show.folder)
        after = before | {*sources} if keep else before - {*sources}
        if after != before:
            text = json.dumps(sorted(after), ensure_ascii=False, indent=1)
            path = Folder(show.folder).path(NAME)
            library.write_file(path, lambda f: f.write(text.encode(errors="replace")))
    return after != before
