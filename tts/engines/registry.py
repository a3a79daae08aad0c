"""The table of engines, which are opened by name on first use; other packages add theirs by entry
point."""

from __future__ import annotations

import importlib
import sys
import threading
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points

from tts.model import ClipMaker, Engine, EngineError, EngineMissing

ENGINES = {
    "edge": "tts.engines.edge.engine:Edge",
    "kokoro": "tts.engines.kokoro.engine:Kokoro",
    "hibari": "tts.engines.hibari:Hibari",
    "espeak": "tts.engines.espeak.engine:Espeak",
    "openai": "tts.engines.openai.engine:OpenAI",
    "silent": "tts.engines.silent:Silent",
}
"""Name -> its class. The only argument of a class is the clip maker; opening an engine does not
load a model."""

GROUP = "pagecast.engines"

_HINT = "for the embedded voices: pip install 'pagecast[local]'"


class Engines:
    """Engines that stay open: each is opened once, and what it loads is shared by all articles.

    Thread-safe.
    """

    def __init__(self, audio: ClipMaker) -> None:
        self._audio = audio
        self._lock = threading.Lock()
        self._opened: dict[str, Engine] = {}

    def open(self, name: str) -> Engine:
        """The engine with that name. Raises like `open_engine`."""
        with self._lock:
            if name not in self._opened:
                self._opened[name] = open_engine(name, self._audio)
            return self._opened[name]

    def versions(self) -> dict[str, str]:
        """Name -> version of every engine that can be opened here."""
        found: dict[str, str] = {}
        for name in names():
            with suppress(EngineError):
                found[name] = self.open(name).version
        return found

    def close(self) -> None:
        """Close the engines: current calls end now and raise EngineError."""
        with self._lock:
            opened = tuple(self._opened.values())
        for engine in opened:
            close = getattr(engine, "close", None)
            if close:
                close()


def names() -> list[str]:
    """The names of all engines, the project's own first."""
    others = {entry.name for entry in _entries(tuple(sys.path))}
    return [*ENGINES, *sorted(others - ENGINES.keys())]


@lru_cache(maxsize=1)
def _entries(_path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """Engines of other packages, cached by path: finding them means reading the metadata of every
    installed package, and an archive looks them up for each article."""
    return tuple(entry_points(group=GROUP))


def check(name: str) -> None:
    """Raise EngineError if there is no engine with that name."""
    if name not in names():
        from tts.engines.suggestions import did_you_mean, engines_close_to

        near = did_you_mean(engines_close_to(name, names()))
        raise EngineError(
            f"there is no engine {name!r}{near}", hint=f"engines: {', '.join(names())}"
        )


def open_engine(name: str, audio: ClipMaker) -> Engine:
    """The engine with that name. Raises EngineError if there is none, EngineMissing if it can't be
    loaded.

    A third-party engine is guarded: its faults become an EngineError that names it.
    """
    check(name)
    if name not in ENGINES:
        from tts.engines import plugin_guard

        entry = next(entry for entry in _entries(tuple(sys.path)) if entry.name == name)
        return plugin_guard.opened(entry, audio)
    try:
        module, _, cls = ENGINES[name].partition(":")
        engine: Engine = getattr(importlib.import_module(module), cls)(audio)
    except ImportError as error:
        missing = error.name or str(error)
        raise EngineMissing(
            f"the engine {name} needs {missing}, which is not installed", hint=_HINT
        ) from error
    return engine
