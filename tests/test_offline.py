"""Offline means offline: system calls of the commands are observed, not Python's modules."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import linux
from tests.traced import Traced, traced
from tts.engines import telemetry

ROOT = Path(__file__).parents[1]
LOADS = ("onnxruntime", "faster_whisper", "huggingface_hub")
"""Packages that report to their makers unless they are told not to, or import one that does."""

pytestmark = linux


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A working folder with an article of both languages, and an empty home."""
    (tmp_path / "home").mkdir()
    (tmp_path / "temp").mkdir()
    image = "image: https://example.org/a.jpg\n"
    text = "It has one line, and that is all.\n\n这一段是中文。\n"
    (tmp_path / "a.md").write_text(f"---\ntitle: A page\n{image}---\n\n{text}", encoding="utf-8")
    return tmp_path


def watched(place: Path, *command: str) -> Traced:
    """`tts COMMAND` there; it must succeed."""
    environment = {
        "HOME": str(place / "home"),
        "TMPDIR": str(place / "temp"),
        "PAGECAST_CACHE": os.environ["PAGECAST_CACHE"],
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    run = traced("-m", "tts", *command, cwd=place, log=place / "trace.log", environment=environment)
    assert run.result.returncode == 0, run.result.stderr
    return run


def is_quiet(run: Traced, place: Path) -> None:
    """No socket; nothing written but in the cache, the show, and the temporary folder."""
    assert run.network == []
    assert list((place / "home").rglob("*")) == []
    allowed = (place, Path(os.environ["PAGECAST_CACHE"]).resolve(), Path(os.environ["PAGECAST_CACHE"]), Path("/dev"))
    strays = {path for path in run.written if not any(path.is_relative_to(a) for a in allowed)}
    strays = {path for path in strays if not path.is_relative_to(Path("/proc"))}
    assert strays == set()


def test_make_publish_and_check_offline(place: Path) -> None:
    """An image is named in the article, on another machine; both embedded voices speak; Whisper listens."""
    is_quiet(watched(place, "make", "a.md", "--offline", "-o", "show"), place)
    publish = ("publish", "-o", "show", "--base-url", "https://example.org/")
    is_quiet(watched(place, *publish), place)
    is_quiet(watched(place, "check", "--listen", "--offline", "--limit", "100", "-o", "show"), place)


@pytest.mark.parametrize(
    "command",
    [
        ["say", "Good evening.", "--offline", "-o", "out.mp3"],
        ["say", "晚上好。", "--offline", "-o", "out.mp3"],
        ["script", "a.md", "--offline"],
        ["make", "a.md", "--offline", "--dry-run"],
    ],
    ids=" ".join,
)
def test_other_commands_offline(place: Path, command: list[str]) -> None:
    is_quiet(watched(place, *command), place)


@pytest.mark.parametrize("voice", ["hibari/heart", "kokoro/zf_xiaoxiao"])
def test_a_local_voice_that_is_named_needs_no_offline(place: Path, voice: str) -> None:
    text = "晚上好。" if "kokoro" in voice else "Good evening."
    is_quiet(watched(place, "say", text, "--voice", voice, "-o", "out.mp3"), place)


def test_a_local_file_spoken_by_a_local_voice_needs_no_offline(place: Path) -> None:
    (place / "b.md").write_text("# A page\n\nIt has one line, and that is all.\n")
    is_quiet(watched(place, "make", "b.md", "--voice", "hibari/heart", "-o", "show"), place)


def test_the_watcher_sees_a_look_up_of_native_code(place: Path) -> None:
    """Tests the test: a name lookup by the C library, whose sockets Python does not see."""
    code = "import ctypes; ctypes.CDLL(None).getaddrinfo(b'example.org', b'443', None, ctypes.create_string_buffer(8))"
    environment = {"HOME": str(place / "home")}
    run = traced("-c", code, cwd=place, log=place / "trace.log", environment=environment)
    assert any("AF_INET" in call for call in run.network)


def test_nothing_reports_home_whatever_the_environment() -> None:
    code = "import os, tts.engines; print(*(os.environ[name] for name in tts.engines.telemetry.SWITCHES))"
    against = dict.fromkeys(telemetry.SWITCHES, "0")
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, **against}, check=True
    )
    assert result.stdout.split() == list(telemetry.SWITCHES.values())


def test_packages_with_telemetry_are_imported_in_one_place_only() -> None:
    """We import it in `telemetry`; faster-whisper imports it after `telemetry` was called."""
    found = set()
    for file in (ROOT / "tts").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {(file.name, name) for name in names if name.partition(".")[0] in LOADS}
    assert found == {("telemetry.py", "onnxruntime"), ("whisper.py", "faster_whisper")}
