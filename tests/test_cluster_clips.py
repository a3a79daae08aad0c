"""Clips shared through a bucket or a folder: the first one is kept, damaged ones are skipped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import buckets
from tests.commands import fine, tts
from tests.shows import contents


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with buckets.serving() as address:
        yield address


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    with buckets.bucket_of("clips", server, monkeypatch, tmp_path) as made:
        yield made


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The caches of two machines: the first has spoken an article."""
    monkeypatch.chdir(tmp_path)
    Path("ferry.md").write_text("# The Ferry\n\nThe ferry leaves at six.\n\nNobody has ever seen it leave late.\n")
    monkeypatch.setenv("PAGECAST_CACHE", str(tmp_path / "first"))
    fine("make", "ferry.md", "--engine", "silent")
    return tmp_path / "first" / "clips", tmp_path / "second" / "clips"


def moved(*command: str) -> dict[str, int]:
    counts: dict[str, int] = json.loads(fine("cache", *command, "--json").output)
    return counts


@pytest.fixture(params=["bucket", "folder"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "folder":
        return str(tmp_path / "shared")
    request.getfixturevalue("bucket")
    return "s3://clips/of/all"


def test_clips_of_one_machine_are_not_spoken_by_others(
    caches: tuple[Path, Path], where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = caches
    size = sum(map(len, contents(first).values()))
    assert moved("push", where) == {"moved": 3, "there": 0, "damaged": 0, "bytes": size}
    assert moved("push", where) == {"moved": 0, "there": 3, "damaged": 0, "bytes": 0}
    monkeypatch.setenv("PAGECAST_CACHE", str(second.parent))
    assert moved("pull", where) == {"moved": 3, "there": 0, "damaged": 0, "bytes": size}
    assert contents(second) == contents(first)
    assert moved("pull", where)["there"] == 3
    assert "0 spoken, 3 from the cache" in fine("make", "ferry.md", "--engine", "silent", "-o", "again").output.replace(
        "0 chunks", "0"
    )


def test_a_damaged_clip_is_left_where_it_is(
    caches: tuple[Path, Path], bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = caches
    moved("push", "s3://clips")
    whole, torn, *_ = sorted(each.key for each in bucket.objects.all())
    bucket.put_object(Key=torn, Body=bucket.Object(torn).get()["Body"].read()[:-100])
    bucket.put_object(Key="notes.txt", Body=b"somebody else's")
    monkeypatch.setenv("PAGECAST_CACHE", str(second.parent))
    told = fine("cache", "pull", "s3://clips").output
    assert "2 clips fetched" in told and "1 damaged and skipped" in told
    assert (second / whole).exists() and not (second / torn).exists()

    # Nor is one sent that became so here.
    (first / whole).write_bytes(b"nothing")
    bucket.Object(whole).delete()
    monkeypatch.setenv("PAGECAST_CACHE", str(first.parent))
    assert moved("push", "s3://clips")["damaged"] == 1
    assert whole not in {each.key for each in bucket.objects.all()}


def test_if_two_send_the_same_clip_the_first_stays(caches: tuple[Path, Path], bucket: Any) -> None:
    from tts.cluster.clips import open_place

    place = open_place("s3://clips")
    key = "ab" * 32
    assert place.put_new(key, b"first") and not place.put_new(key, b"second")
    assert place.get(key) == b"first"


def test_an_invalid_place_is_reported(caches: tuple[Path, Path], bucket: Any) -> None:
    for where, message in (
        ("ftp://example.org/clips", "clips can't be kept in ftp://"),
        ("s3:/bucket/clips", "clips can't be kept in s3:/"),
        ("s3://nowhere", "no bucket nowhere"),
    ):
        told = tts("cache", "push", where)
        assert told.exit_code == 1 and message in told.output
    for direction in ("push", "pull"):
        told = tts("cache", direction, "")  # not the current folder
        assert told.exit_code == 1 and "no place is named" in told.output
    assert not list(Path().glob("??"))
    told = tts("cache", "pull", "nowhere")
    assert told.exit_code == 1 and "there is no folder nowhere" in told.output


def test_a_folder_that_cannot_be_written_is_not_taken_for_the_cache(caches: tuple[Path, Path]) -> None:
    Path("disk").touch()
    told = tts("cache", "push", "disk")
    assert told.exit_code == 1 and "error: disk can't be written: Not a directory" in told.stderr
    assert "name another place: s3://" in told.stderr and "PAGECAST_CACHE" not in told.stderr
