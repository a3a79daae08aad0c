"""The output of `tts watch`: a line for each event, and nothing if nothing is new."""

from __future__ import annotations

import time
from pathlib import Path

from tts.cli.errors import complain
from tts.cli.output import arrow, bold, good, line, plural, result, say, styled
from tts.episode.options import Made
from tts.locale.duration_format import clock
from tts.model import TtsError
from tts.publish.build import Published
from tts.show.watch_state import SourceRecord
from tts.sources.fetch.retry_after import in_words
from tts.watch.callbacks import Listener


class Errors(Listener):
    """Reports failures, and the paths of new episodes."""

    failures = 0
    """Number of articles that could not be made."""

    def made(self, where: str, made: Made) -> None:
        result(made.episode.audio)

    def failed(self, where: str, item: str, error: TtsError, again: float) -> None:
        self.failures += 1
        complain(error)
        when = _when(again) if again else "it is not tried again"
        say(f"  {line(item)}: {when}")

    def source_failed(self, where: str, record: SourceRecord) -> None:
        what = f" {line(where)} can't be checked: {line(record.error)}"
        say(styled("failing:", fg="yellow"), what)
        say("  ", arrow(), f" {line(record.hint)}; {_when(record.next)}")

    def trouble(self, error: TtsError) -> None:
        complain(error)


class Telling(Errors):
    """Reports all events."""

    def __init__(self, folder: Path, *, once: bool) -> None:
        self._folder = folder
        self._once = once

    def begun(self, sources: int) -> None:
        if not self._once:
            said = plural(sources, "source")
            say(f"watching {said} of the show in {self._folder}; to stop: Ctrl-C")

    def found(self, where: str, new: int, passed: int) -> None:
        older = f"; {passed:,} older ones skipped" if passed else ""
        say(f"{line(where)}: {new:,} new{older}")

    def made(self, where: str, made: Made) -> None:
        manifest = made.episode.manifest
        length = clock(manifest.audio.duration)
        say(good(), " ", bold(manifest.title), f": {length}, {manifest.engine}/{manifest.voice}")
        super().made(where, made)

    def source_well(self, where: str, record: SourceRecord) -> None:
        failures = plural(record.failures, "failure")
        say(good(), f" {line(where)} answers again, after {failures}")

    def published(self, published: Published) -> None:
        counts = (
            (len(published.added), "added"),
            (len(published.updated), "updated"),
            (len(published.removed), "removed"),
        )
        changes = [f"{count:,} {kind}" for count, kind in counts if count]
        said = ", ".join(changes) or "nothing changed"
        if published.uploaded:
            said += f", sent to {published.uploaded.target}"
        say(f"  published: {line(said)}")


def _when(moment: float) -> str:
    """`again in 2 hours`"""
    return f"again in {in_words(max(0.0, moment - time.time()))}"
