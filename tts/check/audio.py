"""Compares the audio with the manifest and the times of sentences, in one pass, block by block."""

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
"""Milliseconds for each stored level: 1.4 MB per hour."""
_SAMPLES = mp3.RATE * STEP // 1000
_BEFORE = mp3.RATE // 2
"""Number of samples that are filtered before a block and discarded, so that the filters have
settled."""
_QUIET = 45.0
"""dB below the loud parts; anything quieter is not speech."""
_SPOKEN = 30.0
"""dB below the loud parts that each sentence reaches at least once."""
_LATE, _EARLY, _TRAILING = 500, 150, 1500
"""Milliseconds: how long after its mark sound may start, how far it may extend beyond one, and how
long before its end it may stop."""
_HOLE = 3000
"""Minimum milliseconds of silence inside a sentence that are a problem."""
_LOUDNESS, _TRUE_PEAK = 0.5, 0.5
"""LU and dB by which a measurement may differ from the manifest."""
_SPEAK = "tts check --repair, or make the episode again"
_OFF_TARGET = 1.0
"""Deviation in LU from -16 that listeners don't notice."""


@dataclass(frozen=True, slots=True)
class MeasuredAudio:
    """The measurements of an episode's audio."""

    duration: int
    """Milliseconds."""
    loudness: float
    """Integrated loudness in LUFS, as heard on two speakers."""
    peak: float
    """dBTP."""
    levels: Samples
    """dBFS for each 10 ms, shape (n,)."""


def measure(path: Path) -> MeasuredAudio:
    """Measure an MP3. Raises AudioError if it can't be decoded completely."""
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
    """dBFS for each 10 ms."""
    missing = -len(piece) % _SAMPLES
    steps = np.pad(piece, (0, missing)).reshape(-1, _SAMPLES)
    energy = np.square(steps).mean(axis=1)
    levels: Samples = 10 * np.log10(energy + 1e-12)
    return levels


def problems(episode: Episode, script: Script, sound: MeasuredAudio) -> Iterator[Problem]:
    """Problems of length and order for every episode; of loudness and sound only if an engine
    spoke."""
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
    """Chunks without a time, except those that their voice can't pronounce, as already reported by
    `make`."""
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
    """The level of the loud parts in dBFS."""
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
    """What is wrong with the sound within a mark; empty if nothing is."""
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
    """Sound outside all sentences."""
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
