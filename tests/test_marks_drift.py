"""Marks at the end of an hour, compared with audio from an independent decoder."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.tones import Tones, onsets
from tts import audio
from tts.audio import mp3
from tts.episode import transcript
from tts.model import Chunk, Clip, Sentence

SENTENCES = (
    "桥头有一家修表铺。",
    "开了四十一年，没有关过一天门。",
    "老板姓周。",
    "他修过的表比镇上的人还多，自己也数不清了。",
)
PAUSES = (600, 350, 1000, 150, 1100)
HOUR = 3_600_000
WITHIN = 50
"""Milliseconds a mark may be off its sound."""


def clips() -> list[tuple[Chunk, Clip]]:
    engine = Tones(audio)
    chunks = [
        Chunk("paragraph", tuple(Sentence(s, s) for s in (SENTENCES * 2)[n : n + 4]), "zh-Hans", PAUSES[n])
        for n in range(4)
    ]
    return [(chunk, engine.speak(chunk, engine.voices()[0])) for chunk in chunks]


def decoded(file: Path) -> Iterator[np.ndarray]:
    """By ffmpeg, some seconds at a time."""
    command = ["ffmpeg", "-v", "error", "-i", str(file), "-f", "s16le", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        while content := process.stdout.read(24_000 * 2 * 60):
            yield np.frombuffer(content, np.int16).astype(np.float32) / 32768


def test_marks_do_not_drift_over_an_hour(tmp_path: Path) -> None:
    spoken = clips()
    length = sum(clip.info.heard * mp3.FRAME_MS + chunk.pause for chunk, clip in spoken)
    order = [spoken[n % 4] for n in range(4 * (HOUR // length + 1))]
    infos = [clip.info for _, clip in order]
    layout = mp3.lay_out(infos, [PAUSES[n % 5] for n in range(len(order))])
    assert layout.duration > HOUR
    file = tmp_path / "hour.mp3"
    with file.open("wb") as out:
        mp3.join((clip.audio for _, clip in order), layout, out, steps=-2)
    starts = [start * mp3.FRAME_MS for start in layout.starts]
    cues = transcript.cues([chunk for chunk, _ in order], infos, starts)

    heard = onsets(np.concatenate(list(decoded(file))), quiet_ms=140)
    by_cue = [min(heard, key=lambda ms: abs(ms - cue.start)) - cue.start for cue in (*cues[:40], *cues[-40:])]
    first, last = np.array(by_cue[:40]), np.array(by_cue[40:])
    assert cues[-1].start > HOUR - 60_000
    assert max(abs(first).max(), abs(last).max()) < WITHIN
    assert abs(np.median(last) - np.median(first)) < 5, "no drift at all: the join is exact to the frame"
    assert abs(len(heard) - len(cues)) < len(cues) // 100
