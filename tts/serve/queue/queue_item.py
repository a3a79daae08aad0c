"""An article in the queue, and its file format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Literal, get_args

Kind = Literal["address", "text", "file"]
State = Literal["waiting", "making", "made", "failed"]

NAME: Final = re.compile(r"\d{20}-[0-9a-f]{12}")
"""Name of an item: the time when it was added, to the microsecond, so that names sort, and a random
part."""
LONGEST: Final = 4_000
"""Characters of an address, a title or an error that are kept."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A request to make an episode."""

    kind: Kind
    where: str
    """The address, or the name of the file; empty for a text."""
    title: str = ""
    author: str = ""
    body: bytes = b""
    """Content of a text or a file."""


@dataclass(frozen=True, slots=True)
class Item:
    """An addition in the queue."""

    name: str
    """Its own name, see NAME."""
    kind: Kind
    where: str
    title: str = ""
    """The title as given."""
    headline: str = ""
    """The article's title, once it is read."""
    author: str = ""
    state: State = "waiting"
    added: float = 0.0
    """Seconds since 1970."""
    by: str = ""
    """Name of the token it was added with; empty for the owner's."""
    done: int = 0
    """Chunks spoken so far."""
    total: int = 0
    """Chunks in all; 0 while unknown."""
    error: str = ""
    hint: str = ""
    cause: str = ""
    """What failed, by the names of `tts.locale.queue.Causes`; empty for nothing and anything
    else."""
    episodes: tuple[str, ...] = ()
    """Folders of its episodes in the show."""

    @property
    def is_open(self) -> bool:
        """It is still waiting or being made."""
        return self.state in ("waiting", "making")

    @property
    def shown(self) -> str:
        """The name that is displayed."""
        return self.headline or self.title or self.where


def as_record(item: Item) -> dict[str, Any]:
    return asdict(item)


def from_record(name: str, record: Any) -> Item | None:
    """The item in a file that anybody may have written; None if it is invalid."""
    if not isinstance(record, Mapping):
        return None
    known = {each.name: record[each.name] for each in fields(Item) if each.name in record}
    known["name"] = name
    known["episodes"] = tuple(map(str, known.get("episodes") or ()))
    if known.get("kind") not in get_args(Kind) or known.get("state") not in get_args(State):
        return None
    for text in ("where", "title", "headline", "author", "by", "error", "hint", "cause"):
        known[text] = str(known.get(text, ""))[:LONGEST]
    numbers = [known.get(each, 0) for each in ("added", "done", "total")]
    if not all(isinstance(number, int | float) for number in numbers):
        return None
    return Item(**known)
