"""An article in the queue, and its file format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Literal, get_args

Kind = Literal["address", "text", "file"]
State = Literal["waiting", "making", "made", "failed"]

NAME: Final = re.compile(r"\d{20}-[0-9a-f]{12}")
"""Of an item: when it was added, to the microsecond, so that names sort, and a random part."""
LONGEST: Final = 4_000
"""Characters of an address, a title or an error that are kept."""


@dataclass(frozen=True, slots=True)
class Addition:
    """What somebody wants to be made."""

    kind: Kind
    where: str
    """The address, or the name of the file; empty for a text."""
    title: str = ""
    author: str = ""
    body: bytes = b""
    """Of a text or a file."""


@dataclass(frozen=True, slots=True)
class Item:
    """An addition in the queue."""

    name: str
    """Its own, see NAME."""
    kind: Kind
    where: str
    title: str = ""
    """As it was given."""
    headline: str = ""
    """Of the article, once it is read."""
    author: str = ""
    state: State = "waiting"
    added: float = 0.0
    """Seconds since 1970."""
    by: str = ""
    """Name of the token that it came with; empty for the owner's."""
    done: int = 0
    """Chunks that are spoken."""
    total: int = 0
    """Chunks in all; 0 while nobody knows."""
    error: str = ""
    hint: str = ""
    episodes: tuple[str, ...] = ()
    """Folders of what was made of it, in the show."""

    @property
    def is_open(self) -> bool:
        """Something is still to be done."""
        return self.state in ("waiting", "making")

    @property
    def shown(self) -> str:
        """What it is called."""
        return self.headline or self.title or self.where


def as_record(item: Item) -> dict[str, Any]:
    return asdict(item)


def from_record(name: str, record: Any) -> Item | None:
    """The item in a file that anybody may have written; None for one that is none."""
    if not isinstance(record, Mapping):
        return None
    known = {each.name: record[each.name] for each in fields(Item) if each.name in record}
    known["name"] = name
    known["episodes"] = tuple(map(str, known.get("episodes") or ()))
    if known.get("kind") not in get_args(Kind) or known.get("state") not in get_args(State):
        return None
    for text in ("where", "title", "headline", "author", "by", "error", "hint"):
        known[text] = str(known.get(text, ""))[:LONGEST]
    numbers = [known.get(each, 0) for each in ("added", "done", "total")]
    if not all(isinstance(number, int | float) for number in numbers):
        return None
    return Item(**known)
