"""Whole episodes, made by the command in a separate process with the engines that users have."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3

from tests.edge_server import EdgeServer
from tests.test_audio_level import measured
from tts.audio import pcm

EXAMPLES = Path(__file__).parents[1] / "examples"

CHINESE = """---
title: 夜里的面包店
author: 林小满
---

凌晨3点，店里亮着灯。老板说：“面团不会等人。”

## 火候

烤箱要烧到230℃，误差不超过5%。2024年换了新的，用 App 看温度。

- 第一炉是 bagel
- 第二炉是全麦
"""


def tts(*args: str, environment: dict[str, str] | None = None, **kw: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tts", *args]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        env={**os.environ, **(environment or {})},
        timeout=240,
        check=False,
        **kw,
    )


def made(*args: str, **kw: Any) -> dict[str, Any]:
    result = tts("make", "--json", *args, **kw)
    assert result.returncode == 0, result.stderr
    episode: dict[str, Any] = json.loads(result.stdout)["episodes"][0]
    return episode


def check(episode: dict[str, Any]) -> None:
    """What must be true of every episode with sound, whatever spoke it."""
    file, folder = Path(episode["path"]), Path(episode["folder"])
    command = ["ffmpeg", "-v", "warning", "-i", str(file), "-f", "s16le", "-"]
    decoded = subprocess.run(command, capture_output=True, check=True)
    assert decoded.stderr == b""
    assert len(decoded.stdout) / 48 == episode["duration"] == round(MP3(file).info.length * 1000)
    lufs, peak = measured(file)
    assert lufs == pytest.approx(-16, abs=1.0)
    assert peak <= -1.0
    _check_times(episode, folder)
    chapters = [c.sub_frames["TIT2"].text[0] for c in ID3(file, translate=False).getall("CHAP")]
    assert sorted(chapters) == sorted(c["title"] for c in episode["chapters"])


def _check_times(episode: dict[str, Any], folder: Path) -> None:
    segments = json.loads((folder / "transcript.json").read_text(encoding="utf-8"))["segments"]
    script = json.loads((folder / "script.json").read_text(encoding="utf-8"))
    assert [s["body"] for s in segments] == [s["text"] for c in script["chunks"] for s in c["sentences"]]
    for one, two in pairwise(segments):
        assert one["startTime"] < one["endTime"] <= two["startTime"] + 0.05
    assert segments[-1]["endTime"] * 1000 <= episode["duration"]
    assert all("words" in segment for segment in segments)


def sound_at_the_marks(episode: dict[str, Any]) -> None:
    """There is sound where a sentence is said to be, and none in the pause before each chunk."""
    samples = abs(pcm.decode(_frames(Path(episode["path"]))))
    script = json.loads((Path(episode["folder"]) / "script.json").read_text(encoding="utf-8"))
    for chunk in script["chunks"]:
        start, end = (round(t * 24) for t in (chunk["sentences"][0]["start"], chunk["sentences"][-1]["end"]))
        assert samples[start:end].max() > 0.1
        assert samples[max(0, start - 24 * 150) : max(1, start - 24 * 50)].max() < 0.02


def _frames(file: Path) -> bytes:
    content = file.read_bytes()
    return content[content.index(b"\xff\xf3\x64\xc4") + 144 :]


def test_the_english_example_offline(tmp_path: Path) -> None:
    episode = made(str(EXAMPLES / "lighthouse.html"), "--offline", "-o", str(tmp_path / "show"))
    assert (episode["engine"], episode["language"]) == ("hibari", "en")
    check(episode)
    sound_at_the_marks(episode)


def test_a_chinese_article_offline(tmp_path: Path) -> None:
    (tmp_path / "bakery.md").write_text(CHINESE, encoding="utf-8")
    episode = made(str(tmp_path / "bakery.md"), "--offline", "-o", str(tmp_path / "show"))
    assert (episode["engine"], episode["language"]) == ("kokoro", "zh-Hans")
    check(episode)
    sound_at_the_marks(episode)
    vtt = (Path(episode["folder"]) / "transcript.vtt").read_text(encoding="utf-8")
    assert "烤箱要烧到230℃，误差不超过5%。" in vtt


JAPANESE = """# 港の朝

<ruby>東雲<rt>しののめ</rt></ruby>の港では、2026年4月1日から3人が Kubernetes を学ぶ。

The boats come back at six, and the town is still asleep.

## 夜

