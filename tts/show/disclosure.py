"""The sentence that tells listeners and readers that the speech is synthetic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tts.show.settings import Settings

SENTENCES = {
    "zh-Hans": "本集由合成语音朗读。",
    "zh-Hant": "本集由合成語音朗讀。",
    "en": "This episode is read by a synthetic voice.",
}
"""Language -> what is said where the show says nothing of its own; other languages have the English sentence."""


def disclosure(settings: Settings, manifest: Mapping[str, Any]) -> str:
    """The show's own sentence, else that of the episode's language.

    >>> disclosure(Settings(), {"language": "zh-TW", "voice": "zf_xiaobei"})
    '本集由合成語音朗讀。'
    >>> disclosure(Settings(disclosure="Read by {voice}, a machine."), {"language": "en", "voice": "heart"})
    'Read by heart, a machine.'
    """
    own = " ".join(settings.disclosure.split())
    if own:
        return own.replace("{voice}", str(manifest.get("voice", "")))
    return SENTENCES[_language(str(manifest.get("language", "")))]


def _language(tag: str) -> str:
    primary, *rest = tag.lower().split("-")
    if primary != "zh":
        return "en"
    return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(rest) else "zh-Hans"
