"""The result of checking an episode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tts.show import saved_script
from tts.show.saved_script import SavedScript
from tts.storage.parsing import parsed_json

if TYPE_CHECKING:
    from tts.check.whisper import Score
    from tts.show.library import Episode

Script = SavedScript


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong."""

    what: str
    at: int | None = None
    """Milliseconds into the episode, if it has a position."""
    text: str = ""
    """The sentence concerned."""
    hint: str = ""
    chunk: int | None = None
    """Index in the script of a chunk that may improve when spoken again."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A transcribed chunk."""

    chunk: int
    """Index in the script."""
    at: int
    """Milliseconds into the episode."""
    text: str
    score: Score


@dataclass(frozen=True, slots=True)
class Repaired:
    """A chunk that was spoken again."""

    chunk: int
    text: str
    before: Score
    after: Score
    how: str
    """The way that was understood best; empty if none was better than the original."""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of checking an episode."""

    folder: Path
    number: int
    title: str
    problems: tuple[Problem, ...] = ()
    duration: int = 0
    """Number of milliseconds decoded."""
    notes: tuple[str, ...] = ()
    """Notes that are not problems."""
    heard: tuple[Heard, ...] = ()
    repaired: tuple[Repaired, ...] = ()
    script: Script | None = None
    """None if it can't be read."""

    @property
    def wrong(self) -> float:
        """The share of everything transcribed that was not understood."""
        return sum(h.score.wrong for h in self.heard) / max(
            1, sum(h.score.total for h in self.heard)
        )


@dataclass(frozen=True, slots=True)
class TimedSentence:
    """A sentence of the script with its times, milliseconds into the episode."""

    start: int
    end: int
    text: str
    chunk: int


def script_of(episode: Episode) -> SavedScript:
    """The saved script. Raises OSError or ValueError if it can't be read."""
    path = episode.folder / "script.json"
    try:
        script = saved_script.read(parsed_json(path.read_text(encoding="utf-8")))
    except OSError as e:
        raise ValueError(e.strerror) from e
    if script is None:
        raise ValueError("it is damaged or from another version of Pagecast")
    return script


def sentences(script: Script) -> Iterator[TimedSentence]:
    for at, chunk in enumerate(script["chunks"]):
        for sentence in chunk["sentences"]:
            yield TimedSentence(
                int(sentence["start"]), int(sentence["end"]), str(sentence["text"]), at
            )
