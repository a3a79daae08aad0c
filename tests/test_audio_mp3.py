"""Frames: joined, amplified and cut audio is checked with independent decoders."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from mutagen.mp3 import MP3, BitrateMode

from tests.conftest import RATE, tone
from tts import audio
from tts.audio import loudness, mp3, pcm
from tts.model import AudioError, Clip, Mark


@pytest.fixture(scope="module")
def clips() -> list[Clip]:
    return [audio.from_pcm(tone(s, pitch=p), [Mark(0, 1000, 0, 4)]) for s, p in ((1.5, 180), (2.25, 240), (0.8, 300))]


def joined(clips: list[Clip], pauses: list[int], steps: int = 0) -> tuple[bytes, mp3.Layout]:
    layout = mp3.lay_out([c.info for c in clips], pauses)
    out = io.BytesIO()
    mp3.join((c.audio for c in clips), layout, out, steps)
    return out.getvalue(), layout


def run(*command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, capture_output=True, check=True, timeout=240)


def test_decoded_length_is_the_sum_of_the_parts_to_the_frame(clips: list[Clip], tmp_path: Path) -> None:
    content, layout = joined(clips, [600, 350, 1000])
    assert layout.total == 10 + sum(c.info.heard for c in clips) + 25 + 15 + 42
    file = tmp_path / "episode.mp3"
    file.write_bytes(content)
    decoded = run("ffmpeg", "-v", "warning", "-i", str(file), "-f", "s16le", "-")
    assert len(decoded.stdout) == layout.total * 576 * 2
    assert decoded.stderr == b""
    quiet = run("mpg123", "-w", str(tmp_path / "out.wav"), str(file))
    assert b"arning" not in quiet.stderr and b"rror" not in quiet.stderr
    assert abs(soundfile.info(tmp_path / "out.wav").frames - layout.total * 576) < 576


def test_players_are_told_the_true_duration_and_a_constant_bitrate(clips: list[Clip]) -> None:
    content, layout = joined(clips, [600, 350, 1000])
    info = MP3(io.BytesIO(content)).info
    assert info.length == layout.duration / 1000
    assert (info.bitrate, info.bitrate_mode, info.sample_rate, info.channels) == (48000, BitrateMode.CBR, 24000, 1)


def test_a_step_of_gain_is_exactly_one_and_a_half_decibels(clips: list[Clip]) -> None:
    before = pcm.decode(clips[0].audio)
    heard = np.abs(before) > 0.02
    for steps in (-6, -1, 1, 3):
        after = pcm.decode(mp3.amplify(clips[0].audio, steps))
        ratio = after[heard] / before[heard]
        assert np.allclose(ratio, 2 ** (steps / 4), rtol=2e-3)


def test_gain_and_back_gives_the_same_bytes(clips: list[Clip]) -> None:
    assert mp3.amplify(mp3.amplify(clips[1].audio, 5), -5) == clips[1].audio


@pytest.mark.parametrize("frames", [2, 7, 25, 26, 5001])
def test_the_known_values_of_silence_are_those_that_would_be_measured(frames: int) -> None:
    info = audio.from_frames(mp3.silence(frames), ()).info
    samples = pcm.decode(mp3.silence(frames))
    assert info.energies == loudness.energies(samples)
    assert (info.heard, info.peak) == (frames, round(loudness.true_peak(samples), 2))


def test_silence_decodes_to_nothing_but_zeros() -> None:
    samples = pcm.decode(audio.silence(1000))
    assert len(samples) == 42 * 576
    assert not samples.any()


def test_clips_keep_their_sound_when_joined(clips: list[Clip]) -> None:
    """A clip in the middle of an episode decodes to what it was alone, but for the very first millisecond."""
    content, layout = joined(clips, [600, 350, 1000])
    whole = pcm.decode(content[mp3.FRAME_BYTES :])
    for clip, start, length in zip(clips, layout.starts, layout.lengths, strict=True):
        alone = pcm.decode(clip.audio)[: length * 576]
        there = whole[start * 576 : (start + length) * 576]
        assert np.abs(alone[48:] - there[48:]).max() < 1e-3


def test_marks_point_at_the_sound() -> None:
    samples = np.concatenate([np.zeros(RATE, np.float32), tone(1.0), np.zeros(RATE, np.float32)])
    clip = audio.from_pcm(samples, [Mark(1000, 2000, 0, 3)])
    decoded = np.abs(pcm.decode(clip.audio))
    onset = np.flatnonzero(decoded > 0.05)[0] / RATE * 1000
    assert abs(clip.info.marks[0].start - onset) < 10
    assert clip.info.marks[0].end <= clip.info.duration


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda a: b"", "no MP3 frames"),
        (lambda a: a[:-10], "breaks off inside a frame"),
        (lambda a: a[:288] + b"\0" * 144 + a[432:], "frame 2 begins with 00000000"),
        (lambda a: a[144 * 30 :], "needs audio that came before"),
        (lambda a: b"\xff\xfb\x90\x64" + a[4:], "not 24 kHz mono MP3 at 48 kbit/s"),
    ],
)
def test_other_formats_than_the_clip_format_are_refused(clips: list[Clip], damage: object, told: str) -> None:
    with pytest.raises(AudioError, match=told):
        audio.from_frames(damage(clips[0].audio), [])  # type: ignore[operator]


def test_tags_and_info_frames_are_cut_off(clips: list[Clip]) -> None:
    content, _ = joined(clips[:1], [0])
    tagged = b"ID3\x03\x00\x00\x00\x00\x00\x0a" + b"\0" * 10 + content + b"TAG" + b" " * 125
    assert mp3.strip(tagged) == content[144:]


def test_a_clip_shorter_than_its_header_says_is_reported(clips: list[Clip]) -> None:
    layout = mp3.lay_out([clips[0].info], [0])
    with pytest.raises(AudioError, match="instead of the"):
        mp3.join([clips[0].audio[: 144 * 5]], layout, io.BytesIO())
