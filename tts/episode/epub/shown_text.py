"""What a page shows instead of the spoken words: an announced block itself, a title given later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from tts.model import Block, Kind
from tts.show.saved_script import SavedChunk, SavedScript

_ANNOUNCED = ": it is announced"
"""How the reason of such a change ends."""


def shown_instead(script: SavedScript, title: str) -> dict[int, str]:
    """Index of a chunk -> the text that its page shows instead."""
    titles = dict(_titles(script, title))
    originals = dict(_originals(script))
    return titles | originals


def _titles(script: SavedScript, title: str) -> Iterator[tuple[int, str]]:
    """The episode's current title, if another one was spoken."""
    letters = _letters(title)
    for number, chunk in enumerate(script["chunks"]):
        if letters and chunk["kind"] == "title" and _letters(_said(chunk)) != letters:
            yield number, title


def _originals(script: SavedScript) -> Iterator[tuple[int, str]]:
    """Code, tables and formulas that are only announced."""
    waiting = []
    for change in script.get("changes", ()):
        reason = change.get("reason") or ""
        if reason.endswith(_ANNOUNCED):
            waiting.append(change.get("text") or "")
    if not waiting:
        return
    for number, chunk in enumerate(script["chunks"]):
        original = _original(chunk, waiting)
        if original:
            waiting.remove(original)
            yield number, original


def _original(chunk: SavedChunk, waiting: list[str]) -> str:
    """The first of these blocks that the chunk announces; empty for none."""
    from tts.text.block_rules import announced

    kind = cast("Kind", chunk["kind"])
    language = chunk.get("language") or ""
    said = _said(chunk)
    for text in waiting:
        announcement = announced(Block(kind, text), language)
        if announcement.strip() == said:
            return text
    return ""


def _said(chunk: SavedChunk) -> str:
    texts = [sentence["text"] for sentence in chunk["sentences"]]
    return "".join(texts)


def _letters(text: str) -> str:
    letters = filter(str.isalnum, text)
    return "".join(letters).casefold()
