"""The online service's voices: its list, as it was last had, and a table of well-known ones for the first run."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tts.folders import cache_folder, write_whole
from tts.model import Voice

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


DEFAULTS = {line.split()[0]: f"{line.split()[0]}-{line.split()[1]}Neural" for line in _KNOWN.strip().splitlines()}
"""Locale -> the voice taken when none is named."""

KNOWN: tuple[Voice, ...] = tuple(_known())
"""What the service has had for years, for the first run without a network."""


def from_listing(listing: Iterable[dict[str, Any]]) -> tuple[Voice, ...]:
    """The service's own list. Raises KeyError, TypeError or AttributeError when it is not of that form."""
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


# --- what was fetched before --------------------------------------------------------------------------------


def cache_path() -> Path:
    return cache_folder() / "edge-voices.json"


def load() -> tuple[tuple[Voice, ...], float]:
    """The list kept and its age in seconds; nothing and infinity where there is none that can be read."""
    try:
        kept = json.loads(cache_path().read_text(encoding="utf-8"))
        return from_listing(kept["voices"]), time.time() - kept["fetched"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return (), float("inf")


def keep(listing: Sequence[dict[str, Any]]) -> None:
    """Write the list whole or not at all; a cache that can't be written is no reason to fail."""
    slim = [{key: voice[key] for key in ("ShortName", "Locale", "Gender")} for voice in listing]
    content = json.dumps({"fetched": int(time.time()), "voices": slim}).encode()
    try:
        write_whole(cache_path(), lambda f: f.write(content))
    except OSError as error:
        _log.info("the list of voices was not kept: %s", error)
