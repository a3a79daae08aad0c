"""The online service's voices: its list, as it was last had, and a table of well-known ones for the
first run."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tts.engines.edge.health import HEALTH
from tts.locale.tags import base_of, spoken_of
from tts.model import Voice, VoiceIll, VoiceWithdrawn
from tts.storage.cache_folder import cache_folder
from tts.storage.names import write_cached
from tts.storage.parsing import parsed_json

WEEK = 7 * 24 * 3600

_log = logging.getLogger(__name__)

# One line a locale: names of women, then of men, the locale's default first.
_KNOWN = """
zh-CN  Xiaoxiao Xiaoyi            / Yunyang Yunxi Yunjian Yunxia
zh-TW  HsiaoChen HsiaoYu          / YunJhe
zh-HK  HiuMaan HiuGaai            / WanLung
en-US  EmmaMultilingual AvaMultilingual Emma Ava Aria Jenny / AndrewMultilingual BrianMultilingual Andrew Guy
en-GB  Sonia Libby                / Ryan Thomas
en-AU  Natasha                    / WilliamMultilingual
en-CA  Clara                      / Liam
en-IN  Neerja                     / Prabhat
ar-EG  Salma                      / Shakir
cs-CZ  Vlasta                     / Antonin
da-DK  Christel                   / Jeppe
de-DE  Katja SeraphinaMultilingual / Conrad FlorianMultilingual
el-GR  Athina                     / Nestoras
es-ES  Elvira                     / Alvaro
es-MX  Dalia                      / Jorge
fi-FI  Noora                      / Harri
fr-FR  Denise VivienneMultilingual / Henri RemyMultilingual
he-IL  Hila                       / Avri
hi-IN  Swara                      / Madhur
hu-HU  Noemi                      / Tamas
id-ID  Gadis                      / Ardi
it-IT  Elsa Isabella              / Diego
ja-JP  Nanami                     / Keita
ko-KR  SunHi                      / InJoon
ms-MY  Yasmin                     / Osman
nb-NO  Pernille                   / Finn
nl-NL  Colette                    / Maarten
pl-PL  Zofia                      / Marek
pt-BR  Francisca                  / Antonio
pt-PT  Raquel                     / Duarte
ro-RO  Alina                      / Emil
ru-RU  Svetlana                   / Dmitry
sv-SE  Sofie                      / Mattias
th-TH  Premwadee                  / Niwat
tr-TR  Emel                       / Ahmet
uk-UA  Polina                     / Ostap
vi-VN  HoaiMy                     / NamMinh
"""


def _known() -> list[Voice]:
    voices = []
    for line in _KNOWN.strip().splitlines():
        locale, _, names = line.partition(" ")
        women, _, men = names.partition("/")
        named = [(n, "female") for n in women.split()] + [(n, "male") for n in men.split()]
        voices += [_voice(f"{locale}-{name}Neural", locale, gender) for name, gender in named]
    return voices


def _voice(id: str, locale: str, gender: str) -> Voice:
    name = id.rpartition("-")[2].removesuffix("Neural")
    spaced = name.replace("Multilingual", " Multilingual").strip()
    return Voice(id, "edge", locale, spaced, gender.lower(), default=id == DEFAULTS.get(locale))


DEFAULTS = {
    line.split()[0]: f"{line.split()[0]}-{line.split()[1]}Neural"
    for line in _KNOWN.strip().splitlines()
}
"""Locale -> the voice taken when none is named."""

KNOWN: tuple[Voice, ...] = tuple(_known())
"""What the service has had for years, for the first run without a network."""


def from_listing(listing: Iterable[dict[str, Any]]) -> tuple[Voice, ...]:
    """The service's own list. Raises KeyError, TypeError or AttributeError when it is not of that
    form."""
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
    """Of the same language the one that comes nearest: its gender first, then its locale; None
    where there is none.

    Hong Kong's voices speak Cantonese, which is another language to the ear: they stand in for each
    other first.
    """
    spoken = spoken_of(voice.language)
    alike = [
        v for v in voices if base_of(v.language) == base_of(voice.language) and v.id != voice.id
    ]

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
    """The error for a voice that is not in the service's list, or is ill, with the one that comes
    nearest."""
    near = nearest(voice, voices)
    about = f"{near.id} ({', '.join(filter(None, (near.gender, near.language)))})" if near else ""
    ill = HEALTH.ill(voice.id)
    kind = VoiceIll if ill else VoiceWithdrawn
    known = "no longer has the voice" if voice.gender else "has no voice"
    said = f"the online service {known} {voice.id}"
    if ill:
        said = f"the voice {voice.id} gives nothing while others of the online service answer ({ill.reason})"
    error = kind(
        f"{said}; the nearest is {about}" if near else said,
        hint=f"--voice {near.id}, or --fallback, which takes it unasked"
        if near
        else "see tts voices",
    )
    error.voice, error.near = voice.id, near
    return error


_HOMES = {"zh-CN", "en-US", "es-ES", "fr-FR", "de-DE", "pt-BR", "ar-EG"}
"""Where a voice of another locale than the one that is gone is looked for first."""


def withdrawn(id: str) -> Voice | None:
    """What is known of a voice that the service has no more, or that is ill: by an older list, else by its name.

    None where the name is none of the service's.

    >>> withdrawn("zh-CN-XiaomengNeural").language, withdrawn("alloy")
    ('zh-CN', None)
    """
    if ill := HEALTH.ill(id):
        return ill.voice
    older = {v.id.casefold(): v for v in (*KNOWN, *_gone())}
    if found := older.get(id.casefold()):
        return found
    named = re.fullmatch(r"(?P<locale>[a-z]{2,3}-[A-Za-z]{2,}(-[a-z]+)?)-\w+Neural", id)
    return _voice(id, named["locale"], "") if named else None


def well(voices: Sequence[Voice]) -> Sequence[Voice]:
    """Those that are not ill."""
    return tuple(voice for voice in voices if not HEALTH.is_ill(voice.id))


def cache_path() -> Path:
    return cache_folder() / "edge-voices.json"


def load() -> tuple[tuple[Voice, ...], float]:
    """The list kept and its age in seconds; nothing and infinity where there is none that can be
    read."""
    try:
        kept = parsed_json(cache_path().read_text(encoding="utf-8"))
        return from_listing(kept["voices"]), time.time() - kept["fetched"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return (), float("inf")


_KEPT = ("ShortName", "Locale", "Gender")


def _gone() -> tuple[Voice, ...]:
    """Voices of older lists that the last one had no more."""
    try:
        kept = parsed_json(cache_path().read_text(encoding="utf-8")).get("gone", ())
        return tuple(_voice(v["ShortName"], v["Locale"], v["Gender"]) for v in kept)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()


def keep(listing: Sequence[dict[str, Any]]) -> None:
    """Write the list whole or not at all; a cache that can't be written is no reason to fail."""
    slim = [{key: voice[key] for key in _KEPT} for voice in listing]
    there = {voice["ShortName"] for voice in slim}
    past = {v.id: v for v in (*load()[0], *_gone()) if v.id not in there}
    gone = [dict(zip(_KEPT, (v.id, v.language, v.gender), strict=True)) for v in past.values()]
    content = json.dumps({"fetched": int(time.time()), "voices": slim, "gone": gone}).encode()
    try:
        write_cached(cache_path(), lambda f: f.write(content))
    except OSError as error:
        _log.info("the list of voices was not kept: %s", error)
