"""Compares the audio with the manifest and the times of the sentences, in one pass, piece by
piece."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tts.audio import loudness, mp3, pcm
from tts.audio.level import PEAK, TARGET
from tts.check.file_consistency import AGAIN
from tts.check.report import Problem, Script, TimedSentence, sentences
from tts.engines.alignment import speakable
from tts.episode import id3

if TYPE_CHECKING:
    from pathlib import Path

    from tts.model import Samples
    from tts.show.library import Episode

STEP = 10
"""Milliseconds of which the level is kept: 1.4 MB an hour."""
_SAMPLES = mp3.RATE * STEP // 1000
_BEFORE = mp3.RATE // 2
"""Samples that are weighted along with a piece and dropped: the filters have settled by then."""
_QUIET = 45.0
"""dB below the loud parts: what is quieter is no speech."""
_SPOKEN = 30.0
"""dB below the loud parts that a sentence reaches at least once."""
_LATE, _EARLY, _TRAILING = 500, 150, 1500
"""Milliseconds: sound may begin this long after its mark, reach this far beyond one, end this long
before its end."""
_HOLE = 3000
"""Milliseconds of silence inside a sentence."""
_LOUDNESS, _TRUE_PEAK = 0.5, 0.5
"""LU and dB that a measurement may differ from the manifest."""
_SPEAK = "tts check --repair, or make the episode again"
_OFF_TARGET = 1.0
"""LU around -16 that listeners don't notice."""


@dataclass(frozen=True, slots=True)
class MeasuredAudio:
    """What was measured."""

    duration: int
    """Milliseconds."""
    loudness: float
    """LUFS, integrated, as heard from two speakers."""
    peak: float
    """dBTP."""
    levels: Samples
    """dBFS of each 10 ms, shape (n,)."""


