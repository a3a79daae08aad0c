"""espeak-ng as a library: text to IPA, text to PCM, and the list of its languages.

The shared library and its data come from PyPI (`espeakng-loader`, in the extra `espeak`) and are
loaded on first use. espeak-ng is licensed under the GPL, version 3 or later; that is why it is an
extra, and no part of it is in Pagecast. It keeps its state in global variables, so a lock protects
every call.
"""

from __future__ import annotations

import ctypes
import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from tts.model import EngineError, EngineMissing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGE: Final = "espeakng_loader"
DISTRIBUTION: Final = "espeakng-loader"
TIE: Final = "^"
"""Joins the letters of one phoneme: `t^ʃ`."""

# Constants of espeak-ng/speak_lib.h.
_SYNCHRONOUS, _NO_EXIT = 2, 0x8000
_UTF8, _SSML, _END_PAUSE = 1, 0x10, 0x1000
_IPA, _TIED = 0x02, 0x80
_RATE = 1
_WORD, _END = 1, 5

_lock = Lock()


@dataclass(frozen=True, slots=True)
class EspeakLanguage:
    """A language of espeak-ng."""

    id: str
    """Its name in espeak-ng, used to select it: `fr`, `cmn`, `en-US`."""
    language: str
    """Its BCP 47 tag as spelled by espeak-ng: `fr-fr`, `cmn`, `en-us`."""
    name: str
    """Its name in English: `French (France)`."""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word as reported by the synthesizer."""

    start: int
    """In samples from the beginning, like `end`."""
    end: int
    place: int
    """Index of its first character in the given text."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Synthesized text."""

    samples: NDArray[np.int16]
    rate: int
    """Samples per second."""
    words: tuple[SpokenWord, ...]


