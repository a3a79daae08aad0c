"""What `tts watch --install` writes, and that it is removed again."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import fine, tts


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A show in a folder whose name has every special character."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    folder = tmp_path / 'my "100%" $how 節目'
    folder.mkdir()
    return folder


def unit(tmp_path: Path) -> Path:
    return next((tmp_path / ".config/systemd/user").glob("pagecast-*.service"))


@pytest.mark.parametrize("kind", ["systemd", "launchd"])
def test_the_service_file_is_written_announced_and_removed(show: Path, tmp_path: Path, kind: str) -> None:
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    said = fine("watch", "--install", kind, "-o", str(show), "--engine", "silent", "--allow-private")
    [new] = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert str(new) in said.stdout
    assert {"systemd": "systemctl --user enable --now", "launchd": "launchctl bootstrap"}[kind] in said.stderr
    fine("watch", "--install", kind, "-o", str(show), "--engine", "silent", "--allow-private")
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {*before, new}
    assert str(new) in fine("watch", "--uninstall", "-o", str(show)).stdout
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before
    assert tts("watch", "--uninstall", "-o", str(show)).exit_code == 1


def test_launchd_starts_the_command_as_it_is(show: Path, tmp_path: Path) -> None:
    fine("watch", "--install", "launchd", "-o", str(show), "--engine", "silent", "--allow-private")
    [path] = (tmp_path / "Library/LaunchAgents").iterdir()
    agent = plistlib.loads(path.read_bytes())
    wanted = [sys.executable, "-m", "tts", "watch", "-o", str(show), "--engine", "silent", "--allow-private"]
    assert agent["ProgramArguments"] == wanted and agent["Label"] == path.stem


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is Linux's")
def test_systemd_takes_the_unit(show: Path, tmp_path: Path) -> None:
    fine("watch", "--install", "systemd", "-o", str(show), "--engine", "silent")
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(unit(tmp_path))], capture_output=True, text=True, check=False
    )
    assert not [line for line in done.stderr.splitlines() if "pagecast" in line]


def test_the_unit_quotes_what_systemd_would_expand(show: Path, tmp_path: Path) -> None:
    fine("watch", "--install", "systemd", "-o", str(show))
    [start] = [
        line for line in unit(tmp_path).read_text(encoding="utf-8").splitlines() if line.startswith("ExecStart=")
    ]
    assert '/my \\"100%%\\" $$how 節目"' in start


def test_no_token_is_written(show: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGECAST_WALLABAG_TOKEN", "s3cret")
    fine("watch", "--install", "systemd", "-o", str(show))
    assert "s3cret" not in unit(tmp_path).read_text(encoding="utf-8")


def test_a_crontab_that_can_t_be_read_is_not_overwritten(
    show: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    script = (
        f'#!/bin/sh\n[ "$1" = -l ] && {{ echo "crontab: Input/output error" >&2; exit 1; }}\ncat > {tmp_path}/table\n'
    )
    (tmp_path / "bin/crontab").write_text(script, encoding="utf-8")
    (tmp_path / "bin/crontab").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    for option in (("--install", "cron"), ("--uninstall",)):
        result = tts("watch", *option, "-o", str(show))
        assert result.exit_code == 1 and "can't be read: crontab: Input/output error" in result.stderr
    assert not (tmp_path / "table").exists()


def test_a_line_of_the_crontab_leaves_the_others_alone(
    show: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The crontab is a file, as with cron's own command."""
    own = "# mine\n30 5 * * * /home/me/update\n"
    (tmp_path / "table").write_text(own, encoding="utf-8")
    (tmp_path / "bin").mkdir()
    script = '#!/bin/sh\nif [ "$1" = -l ]; then cat "$TABLE"; else cat > "$TABLE.new" && mv "$TABLE.new" "$TABLE"; fi\n'
    (tmp_path / "bin/crontab").write_text(script, encoding="utf-8")
    (tmp_path / "bin/crontab").chmod(0o755)
    monkeypatch.setenv("TABLE", str(tmp_path / "table"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    (show / "show.toml").write_text('[[sources]]\nsource = "articles"\npaused = true\n', encoding="utf-8")
    for _ in range(2):
        fine("watch", "--install", "cron", "-o", str(show), "--engine", "silent")
    lines = (tmp_path / "table").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == own.splitlines() and len(lines) == 3
    command = lines[2].removeprefix("*/15 * * * * ").replace("\\%", "%")
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert (show / ".pagecast/watch.json").exists()
    fine("watch", "--uninstall", "-o", str(show))
    assert (tmp_path / "table").read_text(encoding="utf-8") == own
