"""Progress while an episode is made: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from tts.cli.output import line
from tts.episode.options import Listener
from tts.locale.duration_format import clock

if TYPE_CHECKING:
    from tts.episode.planning import Plan
    from tts.model import Chunk, ClipInfo, HeldUp

_EVERY = 10.0
"""Seconds between two lines without a terminal."""


_WIDE = 110
"""Minimum width in columns for showing title and bar next to the status."""
_SHORT = 6
"""Width of the bar in columns on narrower terminals, so that the status is never cut."""


def reason_of(plan: Plan, missing: int) -> str:
    """Why this voice was chosen, and the device if it is not the processor."""
    choice = plan.choice
    if not missing:
        return choice.reason
    device = getattr(choice.engine, "device", "cpu")
    if device == "cpu":
        return choice.reason
    return f"{choice.reason}; computed by {device}"


class Waits(Listener):
    """Prints a line when an engine starts waiting for its service, one every ten seconds, and one
    when it continues."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._held: HeldUp | None = None
        self._next_line = 0.0

    def held_up(self, wait: HeldUp | None) -> None:
        before, self._held = self._held, wait
        if wait is None:
            if before:
                waited = span(before.seconds)
                self._write(f"  {before.by} answers again after {waited}")
            return
        is_due = before is None or wait.seconds >= self._next_line
        if is_due:
            self._next_line = wait.seconds + _EVERY
            again = span(wait.next)
            self._write(f"  {held_up(wait)}; asked again in {again}: {wait.reason}")


class Lines(Waits):
    """Prints a line when the script is written, and one every ten seconds."""

    def __init__(self, write: Callable[[str], None]) -> None:
        super().__init__(write)
        self._total = self._done = self._audio = 0
        self._begun = self._last = 0.0

    def waiting(self, where: str) -> None:
        self._write(_awaited(where))

    def planned(self, plan: Plan, missing: int, total: int) -> None:
        work = chunks(missing, total)
        reason = reason_of(plan, missing)
        self._write(f"{plan.article.title}: {work}, {plan.cast.names}")
        self._write(f"  voice: {reason}")
        self._total = missing
        self._done = self._audio = 0
        self._begun = self._last = time.monotonic()

    def spoken(self, chunk: Chunk, clip: ClipInfo) -> None:
        self._done += 1
        self._audio += clip.duration
        now = time.monotonic()
        waiting = self._total - self._done
        is_due = now - self._last >= _EVERY
        if is_due and waiting > 0:
            self._last = now
            each = (now - self._begun) / self._done
            left = clock(each * waiting * 1000)
            made = clock(self._audio)
            count = f"{self._done}/{self._total}"
            self._write(f"  {count} chunks, {made} of audio, about {left} left")

    def encoded(self, name: str, done: int, total: int) -> None:
        now = time.monotonic()
        self._last = self._last or now
        is_due = now - self._last >= _EVERY
        if is_due and done < total:
            self._last = now
            self._write(f"  {name}: {clock(done)} of {clock(total)}")


def span(seconds: float) -> str:
    """
    >>> span(34.4), span(90), span(120)
    ('34 s', '90 s', '2 min')
    """
    count = round(seconds)
    minutes, rest = divmod(count, 60)
    is_round = minutes and not rest
    return f"{minutes} min" if is_round else f"{count} s"


def held_up(wait: HeldUp) -> str:
    """What is being waited for, and for how long."""
    so_far = span(wait.seconds)
    most = span(wait.most)
    return f"waiting for {wait.by}, {so_far} of {most}"


class Bar(Listener):
    """A progress bar with chunks done, audio made and time left."""

    def __init__(self, console: Any) -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._console = console
        wide = console.width >= _WIDE
        if wide:
            title = TextColumn("{task.description}", style="bold", markup=False)
            columns = [title, BarColumn()]
        else:
            columns = [BarColumn(_SHORT)]
        self.bar = Progress(
            *columns,
            TextColumn("{task.fields[status]} ·", markup=False),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=console,
            transient=True,
        )
        self._audio = self._done = self._total = 0
        self._title = ""
        self._task: Any = None
        self._encoding = ""
        self._held = False

    def waiting(self, where: str) -> None:
        self._console.print(_awaited(where), markup=False, highlight=False)

    def planned(self, plan: Plan, missing: int, total: int) -> None:
        from rich.text import Text

        title = line(plan.article.title)
        names = line(plan.cast.names)
        reason = line(reason_of(plan, missing))
        heading = Text.assemble(
            (title, "bold"),
            f"  {chunks(missing, total)}, {names}\n",
            (f"  voice: {reason}", "dim"),
        )
        self._console.print(heading)
        self._title = title[:24]
        self._encoding = ""
        self._audio = self._done = 0
        self._total = missing
        self._show(missing, self._spoken_so_far())

    def spoken(self, chunk: Chunk, clip: ClipInfo) -> None:
        self._audio += clip.duration
        self._done += 1
        status = self._spoken_so_far()
        self.bar.update(self._task, completed=self._done, status=status)

    def held_up(self, wait: HeldUp | None) -> None:
        if wait and not self._held:
            reason = line(wait.reason)
            self._console.print(f"  {reason}", markup=False, highlight=False)
        self._held = wait is not None
        if self._task is not None:
            status = held_up(wait) if wait else self._spoken_so_far()
            self.bar.update(self._task, status=status)

    def encoded(self, name: str, done: int, total: int) -> None:
        if name != self._encoding:
            self._encoding = name
            self._show(total, "")
        status = f"{clock(done)}/{clock(total)} as {name}"
        self.bar.update(self._task, completed=done, status=status)

    def _spoken_so_far(self) -> str:
        made = clock(self._audio)
        return f"{self._done}/{self._total} chunks · {made} of audio"

    def _show(self, total: int, status: str) -> None:
        """Replace the current bar; removes it if the total is zero."""
        if self._task is not None:
            self.bar.remove_task(self._task)
            self._task = None
        if total:
            self._task = self.bar.add_task(self._title, total=total, status=status)


def _awaited(where: str) -> str:
    return f"{where}: another run is making it; waiting for that"


def chunks(missing: int, total: int) -> str:
    """
    >>> chunks(3, 24), chunks(0, 1)
    ('24 chunks, 3 to speak', '1 chunk, none to speak')
    """
    return f"{count(total)}, {missing or 'none'} to speak"


def count(chunks: int) -> str:
    """
    >>> count(1), count(0)
    ('1 chunk', '0 chunks')
    """
    return f"{chunks} chunk{'s' * (chunks != 1)}"


def listener(
    write: Callable[[str], None], *, quiet: bool, terminal: bool
) -> tuple[Listener, AbstractContextManager[Any]]:
    """The listener for the kind of output, and the context in which it is shown."""
    if quiet:
        return Listener(), nullcontext()
    if not terminal:
        return Lines(write), nullcontext()
    from rich.console import Console

    bar = Bar(Console(stderr=True))
    return bar, bar.bar