def measure(path: Path) -> MeasuredAudio:
    """Raises AudioError when it can't be decoded whole."""
    levels: list[Samples] = []
    energies: list[float] = []
    peak = loudness.SILENT
    count = 0
    before = np.zeros(_BEFORE, np.float32)
    for piece in pcm.stream(path):
        levels.append(_levels(piece))
        around = np.concatenate((before, piece))
        weighted = loudness.energies(around)
        energies += weighted[_BEFORE // loudness.HOP :]
        peak = max(peak, loudness.true_peak(around))
        count += len(piece)
        before = around[-_BEFORE:]
    duration = round(count * 1000 / mp3.RATE)
    if not levels:
        levels.append(np.empty(0, np.float32))
    loud = loudness.integrated(energies)
    return MeasuredAudio(duration, loud, peak, np.concatenate(levels))


def _levels(piece: Samples) -> Samples:
    """dBFS of each 10 ms."""
    missing = -len(piece) % _SAMPLES
    steps = np.pad(piece, (0, missing)).reshape(-1, _SAMPLES)
    energy = np.square(steps).mean(axis=1)
    levels: Samples = 10 * np.log10(energy + 1e-12)
    return levels


def problems(episode: Episode, script: Script, sound: MeasuredAudio) -> Iterator[Problem]:
    """Length and order for every episode; loudness and sound only where an engine spoke."""
    said = list(sentences(script))
    yield from _length(episode, sound)
    yield from _order(said, sound.duration)
    yield from _unheard(said, episode.manifest.unheard)
    if episode.manifest.engine == "silent":
        return
    yield from _loudness(episode, sound)
    yield from _sentences(said, sound)
    yield from _stray(said, sound)


def _length(episode: Episode, sound: MeasuredAudio) -> Iterator[Problem]:
    promised = episode.manifest.audio.duration
    if sound.duration != promised:
        what = f"the audio lasts {sound.duration} ms, the manifest says {promised}"
        yield Problem(what, hint=AGAIN)
    frames = mp3.frames_in(promised) + 1
    due = id3.length(episode.audio) + frames * mp3.FRAME_BYTES
    size = episode.audio.stat().st_size
    if size != due:
        what = f"the MP3 has {size} bytes, but its length requires {due}"
        yield Problem(what, hint=AGAIN)


def _order(said: list[TimedSentence], duration: int) -> Iterator[Problem]:
    for one in said:
        if not 0 <= one.start <= one.end:
            yield Problem(
                f"a sentence ends at {one.end} ms, before it begins", one.start, one.text, AGAIN
            )
        if one.end > duration + _EARLY:
            yield Problem(
                f"a sentence ends at {one.end} ms, after the end of the audio",
                one.start,
                one.text,
                AGAIN,
            )
    for one, two in pairwise(said):
        if two.start < one.start:
            yield Problem(
                "a sentence begins earlier than the sentence that precedes it",
                two.start,
                two.text,
                AGAIN,
            )


def _unheard(said: list[TimedSentence], known: Collection[str]) -> Iterator[Problem]:
    """Chunks without a time, but for those that their voice has no sound for, as `make` has
    told."""
    timed: set[int] = set()
    first: dict[int, TimedSentence] = {}
    for one in reversed(said):
        if one.end > one.start:
            timed.add(one.chunk)
        if speakable(one.text):
            first[one.chunk] = one
    for chunk, one in first.items():
        if chunk not in timed and one.text not in known:
            yield Problem("a paragraph has no times at all", one.start, one.text, AGAIN)


def _loudness(episode: Episode, sound: MeasuredAudio) -> Iterator[Problem]:
    manifest = episode.manifest
    loud = f"loudness is {sound.loudness:.1f} LUFS"
    peak = f"the true peak is {sound.peak:.1f} dBTP"
    if abs(sound.loudness - manifest.loudness) > _LOUDNESS:
        what = f"{loud}, the manifest says {manifest.loudness:.1f}"
        yield Problem(what, hint=AGAIN)
    if sound.peak - manifest.peak > _TRUE_PEAK:
        what = f"{peak}, the manifest says {manifest.peak:.1f}"
        yield Problem(what, hint=AGAIN)
    if sound.peak > PEAK + 0.2:
        what = f"{peak}, above {PEAK:.0f}: players may distort it"
        yield Problem(what, hint=AGAIN)
    off = sound.loudness - TARGET
    held_back = manifest.peak > PEAK - 1.5  # one more step of gain would lift a peak too high
    is_excused = off < 0 and held_back
    if abs(off) > _OFF_TARGET and not is_excused:
        yield Problem(f"{loud}, but should be {TARGET:.0f}", hint=AGAIN)


# --- sentences and sound --------------------------------------------------------------------------


def _top(levels: Samples) -> float:
    """dBFS of the loud parts."""
    return float(np.percentile(levels, 95)) if len(levels) else -120.0


def _sentences(said: list[TimedSentence], sound: MeasuredAudio) -> Iterator[Problem]:
    top = _top(sound.levels)
    for sentence in said:
        if sentence.end <= sentence.start or not speakable(sentence.text):
            continue
        first = sentence.start // STEP
        behind = -(-sentence.end // STEP)
        what = _fault(sound.levels[first:behind], top)
        if what:
            yield Problem(what, sentence.start, sentence.text, _SPEAK, sentence.chunk)


def _fault(levels: Samples, top: float) -> str:
    """What is wrong with the sound under a mark."""
    if not len(levels) or levels.max() < top - _SPOKEN:
        return "there is silence where a sentence should be"
    sounding = np.flatnonzero(levels > top - _QUIET)
    first = int(sounding[0])
    last = int(sounding[-1])
    late = first * STEP
    if late > _LATE:
        return f"the sound begins {late} ms after its mark"
    left = (len(levels) - 1 - last) * STEP
    if left > _TRAILING:
        return f"the sound ends {left} ms before its mark does"
    steps = np.diff(sounding)
    hole = int(steps.max(initial=0)) * STEP
    if hole > _HOLE:
        return f"{hole / 1000:.1f} s of silence within a sentence"
    return ""


def _stray(said: list[TimedSentence], sound: MeasuredAudio) -> Iterator[Problem]:
    """Sound where no sentence is."""
    loud = sound.levels > _top(sound.levels) - _QUIET
    for sentence in said:
        first = max(0, sentence.start - _EARLY) // STEP
        behind = -(-(sentence.end + _EARLY) // STEP)
        loud[first:behind] = False
    bounded = np.concatenate(([False], loud, [False]))
    changes = np.diff(bounded.astype(np.int8))
    edges = np.flatnonzero(changes).reshape(-1, 2)
    hint = f"the marks are off: {AGAIN}"
    for start, end in edges.tolist():
        length = (end - start) * STEP
        if length > _EARLY:
            what = f"{length} ms of audio belong to no sentence"
            yield Problem(what, start * STEP, hint=hint)
