"""The player's keys as listed on its pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tts.locale.pages import PAGES
from tts.locale.player import PLAYER


@dataclass(frozen=True, slots=True)
class Key:
    """One or two keys, and what they do."""

    names: tuple[str, ...]
    """As printed on a keyboard."""
    does: str


@cache
def listed(language: str) -> tuple[Key, ...]:
    """All keys, the most useful first. Their functions are in player/source/acts.js."""
    w, say = PAGES.of(language), PLAYER.of(language)
    return (
        Key((w.space, "k"), f"{say.play} / {say.pause}"),
        Key(("←", "→"), w.keys_step),
        Key(("j", "l"), f"{say.rewind} / {say.forward}"),
        Key(("[", "]"), f"{say.sentence_back} / {say.sentence_on}"),
        Key(("{", "}"), f"{say.paragraph_back} / {say.paragraph_on}"),
        Key(("<", ">"), say.speed),
        Key(("c",), say.chapters),
        Key(("?",), say.more),
    )
