"""The tag, read by mutagen and by ffprobe."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path

import pytest
from mutagen.id3 import ID3

from tts import audio
from tts.episode import id3
from tts.episode.cover import picture

CHAPTERS = tuple((n * 1000, (n + 1) * 1000, f"第{n}章 " + "x" * (n % 150)) for n in range(40))
TAG = id3.Tag(
    title="Keeping the Light — 守灯",
    author="Someone",
    show="My show",
    owner="An owner",
    number=7,
    date="2026-11-23",
    language="zh-Hant",
    comment="What it says",
    url="https://example.org/a",
    text="第一段。\n\n第二段。",
    cover=picture.for_tag(picture.drawn("守灯")),
    chapters=CHAPTERS,
    duration=40_000,
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tags") / "episode.mp3"
    path.write_bytes(id3.build(TAG) + audio.silence(40_000))
    return path


def test_every_frame_comes_back(file: Path) -> None:
    tag = ID3(file, translate=False)
    assert tag.version == (2, 3, 0)
    texts = {name: str(tag[name]) for name in ("TIT2", "TPE1", "TPE2", "TALB", "TRCK", "TCON", "TLAN", "TLEN")}
    assert texts == {
        "TIT2": TAG.title, "TPE1": "Someone", "TPE2": "An owner", "TALB": "My show",
        "TRCK": "7", "TCON": "Podcast", "TLAN": "zho", "TLEN": "40000",
    }  # fmt: skip
    assert (str(tag["TYER"]), str(tag["TDAT"])) == ("2026", "2311")
    assert tag.getall("USLT")[0].text == TAG.text
    assert tag.getall("COMM")[0].text == ["What it says"]
    assert tag["WOAS"].url == TAG.url
    assert tag.getall("APIC")[0].mime == "image/jpeg"
    assert all(f.encoding == 1 for f in tag.values() if f.FrameID.startswith("T") and f.FrameID != "TXXX")


def test_chapters_are_in_order_in_the_bytes_and_for_readers(file: Path) -> None:
    content = file.read_bytes()
    places = [content.index(f"ch{n}\0".encode(), content.index(b"CHAP")) for n in range(40)]
    assert places == sorted(places)
    assert content.index(b"CTOC") < content.index(b"CHAP")
    command = ["ffprobe", "-v", "warning", "-of", "json", "-show_chapters", str(file)]
    probe = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert [c["tags"]["title"] for c in probe["chapters"]] == [c[2] for c in CHAPTERS]
    assert [c["start"] for c in probe["chapters"]] == [c[0] for c in CHAPTERS]


def test_more_chapters_than_one_contents_can_count_are_nested() -> None:
    many = tuple((n * 10, n * 10 + 10, f"{n}") for n in range(600))
    tag = ID3(io.BytesIO(id3.build(id3.Tag("Book", chapters=many)) + audio.silence(100)), translate=False)
    top = tag["CTOC:toc"]
    assert top.flags & 2 and top.child_element_ids == ["toc0", "toc1", "toc2"]
    children = [c for part in top.child_element_ids for c in tag[f"CTOC:{part}"].child_element_ids]
    assert children == [f"ch{n}" for n in range(600)]


def test_a_tag_never_grows_beyond_what_players_search() -> None:
    long = id3.build(id3.Tag("Book", text="很长的书。" * 100_000, cover=TAG.cover))
    assert len(long) <= id3.LARGEST
    assert ID3(io.BytesIO(long + audio.silence(100))).getall("APIC")


def test_the_same_tag_is_the_same_bytes() -> None:
    assert id3.build(TAG) == id3.build(TAG)
