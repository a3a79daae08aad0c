"""How fast engines speak: measured on this machine, otherwise as shipped.

The shipped figures are in `data/speeds.json`, written by `benchmarks/bench_estimate.py --speeds`.
Measured ones are in the cache folder, an entry for each engine and number of cores, and may be
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
"""Seconds of continuous speech needed for a measurement: in shorter stretches, loading the model
has too much weight."""
_KEPT: Final = 4 * 3600.0
"""Maximum weight of earlier measurements, in seconds of speech, so that they follow changes of the
machine."""


@dataclass(frozen=True, slots=True)
class Speed:
    """The speed of an engine on this machine."""

    engine: str
    times: float
    """Seconds of speech produced per second."""
    basis: Literal["learnt", "shipped"]
    online: bool
    """Whether a service speaks, so that more machines do not make it faster."""


def speed_of(engine: str, *, online: bool) -> Speed | None:
    """The speed of an engine on all cores used here; None if it was neither measured here nor
    shipped (services never are)."""
    if learnt := _learnt().get(_entry(engine)):
        return Speed(engine, learnt["speech"] / learnt["took"], "learnt", online)
    if shipped := _shipped()["engines"].get(engine):
        times = shipped["times"] * cores() / shipped["cores"]
        return Speed(engine, times, "shipped", online)
    return None


def seconds_an_article() -> tuple[float, float]:
    """Core-seconds per article besides speaking, as shipped: for reading and layout, on the machine
    that performs it; and for joining and writing, where the show is."""
    article = _shipped()["article"]
    return article["perform"], article["commit"]


class Meter:
    """Measures how fast engines speak, across concurrent articles. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stretches: dict[str, _Stretch] = {}

    @contextmanager
    def speaking(self, engine: str) -> Iterator[Callable[[float], None]]:
        """Measure while chunks are spoken; call the yielded function with the milliseconds of each
        clip."""
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
        """Discard the current measurement: there was a wait for the service, or it was sent fewer
        chunks at once."""
        with self._lock:
            if engine in self._stretches:
                self._stretches[engine].is_fair = False


@dataclass(slots=True)
class _Stretch:
    """A period during which an engine always had something to speak."""

    begun: float
    callers: int = 0
    speech: float = 0.0
    is_fair: bool = True


METER: Final = Meter()
"""The meter of this process."""


def learn(engine: str, speech: float, took: float) -> None:
    """Record that `speech` seconds of speech took `took` seconds. Failures to save are ignored."""
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
    """The key of a measurement. Workers that share a machine have part of its cores, and a speed to
    match."""
    return f"{engine}/{cores()}"


def _path() -> Path:
    return cache_folder() / "speeds.json"


def _learnt() -> dict[str, dict[str, float]]:
    """`engine/cores` -> seconds of speech, and the seconds they took. A damaged file counts as
    missing."""
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
