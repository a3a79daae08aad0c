"""Estimates an archive: its articles, chunks, hours and bytes, and how long engines take.

From articles that were read (`preview.rehearse`), each of which may stand for others
(`sampling`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from tts.locale.language_tags import same_language
from tts.model import EngineError

if TYPE_CHECKING:
    from tts.engines.engine_speeds import Speed
    from tts.engines.registry import Engines

_NORMAL: Final = 1.96
"""Standard errors on either side within which 95 of 100 samples are."""
_SPEECH_BYTES: Final = 6000
"""A second, of an episode's MP3."""
_CLIP_BYTES: Final = 6300
"""A second, of clips in the cache: with what is known of each."""


@dataclass(frozen=True, slots=True)
class CountedArticle:
    """One article that was read; with a `weight`, for others that were not."""

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


@dataclass(frozen=True, slots=True)
class Estimate:
    """Of all articles. Where not each of them was read, all but `read` are estimates."""

    articles: int
    """That would be episodes."""
    failed: int
    read: int
    """Articles that were read for this, with those that failed."""
    chunks: int
    missing: int
    """Chunks to speak."""
    audio: float
    """Milliseconds."""
    unspoken: float
    """Milliseconds."""
    margin: float | None
    """Share of the hours by which they may be off, with 95 % confidence; 0 where every article was
    read, None where too few were."""
    language: str
    """That most of it is in."""

    @property
    def is_estimate(self) -> bool:
        """Not every article was read."""
        return self.margin != 0

    @property
    def mp3_bytes(self) -> int:
        """Of the episodes."""
        return round(self.audio / 1000 * _SPEECH_BYTES)

    @property
    def cache_bytes(self) -> int:
        """That the cache grows by."""
        return round(self.unspoken / 1000 * _CLIP_BYTES)


def estimate_of(counted: Sequence[CountedArticle]) -> Estimate:
    """What articles come to, together with those for which they stand."""
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
        unspoken=sum(one.weight * one.unspoken for one in made),
        margin=_margin(lengths),
        language=language,
    )


def _margin(drawn: Sequence[tuple[float, float]]) -> float | None:
    """Of the sum of what was drawn, by weight and value: as if each had been drawn by itself, which
    says too much rather than too little where lists are of one kind."""
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
    """None where nothing is known of it."""
    seconds: dict[int, float]
    """On so many machines like this one. Empty where nothing is known."""


def time_of(estimate: Estimate, speed: Speed, machines: int) -> float:
    """Seconds that it takes to make all episodes on so many machines like this one.

    They share the speaking, where no service speaks, and the reading; one of them writes the show.
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
    """How long each engine at hand takes that speaks the language; those that are `cast` go first,
    and are told where nothing is known of them, too."""
    from tts.engines.registry import names

    chosen = [name for name in dict.fromkeys(cast) if engines.open(name).audible]
    found = []
    for name in dict.fromkeys([*chosen, *names()]):
        speed = _speed(name, engines, estimate.language, offline)
        seconds = {n: time_of(estimate, speed, n) for n in machines} if speed else {}
        if speed or name in chosen:
            found.append(EngineTime(name, speed, seconds))
    return found


def _speed(name: str, engines: Engines, language: str, offline: bool) -> Speed | None:
    """None where an engine is not at hand, does not speak the language, or nothing is known of
    it."""
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
