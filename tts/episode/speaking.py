"""Speaks the chunks of a plan that the cache lacks, several at once, and saves each as soon as it
arrives."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tts.engines.engine_speeds import METER
from tts.model import (
    Chunk,
    ClipInfo,
    Engine,
    EngineError,
    EpisodeFailed,
    HeldUp,
    LibraryError,
    NothingToSay,
    TryAgain,
    TtsError,
    VoiceWithdrawn,
)
from tts.parallel import Run

if TYPE_CHECKING:
    from tts.cache import Cache
    from tts.episode.options import Listener, Options
    from tts.episode.planning import Plan

_MOMENT_MS = 48
"""Length of the silence for a chunk that its voice can't speak; decoders need two frames."""
_SHOWN = 3
"""Maximum number of texts that a note repeats."""
_LOOK = 1.0
"""Seconds between two checks of what an engine waits for."""
_GIVE_UP = 3
"""After so many chunks in a row have failed all their attempts, the rest is not tried: the service
is gone."""


Result = tuple[str, "ClipInfo | TtsError"]
"""The cache key of a chunk, and the result of speaking it."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The result of speaking a plan."""

    clips: Mapping[str, ClipInfo]
    """Info of every clip, by cache key."""
    count: int
    """Number of chunks that had to be spoken."""
    waited: float = 0.0
    """Seconds that an engine waited for its service."""


def speak_missing(
    plan: Plan,
    cache: Cache,
    options: Options,
    listener: Listener,
    run: Run,
    *,
    shared: bool = False,
) -> Spoken:
    """Speak every missing chunk of a plan, storing each clip as it arrives. Engines `shared` with
    other articles stay open in any case."""
    chunks = dict(zip(plan.keys, plan.script.chunks, strict=True))
    clips = _cached(chunks, cache)
    missing = [key for key in chunks if key not in clips]
    listener.planned(plan, len(missing), len(plan.script.chunks))
    speaking = _Speaking(plan, chunks, cache)
    failures: dict[str, TtsError] = {}
    watch = _Watch(plan, listener)
    try:
        for key, result in _spoken(speaking, missing, options, listener, run):
            if isinstance(result, TtsError):
                failures[key] = result
                continue
            clips[key] = result
            listener.spoken(chunks[key], result)
    finally:
        speaking.stop.set()
        watch.end()
        if len(clips) < len(chunks) and not shared:
            _close(plan)
    if failures:
        in_order = [failures[key] for key in chunks if key in failures]
        raise _failed(plan, in_order, len(chunks) - len(clips))
    _check_heard(plan, clips)
    return Spoken({key: clips[key] for key in chunks}, len(missing), watch.waited)


def unheard(plan: Plan, clips: Mapping[str, ClipInfo]) -> dict[str, list[str]]:
    """The sentences that a voice can't speak, by voice: they are in the transcript, but not
    heard."""
    from tts.engines.verify import unsaid

    found: dict[str, list[str]] = {}
    for key, chunk in zip(plan.keys, plan.script.chunks, strict=True):
        speaker = plan.cast.speaker_of(chunk)
        named = f"{speaker.engine.name}/{speaker.voice.id}"
        for sentence in unsaid(chunk, clips[key]):
            found.setdefault(named, []).append(sentence)
    return found


def notes_of_unheard(plan: Plan, clips: Mapping[str, ClipInfo]) -> Iterator[str]:
    """Notes about sentences that are not heard, one for each voice."""
    from tts.engines.verify import shortened

    for named, texts in unheard(plan, clips).items():
        shown = ", ".join(map(shortened, texts[:_SHOWN]))
        others = len(texts) - _SHOWN
        more = f" and {others} more" if others > 0 else ""
        yield (
            f"{named} has no sound for {shown}{more}: add a reading to the lexicon, or choose "
            "another voice"
        )


def _check_heard(plan: Plan, clips: Mapping[str, ClipInfo]) -> None:
    """Raise EngineError if nothing at all can be heard."""
    if not any(info.marks for info in clips.values()):
        notes = "; ".join(notes_of_unheard(plan, clips))
        raise EngineError(
            f"nothing of “{plan.article.title}” can be heard: {notes}", hint="tts voices"
        )


def _cached(chunks: Mapping[str, Chunk], cache: Cache) -> dict[str, ClipInfo]:
    found = {}
    cache.fetch(chunks)
    for key in chunks:
        clip = cache.get(key)
        if clip:
            found[key] = clip.info
    return found


