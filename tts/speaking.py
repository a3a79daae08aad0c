"""The chunks of a plan, spoken: those that the cache lacks, several at once, each kept as soon as it comes."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from tts.model import (
    Chunk,
    ClipInfo,
    Engine,
    EngineError,
    EpisodeFailed,
    LibraryError,
    TryAgain,
    TtsError,
    VoiceWithdrawn,
)
from tts.parallel import Run

if TYPE_CHECKING:
    from tts.assembly import Plan
    from tts.cache import Cache
    from tts.studio import Listener, Options

_GIVE_UP = 3
"""Chunks that fail in a row, each after all its tries, before the rest is not tried: the service is gone."""


def speak_missing(
    plan: Plan, cache: Cache, options: Options, listener: Listener, run: Run
) -> tuple[dict[str, ClipInfo], int]:
    """What is known of every clip, by cache key, and how many had to be spoken. Each is stored as it comes."""
    from tts.engines.verify import shortened, speak

    chunks = {plan.key(chunk): chunk for chunk in plan.script.chunks}
    clips = {k: clip.info for k in chunks if (clip := cache.get(k))}
    missing = [k for k in chunks if k not in clips]
    listener.planned(plan, len(missing), len(plan.script.chunks))
    stop = threading.Event()

    def spoken(k: str) -> ClipInfo:
        speaker = plan.cast.speaker(chunks[k].language)
        try:
            clip = speak(speaker.engine, chunks[k], speaker.voice, stop=stop)
        except TtsError:
            raise
        except Exception as e:  # an engine may be anybody's: its fault costs this chunk, and is told
            failed = f"{speaker.engine.name} failed with {type(e).__name__}: {e}"
            raise EngineError(f"{shortened(chunks[k].text)}: {failed}") from e
        cache.put(k, clip)
        return clip.info

    failures: dict[str, TtsError] = {}
    try:
        for engine, keys in _by_engine(plan, chunks, missing, listener.in_order):
            for k, result in _until_it_is_gone(run(spoken, keys, options.jobs or engine.workers)):
                if isinstance(result, LibraryError | VoiceWithdrawn):
                    raise result
                if isinstance(result, TtsError):
                    failures[k] = result
                else:
                    clips[k] = result
                    listener.spoken(chunks[k], result)
    finally:
        stop.set()
        if len(clips) < len(chunks):
            _close(plan)
    if failures:
        raise _failed(plan, [failures[k] for k in chunks if k in failures], len(chunks) - len(clips))
    return {k: clips[k] for k in chunks}, len(missing)


def _by_engine(
    plan: Plan, chunks: Mapping[str, Chunk], missing: list[str], in_order: bool
) -> Iterator[tuple[Engine, list[str]]]:
    """The keys of the chunks that each engine speaks: engines differ in how many calls at once serve them."""
    engines = {k: plan.cast.speaker(chunks[k].language).engine for k in missing}
    names = list(dict.fromkeys(engine.name for engine in engines.values()))
    keys = missing if in_order else sorted(missing, key=lambda k: names.index(engines[k].name))
    for _, group in groupby(keys, key=lambda k: engines[k].name):
        together = list(group)
        yield engines[together[0]], together


def _until_it_is_gone(results: Iterable[tuple[str, ClipInfo | TtsError]]) -> Iterator[tuple[str, ClipInfo | TtsError]]:
    """Results until so many chunks in a row fail, each after all its tries, that the service must be gone."""
    in_a_row = 0
    for k, result in results:
        yield k, result
        if not isinstance(result, TtsError):
            in_a_row = 0
        in_a_row += isinstance(result, TtsError) and isinstance(result.__cause__, TryAgain)  # no fault of the text's
        if in_a_row >= _GIVE_UP:
            return


def _close(plan: Plan) -> None:
    """Interrupted or given up: calls that are still open end now."""
    for choice in (plan.cast.main, *plan.cast.others.values()):
        if close := getattr(choice.engine, "close", None):
            close()


def _failed(plan: Plan, failures: list[TtsError], unspoken: int) -> EpisodeFailed:
    listed = "\n".join(f"  - {e.message}" for e in failures)
    untried = unspoken - len(failures)
    listed += f"\n  - {untried} more were not tried: the service seems to be gone" if untried else ""
    hints = {e.hint for e in failures if e.hint}
    return EpisodeFailed(
        f"{unspoken} of {len(plan.script.chunks)} chunks of “{plan.article.title}” stayed unspoken:\n{listed}",
        hint="; ".join([*sorted(hints), "what was spoken is kept: the same command again goes on from there"]),
    )
