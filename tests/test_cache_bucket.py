"""A bucket as the cache: if several machines speak the same clip, all use the first; damaged clips are made again; and
an unreachable bucket stops nobody who can do without it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import buckets, forked
from tests.clusters import PATIENCE, TTS, Noting, cluster
from tests.commands import fine, tts
from tests.conftest import tone
from tests.shows import contents
from tests.waiting import until
from tts import audio
from tts.cache import open_cache
from tts.model import Clip

WHERE = "s3://clips/of/all"
KEY = "ab" * 32


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with buckets.serving() as address:
        yield address


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGECAST_CACHE", WHERE)
    Path("ferry.md").write_text("# The Ferry\n\nThe ferry leaves at six.\n\nNobody has ever seen it leave late.\n")
    with buckets.bucket_of("clips", server, monkeypatch, tmp_path) as made:
        yield made


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Continue as another machine: its own disk comes before the bucket."""

    def on(name: str) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / name))

    on("first")
    return on


def made(show: str) -> str:
    return fine("make", "ferry.md", "--engine", "silent", "-o", show).output


def clip(pitch: float) -> Clip:
    return audio.from_pcm(tone(0.5, pitch=pitch), (), 0.0)


def objects(bucket: Any) -> dict[str, bytes]:
    clips = (each for each in bucket.objects.all() if each.key.endswith(".clip"))
    return {each.key: each.get()["Body"].read() for each in clips}


def test_clips_of_one_machine_are_read_by_the_next(bucket: Any, machine: Any) -> None:
    assert "3 chunks spoken" in made("one")
    assert len(objects(bucket)) == 3 and all(key.startswith("of/all/") for key in objects(bucket))
    machine("second")
    assert "0 spoken, 3 from the cache" in made("two").replace("0 chunks", "0")
    assert contents(Path("two")) == contents(Path("one"))


def test_a_damaged_object_is_spoken_again_and_mended(bucket: Any, machine: Any) -> None:
    made("one")
    before = objects(bucket)
    damaged = min(before)
    bucket.put_object(Key=damaged, Body=before[damaged][:-100])
    machine("second")
    assert "1 chunks spoken" in made("two").replace("1 chunk spoken", "1 chunks spoken")
    assert objects(bucket) == before
    assert contents(Path("two")) == contents(Path("one"))


def test_push_with_repair_replaces_damaged_clips(
    bucket: Any, machine: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PAGECAST_CACHE", str(tmp_path / "own"))
    made("one")
    fine("cache", "push", WHERE)
    before = objects(bucket)
    bucket.put_object(Key=min(before), Body=b"nothing")
    assert "0 clips sent" in fine("cache", "push", WHERE).output
    assert "1 clips sent" in fine("cache", "push", WHERE, "--repair").output
    assert objects(bucket) == before


def test_if_two_machines_speak_a_clip_all_use_the_first(bucket: Any, machine: Any) -> None:
    first, second = clip(200), clip(300)
    assert first != second
    one = open_cache(WHERE)
    assert one.get(KEY) is None
    machine("second")
    other = open_cache(WHERE)
    assert other is not one and other.get(KEY) is None
    assert one.put(KEY, first) == first
    assert other.put(KEY, second) == first
    assert other.get(KEY) == one.get(KEY) == first
    machine("third")
    assert open_cache(WHERE).audio(KEY) == first.audio


def test_an_unreachable_bucket_is_reported_once_and_gets_the_clips_later(
    bucket: Any, machine: Any, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    machine("away")
    command = [*TTS, "make", "ferry.md", "--engine", "silent", "-o", "one"]
    away = forked.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert away.returncode == 0, away.stderr
    assert away.stderr.count("can't be reached") == 1 and "this machine's own clips are used" in away.stderr
    assert buckets.KEYS["AWS_SECRET_ACCESS_KEY"] not in away.stderr
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    assert not objects(bucket)
    assert "0 spoken, 3 from the cache" in made("two").replace("0 chunks", "0")
    assert len(objects(bucket)) == 3
    assert contents(Path("two")) == contents(Path("one"))


def test_an_invalid_bucket_is_an_error(bucket: Any, machine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for where, message in (
        ("ftp://example.org/x", "does not name a bucket"),
        ("s3://key:secret@clips", "//…@clips does not name a bucket"),
        ("s3://nowhere", "there is no bucket nowhere"),
    ):
        monkeypatch.setenv("PAGECAST_CACHE", where)
        told = tts("make", "ferry.md", "--engine", "silent", "-o", "none")
        assert told.exit_code == 1 and message in told.output, told.output
        assert "secret" not in told.output


def test_a_file_address_works_as_a_bucket(
    machine: Any, bucket: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PAGECAST_CACHE", f"file://{tmp_path}/shared")
    made("one")
    machine("second")
    assert "0 spoken, 3 from the cache" in made("two").replace("0 chunks", "0")


# --- workers without a folder that all see ---------------------------------------------------------------------------


@pytest.fixture
def noting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Noting:
    found = Noting(tmp_path / "noted")
    found.folder.mkdir()
    monkeypatch.setenv("PAGECAST_BUCKET_WAIT", "2")
    return found


def started(environment: dict[str, str], where: str, *sources: str) -> subprocess.Popen[str]:
    command = [*TTS, "make", *sources, "-o", "away", "--engine", "noting", "--cluster", where]
    pipe = subprocess.PIPE
    return forked.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)


def test_workers_that_see_no_folder_of_each_other_share_a_bucket(
    machine: Any, noting: Noting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if it becomes unreachable: the run ends and says so, and the same command continues."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGECAST_CACHE", WHERE)
    for name, text in (("a", "The text of a."), ("b", "The text [wait] of b."), ("c", "The text of c.")):
        Path(f"{name}.md").write_text(f"---\ntitle: Story {name}\n---\n\n{text}\n\nThat is all of {name}.\n")
    sources = ["a.md", "b.md", "c.md"]
    first = buckets.serving()
    server = first.__enter__()
    bucket = buckets.bucket_of("clips", server, monkeypatch, tmp_path).__enter__()
    environment = noting.environment(noting.install())
    with cluster(tmp_path / "dask", environment, workers=0) as processes:
        for number in range(2):
            own = {**environment, "XDG_CACHE_HOME": str(tmp_path / f"worker{number}")}
            processes.start_worker({name: value for name, value in own.items() if name != "PAGECAST_CACHE"})
        command = started(environment, processes.address, *sources)
        until(noting.waiting, "an article in hand", PATIENCE)
        until(lambda: len(objects(bucket)) >= 7, "the clips of the others", PATIENCE)
        first.__exit__(None, None, None)
        noting.let_go()
        _, shown = command.communicate(timeout=PATIENCE)
        assert command.returncode == 1 and "can't be reached" in shown, shown
        assert "the same command continues" in shown and "Traceback" not in shown
        assert buckets.KEYS["AWS_SECRET_ACCESS_KEY"] not in shown

        with buckets.serving(int(server.rpartition(":")[2])):
            again = started(environment, processes.address, *sources)
            _, shown = again.communicate(timeout=PATIENCE)
            assert again.returncode == 0, shown
            assert len(objects(bucket)) == 9
            bucket.objects.delete()
            bucket.delete()
    assert all("of b." in text for text, count in noting.spoken().items() if count > 1)

    home = {**environment, "PAGECAST_CACHE": str(tmp_path / "alone")}
    alone = [*TTS, "make", *sources, "-o", "home", "--engine", "noting", "-q"]
    forked.run(alone, env=home, check=True, capture_output=True, timeout=PATIENCE)
    assert contents(Path("away")) == contents(Path("home"))