class _Watch:
    """Watches in another thread what a plan's engines wait for, and tells the listener."""

    def __init__(self, plan: Plan, listener: Listener) -> None:
        choices = plan.cast.choices
        self._engines = [choice.engine for choice in choices if hasattr(choice.engine, "held_up")]
        self._listener = listener
        self._latest: HeldUp | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True, name="pagecast-watch")
        self.waited = 0.0
        if self._engines:
            self._thread.start()

    def end(self) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_LOOK):
            self._tell()
        self._tell()

    def _tell(self) -> None:
        latest, self._latest = self._latest, self._held_up()
        for engine in self._engines if self._latest else ():
            METER.disturbed(engine.name)
        if latest and not self._latest:
            self.waited += latest.seconds
        if latest or self._latest:
            self._listener.held_up(self._latest)

    def _held_up(self) -> HeldUp | None:
        found: Iterator[HeldUp | None] = (engine.held_up() for engine in self._engines)
        return next(filter(None, found), None)


class _Speaking:
    """Speaks a chunk; called from the threads of a run."""

    def __init__(self, plan: Plan, chunks: Mapping[str, Chunk], cache: Cache) -> None:
        self.plan = plan
        self.chunks = chunks
        self.stop = threading.Event()
        """Once set, no more chunks are begun or retried."""
        self._cache = cache

    def __call__(self, key: str) -> ClipInfo:
        from tts import audio
        from tts.engines.verify import shortened, speak

        chunk = self.chunks[key]
        speaker = self.plan.cast.speaker_of(chunk)
        try:
            clip = speak(speaker.engine, chunk, speaker.voice, stop=self.stop)
        except NothingToSay:
            clip = audio.from_frames(audio.silence(_MOMENT_MS), ())
        except TtsError:
            raise
        except (
            Exception
        ) as e:  # an engine may be anybody's: its fault costs this chunk, and is told
            failed = f"{speaker.engine.name} failed with {type(e).__name__}: {e}"
            raise EngineError(f"{shortened(chunk.text)}: {failed}") from e
        return self._cache.put(key, clip).info


def _spoken(
    speaking: _Speaking, missing: list[str], options: Options, listener: Listener, run: Run
) -> Iterator[Result]:
    """Results as they arrive. Raises errors that affect all chunks: a full disk, a missing
    voice."""
    for engine, keys in _by_engine(speaking, missing, listener.in_order):
        at_once = options.jobs or engine.workers
        with METER.speaking(engine.name) as spoken:
            if options.jobs:
                METER.disturbed(engine.name)
            for key, result in _until_it_is_gone(run(speaking, keys, at_once)):
                if isinstance(result, LibraryError | VoiceWithdrawn):
                    raise result
                if isinstance(result, ClipInfo):
                    spoken(result.duration)
                yield key, result


def _by_engine(
    speaking: _Speaking, missing: list[str], in_order: bool
) -> Iterator[tuple[Engine, list[str]]]:
    """The keys of the chunks by engine, because engines differ in how many parallel calls they
    support."""
    engines: dict[str, Engine] = {}
    for key in missing:
        chunk = speaking.chunks[key]
        speaker = speaking.plan.cast.speaker_of(chunk)
        engines[key] = speaker.engine
    names = list(dict.fromkeys(engine.name for engine in engines.values()))
    keys = missing
    if not in_order:
        keys = sorted(missing, key=lambda key: names.index(engines[key].name))
    for _, group in groupby(keys, key=lambda key: engines[key].name):
        together = list(group)
        yield engines[together[0]], together


def _until_it_is_gone(results: Iterable[Result]) -> Iterator[Result]:
    """Results until so many chunks in a row have failed that the service must be gone."""
    in_a_row = 0
    for key, result in results:
        yield key, result
        if not isinstance(result, TtsError):
            in_a_row = 0
        elif isinstance(result.__cause__, TryAgain):  # no fault of the text's
            in_a_row += 1
        if in_a_row >= _GIVE_UP:
            return


def _close(plan: Plan) -> None:
    """After an interrupt or failure: end calls that are still open."""
    for choice in plan.cast.choices:
        close = getattr(choice.engine, "close", None)
        if close:
            close()


def _failed(plan: Plan, failures: list[TtsError], unspoken: int) -> EpisodeFailed:
    lines = [f"  - {error.message}" for error in failures]
    untried = unspoken - len(failures)
    if untried:
        lines.append(f"  - {untried} more were not tried: the service seems to be unavailable")
    title, count = plan.article.title, len(plan.script.chunks)
    message = f"{unspoken} of {count} chunks of “{title}” could not be spoken:"
    hints = sorted({error.hint for error in failures if error.hint})
    hints.append("what was spoken is kept: run the same command again to continue")
    return EpisodeFailed("\n".join([message, *lines]), hint="; ".join(hints))
