"""The table of engines, opened by name when they are used; other packages add theirs by entry
point."""

from __future__ import annotations

import importlib
from importlib.metadata import entry_points

from tts.model import ClipMaker, Engine, EngineError, EngineMissing

ENGINES = {
    "edge": "tts.engines.edge.engine:Edge",
    "kokoro": "tts.engines.kokoro.engine:Kokoro",
    "hibari": "tts.engines.hibari:Hibari",
    "espeak": "tts.engines.espeak.engine:Espeak",
    "openai": "tts.engines.openai.engine:OpenAI",
    "silent": "tts.engines.silent:Silent",
}
"""Name -> where its class is. A class takes the clip maker and nothing else; opening one loads no
model."""

GROUP = "pagecast.engines"

_HINT = "for the embedded voices: pip install 'pagecast[local]'"


def names() -> list[str]:
    """Every engine that can be named, the project's own first."""
    return [*ENGINES, *sorted({e.name for e in entry_points(group=GROUP)} - ENGINES.keys())]


def open_engine(name: str, audio: ClipMaker) -> Engine:
    """The engine of that name. Raises EngineError when there is none, EngineMissing when it can't
    be loaded.

    One of a third party is guarded: what it does wrong becomes an EngineError that names it.
    """
    if name not in names():
        from tts.engines.suggestions import did_you_mean, engines_close_to

        near = did_you_mean(engines_close_to(name, names()))
        raise EngineError(
            f"there is no engine {name!r}{near}", hint=f"engines: {', '.join(names())}"
        )
    if name not in ENGINES:
        from tts.engines import guard

        (entry, *_) = entry_points(group=GROUP, name=name)
        return guard.opened(entry, audio)
    try:
        module, _, cls = ENGINES[name].partition(":")
        engine: Engine = getattr(importlib.import_module(module), cls)(audio)
    except ImportError as error:
        missing = error.name or str(error)
        raise EngineMissing(
            f"the engine {name} needs {missing}, which is not installed", hint=_HINT
        ) from error
    return engine
