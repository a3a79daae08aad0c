"""What the clips of a voice are usually like, learned during a run, to detect unusual ones.

An online voice has regular habits: how long it takes for a text, how long the sound continues after
its last mark, whether it is silent between sentences. A clip that differs much may belong to
another text or be incomplete.
"""

from __future__ import annotations

import math
import statistics
from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from typing import Final, TypeAlias

from tts.model import Chunk, Clip, ClipInfo, Mark, Voice

FEWEST: Final = 20
"""Number of clips needed before any is judged."""
KEPT: Final = 200
"""Number of a voice's most recent clips that are kept."""
_DEVIATIONS: Final = 6.0
"""Multiple of the usual deviation that is still accepted."""
_USUAL: Final = 1.4826
"""The median absolute deviation times this is the standard deviation, if the values are normally
distributed."""
_LEAST_END_MS: Final = 110
_LEAST_PACE: Final = 0.30
"""Deviations that are always accepted: in milliseconds, and as the logarithm of the pace (a third
longer or shorter)."""
_SHORT_MS: Final = 2500
"""The pace of a text shorter than this tells little."""
_FRAME_MS: Final = 24
_BLOCK_MS: Final = 100
_GAP_MS: Final = 300
"""A pause between sentences long enough to contain whole blocks of energy."""
_SILENT_DB: Final = -35.0
_SOUND_DB: Final = _SILENT_DB + 10
"""A pause quieter than the first level is silent; a pause louder than the second contains
speech."""
_NEARLY_ALL: Final = 0.95
"""Share of a voice's pauses that must be silent to count as a habit."""
_LEAST_SHARE: Final = 1e-9
"""Lower limit, because digital silence has no logarithm."""

_VoiceKey: TypeAlias = tuple[str, float, str]
"""Voice, rate and language: habits differ between them."""


@dataclass(frozen=True, slots=True)
class ClipMeasures:
    """Measurements by which a clip is judged; None if unknown."""

    end: float
    """Milliseconds from the end of the last mark to the end of the sound."""
    pace: float | None
    """Logarithm of the ratio between the actual and the expected duration."""
    pauses: float | None
    """The loudest pause between two sentences, in decibels below the loudest tenth of the clip."""


def measures(chunk: Chunk, info: ClipInfo, expected: float) -> ClipMeasures:
    """Measure a clip with marks and sound; `expected` is the usual duration of its text at the
    voice's rate, in milliseconds."""
    length = info.heard * _FRAME_MS
    ends = [mark.end for mark in info.marks]
    last = max(ends, default=0)
    pace = None
    if expected >= _SHORT_MS and length:
        times = length / expected
        pace = math.log(times)
    pauses = _pauses(info)
    return ClipMeasures(length - last, pace, pauses)


def _pauses(info: ClipInfo) -> float | None:
    sentences = [mark for mark in info.marks if mark.kind == "sentence"]
    blocks: list[float] = []
    for one, two in pairwise(sentences):
        gap = two.start - one.end
        if gap >= _GAP_MS:
            blocks += _between(one, two, info)
    loud = loudest(info)
    if not blocks or not loud:
        return None
    share = max(blocks) / loud
    audible = max(share, _LEAST_SHARE)
    return 10 * math.log10(audible)


def _between(one: Mark, two: Mark, info: ClipInfo) -> tuple[float, ...]:
    """The energies of the blocks inside a pause, without one block on each side, where speech fades
    or breath is heard."""
    first_whole = -(-one.end // _BLOCK_MS)
    last = two.start // _BLOCK_MS
    return info.energies[first_whole + 1 : last]


def loudest(info: ClipInfo) -> float:
    """The energy that the loudest tenth of the clip's blocks reaches; 0 for silence."""
    if not info.energies:
        return 0.0
    ordered = sorted(info.energies)
    tenth = len(ordered) * 9 // 10
    return ordered[tenth]


class VoiceProfile:
    """The usual clips of each voice of an engine. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._clips: dict[_VoiceKey, deque[ClipMeasures]] = {}

    def odd(self, clip: Clip, chunk: Chunk, voice: Voice, expected: float) -> str:
        """A description of what is unusual about a clip; empty if nothing is, or if too little is
        known."""
        seen = measures(chunk, clip.info, expected)
        with self._lock:
            clips = self._of(voice, chunk)
            known = list(clips)
        if len(known) < FEWEST:
            return ""
        for judge in (_end_is_odd, _pace_is_odd, _pause_is_odd):
            odd = judge(seen, known)
            if odd:
                return odd
        return ""

    def learn(self, clip: Clip, chunk: Chunk, voice: Voice, expected: float) -> None:
        """Add a clip that was accepted."""
        seen = measures(chunk, clip.info, expected)
        with self._lock:
            clips = self._of(voice, chunk)
            clips.append(seen)

    def _of(self, voice: Voice, chunk: Chunk) -> deque[ClipMeasures]:
        """The recent clips of a voice. Call with the lock held."""
        key = (voice.id, voice.rate, chunk.language)
        if key not in self._clips:
            self._clips[key] = deque(maxlen=KEPT)
        return self._clips[key]


def _end_is_odd(seen: ClipMeasures, known: list[ClipMeasures]) -> str:
    ends = [each.end for each in known]
    usual, off = _usual_of(ends)
    allowed = max(_LEAST_END_MS, off)
    if abs(seen.end - usual) <= allowed:
        return ""
    return f"the sound ends {seen.end:.0f} ms after the last word, and usually {usual:.0f} ms"


def _pace_is_odd(seen: ClipMeasures, known: list[ClipMeasures]) -> str:
    paces = [each.pace for each in known if each.pace is not None]
    if seen.pace is None or len(paces) < FEWEST:
        return ""
    usual, off = _usual_of(paces)
    beyond = seen.pace - usual
    allowed = max(_LEAST_PACE, off)
    if abs(beyond) <= allowed:
        return ""
    times = math.exp(beyond)
    return f"it is {times:.2f} times as long as this voice usually takes for such a text"


def _pause_is_odd(seen: ClipMeasures, known: list[ClipMeasures]) -> str:
    pauses = [each.pauses for each in known if each.pauses is not None]
    if seen.pauses is None or len(pauses) < FEWEST:
        return ""
    silent = [level for level in pauses if level < _SILENT_DB]
    is_habit = len(silent) >= _NEARLY_ALL * len(pauses)
    if seen.pauses < _SOUND_DB or not is_habit:
        return ""
    return "there is speech between two sentences, where this voice usually pauses"


def _usual_of(values: list[float]) -> tuple[float, float]:
    """The median, and the accepted deviation from it."""
    middle = statistics.median(values)
    deviations = [abs(value - middle) for value in values]
    spread = statistics.median(deviations)
    return middle, _DEVIATIONS * _USUAL * spread
