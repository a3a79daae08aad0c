"""What `tts make --dry-run` prints: a line for each article, then the totals."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from tts.cli.output import plural, result, say
from tts.cli.progress import chunks
from tts.locale.duration_format import clock

if TYPE_CHECKING:
    from tts.cache import Cache
    from tts.episode.estimate import CountedArticle, EngineTime, Estimate
    from tts.episode.options import Options
    from tts.episode.preview import Rehearsal
    from tts.model import Source
    from tts.show.library import Show

_EVERY = 10.0
"""Seconds between two progress lines, if articles are not reported individually."""
_MACHINES = (1, 10, 100)
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_UNITS = ((2 * _DAY, _DAY, "days"), (2 * _HOUR, _HOUR, "h"), (2 * _MINUTE, _MINUTE, "min"))
"""Minimum seconds for a unit, seconds in it, and its name."""


class Rehearsing:
    """Rehearses articles one after the other. Engines stay open, and a voice chosen once is used
    for later articles, as when they are made."""

    def __init__(self, options: Options, cache: Cache, *, quiet: bool, as_json: bool) -> None:
        from tts import audio
        from tts.engines.registry import Engines

        self._options = options
        self._cache = cache
        self._quiet = quiet
        self._as_json = as_json
        self._engines = Engines(audio)
        self._counted: list[CountedArticle] = []
        self._cast: Counter[str] = Counter()
        self._voices: dict[str, str] = {}
        self._reason = ""
        """Why the last article has its voice."""
        self._last = time.monotonic()

    def rehearsed(self, source: Source, show: Show, weight: float) -> dict[str, Any]:
        """Print what `make` would do for one article; returns it for JSON."""
        from tts.episode import casting, preview
        from tts.episode.estimate import CountedArticle

        show = replace(show, voices={**self._voices, **show.voices})
        rehearsal = preview.rehearse(
            source, show, self._options, cache=self._cache, engines=self._engines
        )
        cast, language = rehearsal.plan.cast, rehearsal.plan.article.language
        self._voices |= casting.voices_by_language(cast, language)
        self._cast[cast.main.engine.name] += 1
        self._counted.append(
            CountedArticle(
                chunks=rehearsal.chunks,
                missing=rehearsal.missing,
                audio=rehearsal.expected,
                cover=rehearsal.cover,
                unspoken=rehearsal.unspoken,
                language=language,
                weight=weight,
            )
        )
        self._tell(rehearsal, weight)
        return _article_json(source, rehearsal)

    def failed(self, weight: float) -> None:
        """Record an article that could not be read."""
        from tts.episode.estimate import CountedArticle

        self._counted.append(CountedArticle(weight=weight, failed=True))

    def _tell(self, rehearsal: Rehearsal, weight: float) -> None:
        plan = rehearsal.plan
        if not self._as_json and weight == 1:
            to_speak = chunks(rehearsal.missing, rehearsal.chunks)
            expected = clock(rehearsal.expected)
            result(f"{plan.article.title}: about {expected}, {to_speak}, {plan.cast.names}")
        if self._quiet:
            return
        if weight == 1:
            if plan.choice.reason != self._reason:
                self._reason = plan.choice.reason
                say(f"  voice: {self._reason}")
        elif time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            say(f"  {len(self._counted)} articles read")

    def totals(self, cluster: str) -> dict[str, Any]:
        """Print the totals if there are several articles; returns them for JSON. `cluster` is the
        name of the cluster that will make them."""
        from tts.episode import estimate

        if not any(not one.failed for one in self._counted):
            return {}
        machines = _machines(cluster)
        estimated = estimate.estimate_of(self._counted)
        cast = [name for name, _ in self._cast.most_common()]
        taken = estimate.times(estimated, self._engines, cast, machines, self._options.offline)
        if len(self._counted) > 1 and not self._as_json:
            _show(estimated, taken)
        return _json(estimated, taken)


def _machines(cluster: str) -> tuple[int, ...]:
    """The numbers of machines like this one to estimate for. `cluster` as in `totals`."""
    name, _, count = cluster.rpartition(":")
    if name == "local":
        return (1,)  # its workers share the cores, all of which one process uses as well
    is_class = bool(name) and "/" not in name
    workers = int(count) if is_class else 0
    return (1, workers) if workers > 1 else _MACHINES


def _article_json(source: Source, rehearsal: Rehearsal) -> dict[str, Any]:
    plan = rehearsal.plan
    return {
        "source": source.where,
        "title": plan.article.title,
        "language": plan.article.language,
        "expected": rehearsal.expected,
        "chunks": rehearsal.chunks,
        "to_speak": rehearsal.missing,
        "engine": plan.choice.engine.name,
        "voice": plan.choice.voice.id,
        "reason": plan.choice.reason,
    }


# --- what all come to -----------------------------------------------------------------------------


def _show(estimated: Estimate, taken: list[EngineTime]) -> None:
    """Print the totals, and how long speaking would take, in at most 60 columns."""
    about = "about " if estimated.is_estimate else ""
    articles = plural(estimated.articles, "article")
    failed = f", {estimated.failed:,} can't be read" if estimated.failed else ""
    result(f"\n{about}{articles}{failed}")
    counted = plural(estimated.chunks, "chunk")
    unspoken = f"{estimated.missing:,}" if estimated.missing else "none"
    result(f"  {counted}, {unspoken} to speak")
    audio = span(estimated.audio / 1000)
    mp3 = size(estimated.mp3_bytes)
    clips = size(estimated.cache_bytes)
    result(f"  {audio} of audio, {mp3} of MP3 and {clips} in the cache")
    if estimated.is_estimate:
        certainty = _certainty(estimated)
        result(f"  estimated from {estimated.read} of them, spread evenly:")
        result(f"  {certainty}")
    _show_times(taken)


def _certainty(estimated: Estimate) -> str:
    if estimated.margin is None:
        return "too few to tell how accurate it is; --sample reads more"
    return f"± {estimated.margin:.0%} in 95 of 100 cases; --sample reads more"


def _show_times(taken: list[EngineTime]) -> None:
    if not taken:
        return
    result("")
    machines = next((one.seconds for one in taken if one.seconds), {})
    heads = ["this machine"]
    heads += [f"{n} like it" for n in machines if n > 1]
    result(_row("", heads))
    for one in taken:
        columns = [span(seconds) for seconds in one.seconds.values()]
        columns = columns or ["?"] * len(heads)
        result(_row(one.engine, columns))
        result(f"    {_basis(one)}")


def _row(name: str, columns: list[str]) -> str:
    return f"  {name:<10}" + "".join(f"{column:>14}" for column in columns)


def _basis(one: EngineTime) -> str:
    if one.speed is None:
        return "speed unknown until it has spoken here"
    how = f"{one.speed.times:.1f} times real time"
    if one.speed.basis == "learnt":
        return f"{how}, measured here"
    return f"{how}, measured on another machine"


def span(seconds: float) -> str:
    """
    >>> span(40), span(5400), span(86400 * 3), span(3600 * 5)
    ('40 s', '90 min', '3 days', '5 h')
    """
    for least, unit, name in _UNITS:
        if seconds >= least:
            return f"{seconds / unit:,.0f} {name}"
    return f"{seconds:,.0f} s"


def size(count: float) -> str:
    """
    >>> size(2_300_000), size(5.18e11), size(0)
    ('2.3 MB', '518 GB', '0 MB')
    """
    for least, name in ((1e12, "TB"), (1e9, "GB"), (0.0, "MB")):
        if count >= least:
            shown = count / (least or 1e6)
            digits = 1 if 0 < shown < 10 else 0
            return f"{shown:,.{digits}f} {name}"
    raise ValueError(count)


def _json(estimated: Estimate, taken: list[EngineTime]) -> dict[str, Any]:
    return {
        "articles": estimated.articles,
        "failed": estimated.failed,
        "read": estimated.read,
        "margin": estimated.margin,
        "chunks": estimated.chunks,
        "to_speak": estimated.missing,
        "audio": round(estimated.audio),
        "mp3_bytes": estimated.mp3_bytes,
        "cache_bytes": estimated.cache_bytes,
        "engines": [_taken_json(one) for one in taken],
    }


def _taken_json(one: EngineTime) -> dict[str, Any]:
    nothing = {"times": None, "basis": None, "online": None}
    speed = asdict(one.speed) if one.speed else nothing
    seconds = {}
    for machines, taken in one.seconds.items():
        seconds[str(machines)] = round(taken, 1)
    return {**speed, "engine": one.engine, "seconds": seconds}
