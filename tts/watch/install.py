"""Installs a service that watches a show: a systemd user unit, a launchd agent, or a crontab line.

The files are written, not activated: the user is shown the commands for that. They contain the full
paths of Python and the folder, because services do not have the user's shell environment; and no
tokens, which are stored separately.
"""

from __future__ import annotations

import hashlib
import os
import plistlib
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tts.model import TtsError
from tts.show.library import slug
from tts.storage.durable import write_whole

KINDS = ("systemd", "launchd", "cron")
_HANDED_ON = ("PAGECAST_CACHE", "PAGECAST_CONFIG")
"""Environment variables that are included."""
_MINUTES = 15
"""Minutes between two runs by cron; sources that are not due are not checked."""


@dataclass(frozen=True, slots=True)
class Job:
    """A show to be watched."""

    folder: Path
    options: tuple[str, ...] = ()
    """Options of `tts watch`."""

    @property
    def name(self) -> str:
        """The name of the service, different for each folder."""
        place = str(self.folder.resolve())
        digest = hashlib.sha256(place.encode("utf-8", "replace")).hexdigest()[:6]
        return f"pagecast-{slug(self.folder.resolve().name)}-{digest}"

    @property
    def command(self) -> tuple[str, ...]:
        folder = str(self.folder.resolve())
        return (sys.executable, "-m", "tts", "watch", "-o", folder, *self.options)


@dataclass(frozen=True, slots=True)
class Installed:
    """What was written, and what to do next."""

    where: str
    commands: tuple[str, ...]
    """Commands to be typed."""
    note: str = ""


def usual() -> str:
    """The kind of service on this system. Raises TtsError if it has none."""
    if sys.platform == "darwin":
        return "launchd"
    if sys.platform == "win32":
        message = "this system has none of systemd, launchd and cron"
        hint = "let the Task Scheduler run: tts watch --once"
        raise TtsError(message, hint)
    return "systemd" if Path("/run/systemd/system").is_dir() else "cron"


def install(kind: str, job: Job) -> Installed:
    """Write the service; repeating it changes nothing. Raises TtsError."""
    return _INSTALLERS[kind](job)


def uninstall(job: Job) -> list[Installed]:
    """Remove a show's services of any kind. Raises TtsError."""
    installed: list[Installed] = []
    for path, commands in ((_unit(job), _unit_off(job)), (_agent(job), _agent_off(job))):
        if path.exists():
            path.unlink()
            installed.append(Installed(str(path), commands))
    with suppress(OSError):
        (_unit(job).parent / "default.target.wants" / _unit(job).name).unlink()
    if shutil.which("crontab"):
        before = _crontab()
        kept = [line for line in before if not line.endswith(_mark(job))]
        if kept != before:
            _write_crontab(kept)
            installed.append(Installed("the crontab", ()))
    return installed


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, lambda f: f.write(content))
    except OSError as e:
        raise TtsError(f"{path} can't be written: {e.strerror}", "check its folder's rights") from e


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _HANDED_ON if os.environ.get(name)}


# --- systemd (systemd.service(5), systemd.syntax(7)) ----------------------------------------------


def _unit(job: Job) -> Path:
    config = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(config) / "systemd" / "user" / f"{job.name}.service"


def _unit_off(job: Job) -> tuple[str, ...]:
    return (f"systemctl --user stop {job.name}", "systemctl --user daemon-reload")


def _systemd(job: Job) -> Installed:
    variables = [f"Environment={_quoted(f'{k}={v}')}" for k, v in _environment().items()]
    lines = [
        "[Unit]",
        f"Description=Pagecast keeps the show in {_plain(str(job.folder.resolve()))}",
        "",
        "[Service]",
        f"ExecStart={' '.join(_quoted(each, dollar='$$') for each in job.command)}",
        *variables,
        "EnvironmentFile=-%h/.config/pagecast/keys",
        "Restart=on-failure",
        "RestartSec=60",
        "Nice=10",
        "",
        "[Install]",
        "WantedBy=default.target",
        "",
    ]
    path = _unit(job)
    _write(path, "\n".join(lines).encode())
    on = ("systemctl --user daemon-reload", f"systemctl --user enable --now {job.name}")
    note = "it ends when you log out, unless you say once: loginctl enable-linger"
    return Installed(str(path), (*on, f"journalctl --user -u {job.name} -f"), note)


def _quoted(text: str, dollar: str = "$") -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped.replace("%", "%%").replace("$", dollar)}"'


def _plain(text: str) -> str:
    return " ".join(text.replace("%", "%%").split())


# --- launchd (launchd.plist(5)) -------------------------------------------------------------------


def _agent(job: Job) -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{job.name}.plist"


def _agent_off(job: Job) -> tuple[str, ...]:
    return (f"launchctl bootout gui/$(id -u)/{job.name}",)


def _launchd(job: Job) -> Installed:
    path = _agent(job)
    log = Path.home() / "Library" / "Logs" / f"{job.name}.log"
    agent = {
        "Label": job.name,
        "ProgramArguments": list(job.command),
        "EnvironmentVariables": _environment(),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 60,
        "ProcessType": "Background",
        "StandardErrorPath": str(log),
    }
    _write(path, plistlib.dumps(agent))
    on = f"launchctl bootstrap gui/$(id -u) {shlex.quote(str(path))}"
    return Installed(str(path), (on, f"tail -f {shlex.quote(str(log))}"))


# --- cron (crontab(5)) ----------------------------------------------------------------------------


def _mark(job: Job) -> str:
    return f"# {job.name}"


def _cron(job: Job) -> Installed:
    variables = [f"{name}={shlex.quote(value)}" for name, value in _environment().items()]
    words = [*variables, *map(shlex.quote, job.command), "--once", "-q"]
    command = " ".join(words).replace("%", "\\%")
    line = f"*/{_MINUTES} * * * * {command} >/dev/null {_mark(job)}"
    if not shutil.which("crontab"):
        raise TtsError("there is no crontab on this system", f"have this run by yours: {line}")
    kept = [each for each in _crontab() if not each.endswith(_mark(job))]
    _write_crontab([*kept, line])
    note = f"it looks every {_MINUTES} minutes from now on; cron mails you what fails"
    return Installed("the crontab", ("crontab -l",), note)


def _crontab() -> list[str]:
    """The current crontab. Raises TtsError if it can't be read: treating it as empty would
    overwrite it."""
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(
        ["crontab", "-l"], capture_output=True, text=True, check=False, env=environment
    )
    if done.returncode == 0:
        return done.stdout.splitlines()
    if re.search(r"\bno f?crontab\b|No such file", done.stderr):
        return []
    message = f"the crontab can't be read: {done.stderr.strip() or 'crontab -l failed'}"
    raise TtsError(message, "see whether you may use cron: man crontab")


def _write_crontab(lines: Sequence[str]) -> None:
    text = "\n".join([*lines, ""]) if lines else ""
    done = subprocess.run(["crontab", "-"], input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"the crontab can't be written: {done.stderr.strip()}"
        raise TtsError(message, "see whether you may use cron: man crontab")


_INSTALLERS: dict[str, Callable[[Job], Installed]] = {
    "systemd": _systemd,
    "launchd": _launchd,
    "cron": _cron,
}
