"""A chunk -> Clip. Engines are a table, opened lazily by name; third parties add theirs by entry point."""

from __future__ import annotations

import importlib
from importlib.metadata import entry_points

from tts.model import ClipMaker, Engine, EngineError

ENGINES = {
    "edge": "tts.engines.edge:Edge",
    "kokoro": "tts.engines.kokoro:Kokoro",
    "hibari": "tts.engines.hibari:Hibari",
    "silent": "tts.engines.silent:Silent",
}
"""Name -> where its class is. A class takes the clip maker and nothing else; opening one loads no model."""

GROUP = "pagecast.engines"


def names() -> list[str]:
    """Every engine that can be named, the project's own first."""
    return [*ENGINES, *sorted({e.name for e in entry_points(group=GROUP)} - ENGINES.keys())]


def open_engine(name: str, audio: ClipMaker) -> Engine:
    """The engine of that name. Raises EngineError when there is none, EngineMissing when it can't be loaded."""
    if name in ENGINES:
        module, _, cls = ENGINES[name].partition(":")
        engine: Engine = getattr(importlib.import_module(module), cls)(audio)
        return engine
    for entry in entry_points(group=GROUP, name=name):
        made: Engine = entry.load()(audio)
        return made
    raise EngineError(f"there is no engine {name!r}", hint=f"engines: {', '.join(names())}")
