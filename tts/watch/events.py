"""Events while a show is watched, for notifications: without secrets."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tts.episode.options import Made
from tts.model import TtsError
from tts.publish.build import Published
from tts.show import library
from tts.show.watch_state import SourceRecord
from tts.watch.callbacks import Listener
from tts.watch.notifications import Notifier, without_secrets

SEVERAL = 3
"""Consecutive failures of a source before a notification: a single one is a coincidence."""


@dataclass
class TellingListener(Listener):
    """Passes on events, and sends notifications."""

    inner: Listener
    teller: Notifier

    def begun(self, sources: int) -> None:
        self.inner.begun(sources)

    def found(self, where: str, new: int, passed: int) -> None:
        self.inner.found(where, new, passed)

    def made(self, where: str, made: Made) -> None:
        self.inner.made(where, made)
        self.teller.made(made_event(self.teller.folder, where, made))

    def failed(self, where: str, item: str, error: TtsError, again: float) -> None:
        self.inner.failed(where, item, error, again)
        if not again:
            self.teller.failed(failed_event(self.teller.folder, where, error, article=item))

    def source_failed(self, where: str, record: SourceRecord) -> None:
        self.inner.source_failed(where, record)
        if record.failures == SEVERAL:
            error = TtsError(record.error, record.hint)
            self.teller.failed(failed_event(self.teller.folder, where, error))

    def source_well(self, where: str, record: SourceRecord) -> None:
        self.inner.source_well(where, record)

    def published(self, published: Published) -> None:
        self.inner.published(published)

    def trouble(self, error: TtsError) -> None:
        self.inner.trouble(error)
        self.teller.failed(failed_event(self.teller.folder, "", error))

    def looked(self) -> None:
        self.inner.looked()
        self.teller.deliver()


def made_event(folder: Path, where: str, made: Made) -> Mapping[str, Any]:
    """The event for an episode: durations in seconds, addresses if the show has one."""
    show = library.read_show(folder)
    manifest = made.episode.manifest
    base = show.settings.base_url
    folder_name = made.episode.folder.name
    return {
        "time": int(time.time()),
        "show": show.title,
        "source": without_secrets(where),
        "title": manifest.title,
        "author": manifest.author,
        "language": manifest.language,
        "number": manifest.number,
        "guid": manifest.guid,
        "duration": manifest.audio.duration / 1000,
        "bytes": manifest.audio.bytes,
        "page": f"{base}{folder_name}/" if base else "",
        "audio": f"{base}{folder_name}/{manifest.audio.file}" if base else "",
    }


def failed_event(folder: Path, where: str, error: TtsError, article: str = "") -> Mapping[str, Any]:
    """The event for an article, a source, or the show if neither is named."""
    return {
        "time": int(time.time()),
        "show": _title(folder),
        "source": without_secrets(where),
        "article": without_secrets(article),
        "error": without_secrets(error.message),
        "hint": without_secrets(error.hint),
    }


def _title(folder: Path) -> str:
    try:
        return library.read_show(folder).title
    except TtsError:  # the show.toml is what is wrong
        return folder.name
