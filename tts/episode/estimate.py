"""Estimates an archive: its articles, chunks, hours and bytes, and how long engines take.

Based on articles that were read (`preview.rehearse`), each of which may represent others
(`sampling`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from tts.locale.language_tags import same_language
from tts.model import EngineError

if TYPE_CHECKING:
    from tts.engines.engine_speeds import Speed
    from tts.engines.registry import Engines

_NORMAL: Final = 1.96
"""Standard errors on either side that cover 95 of 100 samples."""
_SPEECH_BYTES: Final = 6000
"""Bytes per second of an episode's MP3, without its picture."""
_CLIP_BYTES: Final = 6300
"""Bytes per second of clips in the cache, including their info."""


@dataclass(frozen=True, slots=True)
class CountedArticle:
    """An article that was read; its `weight` counts those that it represents."""

    chunks: int = 0
    missing: int = 0
    """Chunks to speak."""
    audio: float = 0.0
    """Milliseconds of the episode."""
    unspoken: float = 0.0
    """Milliseconds of the chunks to speak."""
    language: str = ""
    weight: float = 1.0
    failed: bool = False
    cover: float = 0.0
    """Bytes of the picture in its MP3."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Totals of all articles. If not all of them were read, everything except `read` is
    estimated."""

    articles: int
    """Number of articles that would become episodes."""
    failed: int
    read: int
    """Articles that were read, including those that failed."""
    chunks: int
    missing: int
    """Chunks to speak."""
    audio: float
    """Milliseconds."""
    covers: float
    """Bytes of the pictures in the MP3s."""
    unspoken: float
    """Milliseconds."""
    margin: float | None
    """Relative error of the hours, with 95 % confidence; 0 if every article was read, None if too
    few were."""
    language: str
    """The language of most articles."""

    @property
    def is_estimate(self) -> bool:
        """Not every article was read."""
        return self.margin != 0

    @property
    def mp3_bytes(self) -> int:
        """Total size of the episodes."""
        return round(self.audio / 1000 * _SPEECH_BYTES + self.covers)

    @property
    def cache_bytes(self) -> int:
        """Growth of the cache."""
        return round(self.unspoken / 1000 * _CLIP_BYTES)


def estimate_of(counted: Sequence[CountedArticle]) -> Estimate:
    """The totals of the articles and of those that they represent."""
    made = [one for one in counted if not one.failed]
    failed = [one for one in counted if one.failed]
    lengths = [(one.weight, one.audio) for one in counted]
    languages: Counter[str] = Counter()
    for one in made:
        languages[one.language] += round(one.weight * one.audio)
    language, _ = max(languages.items(), key=itemgetter(1), default=("", 0))
    return Estimate(
        articles=round(sum(one.weight for one in made)),
        failed=round(sum(one.weight for one in failed)),
        read=len(counted),
        chunks=round(sum(one.weight * one.chunks for one in made)),
        missing=round(sum(one.weight * one.missing for one in made)),
        audio=sum(one.weight * one.audio for one in made),
        covers=sum(one.weight * one.cover for one in made),
        unspoken=sum(one.weight * one.unspoken for one in made),
        margin=_margin(lengths),
        language=language,
    )


def _margin(drawn: Sequence[tuple[float, float]]) -> float | None:
    """The relative error of the sum of a sample, given as weights and values. Treats each as drawn
    independently, which overestimates the error for uniform lists."""
    whole = sum(weight for weight, _ in drawn)
    total = sum(weight * value for weight, value in drawn)
    count = len(drawn)
    if round(whole) == count:
        return 0.0
    if count < 2 or not total:
        return None
    squares = sum((weight * value - total / count) ** 2 for weight, value in drawn)
    variance = count / (count - 1) * squares * (1 - count / whole)
    return _NORMAL * math.sqrt(variance) / total


# --- how long it takes ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EngineTime:
    """How long one engine takes."""

    engine: str
    speed: Speed | None
    """None if unknown."""
    seconds: dict[int, float]
    """Number of machines like this one -> seconds. Empty if unknown."""


def time_of(estimate: Estimate, speed: Speed, machines: int) -> float:
    """Seconds to make all episodes on that many machines like this one.

    They share the reading, and the speaking unless a service speaks; one of them writes the show.
    """
    from tts.engines.engine_speeds import seconds_an_article
    from tts.parallel import cores

    perform, commit = seconds_an_article()
    speech = estimate.unspoken / 1000 / speed.times
    reading = estimate.articles * perform / cores()
    writing = estimate.articles * commit
    shared = reading / machines + (speech if speed.online else speech / machines)
    return max(shared, writing) if machines > 1 else shared + writing / cores()


def times(
    estimate: Estimate,
    engines: Engines,
    cast: Iterable[str],
    machines: Sequence[int],
    offline: bool,
) -> list[EngineTime]:
    """How long each available engine that speaks the language takes; those in `cast` come first,
    and are listed even if their speed is unknown.

    What is missing in the cache was counted for those in `cast`; any other engine has to speak
    everything.
    """
    from tts.engines.registry import names

    chosen = [name for name in dict.fromkeys(cast) if engines.open(name).audible]
    everything = replace(estimate, unspoken=estimate.audio)
    found = []
    for name in dict.fromkeys([*chosen, *names()]):
        speed = _speed(name, engines, estimate.language, offline)
        spoken = estimate if name in chosen else everything
        seconds = {n: time_of(spoken, speed, n) for n in machines} if speed else {}
        if speed or name in chosen:
            found.append(EngineTime(name, speed, seconds))
    return found


def _speed(name: str, engines: Engines, language: str, offline: bool) -> Speed | None:
    """None if an engine is unavailable, does not speak the language, or its speed is unknown."""
    from tts.engines.engine_speeds import speed_of

    if speed_of(name, online=True) is None:
        return None
    with suppress(EngineError):
        engine = engines.open(name)
        able = [
            v for v in engine.voices() if v.language == "mul" or same_language(v.language, language)
        ]
        online = bool(able) and not any(voice.offline for voice in able)
        if engine.audible and able and not (offline and online):
            return speed_of(name, online=online)
    return None
