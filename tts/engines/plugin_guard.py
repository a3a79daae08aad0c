"""Checks that third-party engines behave as engines must: a fault becomes an error that names the
package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from importlib.metadata import EntryPoint
from typing import Any

from tts.engines.verify import shortened
from tts.model import (
    Chunk,
    Clip,
    ClipInfo,
    ClipMaker,
    Engine,
    EngineError,
    EngineMissing,
    Mark,
    TtsError,
    Voice,
)
from tts.plugins import describe, failures_named, hint_for, package_of

PROPERTIES: dict[str, type] = {
    "version": str,
    "workers": int,
    "normalizes": bool,
    "audible": bool,
    "phonemic": bool,
    "deterministic": bool,
    "accelerated": bool,
}
METHODS = ("voices", "fits", "speak")
USUAL: dict[str, Any] = {
    "workers": 1,
    "normalizes": False,
    "audible": True,
    "phonemic": False,
    "deterministic": False,
    "accelerated": False,
}
"""Defaults for properties that an engine lacks."""
BEYOND = ("refresh_voices", "reachable", "named", "close", "local", "tunes")
"""Optional attributes of an engine; see docs/engines.md."""
_FRAME_BYTES = 144


def opened(entry: EntryPoint, audio: ClipMaker) -> Engine:
    """The guarded engine of an entry point. Raises EngineError, or EngineMissing if a package is
    missing."""
    who = f"the engine {entry.name}, of {package_of(entry)},"
    hint = hint_for(entry)
    try:
        inner = entry.load()(audio)
        wrong = _faults(inner)
        guarded = None if wrong else Guarded(entry.name, inner, who, hint)
    except TtsError:
        raise
    except ImportError as error:
        missing = (
            error.name if isinstance(error, ModuleNotFoundError) and error.name else describe(error)
        )
        raise EngineMissing(f"{who} can't be loaded: {missing} is missing", hint=hint) from error
    except (Exception, SystemExit) as error:
        raise EngineError(f"{who} can't be opened: {describe(error)}", hint=hint) from error
    if guarded is None:
        raise EngineError(f"{who} is not an engine: {'; '.join(wrong)}", hint=hint)
    return guarded


def _properties(inner: Any) -> dict[str, Any]:
    """Its properties, or the defaults."""
    return {name: getattr(inner, name, USUAL.get(name)) for name in PROPERTIES}


def _faults(inner: Any) -> list[str]:
    """What is missing or wrong, in words."""
    wrong = [f"it has no {name}()" for name in METHODS if not callable(getattr(inner, name, None))]
    for name, kind in PROPERTIES.items():
        value: Any = getattr(inner, name, USUAL.get(name))
        if value is None:
            wrong.append(f"it has no {name}")
        elif not _is(value, kind):
            wrong.append(f"its {name} is {value!r}")
    tunes = getattr(inner, "tunes", ())
    if not (isinstance(tunes, tuple | list) and {*tunes} <= {"pitch", "volume"}):
        wrong.append(f"its tunes is {tunes!r}")
    return wrong


def _is(value: Any, kind: type) -> bool:
    """Whether the value has that type; an integer must also be at least 1."""
    positive: bool = kind is not int or (isinstance(value, int) and value > 0)
    return positive and type(value) is kind


class Guarded:
    """A wrapper around an engine. Its name is that of the entry point, by which it was
    requested."""

    def __init__(self, name: str, inner: Any, who: str, hint: str) -> None:
        self.name = name
        self._inner, self._who, self._hint = inner, who, hint
        properties: dict[str, Any] = _properties(inner)
        self.version: str = properties["version"]
        self.workers: int = properties["workers"]
        self.normalizes: bool = properties["normalizes"]
        self.audible: bool = properties["audible"]
        self.phonemic: bool = properties["phonemic"]
        self.deterministic: bool = properties["deterministic"]
        self.accelerated: bool = properties["accelerated"]
        for extra in BEYOND:
            if (value := getattr(inner, extra, None)) is not None:
                setattr(self, extra, self._guarded(extra, value) if callable(value) else value)

    def voices(self) -> Sequence[Voice]:
        with self._watched("voices()"):
            voices = list(self._inner.voices())
        return self._own("voices()", voices)

    def fits(self, spoken: str) -> bool:
        with self._watched("fits()"):
            fits = self._inner.fits(spoken)
        if not isinstance(fits, bool):
            raise self._error(f"fits() returned {fits!r}, not True or False")
        return fits

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        with self._watched(f"speak() at {shortened(chunk.text)}"):
            clip = self._inner.speak(chunk, voice)
        if wrong := _fault_of(clip):
            raise self._error(f"speak() returned {wrong} for {shortened(chunk.text)}")
        made: Clip = clip
        return made

    def _guarded(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kw: Any) -> Any:
            with self._watched(f"{name}()"):
                given = function(*args, **kw)
                given = list(given) if name == "refresh_voices" else given
            return self._checked(name, given)

        return call

    def _checked(self, name: str, given: Any) -> Any:
        """Check what an optional method returned."""
        if name == "refresh_voices":
            return self._own("refresh_voices()", given)
        if name == "named" and given is not None:
            self._own("named()", [given])
        if name == "reachable" and not isinstance(given, str):
            raise self._error(
                f"reachable() returned {given!r}, not a text: empty if all is well, otherwise the "
                "reason"
            )
        return given

    def _own(self, what: str, voices: list[Any]) -> Sequence[Voice]:
        """Check that these are voices of this engine."""
        for voice in voices:
            if (
                not isinstance(voice, Voice)
                or voice.engine != self.name
                or not (voice.id and voice.language)
            ):
                raise self._error(
                    f"{what} returned {voice!r}, which is not a Voice of {self.name} with id and "
                    "language"
                )
        return voices

    def _watched(self, what: str) -> AbstractContextManager[None]:
        return failures_named(what, self._error)

    def _error(self, message: str) -> EngineError:
        return EngineError(f"{self._who} failed: {message}", hint=self._hint)


def _fault_of(clip: object) -> str:
    """What is wrong with the form of a clip; its completeness is verified like any other's."""
    if (
        not isinstance(clip, Clip)
        or not isinstance(clip.audio, bytes)
        or not isinstance(clip.info, ClipInfo)
    ):
        return f"{type(clip).__name__} instead of a Clip"
    if not clip.audio or len(clip.audio) != clip.info.frames * _FRAME_BYTES:
        return f"a clip of {len(clip.audio)} bytes that says it has {clip.info.frames} frames"
    if not 0 < clip.info.heard <= clip.info.frames:
        return f"a clip of {clip.info.frames} frames of which {clip.info.heard} are heard"
    if not all(isinstance(mark, Mark) for mark in clip.info.marks):
        return "marks that are not Mark objects"
    return ""
