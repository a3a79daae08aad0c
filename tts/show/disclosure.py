"""The sentence that says that the speech is synthetic."""

from __future__ import annotations

from tts.locale.episode import EPISODE
from tts.show.settings import Settings


def disclosure(settings: Settings, language: str, voice: str) -> str:
    """The show's own sentence, otherwise that of the episode's language.

    >>> disclosure(Settings(), "zh-TW", "zf_xiaobei")
    '本集由合成語音朗讀。'
    >>> disclosure(Settings(disclosure="Read by {voice}, a machine."), "en", "heart")
    'Read by heart, a machine.'
    """
    own = " ".join(settings.disclosure.split())
    if own:
        return own.replace("{voice}", voice)
    return EPISODE.of(language).disclosure
