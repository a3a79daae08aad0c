"""Progress while many articles are made: how many are done, what was made, how long it will take.

On a terminal, two lines that stay below other output; elsewhere, a line every ten seconds.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import TYPE_CHECKING, Any

from tts.cli.output import line
from tts.cli.progress import count, held_up, span
from tts.episode.options import Listener
from tts.locale.duration_format import clock

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

    from tts.episode.batch import Finished
    from tts.episode.planning import Plan
    from tts.episode.task import Task
    from tts.model import Chunk, ClipInfo, HeldUp

_EVERY = 10.0
"""Seconds between two lines without a terminal."""
_LATELY = 64
"""Number of recent articles from which the remaining time is estimated."""
_BAR = 30
"""Maximum width of the bar in columns."""

Write = Callable[[str], object]


class Overview(Listener):
    """The progress of all articles. Called from several threads."""

    def __init__(self, total: int, write: Write, clock: Callable[[], float]) -> None:
        """`total` is the number of sources named; `opened` adjusts it for their contents."""
        self._lock = Lock()
        self._write = write
        self._clock = clock
        self._total = total
        self._finished = self._failed = 0
        self._chunks = self._audio = 0
        self._shares: dict[str, float] = {}
        """How much of each current article has been spoken, from 0 to 1, by its source."""
        self._pace: deque[tuple[float, float]] = deque([(clock(), 0.0)], _LATELY)
        """Times, and the number of articles finished by then."""
        self._held: HeldUp | None = None
        self._next_line = clock() + _EVERY
        self._listens = False
        """Whether chunks are reported as they are spoken; articles made elsewhere report theirs at
        the end."""

    # --- what happens

    def opened(self, articles: int) -> None:
        """A source contains this number of articles."""
        with self._lock:
            self._total += articles - 1

    def repeated(self) -> None:
        """A source was named more than once."""
        with self._lock:
            self._total -= 1

    def article(self, task: Task) -> Listener:
        """The listener for one article while it is made."""
        self._listens = True
        return _Article(self, task.source.where)

    def spoken_of(self, where: str, share: float, audio: int) -> None:
        """One more chunk was spoken, with its milliseconds of audio; `share` of the article is
        done."""
        with self._lock:
            self._chunks += 1
            self._audio += audio
            self._shares[where] = share
        self.show()

    def finished(self, finished: Finished) -> None:
        """An article was made, or failed."""
        with self._lock:
            self._finished += 1
            self._failed += finished.error is not None and not finished.was_removed
            self._shares.pop(finished.where, None)
            if finished.made and finished.made.spoken and not self._listens:
                self._chunks += finished.made.spoken
                self._audio += finished.made.episode.manifest.audio.duration
            self._pace.append((self._clock(), float(self._finished)))
        self.show()

    def waiting(self, where: str) -> None:
        self._write(f"{line(where)}: another run is making it; waiting for that")

    def held_up(self, wait: HeldUp | None) -> None:
        with self._lock:
            before, self._held = self._held, wait
        if wait is None and before:
            self._write(f"  {before.by} answers again after {span(before.seconds)}")
        elif wait and before is None:
            self._write(f"  {held_up(wait)}; asked again in {span(wait.next)}: {line(wait.reason)}")

    # --- how it looks

    @property
    def articles(self) -> str:
        """`37 of 200 articles`"""
        return f"{self._finished} of {self._total} article{'s' * (self._total != 1)}"

    @property
    def left_over(self) -> str:
        """`about 3:10 left`; empty until there is something to learn from."""
        with self._lock:
            moment, finished = self._pace[0]
            done = self._finished + sum(self._shares.values())
            seconds = self._clock() - moment
            to_do = self._total - done
        if done <= finished or not self._finished:
            return ""
        return f"about {clock(1000 * seconds / (done - finished) * to_do)} left"

    @property
    def work(self) -> str:
        """`312 chunks, 1:02:33 of audio, 1 failed`"""
        failed = f"{self._failed} failed" if self._failed else ""
        made = f"{clock(self._audio)} of audio"
        return ", ".join(filter(None, (count(self._chunks), made, failed)))

    @property
    def waits(self) -> str:
        """What is being waited for, or empty."""
        return held_up(self._held) if self._held else ""

    def show(self) -> None:
        """Print a line if it is time for one."""
        with self._lock:
            now = self._clock()
            due = now >= self._next_line and self._finished < self._total
            if due:
                self._next_line = now + _EVERY
        if due:
            parts = (self.articles, self.work, self.left_over, self.waits)
            self._write(f"  {', '.join(filter(None, parts))}")


class _Article(Listener):
    """Reports one article to the overview."""

    def __init__(self, overview: Overview, where: str) -> None:
        self._overview = overview
        self._where = where
        self._done = self._missing = 0

    def planned(self, plan: Plan, missing: int, total: int) -> None:
        self._done, self._missing = 0, missing

    def spoken(self, chunk: Chunk, clip: ClipInfo) -> None:
        self._done += 1
        self._overview.spoken_of(self._where, self._done / self._missing, clip.duration)

    def held_up(self, wait: HeldUp | None) -> None:
        self._overview.held_up(wait)


class Drawn(Overview):
    """The overview as two lines on a terminal, which fit into 60 columns."""

    def show(self) -> None:
        """Nothing to do: it is redrawn several times a second."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        first = " · ".join(filter(None, (self.articles, self.left_over)))
        width = min(_BAR, options.max_width - len(first) - 1)
        row = Table.grid(padding=(0, 1, 0, 0))
        bar = ProgressBar(total=max(1, self._total), completed=self._finished, width=max(1, width))
        row.add_row(bar, Text(first))
        yield row
        yield Text(self.waits or self.work.replace(", ", " · "), style="dim")


def overview(
    total: int, write: Write, *, quiet: bool, terminal: bool
) -> tuple[Overview, AbstractContextManager[Any]]:
    """The overview for the kind of output, and the context in which it is shown."""
    if quiet:
        return Overview(total, lambda _: None, time.monotonic), nullcontext()
    if not terminal:
        return Overview(total, write, time.monotonic), nullcontext()
    from rich.console import Console
    from rich.live import Live

    drawn = Drawn(total, write, time.monotonic)
    live = Live(
        drawn,
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=sys.stdout.isatty(),  # else it would carry results away from a pipe
    )
    return drawn, live
