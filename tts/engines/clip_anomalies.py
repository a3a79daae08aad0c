"""What a voice's clips are usually like, learned during a run, to recognize unusual ones.

An online voice keeps to its habits: how long it takes for a text, where its last mark ends before
the sound does, whether it is silent between sentences. A clip far from these may be another text's,
or lack a piece.
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
"""Clips before anything is judged by them."""
KEPT: Final = 200
"""Clips of a voice that are remembered: the latest."""
_DEVIATIONS: Final = 6.0
"""Times the usual deviation that is still usual."""
_USUAL: Final = 1.4826
"""A median deviation from the median, times this, is a standard deviation of what is normally
distributed."""
_LEAST_END_MS: Final = 110
_LEAST_PACE: Final = 0.30
"""What is never far: in milliseconds, and in the logarithm of the pace (a third longer or
shorter)."""
_SHORT_MS: Final = 2500
"""Below this the pace of a text says little."""
_FRAME_MS: Final = 24
_BLOCK_MS: Final = 100
_GAP_MS: Final = 300
"""A pause between sentences that whole blocks of energy fall into."""
_SILENT_DB: Final = -35.0
_SOUND_DB: Final = _SILENT_DB + 10
"""A pause below the first is silent; above the second somebody speaks."""
_NEARLY_ALL: Final = 0.95
"""Of a voice's pauses: so many silent ones make a habit."""
_LEAST_SHARE: Final = 1e-9
"""Digital silence has no logarithm."""

_VoiceKey: TypeAlias = tuple[str, float, str]
"""Voice, rate and language: each has habits of its own."""


@dataclass(frozen=True, slots=True)
class ClipMeasures:
    """What a clip is judged by; None where it can't be told."""

    end: float
    """Milliseconds from the end of the last mark to the end of the sound."""
    pace: float | None
    """Logarithm of how many times as long it took as a text takes."""
    pauses: float | None
    """The loudest pause between two sentences, in decibels below the loudest tenth of the clip."""


def measures(chunk: Chunk, info: ClipInfo, expected: float) -> ClipMeasures:
    """Of a clip with marks and sound; `expected` is how many milliseconds its text takes at the
    voice's rate."""
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
    """The energies wholly within a pause, less a block on each side for what fades and for what is
    breathed."""
    first_whole = -(-one.end // _BLOCK_MS)
    last = two.start // _BLOCK_MS
    return info.energies[first_whole + 1 : last]


def loudest(info: ClipInfo) -> float:
    """The energy that a tenth of the clip's blocks reach; 0 for silence."""
    if not info.energies:
        return 0.0
    ordered = sorted(info.energies)
    tenth = len(ordered) * 9 // 10
    return ordered[tenth]


class VoiceProfile:
    """Of the voices of one engine. Safe from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._clips: dict[_VoiceKey, deque[ClipMeasures]] = {}

    def odd(self, clip: Clip, chunk: Chunk, voice: Voice, expected: float) -> str:
        """What is unusual about a clip, in words; empty where nothing is, or too little is
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
        """A clip that was taken."""
        seen = measures(chunk, clip.info, expected)
        with self._lock:
            clips = self._of(voice, chunk)
            clips.append(seen)

    def _of(self, voice: Voice, chunk: Chunk) -> deque[ClipMeasures]:
        """The clips of a voice that are remembered. Called under the lock."""
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
    """The median, and how far from it is still usual."""
    middle = statistics.median(values)
    deviations = [abs(value - middle) for value in values]
    spread = statistics.median(deviations)
    return middle, _DEVIATIONS * _USUAL * spread
