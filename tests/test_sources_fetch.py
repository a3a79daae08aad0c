"""Files, standard input, and what is refused before anything is opened."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tts.model import SourceError
from tts.sources import fetch
from tts.sources.fetch.media_types import MOST_BYTES


def test_file(tmp_path: Path) -> None:
    path = tmp_path / "笔记 1.MD"
    path.write_bytes(b"# x")
    os.utime(path, (0, 86400 * 365))
    source = fetch(str(path))
    assert (source.where, source.content, source.media_type) == (str(path), b"# x", "text/markdown")
    assert (source.modified, source.url) == ("1971-01-01", "")


def test_a_colon_in_a_name_does_not_make_it_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("re:view.txt").write_text("x")
    assert fetch("re:view.txt").content == b"x"


def test_stdin() -> None:
    source = fetch("-", stdin=io.BytesIO(b"words"))
    assert (source.where, source.content, source.media_type) == ("-", b"words", "")
    with pytest.raises(SourceError, match="standard input is empty"):
        fetch("-", stdin=io.BytesIO(b""))


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("missing.txt", "no file"),
        ("folder", "folder"),
        ("empty.txt", "empty"),
        ("empty.txt/x", "no file"),
        ("x" * 5000, "can't be read"),
        ("nul\0.txt", "can't be read"),
        ("file:///etc/hosts", "file: address"),
        ("ftp://example.org/a", "neither a file nor"),
        ("javascript:alert(1)", "neither a file nor"),
        ("http://", "names no host"),
        ("http://[::1", "not an address"),
        ("http://user:secret@example.org/", "user name"),
    ],
)
def test_refused(where: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("empty.txt").touch()
    with pytest.raises(SourceError, match=said) as caught:
        fetch(where)
    assert caught.value.hint
    assert "secret" not in caught.value.message


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(SourceError, match="larger than 200 MB"):
        fetch(str(path))


def test_hints_are_things_to_do(tmp_path: Path) -> None:
    for where in (str(tmp_path), "missing.txt", "ftp://example.org/a", "http://", "file:///x"):
        with pytest.raises(SourceError) as caught:
            fetch(where)
        assert caught.value.hint[0].islower()
        assert not caught.value.hint.endswith(".")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    with pytest.raises(SourceError, match="is a pipe") as caught:
        fetch(str(pipe))
    assert "tts make -," in caught.value.hint and "for a list: ... | tts make @-" in caught.value.hint
    with pytest.raises(SourceError, match="is a device"):
        fetch("/dev/zero")


def test_files_opened_by_the_shell_are_read() -> None:
    code = "import sys; from tts.sources import fetch; print(fetch(sys.argv[1]).content.decode())"
    command = f"{sys.executable} -c '{code}' <(printf 'some words')"
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "some words"


def test_a_name_that_is_not_utf8_can_be_printed(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.txt")
    with pytest.raises(SourceError, match="no file") as caught:
        fetch(name)
    assert r"bad\xff.txt" in caught.value.message.encode().decode()
    Path(name).write_text("words")
    assert fetch(name).where.encode().endswith(rb"bad\xff.txt")


def test_offline() -> None:
    with pytest.raises(SourceError, match="--offline forbids"):
        fetch("https://example.org/a", offline=True)


def test_a_local_file_loads_nothing_heavy(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    code = (
        f"import sys, tts.sources; tts.sources.fetch({str(path)!r});"
        "print(*{m.partition('.')[0] for m in sys.modules} & {'aiohttp', 'asyncio', 'lxml', 'trafilatura', 'yaml'})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
