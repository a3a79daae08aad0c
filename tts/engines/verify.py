"""Checks that a clip contains its whole text, and requests it again if not."""

from __future__ import annotations

import logging
import math
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from weakref import WeakKeyDictionary

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    wait_exponential,
    wait_random,
)
from tenacity.wait import wait_base

from tts.engines.alignment import speakable
from tts.engines.clip_anomalies import VoiceProfile, loudest
from tts.model import (
    Chunk,
    Clip,
    ClipInfo,
    ClipRejected,
    Engine,
    EngineError,
    Mark,
    NothingToSay,
    Sentence,
    TryAgain,
    Voice,
)
from tts.speech_rates import Rates, rates_of

_SCRIPTS = {"CJK": "han", "HIRAGANA": "kana", "KATAKANA": "kana", "HANGUL": "hangul"}
"""First word of a character's Unicode name -> field of `Rates`."""

_SHORTEST, _LONGEST = 0.4, 2.5
"""Multiples of the expected length: slow voices and abbreviations that are spelled out lie in
between."""
_LESS_MS, _MORE_MS = 600, 2000
"""Additional tolerance for short texts."""
_LATE_MS = 24 + 50
"""How far a mark may end after the audio: one frame, plus the rounding of a service."""
_EARLY_MS = 400
"""How far the sound may fade out before the last word is reported to end."""
_LATER_MS, _LATER_LEAST_MS = 500, 150
"""How long speech may continue after the last mark: up to the first value, at least the second for
the shortest text."""
_UNMARKED_MS = 800
"""Additional time for each sign at the end that has no mark."""
_SPEECH_DB = -25.0
"""Quieter than this, relative to the loudest tenth of a clip, is breath and not speech."""
_FRAME_MS = 24
_FLOOR_LUFS = -60.0
_BLOCK_MS = 100

_SIGNS = 12
"""Maximum letters and digits of a sentence that a voice may be unable to pronounce; a longer one is
text, and its loss is an error."""
AGAIN = 5
"""Number of retries before a chunk fails."""
MOST_TRIES = 20
"""Maximum tries in total, including failures that are not the text's fault because other requests
succeeded meanwhile."""
WAIT = wait_exponential(multiplier=0.5, max=30) + wait_random(0, 1)
"""Seconds between two tries: 0.5, 1, 2, 4, 8, each plus up to a second, so that callers don't retry
in step."""

_log = logging.getLogger(__name__)


def expected_ms(spoken: str, language: str = "") -> int:
    """The approximate duration of a text when spoken, in milliseconds.

    >>> expected_ms("今天下雨了。", "zh-Hans"), expected_ms("It rains today.", "en")
    (1550, 1216)
    """
    return sum(map(_durations(language).__getitem__, spoken))


