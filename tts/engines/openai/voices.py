"""Voices of servers with OpenAI's interface: a table of OpenAI's own, and the lists of other
servers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tts.model import Voice
from tts.storage.cache_folder import cache_folder
from tts.storage.parsing import parsed_json
from tts.storage.paths import write_cached

KNOWN = {
    "alloy": "female",
    "ash": "male",
    "ballad": "male",
    "coral": "female",
    "echo": "male",
    "fable": "male",
    "nova": "female",
    "onyx": "male",
    "sage": "female",
    "shimmer": "female",
    "verse": "male",
    "marin": "female",
    "cedar": "male",
}
"""OpenAI's built-in voices, with their gender by ear. Most servers also accept the older of these
names."""
LATE = {"ballad", "verse", "marin", "cedar"}
"""Voices missing from the models tts-1 and tts-1-hd."""
DEFAULT = "alloy"

_KOKORO = re.compile("([abefhijpz])([fm])_[a-z0-9_]+")
_LANGUAGES = {
    "a": "en-US",
    "b": "en-GB",
    "e": "es-ES",
    "f": "fr-FR",
    "h": "hi-IN",
    "i": "it-IT",
    "j": "ja-JP",
    "p": "pt-BR",
    "z": "zh-CN",
}
_FIRST = {
    "af_heart",
    "bf_emma",
    "zf_xiaoxiao",
    "jf_alpha",
    "hf_alpha",
    "ef_dora",
    "ff_siwis",
    "if_sara",
    "pf_dora",
}
"""Kokoro's best voice for each language, as graded by its authors."""


def voices_of_model(model: str, *, offline: bool = False) -> tuple[Voice, ...]:
    """OpenAI's voices for a model."""
    older = model.startswith("tts-1")
    names = [name for name in KNOWN if not (older and name in LATE)]
    return tuple(voice(model, name, default=name == DEFAULT, offline=offline) for name in names)


def voice(model: str, name: str, *, default: bool = False, offline: bool = False) -> Voice:
    """A voice by name; names in Kokoro's style also give the language and gender.

    >>> voice("kokoro", "zm_yunxi").language, voice("tts-1", "alloy").language
    ('zh-CN', 'mul')
    """
    said = _KOKORO.match(name)
    language = _LANGUAGES[said[1]] if said else "mul"
    gender = {"f": "female", "m": "male"}[said[2]] if said else KNOWN.get(name, "")
    return Voice(
        f"{model}:{name}", "openai", language, name, gender, offline, default or name in _FIRST
    )


def from_listing(listing: object, model: str, *, offline: bool = False) -> tuple[Voice, ...]:
    """The voices in an answer of `/v1/audio/voices`, in any of the formats that servers use; empty
    for other formats.

    >>> [v.name for v in from_listing({"voices": ["af_sky", {"id": "nova"}]}, "kokoro")]
    ['af_sky', 'nova']
    """
    names = list(dict.fromkeys(_names(listing)))
    first = ""
    if names and _FIRST.isdisjoint(names):
        first = DEFAULT if DEFAULT in names else names[0]
    found = []
    for name in names:
        is_first = name == first
        found.append(voice(model, name, default=is_first, offline=offline))
    return tuple(found)


def _names(listing: object) -> Iterator[str]:
    if isinstance(listing, Mapping):
        listing = next((listing[key] for key in ("voices", "data") if key in listing), ())
    for each in listing if isinstance(listing, Iterable) and not isinstance(listing, str) else ():
        name = each
        if isinstance(each, Mapping):
            name = next(
                (each[key] for key in ("id", "voice_id", "name", "voice") if each.get(key)), ""
            )
        if isinstance(name, str) and name.strip().isprintable() and name.strip():
            yield name.strip()


def model_of(listing: object) -> str:
    """The model in an answer of `/v1/models`: the first whose name indicates speech, or the only
    one; otherwise empty.

    >>> model_of({"data": [{"id": "llama-3"}, {"id": "kokoro"}]})
    'kokoro'
    >>> model_of({"data": [{"id": "some"}]})
    'some'
    """
    ids = list(_names(listing))
    speaking = [
        i
        for i in ids
        if re.search(r"tts|kokoro|speech|voice|piper|bark|parler|orpheus", i, re.IGNORECASE)
    ]
    return (speaking or (ids if len(ids) == 1 else [""]))[0]


# --- what is known of a server --------------------------------------------------------------------


class VoiceCache:
    """What was learned about a server, in the cache folder: its list of voices and their loudness.
    May be deleted."""

    def __init__(self, tag: str) -> None:
        self._path = cache_folder() / f"openai-{tag}.json"

    def get(self, name: str) -> Any:
        return self._all().get(name)

    def put(self, name: str, value: object) -> None:
        """Save a value; a cache that can't be written is ignored."""
        content = json.dumps({**self._all(), name: value}, ensure_ascii=False).encode()
        try:
            write_cached(self._path, lambda f: f.write(content))
        except OSError:
            return

    def _all(self) -> dict[str, Any]:
        try:
            kept = parsed_json(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}
