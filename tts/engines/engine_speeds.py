"""How fast engines speak: measured on this machine, otherwise as shipped.

The shipped figures are in `data/speeds.json`: `benchmarks/bench_estimate.py --speeds` writes it.
What is learnt is in the cache folder, an entry for each engine and number of cores, and can be
deleted.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal

from tts.parallel import cores
from tts.storage.cache_folder import cache_folder
from tts.storage.parsing import parsed_json
from tts.storage.paths import write_cached

_ENOUGH: Final = 60.0
"""Seconds of speech in a row from which something is learnt: before, opening a model counts too
much."""
_KEPT: Final = 4 * 3600.0
"""Seconds of speech that what was learnt before counts for at most, so that it follows a machine
that becomes another."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Of one engine on this machine."""

    engine: str
    times: float
    """Seconds of speech that it makes in a second."""
    basis: Literal["learnt", "shipped"]
    online: bool
    """A service speaks: more machines get no more of it."""


def speed_of(engine: str, *, online: bool) -> Speed | None:
    """The speed of an engine on all cores that are taken here; None where it has not spoken here
    and none is shipped, as of no service."""
    if learnt := _learnt().get(_entry(engine)):
        return Speed(engine, learnt["speech"] / learnt["took"], "learnt", online)
    if shipped := _shipped()["engines"].get(engine):
        times = shipped["times"] * cores() / shipped["cores"]
        return Speed(engine, times, "shipped", online)
    return None


def seconds_an_article() -> tuple[float, float]:
    """What an article takes beside being spoken, as shipped, in seconds of one core: to be read and
    laid out, where it is performed; to be joined and written, where the show is."""
    article = _shipped()["article"]
    return article["perform"], article["commit"]


class Meter:
    """Learns how fast engines speak, however many articles they are at. Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stretches: dict[str, _Stretch] = {}

    @contextmanager
    def speaking(self, engine: str) -> Iterator[Callable[[float], None]]:
        """While chunks are spoken; what it gives is told the milliseconds of each that came."""
        with self._lock:
            stretch = self._stretches.setdefault(engine, _Stretch(time.monotonic()))
            stretch.callers += 1

        def spoken(duration: float) -> None:
            with self._lock:
                stretch.speech += duration / 1000

        try:
            yield spoken
        finally:
            self._end(engine, stretch)

    def _end(self, engine: str, stretch: _Stretch) -> None:
        with self._lock:
            stretch.callers -= 1
            if stretch.callers:
                return
            del self._stretches[engine]
        if stretch.speech >= _ENOUGH and stretch.is_fair:
            learn(engine, stretch.speech, time.monotonic() - stretch.begun)

    def disturbed(self, engine: str) -> None:
        """The service was waited for, or fewer chunks at once were asked of it: what comes says
        nothing of its speed."""
        with self._lock:
            if engine in self._stretches:
                self._stretches[engine].is_fair = False


@dataclass(slots=True)
class _Stretch:
    """Time in which an engine always had something to speak."""

    begun: float
    callers: int = 0
    speech: float = 0.0
    is_fair: bool = True


METER: Final = Meter()
"""Of this process."""


def learn(engine: str, speech: float, took: float) -> None:
    """So many seconds of speech took so many. What can't be kept is not."""
    table = _learnt()
    before = table.get(_entry(engine), {"speech": 0.0, "took": 0.0})
    share = min(1.0, _KEPT / before["speech"]) if before["speech"] else 0.0
    table[_entry(engine)] = {
        "speech": round(before["speech"] * share + speech, 1),
        "took": round(before["took"] * share + took, 1),
    }
    content = json.dumps(table, indent=1, sort_keys=True).encode()
    with suppress(OSError):
        write_cached(_path(), lambda f: f.write(content))


def _entry(engine: str) -> str:
    """Workers that share a machine have a part of its cores, and are as fast as that."""
    return f"{engine}/{cores()}"


def _path() -> Path:
    return cache_folder() / "speeds.json"


def _learnt() -> dict[str, dict[str, float]]:
    """`engine/cores` -> seconds of speech, and what they took. What is damaged is as if it were
    not there."""
    with suppress(OSError, ValueError, TypeError, AttributeError, KeyError):
        table = parsed_json(_path().read_bytes())
        return {
            name: {side: float(row[side]) for side in ("speech", "took")}
            for name, row in table.items()
            if row["speech"] > 0 and row["took"] > 0
        }
    return {}


@cache
def _shipped() -> dict[str, Any]:
    stored = files("tts").joinpath("engines", "data", "speeds.json").read_text("utf-8")
    shipped: dict[str, Any] = parsed_json(stored)
    return shipped
