"""Notifications about articles sent to `tts serve`, as `tts watch` sends them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tts.cli.errors import complain

if TYPE_CHECKING:
    from tts.serve.queue.queue_item import Item
    from tts.watch.notifications import Notifier


def teller(show: Path) -> Callable[[Item], None] | None:
    """A function that sends notifications about an item that was made or failed; None if the user
    configured no receivers. Raises TtsError if config.toml can't be read."""
    from tts.watch import notifications

    receivers = notifications.read()
    if not receivers.on_made and not receivers.on_failed:
        return None
    others = notifications.Notifier(show, receivers, complain, time.time)
    return lambda item: _tell(others, item)


def _tell(others: Notifier, item: Item) -> None:
    from tts.model import TtsError
    from tts.watch.events import failed_event

    if item.state == "failed":
        error = TtsError(item.error, item.hint)
        event = failed_event(others.folder, item.where, error, article=item.shown)
        others.failed(event)
    for folder in item.episodes:
        _tell_made(others, item, folder)
    others.deliver()


def _tell_made(others: Notifier, item: Item, folder: str) -> None:
    from tts.episode.options import Made
    from tts.show import library
    from tts.watch.events import made_event

    episode = library.read_episode(others.folder / folder)
    if episode:
        made = Made(episode)
        event = made_event(others.folder, item.where, made)
        others.made(event)
