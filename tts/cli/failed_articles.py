"""Articles that `tts make` could not make: each is reported as it fails, and all at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tts.cli.errors import LISTED, complain
from tts.cli.output import line, say
from tts.episode.repeated_failure import RepeatedFailure
from tts.model import TtsError


@dataclass
class FailedArticles:
    """The failures of a run, in the order in which they happened."""

    faults: list[tuple[str, TtsError]] = field(default_factory=list)
    """Source and error."""
    repeated: RepeatedFailure = field(default_factory=RepeatedFailure)

    def __bool__(self) -> bool:
        return bool(self.faults)

    def __len__(self) -> int:
        return len(self.faults)

    def add(self, where: str, fault: TtsError, *, named: bool) -> None:
        """Report a failure; with `named` under the name of its source, if the message has not got
        it. A hint is not repeated."""
        is_same = self.repeated.add(fault)
        self.faults.append((where, fault))
        message = with_source(fault.message, where) if named else fault.message
        complain(TtsError(message, "" if is_same and named else fault.hint))

    def list_all(self) -> None:
        """Print all failures; the sources that share a message are listed below it."""
        list_failures((where, fault.message.partition(LISTED)[0]) for where, fault in self.faults)

    @property
    def exit_code(self) -> int:
        """The errors' own code if it is the same for all."""
        codes = {fault.exit_code for _, fault in self.faults}
        return codes.pop() if len(codes) == 1 else 1


def list_failures(failures: Iterable[tuple[str, str]]) -> None:
    """Print failures, each a source and a message; the sources that share a message are listed
    below it."""
    groups: dict[str, list[str]] = {}
    for where, message in failures:
        groups.setdefault(line(message), []).append(where)
    for message, sources in groups.items():
        if len(sources) == 1:
            say(f"  {with_source(message, line(sources[0]))}")
            continue
        say(f"  {message}:")
        for where in sources:
            say(f"    {line(where)}")


def with_source(message: str, where: str) -> str:
    """The message after the name of its source, unless it contains that.

    >>> with_source("b.md is empty", "b.md"), with_source("the list is empty", "a")
    ('b.md is empty', 'a: the list is empty')
    """
    is_named = re.search(rf"(?<![\w./-]){re.escape(where)}(?![\w/-]|\.\w)", message)
    return message if is_named else f"{where}: {message}"
