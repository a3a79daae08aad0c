"""The online service's voices: the last list fetched, and a table of well-known ones for the first
run."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tts.engines.data_rows import data_rows
from tts.engines.edge.voice_health import HEALTH
from tts.locale.language_tags import base_of, spoken_of
from tts.model import Voice, VoiceIll, VoiceWithdrawn
from tts.storage.cache_folder import cache_folder
from tts.storage.parsing import parsed_json
from tts.storage.paths import write_cached

WEEK = 7 * 24 * 3600

_log = logging.getLogger(__name__)

_KNOWN = tuple(data_rows("engines/data/edge-voices.txt"))


def _known() -> list[Voice]:
    voices = []
    for locale, *names in _KNOWN:
        gender = "female"
        for name in names:
            if name == "/":
                gender = "male"
            else:
                voices.append(_voice(_id(locale, name), locale, gender))
    return voices


def _id(locale: str, name: str) -> str:
    return f"{locale}-{name}Neural"


def _voice(id: str, locale: str, gender: str) -> Voice:
    name = id.rpartition("-")[2].removesuffix("Neural")
    spaced = name.replace("Multilingual", " Multilingual").strip()
    return Voice(id, "edge", locale, spaced, gender.lower(), default=id == DEFAULTS.get(locale))


DEFAULTS = {locale: _id(locale, names[0]) for locale, *names in _KNOWN}
"""Locale -> the default voice."""

KNOWN: tuple[Voice, ...] = tuple(_known())
"""Voices that the service has had for years, for a first run without a network."""


def from_listing(listing: Iterable[dict[str, Any]]) -> tuple[Voice, ...]:
    """Parse the service's list. Raises KeyError, TypeError or AttributeError if its format
    differs."""
    voices = [_voice(v["ShortName"], v["Locale"], v["Gender"]) for v in listing]
    chosen = {v.language for v in voices if v.default}
    made = []
    for voice in sorted(voices, key=lambda v: v.id):
        if voice.language not in chosen:  # a locale without a default of ours: its first voice
            chosen.add(voice.language)
            made.append(replace(voice, default=True))
        else:
            made.append(voice)
    return tuple(made)


# --- what was fetched before ----------------------------------------------------------------------


def nearest(voice: Voice, voices: Sequence[Voice]) -> Voice | None:
    """The most similar other voice of the same language, by gender, then by locale; None if there
    is none.

    Hong Kong's voices speak Cantonese, which sounds like another language, so they replace each
    other first.
    """
    spoken = spoken_of(voice.language)
    base = base_of(voice.language)
    others = (other for other in voices if other.id != voice.id)
    alike = [other for other in others if base_of(other.language) == base]

    def distance(v: Voice) -> tuple[bool, ...]:
        strange = spoken_of(v.language) != spoken
        other_kind = ("Multilingual" in v.id) != ("Multilingual" in voice.id)
        home = v.language in _HOMES
        return (
            strange,
            v.gender != voice.gender,
            v.language != voice.language,
            not home,
            other_kind,
            not v.default,
        )

    return min(alike, key=distance, default=None)


def unavailable(voice: Voice, voices: Sequence[Voice]) -> VoiceWithdrawn:
    """The error for a voice that is ill or missing from the service's list, with the most similar
    one."""
    ill = HEALTH.ill(voice.id)
    if ill:
        kind: type[VoiceWithdrawn] = VoiceIll
        gives_nothing = "does not answer, while other voices of the online service do"
        message = f"the voice {voice.id} {gives_nothing} ({ill.reason})"
    else:
        kind = VoiceWithdrawn
        known = "no longer has the voice" if voice.gender else "has no voice"
        message = f"the online service {known} {voice.id}"
    hint = "see tts voices"
    near = nearest(voice, voices)
    if near:
        about = ", ".join(filter(None, (near.gender, near.language)))
        message += f"; the nearest is {near.id} ({about})"
        hint = f"use --voice {near.id}, or --fallback, which chooses it automatically"
    error = kind(message, hint=hint)
    error.voice, error.near = voice.id, near
    return error


_HOMES = {"zh-CN", "en-US", "es-ES", "fr-FR", "de-DE", "pt-BR", "ar-EG"}
"""Locales in which a replacement is looked for first."""


def withdrawn(id: str) -> Voice | None:
    """What is known about a voice that the service no longer has, or that is ill: from an older
    list, otherwise from its name.

    None if the name does not look like one of the service.

    >>> withdrawn("zh-CN-XiaomengNeural").language, withdrawn("alloy")
    ('zh-CN', None)
    """
    if ill := HEALTH.ill(id):
        return ill.voice
    folded = id.casefold()
    for known in (*_gone()[::-1], *KNOWN[::-1]):
        if known.id.casefold() == folded:
            return known
    named = re.fullmatch(r"(?P<locale>[a-z]{2,3}-[A-Za-z]{2,}(-[a-z]+)?)-\w+Neural", id)
    if not named:
        return None
    return _voice(id, named["locale"], "")


def without_ill(voices: Sequence[Voice]) -> Sequence[Voice]:
    """The voices that are not ill."""
    return tuple(voice for voice in voices if not HEALTH.is_ill(voice.id))


def cache_path() -> Path:
    return cache_folder() / "edge-voices.json"


def load_listing() -> tuple[tuple[Voice, ...], float]:
    """The saved list and its age in seconds; empty and infinite if there is no readable one."""
    try:
        kept = parsed_json(cache_path().read_text(encoding="utf-8"))
        return from_listing(kept["voices"]), time.time() - kept["fetched"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return (), float("inf")


_KEPT = ("ShortName", "Locale", "Gender")


def _gone() -> tuple[Voice, ...]:
    """Voices of older lists that were missing from the last one."""
    try:
        kept = parsed_json(cache_path().read_text(encoding="utf-8")).get("gone", ())
        return tuple(_voice(v["ShortName"], v["Locale"], v["Gender"]) for v in kept)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()


def save_listing(listing: Sequence[dict[str, Any]]) -> None:
    """Write the list atomically; if the cache can't be written, that is only logged."""
    slim = [{key: voice[key] for key in _KEPT} for voice in listing]
    there = {voice["ShortName"] for voice in slim}
    last_kept, _ = load_listing()
    past = {}
    for voice in (*last_kept, *_gone()):
        if voice.id not in there:
            past[voice.id] = {
                "ShortName": voice.id,
                "Locale": voice.language,
                "Gender": voice.gender,
            }
    kept = {"fetched": int(time.time()), "voices": slim, "gone": list(past.values())}
    content = json.dumps(kept).encode()
    try:
        write_cached(cache_path(), lambda f: f.write(content))
    except OSError as error:
        _log.info("the list of voices was not saved: %s", error)
