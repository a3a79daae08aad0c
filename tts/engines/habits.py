"""What a voice's clips are usually like, learnt over a run: what no single clip can tell, the others do.

An online voice keeps to its habits: how long it takes for a text, where its last mark ends before the sound does,
whether it is silent between sentences. A clip far from these may be another text's, or lack a piece.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict, deque
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from typing import Final

from tts.model import Chunk, Clip, ClipInfo, Mark, Voice

FEWEST: Final = 20
"""Clips before anything is judged by them."""
KEPT: Final = 200
"""Clips of a voice that are remembered: the latest."""
_DEVIATIONS: Final = 6.0
"""Times the usual deviation that is still usual."""
_USUAL: Final = 1.4826
"""A median deviation from the median, times this, is a standard deviation of what is normally distributed."""
_LEAST_END_MS: Final = 110
_LEAST_PACE: Final = 0.30
"""What is never far: in milliseconds, and in the logarithm of the pace (a third longer or shorter)."""
_SHORT_MS: Final = 2500
"""Below this the pace of a text says little."""
_BLOCK_MS: Final = 100
_GAP_MS: Final = 300
"""A pause between sentences that whole blocks of energy fall into."""
_SILENT_DB: Final = -35.0


@dataclass(frozen=True, slots=True)
class Measures:
    """What a clip is judged by; None where it can't be told."""

    end: float
    """Milliseconds from the end of the last mark to the end of the sound."""
    pace: float | None
    """Logarithm of how many times as long it took as a text takes."""
    pauses: float | None
    """The loudest pause between two sentences, in decibels below the loudest tenth of the clip."""


def measures(chunk: Chunk, info: ClipInfo, expected: float) -> Measures:
    """Of a clip with marks and sound; `expected` is how many milliseconds its text takes at the voice's rate."""
    length = info.heard * 24
    last = max((mark.end for mark in info.marks), default=0)
    pace = None
    if expected >= _SHORT_MS and length:
        pace = math.log(length / expected)
    return Measures(length - last, pace, _pauses(info))


def _pauses(info: ClipInfo) -> float | None:
    sentences = [mark for mark in info.marks if mark.kind == "sentence"]
    blocks: list[float] = []
    for one, two in pairwise(sentences):
        if two.start - one.end >= _GAP_MS:
            blocks += _between(one, two, info)
    loud = loudest(info)
    if not blocks or not loud:
        return None
    share = max(max(blocks) / loud, 1e-9)
    return 10 * math.log10(share)


def _between(one: Mark, two: Mark, info: ClipInfo) -> tuple[float, ...]:
    """The energies wholly within a pause, less a block on each side for what fades and for what is breathed."""
    first_whole = -(-one.end // _BLOCK_MS)
    last = two.start // _BLOCK_MS
    return info.energies[first_whole + 1 : last]


def loudest(info: ClipInfo) -> float:
    """The energy that a tenth of the clip's blocks reach; 0 for silence."""
    ordered = sorted(info.energies)
    return ordered[len(ordered) * 9 // 10] if ordered else 0.0


class Habits:
    """Of the voices of one engine. Safe from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._clips: dict[tuple[str, float, str], deque[Measures]] = defaultdict(lambda: deque(maxlen=KEPT))

    def odd(self, clip: Clip, chunk: Chunk, voice: Voice, expected: float) -> str:
        """What is unusual about a clip, in words; empty where nothing is, or too little is known."""
        seen = measures(chunk, clip.info, expected)
        with self._lock:
            known = list(self._clips[_of(voice, chunk)])
        if len(known) < FEWEST:
            return ""
        return _end_is_odd(seen, known) or _pace_is_odd(seen, known) or _pause_is_odd(seen, known)

    def learn(self, clip: Clip, chunk: Chunk, voice: Voice, expected: float) -> None:
        """A clip that was taken."""
        with self._lock:
            self._clips[_of(voice, chunk)].append(measures(chunk, clip.info, expected))


def _of(voice: Voice, chunk: Chunk) -> tuple[str, float, str]:
    return voice.id, voice.rate, chunk.language


def _end_is_odd(seen: Measures, known: list[Measures]) -> str:
    usual, off = _usual_of([each.end for each in known])
    if abs(seen.end - usual) <= max(_LEAST_END_MS, off):
        return ""
    return f"the sound ends {seen.end:.0f} ms after the last word, and usually {usual:.0f} ms"


def _pace_is_odd(seen: Measures, known: list[Measures]) -> str:
    paces = [each.pace for each in known if each.pace is not None]
    if seen.pace is None or len(paces) < FEWEST:
        return ""
    usual, off = _usual_of(paces)
    if abs(seen.pace - usual) <= max(_LEAST_PACE, off):
        return ""
    return f"it is {math.exp(seen.pace - usual):.2f} times as long as this voice usually takes for such a text"


def _pause_is_odd(seen: Measures, known: list[Measures]) -> str:
    pauses = [each.pauses for each in known if each.pauses is not None]
    if seen.pauses is None or len(pauses) < FEWEST:
        return ""
    silent = sum(level < _SILENT_DB for level in pauses)
    if seen.pauses < _SILENT_DB + 10 or silent < 0.95 * len(pauses):
        return ""
    return "there is speech between two sentences, where this voice is usually silent"


def _usual_of(values: list[float]) -> tuple[float, float]:
    """The median, and how far from it is still usual."""
    middle = statistics.median(values)
    deviations = [abs(value - middle) for value in values]
    spread = statistics.median(deviations)
    return middle, _DEVIATIONS * _USUAL * spread
