"""Articles that `tts make` could not make: each is reported as it fails, and all at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tts.cli.errors import LISTED, complain
from tts.cli.output import line, say
from tts.model import LibraryError, TtsError

ENOUGH = 3
"""Number of articles in a row whose common failure is one of the show or of the cache, after which
no other article is tried."""


@dataclass
class FailedArticles:
    """The failures of a run, in the order in which they happened."""

    faults: list[tuple[str, TtsError]] = field(default_factory=list)
    """Source and error."""
    in_a_row: int = 0
    """Number of the last articles that failed with the same error, if none was made since."""

    def __bool__(self) -> bool:
        return bool(self.faults)

    def __len__(self) -> int:
        return len(self.faults)

    def add(self, where: str, fault: TtsError, *, named: bool) -> None:
        """Report a failure; with `named` under the name of its source, if the message has not got
        it. A hint is not repeated."""
        previous = self.faults[-1][1] if self.faults else None
        is_same = previous is not None and previous.message == fault.message
        self.in_a_row = self.in_a_row + 1 if is_same else 1
        self.faults.append((where, fault))
        message = _with_source(fault.message, where) if named else fault.message
        complain(TtsError(message, "" if is_same and named else fault.hint))

    def succeeded(self) -> None:
        """An article was made after the last failure."""
        self.in_a_row = 0

    @property
    def common(self) -> TtsError | None:
        """The error of the show or of the cache with which every other article would fail, too."""
        if self.in_a_row < ENOUGH:
            return None
        last = self.faults[-1][1]
        return last if isinstance(last, LibraryError) else None

    def list_all(self) -> None:
        """Print all failures; the sources that share a message are listed below it."""
        groups: dict[str, list[str]] = {}
        for where, fault in self.faults:
            message = line(fault.message.partition(LISTED)[0])
            groups.setdefault(message, []).append(where)
        for message, sources in groups.items():
            if len(sources) == 1:
                say(f"  {line(_with_source(message, sources[0]))}")
                continue
            say(f"  {message}:")
            for where in sources:
                say(f"    {line(where)}")

    @property
    def exit_code(self) -> int:
        """The errors' own code if it is the same for all."""
        codes = {fault.exit_code for _, fault in self.faults}
        return codes.pop() if len(codes) == 1 else 1


def _with_source(message: str, where: str) -> str:
    """The message after the name of its source, unless it contains that.

    >>> _with_source("b.md is empty", "b.md"), _with_source("the list is empty", "a")
    ('b.md is empty', 'a: the list is empty')
    """
    is_named = re.search(rf"(?<![\w./-]){re.escape(where)}(?![\w/-]|\.\w)", message)
    return message if is_named else f"{where}: {message}"
