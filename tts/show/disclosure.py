"""The sentence that tells listeners and readers that the speech is synthetic."""

from __future__ import annotations

from tts.show.settings import Settings

SENTENCES = {
    "zh-Hans": "本集由合成语音朗读。",
    "zh-Hant": "本集由合成語音朗讀。",
    "en": "This episode is read by a synthetic voice.",
}
"""Language -> what is said where the show says nothing of its own; other languages have the English sentence."""


def disclosure(settings: Settings, language: str, voice: str) -> str:
    """The show's own sentence, else that of the episode's language.

    >>> disclosure(Settings(), "zh-TW", "zf_xiaobei")
    '本集由合成語音朗讀。'
    >>> disclosure(Settings(disclosure="Read by {voice}, a machine."), "en", "heart")
    'Read by heart, a machine.'
    """
    own = " ".join(settings.disclosure.split())
    if own:
        return own.replace("{voice}", voice)
    return SENTENCES[_language(language)]


def _language(tag: str) -> str:
    primary, *rest = tag.lower().split("-")
    if primary != "zh":
        return "en"
    return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(rest) else "zh-Hans"
