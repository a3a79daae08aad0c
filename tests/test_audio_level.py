"""Loudness and peaks, compared with ffmpeg's ebur128."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import RATE, tone
from tts import audio
from tts.audio import loudness, mp3, pcm
from tts.audio.level import level
from tts.model import AudioError, Clip


def measured(file: Path) -> tuple[float, float]:
    """(LUFS as heard from two speakers, dBTP) by ffmpeg."""
    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(file), "-af", "ebur128=peak=true:dualmono=1"]
    told = subprocess.run([*command, "-f", "null", "-"], capture_output=True, check=True).stderr.decode(
        errors="replace"
    )
    summary = told[told.rindex("Summary:") :]
    return tuple(float(re.search(p, summary)[1]) for p in (r"I:\s+(-?[\d.]+)", r"Peak:\s+(-?[\d.]+)"))  # type: ignore[index,return-value]


@pytest.mark.parametrize(("seconds", "volume"), [(3.0, 0.3), (12.0, 0.05), (45.0, 0.6)])
def test_loudness_and_peak_agree_with_ffmpeg(tmp_path: Path, seconds: float, volume: float) -> None:
    clip = pcm.measure(pcm.encode(tone(seconds, level=volume, pitch=190)), [])
    file = tmp_path / "clip.mp3"
    file.write_bytes(clip.audio)
    lufs, peak = measured(file)
    assert loudness.integrated(clip.info.energies) == pytest.approx(lufs, abs=0.2)
    assert clip.info.peak == pytest.approx(peak, abs=0.3)


@pytest.mark.parametrize("volumes", [(0.02, 0.03), (0.3, 0.25), (0.05, 0.9)])
def test_an_episode_comes_out_at_minus_sixteen(tmp_path: Path, volumes: tuple[float, ...]) -> None:
    clips = [audio.from_pcm(tone(6.0, level=v, pitch=200 + 30 * n), []) for n, v in enumerate(volumes)]
    told, file = episode(clips, tmp_path)
    lufs, peak = measured(file)
    assert not told.held_back
    assert lufs == pytest.approx(-16, abs=1.0)
    assert lufs == pytest.approx(told.loudness, abs=0.3)
    assert peak <= -1.0


def test_a_peak_limits_the_gain_and_is_reported(tmp_path: Path) -> None:
    quiet = tone(6.0, level=0.02)
    quiet[RATE : RATE + 40] = 0.8 * np.hanning(40)
    told, file = episode([pcm.measure(pcm.encode(quiet), [])], tmp_path)
    lufs, peak = measured(file)
    assert told.held_back
    assert lufs < -17
    assert peak <= -1.0


def episode(clips: list[Clip], folder: Path) -> tuple[object, Path]:
    pauses = [600] * len(clips)
    told = level([c.info for c in clips], pauses)
    out = io.BytesIO()
    mp3.join((c.audio for c in clips), mp3.lay_out([c.info for c in clips], pauses), out, told.steps)
    file = folder / "episode.mp3"
    file.write_bytes(out.getvalue())
    return told, file


def test_pcm_is_limited_before_it_is_encoded() -> None:
    """The gain a quiet voice needs would clip its peaks; the limiter takes them, and the loudness is reached."""
    spiky = tone(8.0, level=0.05)
    for at in range(RATE, 7 * RATE, RATE):
        spiky[at : at + 30] += 0.7 * np.hanning(30).astype(np.float32)
    gain = -16 - loudness.integrated(loudness.energies(spiky))
    clip = audio.from_pcm(spiky, [], gain=gain)
    assert clip.info.peak <= pcm.SETTLED
    told = level([clip.info], [0])
    assert not told.held_back and told.peak <= -1.0


def test_the_limiter_keeps_its_ceiling_and_leaves_the_rest_alone() -> None:
    samples = tone(2.0, level=0.2)
    samples[RATE : RATE + 20] = 0.95
    limited = pcm.limit(samples, -6.0)
    assert loudness.true_peak(limited) <= -5.7
    far = np.r_[0 : RATE - 2000, RATE + 2000 : len(samples)]
    assert np.array_equal(limited[far], samples[far])


@pytest.mark.parametrize("samples", [np.zeros(RATE, np.float32), np.full(RATE, np.nan, np.float32)])
def test_silence_and_invalid_samples_are_refused(samples: object) -> None:
    with pytest.raises(AudioError):
        audio.from_pcm(samples, [])  # type: ignore[arg-type]


def test_an_empty_show_of_silence_has_a_level() -> None:
    clip = audio.from_frames(audio.silence(500), [])
    assert level([clip.info], [300]).loudness == loudness.SILENT
