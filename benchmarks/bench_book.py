"""An hour and ten hours of speech as M4B and as Opus: how fast, in how much memory, and how much slower than ffmpeg.

Each runs in a process of its own. The memory is to be the same for ten hours as for one. That of FFmpeg's writer of MP4
is measured beside: by PyAV, with the packets of the M4B of an hour, once and ten times over. Then the ten hours get
another title and a cover, which takes more pages of Opus than the comments had: all pages behind are numbered anew.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_join import peak_memory, speech
from common import figure, report

from tts import audio
from tts.audio import mp3
from tts.audio.containers import convert
from tts.audio.containers.file_metadata import About, Chapter

RIVALS = {
    "m4b": ["-c:a", "aac", "-b:a", "64k"],
    "opus": ["-c:a", "libopus", "-b:a", "24k", "-application", "voip"],
}

AAC_FRAME = 1024
"""Samples."""
COVER = 200_000
"""Bytes: about what a cover of an episode has."""


def long_mp3(path: Path, hours: float) -> None:
    """A few clips over and over until they are so many hours."""
    clips = [audio.from_pcm(speech(16.5, n), []) for n in range(6)]
    rounds = round(hours * 3600 / sum(clip.info.duration + 600 for clip in clips) * 1000)
    many = clips * rounds
    layout = mp3.lay_out([clip.info for clip in many], [600] * len(many))
    with path.open("wb") as out:
        mp3.join((clip.audio for clip in many), layout, out)


def about(title: str, duration: int, cover: bytes = b"") -> About:
    """Of a book of forty chapters, so many milliseconds long."""
    chapters = tuple(Chapter(n * duration // 40, f"Chapter {n + 1}") for n in range(40))
    return About(title, duration, cover=cover, chapters=chapters)


def length(source: Path) -> int:
    """Milliseconds of an MP3, to the frame: a container refuses a length that is not its audio's."""
    with source.open("rb") as file:
        frames = (source.stat().st_size - mp3.first_frame(file)) // mp3.FRAME_BYTES
    return frames * mp3.FRAME_MS


def encode(name: str, source: Path) -> None:
    """Runs in a process of its own; prints hours, seconds and megabytes."""
    duration = length(source)
    book = about("A long book", duration)
    made = convert.FORMATS[name]
    begun = time.perf_counter()
    with source.with_suffix(made.ending).open("w+b") as out:
        made.write(source, out, book, made.bitrate, lambda _: None)
    print(f"{duration / 3_600_000:.2f} {time.perf_counter() - begun:.1f} {peak_memory():.0f}")


def retagged(name: str, source: Path) -> float:
    """Seconds to give what was made of an MP3 another title and a cover."""
    made = convert.FORMATS[name]
    book = about("Another title", length(source), bytes(COVER))
    begun = time.perf_counter()
    with source.with_name(f"retagged{made.ending}").open("w+b") as out:
        made.retag(source.with_suffix(made.ending), out, book)
    return time.perf_counter() - begun


def measured(name: str, source: Path) -> tuple[float, float, float]:
    command = [sys.executable, __file__, name, str(source)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    hours, seconds, memory = map(float, told)
    return hours, seconds, memory


def ffmpeg(name: str, source: Path) -> float:
    target = source.with_name(f"rival{convert.FORMATS[name].ending}")
    begun = time.perf_counter()
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-y",
        "-i",
        str(source),
        *RIVALS[name],
        "-f",
        {"m4b": "mp4"}.get(name, name),
    ]
    subprocess.run([*command, str(target)], check=True)
    return time.perf_counter() - begun


def mux(source: Path, rounds: int) -> None:
    """FFmpeg's writer, in a process of its own, without an encoder; prints megabytes."""
    import av

    out = str(source.with_name("muxed.m4b"))
    options = {"movflags": "+faststart"}
    with av.open(str(source)) as read, av.open(out, "w", format="mp4", options=options) as written:
        audio = read.streams.audio[0]
        stream = written.add_stream_from_template(audio)
        begin = 0
        for _ in range(rounds):
            read.seek(0)
            for packet in read.demux(audio):
                if packet.dts is not None:
                    packet.pts = packet.dts = begin
                    packet.stream = stream
                    begin += AAC_FRAME
                    written.mux(packet)
    print(f"{peak_memory():.0f}")


def muxed(source: Path, rounds: int) -> int:
    command = [sys.executable, __file__, "mux", str(source), str(rounds)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        short, long = Path(folder) / "one.mp3", Path(folder) / "ten.mp3"
        long_mp3(short, 1)
        long_mp3(long, 10)
        for name in convert.FORMATS:
            _, quick, least = measured(name, short)
            hours, seconds, most = measured(name, long)
            size = long.with_suffix(convert.FORMATS[name].ending).stat().st_size
            rows = [
                (
                    f"{hours:.1f} hours take",
                    f"{seconds:.0f} s, {hours * 3600 / seconds:.0f} times as fast as heard",
                ),
                ("its size, of the MP3's", f"{size / long.stat().st_size:.2f}"),
                ("resident memory, 1 hour", f"{least:.0f} MB"),
                (f"resident memory, {hours:.1f} hours", f"{most:.0f} MB, {most - least:.0f} more"),
                ("another title and a cover", f"{retagged(name, long):.1f} s"),
            ]
            if shutil.which("ffmpeg"):
                times = ffmpeg(name, short) / quick
                figure(f"book: ffmpeg against ours, {name}", times, more=True)
                rows.append(("ffmpeg takes, for 1 hour", f"{times:.2f} times as long"))
            if name == "m4b":
                hour = short.with_suffix(".m4b")
                rows.append(
                    (
                        "FFmpeg's writer alone, ten hours",
                        f"{muxed(hour, 10) - muxed(hour, 1)} MB more",
                    )
                )
            report(f"MP3 to {name}", rows, "ten hours in at most 20 MB more than one hour")


if __name__ == "__main__":
    if sys.argv[1:2] == ["mux"]:
        mux(Path(sys.argv[2]), int(sys.argv[3]))
    elif len(sys.argv) > 1:
        encode(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
