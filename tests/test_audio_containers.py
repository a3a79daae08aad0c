"""M4B and Opus: same length as the MP3, sounds at the same times, and metadata as read by others."""

from __future__ import annotations

import base64
import io
import json
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutagen import File
from mutagen.flac import Picture
from mutagen.mp4 import MP4
from numpy.typing import NDArray
from PIL import Image

from tests.conftest import RATE, tone
from tests.needs import needs
from tts import audio
from tts.audio import mp3, pcm
from tts.audio.containers import convert, m4b
from tts.audio.containers.file_metadata import Chapter, FileMetadata

NPM = Path(__file__).parent / "npm"
TITLE = "夜里的面包店 & the “night” baker"


def jpeg(colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1400, 1400), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half a minute, with a tag and an `Info` frame as `tts make` writes them."""
    clips = [audio.from_pcm(tone(3.1, pitch=150 + 20 * n, seed=n), []) for n in range(8)]
    layout = mp3.lay_out([clip.info for clip in clips], [600] * len(clips))
    path = tmp_path_factory.mktemp("book") / "episode.mp3"
    with path.open("wb") as out:
        out.write(b"ID3\x03\0\0\0\0\x10\0" + bytes(2048))
        mp3.join((clip.audio for clip in clips), layout, out)
    return path


def about(episode: Path, chapters: int = 3, **more: Any) -> FileMetadata:
    samples = sum(map(len, pcm.stream(episode)))
    duration = samples // (RATE // 1000)
    starts = [n * duration // max(chapters, 1) for n in range(chapters)]
    facts = {
        "title": TITLE, "author": "林小满", "narrator": "kokoro/zf_xiaoxiao", "show": "茶余", "owner": "Nora Lind",
        "number": 7, "date": "2026-04-18", "language": "zho", "summary": "凌晨三点的一条街。", "cover": jpeg(),
        "comment": "本集由合成语音朗读。", "url": "https://example.org/bakery",
    }  # fmt: skip
    chapters_ = tuple(Chapter(start, f"第{n + 1}章", 1) for n, start in enumerate(starts))
    return FileMetadata(**{**facts, "duration": duration, "chapters": chapters_, **more})


def made(name: str, episode: Path, what: FileMetadata, file: str = "made") -> Path:
    kind = convert.FORMATS[name]
    path = episode.parent / f"{file}{kind.ending}"
    with path.open("w+b") as out:
        kind.write(episode, out, what, kind.bitrate, lambda _: None)
    return path


@pytest.fixture(scope="module", params=["m4b", "opus"])
def file(request: pytest.FixtureRequest, episode: Path) -> Path:
    return made(request.param, episode, about(episode))


def probed(path: Path) -> dict[str, Any]:
    command = ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-show_chapters", "-of", "json", str(path)]
    told: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return told


def decoded(path: Path) -> NDArray[np.float32]:
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:a", "-ar", str(RATE), "-f", "f32le", "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.float32)


def test_it_is_as_long_as_the_mp3(file: Path, episode: Path) -> None:
    """To within a frame of AAC; some decoders pad the last one."""
    samples = sum(map(len, pcm.stream(episode)))
    frame = 1024
    assert 0 <= len(decoded(file)) - samples <= frame
    assert float(probed(file)["streams"][0]["duration"]) == pytest.approx(samples / RATE, abs=0.007)
    assert File(file).info.length == pytest.approx(samples / RATE, abs=frame / RATE + 0.001)


def test_every_sound_is_where_it_was(file: Path, episode: Path) -> None:
    """Priming and pre-skip are declared correctly: the two signals coincide. Opus filters speech, which shifts low
    tones by a fraction of a millisecond."""
    before = np.concatenate(list(pcm.stream(episode)))
    after = decoded(file)[: len(before)]
    for at in (RATE, len(before) - 4 * RATE):  # at the beginning, and at the end: nothing drifts
        a, b = before[at : at + 2 * RATE], after[at : at + 2 * RATE]
        lags = range(-60, 61)
        best = max(lags, key=lambda lag: float(np.dot(a[100:-100], b[100 + lag : len(b) - 100 + lag])))
        assert abs(best) <= (1 if file.suffix == ".m4b" else RATE // 1000)
        if file.suffix == ".m4b":
            assert np.mean((a - b) ** 2) < 0.1 * np.mean(a**2)


def test_chapters_are_at_their_times_with_their_names(file: Path, episode: Path) -> None:
    wanted = about(episode)
    chapters = probed(file)["chapters"]
    assert [c["tags"]["title"] for c in chapters] == ["第1章", "第2章", "第3章"]
    assert [round(float(c["start_time"]) * 1000) for c in chapters] == [c.start for c in wanted.chapters]
    assert float(chapters[-1]["end_time"]) * 1000 == pytest.approx(wanted.duration, abs=8)


def test_an_m4b_has_its_metadata(episode: Path) -> None:
    tags = MP4(made("m4b", episode, about(episode)))
    assert {k: tags[k] for k in ("\xa9nam", "\xa9ART", "\xa9alb", "\xa9day", "desc", "\xa9nrt", "stik")} == {
        "\xa9nam": [TITLE], "\xa9ART": ["林小满"], "\xa9alb": [TITLE], "\xa9day": ["2026-04-18"],
        "desc": ["凌晨三点的一条街。"], "\xa9nrt": ["kokoro/zf_xiaoxiao"], "stik": [2],
    }  # fmt: skip
    assert tags["ldes"] == ["凌晨三点的一条街。\nhttps://example.org/bakery\n本集由合成语音朗读。"]
    assert bytes(tags["covr"][0]) == jpeg()
    assert [(round(c.start, 3), c.title) for c in tags.chapters or []][1][1] == "第2章"


def test_an_opus_file_has_its_metadata(episode: Path) -> None:
    tags = File(made("opus", episode, about(episode))).tags
    assert (tags["title"], tags["artist"], tags["album"]) == ([TITLE], ["林小满"], ["茶余"])
    assert (tags["tracknumber"], tags["date"], tags["comment"]) == (["7"], ["2026-04-18"], ["本集由合成语音朗读。"])
    picture = Picture(base64.b64decode(tags["metadata_block_picture"][0]))
    assert (picture.type, picture.mime, picture.data) == (3, "image/jpeg", jpeg())


def test_the_index_of_an_m4b_comes_before_its_audio(episode: Path) -> None:
    """A browser can start playing before it has loaded the whole book."""
    content = made("m4b", episode, about(episode)).read_bytes()
    names, at = [], 0
    while at < len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        names.append(name)
        at += size
    assert (names, at) == ([b"ftyp", b"moov", b"mdat"], len(content))
    assert content[8:12] == b"M4B "


def test_decoding_says_nothing(episode: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """libmpg123 writes to stderr when it has to continue inside a frame."""
    assert sum(map(len, pcm.stream(episode))) % mp3.FRAME_SAMPLES == 0
    assert capfd.readouterr().err == ""


def test_again_it_is_the_same_bytes(file: Path, episode: Path) -> None:
    name = file.suffix.removeprefix(".")
    assert made(name, episode, about(episode), "again").read_bytes() == file.read_bytes()


@pytest.mark.parametrize("name", ["m4b", "opus"])
def test_other_tags_do_not_change_the_audio(name: str, episode: Path) -> None:
    """Even if they take a different number of pages or bytes; changed back, it is the same file."""
    old = made(name, episode, about(episode))
    other = about(episode, title="A longer title", cover=jpeg("crimson") * 9, chapters=2)
    kind, again, back = convert.FORMATS[name], episode.parent / f"o{name}.x", episode.parent / f"b{name}.x"
    with again.open("w+b") as out:
        kind.retag(old, out, other)
    assert again.read_bytes() == made(name, episode, other, "direct").read_bytes()
    assert np.array_equal(decoded(again), decoded(old))
    with back.open("w+b") as out:
        kind.retag(again, out, about(episode))
    assert back.read_bytes() == old.read_bytes()


def test_with_too_many_chapters_the_short_list_has_the_upper_levels(episode: Path) -> None:
    """Nero's list ends at 255; Apple's players read the track, which has them all."""
    whole = about(episode)
    many = tuple(Chapter(n * whole.duration // 300, f"{n}", 1 if n % 3 == 0 else 2) for n in range(300))
    path = made("m4b", episode, FileMetadata(TITLE, whole.duration, chapters=many), "many")
    listed = [c.title for c in MP4(path).chapters or []]
    assert listed == [str(n) for n in range(0, 300, 3)]
    assert len(probed(path)["chapters"]) == 300


def test_a_chapters_long_name_is_cut_between_characters(episode: Path) -> None:
    whole = about(episode)
    chapters = (Chapter(0, "灯" * 200), Chapter(whole.duration // 2, "x" * 250))
    path = made("m4b", episode, FileMetadata(TITLE, whole.duration, chapters=chapters), "long")
    one, two = [c["tags"]["title"] for c in probed(path)["chapters"]]
    assert one == "灯" * 82 + "…" and two == "x" * 250


@needs("node", npm="music-metadata")
def test_a_reader_of_web_apps_reads_every_chapter(episode: Path) -> None:
    whole = about(episode)
    many = tuple(Chapter(n * whole.duration // 300, f"第{n}章", 1) for n in range(300))
    path = made("m4b", episode, FileMetadata(TITLE, whole.duration, chapters=many), "read")
    command = ["node", NPM / "music-metadata.mjs", path]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert (found["title"], found["codec"]) == (TITLE, "MPEG-4/AAC")
    assert [c["title"] for c in found["chapters"]] == [chapter.title for chapter in many]
    assert [c["start"] * 1000 // c["timeScale"] for c in found["chapters"]] == [chapter.start for chapter in many]


def test_a_single_chapter_is_not_written(file: Path, episode: Path) -> None:
    name = file.suffix.removeprefix(".")
    assert probed(made(name, episode, about(episode, chapters=0), "none"))["chapters"] == []


def test_audio_too_long_for_an_m4b_is_reported(episode: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tts.model import AudioError

    monkeypatch.setattr(m4b, "LARGEST", 10_000)
    with pytest.raises(AudioError, match="too long") as e:
        made("m4b", episode, about(episode), "huge")
    assert "--split" in e.value.hint


@pytest.mark.parametrize("name", ["m4b", "opus"])
def test_retagging_reports_a_damaged_file(name: str, episode: Path) -> None:
    from tts.model import AudioError

    damaged = episode.parent / f"damaged.{name}"
    damaged.write_bytes(made(name, episode, about(episode)).read_bytes()[:20])
    with (episode.parent / "again").open("w+b") as out, pytest.raises(AudioError) as e:
        convert.FORMATS[name].retag(damaged, out, about(episode))
    assert "--force" in e.value.hint


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is Linux's")
def test_a_full_disk_is_reported_as_such(episode: Path) -> None:
    kind = convert.FORMATS["opus"]
    with Path("/dev/full").open("r+b", buffering=0) as out, pytest.raises(OSError, match="No space left"):
        kind.write(episode, out, about(episode), kind.bitrate, lambda _: None)


def test_without_pyav_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from tts.model import AudioError

    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(AudioError, match="m4b") as e:
        convert.check(["m4b"])
    assert e.value.hint == "pip install 'pagecast[book]'"


def test_memory_does_not_grow_with_the_book(episode: Path, tmp_path: Path) -> None:
    """With two minutes and with twelve, each in a separate process."""
    with episode.open("rb") as f:
        f.seek(mp3.first_frame(f))
        frames = f.read()
    code = (
        "import sys; from pathlib import Path; from tts.audio.containers import convert\n"
        "from tts.audio.containers.file_metadata import FileMetadata\n"
        "from tts.audio import mp3\n"
        "p = Path(sys.argv[1]); k = convert.FORMATS[sys.argv[2]]\n"
        "a = FileMetadata('t', p.stat().st_size // 144 * 24)\n"
        "k.write(p, p.with_suffix(k.ending).open('w+b'), a, k.bitrate, lambda _: None)\n"
        "told = Path('/proc/self/status').read_text()\n"
        "print(next(l.split()[1] for l in told.splitlines() if l.startswith('VmHWM')))"
    )
    for name in ("m4b", "opus"):
        peaks = []
        for rounds in (4, 24):
            path = tmp_path / f"{rounds}.mp3"
            path.write_bytes(frames * rounds)
            done = subprocess.run([sys.executable, "-c", code, str(path), name], capture_output=True, check=True)
            peaks.append(int(done.stdout) / 1024)
        assert peaks[1] - peaks[0] < 10, f"{name}: {peaks} MB"


@needs("chromium")
def test_a_browser_plays_it_and_finds_a_place_in_it(file: Path, episode: Path, browser: Any) -> None:
    wanted = about(episode).duration / 1000
    (file.parent / "page.html").write_text("<!doctype html><title>A page</title>")
    page = browser.new_page()
    page.goto((file.parent / "page.html").as_uri())
    told = page.evaluate(
        """async address => {
            const audio = new Audio(address);
            await new Promise((yes, no) => { audio.onloadedmetadata = yes; audio.onerror = no });
            audio.currentTime = 20;
            await new Promise(yes => { audio.onseeked = yes });
            return [audio.duration, audio.currentTime];
        }""",
        file.name,
    )
    page.close()
    assert told == [pytest.approx(wanted, abs=0.05), 20]