東雲は静かです。
"""


def test_a_japanese_article_offline(tmp_path: Path) -> None:
    (tmp_path / "harbour.md").write_text(JAPANESE, encoding="utf-8")
    episode = made(str(tmp_path / "harbour.md"), "--offline", "-o", str(tmp_path / "show"))
    assert (episode["engine"], episode["voice"], episode["language"]) == ("kokoro", "jf_alpha", "ja")
    check(episode)
    sound_at_the_marks(episode)
    folder = Path(episode["folder"])
    segments = json.loads((folder / "transcript.json").read_text(encoding="utf-8"))["segments"]
    words = [word["body"] for word in segments[1]["words"]]
    assert words[:3] == ["東雲", "の", "港"] and "Kubernetes" in words
    assert [word["body"] for word in segments[2]["words"]][:3] == ["The", "boats", "come"]


def test_online_through_every_fault(tmp_path: Path) -> None:
    """The scraped example, while the service fails in a different way at every other request."""
    faults = [
        "reset",
        "ok",
        "truncate",
        "403",
        "ok",
        "no audio",
        "garbage",
        "ok",
        "silence",
        "short marks",
        "503",
        "torn",
    ]
    with EdgeServer(faults=faults) as server:
        at = {"PAGECAST_EDGE_URL": server.url}
        episode = made(str(EXAMPLES / "library.txt"), "-o", str(tmp_path / "show"), environment=at)
        assert (episode["engine"], episode["voice"]) == ("edge", "zh-TW-HsiaoChenNeural")
        check(episode)
        assert server.connections <= episode["chunks"] + len(faults) + 1
        whole = made(str(EXAMPLES / "library.txt"), "-o", str(tmp_path / "again"), environment=at)
    assert whole["spoken"] == 0
    assert Path(whole["path"]).read_bytes() == Path(episode["path"]).read_bytes()


def test_a_show_keeps_its_voice_when_the_service_comes_and_goes(tmp_path: Path) -> None:
    show = str(tmp_path / "show")
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\nIt rained all morning in {name}.\n")
    nobody = {"PAGECAST_EDGE_URL": "ws://127.0.0.1:9"}
    first = made(str(tmp_path / "one.md"), "-o", show, environment=nobody)
    assert first["engine"] == "hibari" and "embedded" in first["reason"]
    with EdgeServer() as server:
        at = {"PAGECAST_EDGE_URL": server.url}
        second = made(str(tmp_path / "two.md"), "-o", show, environment=at)
        third = made(str(tmp_path / "two.md"), "-o", str(tmp_path / "other"), environment=at)
    assert (second["engine"], third["engine"]) == ("hibari", "edge")


NO_NETWORK = """
import socket, sys
def refused(*args, **kw):
    raise SystemExit("a socket was opened: " + repr(args))
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refused
from tts.cli.main import cli
cli(sys.argv[1:])
"""


@pytest.mark.parametrize(
    "command", [["make", "a.md"], ["say", "Good evening."], ["say", "晚上好。"], ["script", "a.md"]]
)
def test_offline_opens_no_socket(tmp_path: Path, command: list[str]) -> None:
    image = "image: https://example.org/a.jpg\n"
    (tmp_path / "a.md").write_text(f"---\ntitle: A page\n{image}---\n\nIt has one line, and that is all.\n")
    run = [sys.executable, "-c", NO_NETWORK, *command, "--offline"]
    result = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("limit", [2_000, 60_000, 150_000])
def test_a_full_disk_is_reported_and_nothing_is_lost(tmp_path: Path, limit: int) -> None:
    """No file may grow beyond the limit: the first clip, the cover, or the MP3 can't be written."""
    (tmp_path / "a.md").write_text(
        "# A page\n\n" + "\n\n".join(f"Line {n} of the page, which goes on." for n in range(20))
    )

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    arguments = ("make", "a.md", "--engine", "silent", "-o", "show")
    kept_whole = {"PYTHONDONTWRITEBYTECODE": "1"}  # Python 3.11 keeps a module's code also where it was cut off
    full = tts(*arguments, cwd=tmp_path, preexec_fn=limited, environment=kept_whole)
    assert full.returncode == 1
    assert "can't be written" in full.stderr and "→" in full.stderr and "Traceback" not in full.stderr
    assert not [p for p in tmp_path.glob("show/**/*") if p.is_file()]
    assert not list(tmp_path.glob("show/.tmp*"))
    after = tts(*arguments, cwd=tmp_path)
    assert after.returncode == 0
    cached = int(re.search(r"(\d+) from the cache", after.stderr)[1])  # type: ignore[index]
    assert cached == (0 if limit == 2_000 else 21)


def test_a_long_paragraph_without_spaces_is_spoken_whole(tmp_path: Path) -> None:
    """Longer than a request may be: it is split, and every character arrives once and in order."""
    text = "河水往东流山往西走路上的人不说话" * 200
    (tmp_path / "river.txt").write_text(f"河\n\n{text}。\n", encoding="utf-8")
    with EdgeServer() as server:
        made("river.txt", "-o", "show", environment={"PAGECAST_EDGE_URL": server.url}, cwd=tmp_path)
        assert all(len(t.encode()) <= 4000 for t in server.texts)
        heard = "".join(sorted(server.texts, key=lambda t: -len(t)))
    assert heard.count("不说话") == 200