class _Identity(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    """espeak_EVENT in espeak-ng/speak_lib.h."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("message", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("identity", _Identity),
    )


_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


def require_library() -> None:
    """Raise EngineMissing if the package is not installed; nothing is loaded."""
    if find_spec(PACKAGE) is None:
        raise EngineMissing(
            "not installed: espeak-ng's library", hint="pip install 'pagecast[espeak]'"
        )


@cache
def espeak_languages() -> dict[str, EspeakLanguage]:
    """The languages by id, read from the data files without loading the library. Raises
    EngineMissing."""
    require_library()
    languages: dict[str, EspeakLanguage] = {}
    for file in sorted((_folder() / "espeak-ng-data" / "lang").rglob("*")):
        if file.is_file():
            about = file.read_text("utf-8", errors="replace")
            name, tag = (
                re.search(rf"^{key}\s+(\S.*?)\s*(?://.*)?$", about, re.MULTILINE)
                for key in ("name", "language")
            )
            if name and tag and _has_dictionary(about, tag[1]):
                languages[file.name] = EspeakLanguage(
                    file.name, tag[1].split()[0], name[1].replace("_", " ")
                )
    return languages


@cache
def variants() -> frozenset[str]:
    """Variants of the speaker, by the name after the plus sign: `f2`, `m3`, `whisper`. Raises
    EngineMissing."""
    require_library()
    return frozenset(
        file.name for file in (_folder() / "espeak-ng-data" / "voices" / "!v").glob("*")
    )


def _has_dictionary(about: str, tag: str) -> bool:
    """Whether the language has a dictionary. Some of those listed have none and would only be
    spelled out."""
    named = re.search(r"^dictionary\s+(\w+)", about, re.MULTILINE)
    name = named[1] if named else tag.split(maxsplit=1)[0].partition("-")[0]
    return (_folder() / "espeak-ng-data" / f"{name}_dict").is_file()


def ipa(text: str, tongue: str) -> str:
    """Text to IPA with stress marks; letters of one phoneme are joined by `^`, clauses separated by
    spaces. Raises EngineError."""
    text = text.replace("\0", " ")
    with _lock:
        library = _loaded()
        _choose(library, tongue)
        buffer = ctypes.create_string_buffer(text.encode())
        at = ctypes.c_void_p(ctypes.addressof(buffer))
        said = []
        while at.value:
            said.append(
                library.espeak_TextToPhonemes(ctypes.byref(at), _UTF8, ord(TIE) << 8 | _TIED | _IPA)
                or b""
            )
    return " ".join(part.decode() for part in said if part)


def figures(text: str, tongue: str) -> str:
    """The text with numerals such as ④, ¾ and Ⅷ replaced by plain ones if espeak-ng would omit
    them, say them in English or read out their code point. Raises EngineError."""
    return "".join(char if char.isascii() else _figure(char, tongue) for char in text)


def _figure(char: str, tongue: str) -> str:
    kind = unicodedata.category(char)
    if kind[0] != "N" or unicodedata.decomposition(char).startswith("<super>"):
        return char
    said = ipa(char, tongue)
    if (
        kind != "Nl" and re.search(r"\w", said) and "(" not in said
    ):  # `(en)`: it goes over to English
        return char
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    plain = unicodedata.normalize("NFKC", char).replace("⁄", "/")
    return f" {plain if plain != char else f'{unicodedata.numeric(char, 0):g}'} "


def synthesize(text: str, tongue: str, words_a_minute: int, *, spelled: bool = False) -> Speech:
    """Text to PCM and the times of its words; if `spelled`, letters and digits are read by name and
    no times are given.

    Raises EngineError.
    """
    import numpy as np

    text = text.replace("\0", " ")
    flags = _UTF8 | _END_PAUSE
    if spelled:
        text, flags = f'<say-as interpret-as="characters">{escape(text)}</say-as>', flags | _SSML
    pieces: list[NDArray[np.int16]] = []
    words: list[SpokenWord] = []

    def hear(samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        _collect(words, events)
        return 0

    with _lock:
        library = _loaded_anew()
        _choose(library, tongue)
        kept: Callable[..., int] = _CALLBACK(hear)
        library.espeak_SetSynthCallback(kept)
        library.espeak_SetParameter(_RATE, words_a_minute, 0)
        raw = text.encode() + b"\0"
        failed = library.espeak_Synth(raw, len(raw), 0, 1, 0, flags, None, None)
        rate = int(library.rate)
    if failed:
        raise EngineError(
            f"espeak could not speak {text[:60]!r} (its error {failed})",
            hint="please report the text",
        )
    samples = np.concatenate(pieces) if pieces else np.zeros(0, np.int16)
    return Speech(samples, rate, () if spelled else tuple(_ended(words, len(samples))))


def _collect(words: list[SpokenWord], events: Any) -> None:
    """Add the word events in `events`; the end of a clause ends the current word."""
    at = 0
    while (event := events[at]).type:
        if event.type == _WORD:
            _close(words, event.sample)
            words.append(SpokenWord(event.sample, -1, event.text_position - 1))
        elif event.type == _END:
            _close(words, event.sample)
        at += 1


def _close(words: list[SpokenWord], sample: int) -> None:
    if words and words[-1].end < 0:
        last = words[-1]
        words[-1] = SpokenWord(last.start, sample, last.place)


def _ended(words: list[SpokenWord], length: int) -> list[SpokenWord]:
    _close(words, length)
    return words


def _choose(library: Any, tongue: str) -> None:
    if library.espeak_SetVoiceByName(tongue.encode()):
        raise EngineError(f"espeak does not support the language {tongue!r}", hint="tts voices")


def _folder() -> Path:
    """The package's folder, found without importing it."""
    spec = find_spec(PACKAGE)
    assert spec and spec.origin
    return Path(spec.origin).parent


def _loaded_anew() -> Any:
    """The library, without traces of the last synthesis. Call with the lock held.

    It continues its oscillators and random numbers from one synthesis to the next, and nothing else
    resets them; a clip would depend on what was spoken before it. Reloading takes milliseconds.
    """
    library = _loaded()
    if library.has_spoken:
        library.espeak_Terminate()
        _unload(library._handle)
        _loaded.cache_clear()
        library = _loaded()
    library.has_spoken = True
    return library


def _unload(handle: int) -> None:
    import _ctypes

    if sys.platform == "win32":
        _ctypes.FreeLibrary(handle)
    else:
        _ctypes.dlclose(handle)


@cache
def _loaded() -> Any:
    """The initialized library. Call with the lock held."""
    require_library()
    from importlib import import_module

    try:
        library: Any = ctypes.CDLL(import_module(PACKAGE).get_library_path())
    except OSError as error:
        hint = "pip install --force-reinstall 'pagecast[espeak]'"
        raise EngineError(f"espeak-ng's library can't be loaded: {error}", hint=hint) from error
    library.has_spoken = False
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [
        ctypes.POINTER(ctypes.c_void_p),
        ctypes.c_int,
        ctypes.c_int,
    ]
    library.espeak_SetSynthCallback.argtypes = [_CALLBACK]
    library.espeak_Synth.argtypes = [
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_uint,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_uint,
        ctypes.c_void_p,
        ctypes.c_void_p,
    ]
    data = str(_folder() / "espeak-ng-data").encode()
    library.rate = library.espeak_Initialize(_SYNCHRONOUS, 0, data, _NO_EXIT)
    if library.rate <= 0:
        raise EngineError(
            "espeak-ng's data can't be read",
            hint="pip install --force-reinstall 'pagecast[espeak]'",
        )
    if seed := getattr(library, "espeak_ng_SetRandSeed", None):  # otherwise the time of day
        seed(ctypes.c_long(1))
    return library