class _Durations(dict[str, int]):
    """Character -> milliseconds. Cached because characters repeat, and looking up their names would
    take as long as all other checks of a clip."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates

    def __missing__(self, char: str) -> int:
        duration = _character_ms(char, self._rates)
        self[char] = duration
        return duration


@lru_cache(100)
def _durations(language: str) -> _Durations:
    return _Durations(rates_of(language))


def _character_ms(char: str, rates: Rates) -> int:
    if not char.isalnum():
        return rates.pauses.get(char, 0)
    if char.isdigit():
        return rates.digit
    script = _SCRIPTS.get(unicodedata.name(char, "").partition(" ")[0], "letter")
    return int(getattr(rates, script))


# --- verifying ------------------------------------------------------------------------------------


def verify(chunk: Chunk, clip: Clip, *, audible: bool = True, rate: float = 1.0) -> None:
    """Raise ClipRejected, with the reason, if a clip does not contain the whole text of the
    chunk."""
    _check_order(clip.info.marks, chunk)
    _check_ends(clip.info)
    _check_length(chunk, clip.info, audible, rate)
    sentence_marks = [m for m in clip.info.marks if m.kind == "sentence"]
    at = 0
    for sentence in chunk.sentences:
        if speakable(sentence.spoken):
            _check_sentence(sentence, at, sentence_marks, clip.info, audible)
        at += len(sentence.text)
    if audible:
        _check_tail(chunk, clip.info)


def _check_order(marks: tuple[Mark, ...], chunk: Chunk) -> None:
    length = len(chunk.text)
    for mark in marks:
        is_in_time = 0 <= mark.start <= mark.end
        is_in_text = 0 <= mark.text_start <= mark.text_end <= length
        if not is_in_time or not is_in_text:
            raise ClipRejected(f"a mark points outside the text of {length} characters: {mark}")
    for kind in ("sentence", "word"):
        alike = [mark for mark in marks if mark.kind == kind]
        for one, two in pairwise(alike):
            if two.start < one.start or two.text_start < one.text_start:
                raise ClipRejected(f"{kind} marks are out of order at {two.start} ms")


def _check_ends(info: ClipInfo) -> None:
    last = _last_end(info)
    if last > info.duration + _LATE_MS:
        ends = f"the audio ends at {info.duration} ms, its marks at {last} ms"
        why = "it was cut short, or a mark goes on over more than a second of silence"
        raise ClipRejected(f"{ends}: {why}")


def _check_tail(chunk: Chunk, info: ClipInfo) -> None:
    """Check that the sound ends with the last word: what follows would be a repetition or another
    text."""
    last = max(info.marks, key=lambda mark: (mark.end, mark.text_end), default=None)
    if last is None:
        return
    sound = info.heard * _FRAME_MS
    if last.end > sound + _EARLY_MS:
        raise ClipRejected(
            f"the sound ends at {sound} ms, its marks at {last.end} ms: the end is missing"
        )
    spoken = last.end - min(mark.start for mark in info.marks)
    unmarked = sum(map(_has_a_name, chunk.text[_reached(info) :]))
    allowed = min(_LATER_MS, _LATER_LEAST_MS + spoken // 2) + unmarked * _UNMARKED_MS
    over = min(sound, _loud_end(info)) - last.end
    if over > allowed:
        raise ClipRejected(f"speech goes on for {over / 1000:.1f} s after the last word")


def _reached(info: ClipInfo) -> int:
    """How far into the text the last words are marked."""
    words = [mark for mark in info.marks if mark.kind == "word"]
    return max((mark.text_end for mark in words or info.marks), default=0)


def _has_a_name(char: str) -> bool:
    """Whether a character may be spoken without a mark of its own: a letter, a digit, or a symbol
    such as % or ℃."""
    return char.isalnum() or char in "%‰&@#*/" or unicodedata.category(char).startswith("S")


def _loud_end(info: ClipInfo) -> int:
    """Milliseconds to the end of the last tenth of a second with speech, not just breath."""
    floor = loudest(info) * 10 ** (_SPEECH_DB / 10)
    loud = [n for n, energy in enumerate(info.energies) if energy > floor]
    return (loud[-1] + 1) * _BLOCK_MS if loud else 0


def _check_length(chunk: Chunk, info: ClipInfo, audible: bool, rate: float) -> None:
    check_length(info.heard * 24 if audible else info.duration, chunk.spoken, chunk.language, rate)


def check_length(
    length: float, spoken: str, language: str = "", rate: float = 1.0, *, less: float = _LESS_MS
) -> None:
    """Raise ClipRejected if the milliseconds of sound are too few for a text, or too many.

    `less` is an additional tolerance for short texts.
    """
    expected = expected_ms(spoken, language) / rate
    shortest = max(0.0, _SHORTEST * expected - less)
    longest = _LONGEST * expected + _MORE_MS
    if not shortest <= length <= longest:
        raise ClipRejected(
            f"{length / 1000:.1f} s of sound for a text of about {expected / 1000:.1f} s, "
            f"which takes from {shortest / 1000:.1f} to {longest / 1000:.1f} s"
        )


def _check_sentence(
    sentence: Sentence, at: int, marks: list[Mark], info: ClipInfo, audible: bool
) -> None:
    """Check that a sentence, which starts at index `at` of the chunk's text, is marked to its end
    and audible."""
    text = sentence.text
    space = len(text) - len(text.lstrip())
    mark = _mark_at(at + space, marks)
    if mark is None:
        raise ClipRejected(f"a sentence is missing: {shortened(text)}")
    letters = [place for place, char in enumerate(text) if char.isalnum()]
    last = max(letters, default=0)
    end = mark.text_end - at
    if end <= last:
        spoken = text[:end]
        raise ClipRejected(f"the speech ends early, at {shortened(spoken[-20:])}")
    if audible and _loudest(mark, info) < _FLOOR_LUFS:
        raise ClipRejected(f"a sentence is silent: {shortened(text)}")


def _mark_at(place: int, marks: list[Mark]) -> Mark | None:
    for mark in marks:
        if mark.text_start <= place < mark.text_end:
            return mark
    return None


def _loudest(mark: Mark, info: ClipInfo) -> float:
    """The loudest tenth of a second within a mark, in LUFS (ITU-R BS.1770-4, formula 2, without
    gating).

    Tenths shared with adjacent marks contain their sound, so they count only if no tenth lies
    entirely within the mark.
    """
    if mark.start == mark.end:
        return -math.inf
    start, end = mark.start / _BLOCK_MS, mark.end / _BLOCK_MS
    inside = info.energies[math.ceil(start) : math.floor(end)]
    touched = info.energies[math.floor(start) : math.floor(end) + 1]
    last = info.energies[-1:]
    most = max(inside or touched or last, default=0.0)
    if most <= 0:
        return -math.inf
    return -0.691 + 10 * math.log10(most)


def shortened(text: str, limit: int = 40) -> str:
    """A text for a message: quoted, on one line, and shortened.

    >>> shortened("A long road\\n", 6)
    '“A lon…”'
    """
    words = text.split()
    line = " ".join(words)
    if len(line) <= limit:
        return f"“{line}”"
    return f"“{line[: limit - 1]}…”"


# --- asking again ---------------------------------------------------------------------------------


def speak(
    engine: Engine,
    chunk: Chunk,
    voice: Voice,
    *,
    again: int = AGAIN,
    wait: wait_base = WAIT,
    stop: threading.Event | None = None,
) -> Clip:
    """A verified clip. Failures that may be temporary are retried; setting `stop` ends the waiting
    at once.

    A short sentence that the engine can't pronounce is skipped and has no mark. Raises NothingToSay
    if nothing else remains, EngineError with the text and the last reason after all tries, or the
    engine's own error.
    """
    stop = stop or threading.Event()
    while True:
        try:
            return _tried(engine, chunk, voice, _Serious(again), wait=wait, stop=stop)
        except NothingToSay as nothing:
            chunk = _without(chunk, nothing)


def _without(chunk: Chunk, nothing: NothingToSay) -> Chunk:
    """The chunk with the spoken form of an unpronounceable sentence removed; its text is unchanged.

    Raises NothingToSay if nothing else would be spoken, EngineError if the sentence is too long to
    be skipped.
    """
    meant = [one for one in chunk.sentences if nothing.spoken in ("", one.spoken)]
    silent = [one for one in meant if speakable(one.spoken)]
    letters = [sum(map(str.isalnum, one.spoken)) for one in silent]
    if not silent or max(letters) > _SIGNS:
        raise EngineError(nothing.message, hint=nothing.hint) from nothing
    rest = []
    for one in chunk.sentences:
        is_silent = one in silent
        rest.append(replace(one, spoken="", readings=()) if is_silent else one)
    if not any(speakable(one.spoken) for one in rest):
        raise nothing
    return replace(chunk, sentences=tuple(rest))


def unsaid(chunk: Chunk, info: ClipInfo) -> Iterator[str]:
    """The sentences of a chunk that are missing from a verified clip because its voice can't
    pronounce them."""
    marked = [mark for mark in info.marks if mark.kind == "sentence"]
    at = 0
    for sentence in chunk.sentences:
        first = at + len(sentence.text) - len(sentence.text.lstrip())
        at += len(sentence.text)
        heard = any(
            mark.text_start <= first < mark.text_end and mark.start < mark.end for mark in marked
        )
        if speakable(sentence.spoken) and not heard:
            yield sentence.text.strip()


def _tried(
    engine: Engine,
    chunk: Chunk,
    voice: Voice,
    serious: _Serious,
    *,
    wait: wait_base,
    stop: threading.Event,
) -> Clip:
    """A verified clip of everything spoken in a chunk."""

    def once() -> Clip:
        if stop.is_set():
            raise EngineError(f"stopped before {shortened(chunk.text)} was spoken")
        clip = engine.speak(chunk, voice)
        with _for_good(engine, chunk):
            verify(chunk, clip, audible=engine.audible, rate=voice.rate)
        judged(clip)
        return clip

    judged = _by_habits(engine, chunk, voice)
    tries = Retrying(
        retry=retry_if_exception_type(TryAgain),
        stop=serious,
        wait=lambda state: _asked(state) or wait(serious.counted(state)),
        sleep=_sleeping(stop),
        before_sleep=lambda state: _tell(chunk, state),
        reraise=True,
    )
    try:
        return tries(once)
    except TryAgain as error:
        message = (
            f"{shortened(chunk.text)} could not be spoken in {serious.tries} tries: {error.message}"
        )
        raise EngineError(message, hint=error.hint) from error


_habits: WeakKeyDictionary[Engine, VoiceProfile] = WeakKeyDictionary()
_opening = threading.Lock()


def _by_habits(engine: Engine, chunk: Chunk, voice: Voice) -> Callable[[Clip], None]:
    """A function that raises ClipRejected for a clip unlike the voice's others, unless a second try
    is the same.

    Deterministic engines are not checked: nothing can get lost on the way.
    """
    if getattr(engine, "deterministic", False) or not engine.audible:
        return lambda clip: None
    with _opening:
        habits = _habits.setdefault(engine, VoiceProfile())
    expected = expected_ms(chunk.spoken, chunk.language) / voice.rate
    suspected: list[ClipInfo] = []

    def judged(clip: Clip) -> None:
        odd = habits.odd(clip, chunk, voice, expected)
        if odd and not any(_alike(clip.info, each) for each in suspected):
            suspected.append(clip.info)
            raise ClipRejected(odd)
        habits.learn(clip, chunk, voice, expected)

    return judged


def _alike(one: ClipInfo, two: ClipInfo) -> bool:
    """Whether both clips are the same: then it is the text that is unusual, not an error."""
    more = abs(one.heard - two.heard)
    later = abs(_last_end(one) - _last_end(two))
    return more <= 2 and later <= 2 * _FRAME_MS


def _last_end(info: ClipInfo) -> int:
    """Milliseconds from the beginning to the end of the last mark."""
    return max((mark.end for mark in info.marks), default=0)


@contextmanager
def _for_good(engine: Engine, chunk: Chunk) -> Iterator[None]:
    """Turn a rejected clip into an EngineError, which is not retried, if the engine would return
    the same again."""
    try:
        yield
    except ClipRejected as error:
        if not getattr(engine, "deterministic", False):
            raise
        message = f"{shortened(chunk.text)} was not spoken as it is written: {error.message}"
        raise EngineError(
            message, hint=error.hint or f"another voice may do: {engine.name} always says it so"
        ) from error


class _Serious:
    """When to give up: after a number of failures that may be caused by the text, or after very
    many of any kind."""

    def __init__(self, again: int) -> None:
        self.tries = 0
        self._most, self._count = 1 + again, 0

    def __call__(self, state: RetryCallState) -> bool:
        self.tries = state.attempt_number
        self._count += not getattr(_error(state), "passing", False)
        return self._count >= self._most or self.tries >= MOST_TRIES

    def counted(self, state: RetryCallState) -> RetryCallState:
        """The state as if only counted failures had occurred, since these determine the waiting
        time."""
        snapshot = copy(state)
        snapshot.attempt_number = max(1, self._count)
        return snapshot


def _error(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


def _asked(state: RetryCallState) -> float:
    """Seconds to wait according to the failure itself."""
    return getattr(_error(state), "after", None) or 0.0


def _tell(chunk: Chunk, state: RetryCallState) -> None:
    _log.info(
        "%s is asked for again (%d): %s", shortened(chunk.text), state.attempt_number, _error(state)
    )


def _sleeping(stop: threading.Event) -> Callable[[float], None]:
    def sleep(seconds: float) -> None:
        stop.wait(seconds)

    return sleep
