"""The `[keep]` table of a show.toml: which episodes to keep.

[keep]
days = 30          # how many days an episode stays after it was made
number = 50        # only this many stay, the newest
size = "2GB"       # only the newest stay, up to this size in all
unheard = true     # what was heard goes
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tts.model import LibraryError
from tts.storage.sizes import bytes_of

_EXAMPLES = {"days": "30", "number": "50", "size": '"2GB"', "unheard": "true"}


@dataclass(frozen=True, slots=True)
class Keep:
    """What to keep. 0 and False mean no limit; an episode is removed if any limit says so."""

    days: int = 0
    """Days after it was made."""
    number: int = 0
    """Number of episodes, the newest."""
    size: int = 0
    """Bytes of audio, the newest."""
    unheard: bool = False
    """Keep only what was not heard."""
    size_written: str = field(default="", compare=False)
    """The size as written by the user, for messages."""

    @property
    def everything(self) -> bool:
        """No limit is set."""
        return self == Keep()


EVERYTHING_STAYS = Keep()


def checked(path: Path, name: str, value: Mapping[str, Any]) -> Keep:
    """The parsed table. Raises LibraryError."""
    if not isinstance(value, Mapping):
        raise LibraryError(
            f"{path}: {name} is not a table",
            hint=f"write [{name}], and below it  days = 30; of a source  {name} = {{ days = 30 }}",
        )
    for each, said in value.items():
        if each not in _READERS:
            hint = f"the settings are {', '.join(sorted(_READERS))}"
            raise LibraryError(f"{path}: [{name}] has {each!r}, which is not a setting", hint)
        try:
            _READERS[each](said)
        except ValueError as error:
            raise LibraryError(
                f"{path}: {each} in [{name}] can't be {said!r}",
                hint=f"write it like  {each} = {_EXAMPLES[each]}",
            ) from error
    bounds = {each: _READERS[each](said) for each, said in value.items()}
    return Keep(**bounds, size_written=_written(value.get("size", "")))


def _written(size: Any) -> str:
    """A plain number means bytes."""
    text = str(size).strip()
    return f"{text} bytes" if text.isdecimal() else text


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000_000:
        raise ValueError
    return value


def _size(value: Any) -> int:
    return bytes_of(value) if isinstance(value, str) else _bytes(value)


def _bytes(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


_READERS: dict[str, Callable[[Any], Any]] = {
    "days": _count,
    "number": _count,
    "size": _size,
    "unheard": _flag,
}
