"""A cache that can't be written is not an error: a temporary one is used, and reported once."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import RATE
from tts import audio
from tts.cache import Cache
from tts.model import Clip
from tts.show import library
from tts.storage import cache_folder

TOLD = "set another folder in PAGECAST_CACHE"
KEY = "ab" * 32
posix = pytest.mark.skipif(sys.platform == "win32", reason="owners and modes of files are POSIX")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary caches, also for commands; earlier choices are forgotten."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(cache_folder, "_taken", {})
    yield folder


@pytest.fixture
def clip() -> Clip:
    import numpy as np

    return audio.from_pcm(np.sin(np.arange(RATE) / 20).astype(np.float32) / 3, [])


def run(place: Path, *command: str, without: str = "PAGECAST_CACHE", **environment: str) -> tuple[str, str]:
    """Run `tts COMMAND` there; it must succeed. Returns stdout and stderr."""
    kept = {name: value for name, value in os.environ.items() if name not in without.split()}
    result = subprocess.run(
        [sys.executable, "-m", "tts", *command],
        capture_output=True,
        text=True,
        cwd=place,
        env={**kept, **environment},
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout, result.stderr


def test_without_a_home_an_episode_is_made_and_published(tmp_path: Path, temporary: Path) -> None:
    """Two runs share one folder, and each reports it once; the missing home is not created."""
    (tmp_path / "a.md").write_text("# A page\n\nIt has one line.\n")
    nowhere = {"HOME": str(tmp_path / "nobody"), "without": "PAGECAST_CACHE XDG_CACHE_HOME"}
    make = ("make", "a.md", "--engine", "silent", "-o", "show", "--force")
    for spoken in ("2 chunks spoken, 0 from the cache", "0 chunks spoken, 2 from the cache"):
        _, told = run(tmp_path, *make, **nowhere)
        assert spoken in told
        assert told.count(TOLD) == 1 and str(temporary) in told
    _, told = run(tmp_path, "publish", "-o", "show", "--base-url", "https://example.org/", **nowhere)
    assert told.count(TOLD) == 1
    assert not (tmp_path / "nobody").exists()
    assert len(list(temporary.iterdir())) == 1


def test_a_relative_home_creates_no_folder_here(tmp_path: Path, temporary: Path) -> None:
    environment = {"HOME": "", "XDG_CACHE_HOME": "cache", "PAGECAST_CACHE": str(tmp_path / "file" / "x")}
    (tmp_path / "file").write_text("in the way")
    run(tmp_path, "say", "Hello.", "--engine", "silent", "-o", "a.mp3", **environment)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.mp3", "file", "temp"]


@pytest.mark.parametrize("voice", ["hibari/heart", "kokoro/zf_xiaoxiao"])
def test_the_embedded_voices_speak_without_a_cache(tmp_path: Path, temporary: Path, voice: str) -> None:
    (tmp_path / "file").write_text("in the way")
    text = "晚上好。" if "kokoro" in voice else "Good evening."
    where = {"PAGECAST_CACHE": str(tmp_path / "file")}
    _, told = run(tmp_path, "say", text, "--voice", voice, "-o", "a.mp3", **where)
    assert told.count(TOLD) == 1 and (tmp_path / "a.mp3").stat().st_size > 1000


@posix
@pytest.mark.parametrize("taken", ["open to others", "a link", "a file"])
def test_a_name_that_others_may_have_taken_is_not_trusted(tmp_path: Path, temporary: Path, taken: str) -> None:
    name = temporary / f"pagecast-{os.getuid()}"
    (tmp_path / "elsewhere").mkdir()
    if taken == "a link":
        name.symlink_to(tmp_path / "elsewhere")
    elif taken == "a file":
        name.write_text("in the way")
    else:
        name.mkdir()
        name.chmod(0o777)
    where = {"PAGECAST_CACHE": "/dev/null/cache"}
    _, told = run(tmp_path, "say", "Hello.", "--engine", "silent", "-o", "a.mp3", **where)
    assert told.count(TOLD) == 1 and f"{name}-" in told
    assert list(temporary.iterdir()) == [name]  # the fresh one goes with the run
    assert list((tmp_path / "elsewhere").iterdir()) == []


@posix
def test_the_place_is_the_users_alone(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGECAST_CACHE", "/dev/null/cache")
    folder = cache_folder.cache_folder()
    assert folder == temporary / f"pagecast-{os.getuid()}" and folder.stat().st_mode & 0o777 == 0o700
    assert cache_folder.cache_folder() == folder


def test_a_cache_that_fails_in_the_middle_is_left(
    temporary: Path, clip: Clip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As with a full disk: existing clips are still read, new clips and locks go to another folder."""
    monkeypatch.setenv("PAGECAST_CACHE", str(tmp_path / "cache"))
    cache = Cache(cache_folder.cache_folder() / "clips")
    cache.put(KEY, clip)
    (tmp_path / "cache" / "locks").write_text("in the way")
    (tmp_path / "cache" / "clips" / "cd").write_text("in the way")
    cache.put("cd" * 32, clip)
    with library.locked(library.open_show(tmp_path / "show")):
        pass
    assert cache.get(KEY) == cache.get("cd" * 32) == clip
    later = Cache(cache_folder.cache_folder() / "clips")
    assert later.folder.is_relative_to(temporary)
    assert later.get(KEY) == later.get("cd" * 32) == clip
    assert sum(TOLD in record.getMessage() for record in caplog.records) == 1


def test_a_read_only_cache_is_used(
    temporary: Path, clip: Clip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A cache that is part of an image: its clips are used, and a damaged one is spoken again."""
    Cache(tmp_path / "cache" / "clips").put(KEY, clip)
    monkeypatch.setenv("PAGECAST_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cache_folder, "_taken", {str(tmp_path / "cache"): temporary})
    cache = Cache(cache_folder.cache_folder() / "clips")
    assert cache.get(KEY) == clip
    (tmp_path / "cache" / "clips" / "ab" / f"{KEY}.clip").write_bytes(b"damaged")
    assert cache.get(KEY) is None


@posix
def test_two_runs_without_a_cache_exclude_each_other(tmp_path: Path, temporary: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tts.show import library\n"
        "show = library.open_show(Path('show')); print('asks', flush=True)\n"
        "with library.locked(show): print('holds', flush=True); sys.stdin.read()"
    )
    environment = {**os.environ, "PAGECAST_CACHE": "/dev/null/cache"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}

    def run() -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=environment, **pipes)  # type: ignore[call-overload]
        assert process.stdout.readline() == b"asks\n"
        return process  # type: ignore[no-any-return]

    first = run()
    assert first.stdout and first.stdout.readline() == b"holds\n"
    second = run()
    assert select.select([second.stdout], [], [], 1.5)[0] == [], "it waits"
    first.communicate(b"", timeout=120)
    assert second.communicate(b"", timeout=120)[0] == b"holds\n"
    assert (first.returncode, second.returncode) == (0, 0)
