"""The command `tts watch`: a show that updates itself."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click
from click.core import ParameterSource

from tts.cli.errors import complain
from tts.cli.interrupts import dropped
from tts.cli.options import (
    check_is_show,
    json_option,
    opened_show,
    options_of,
    quiet_option,
    show_option,
    voice_options,
)
from tts.cli.output import good, log_to_stderr, result, say

if TYPE_CHECKING:
    from tts.watch.callbacks import Listener
    from tts.watch.install import Installed

INTERRUPTED = 130
_USUAL, _KINDS = "usual", ("systemd", "launchd", "cron")
_OF_THIS_RUN = frozenset({"output", "once", "status", "as_json", "install", "uninstall"})
"""Options that are not passed on to the installed service."""
_WAYS = ("once", "status", "install", "uninstall")
"""Options of which only one may be used."""


def _checked_kind(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> str | None:
    if value not in (None, _USUAL, *_KINDS):
        raise click.BadParameter(f"{value!r} is not one of {', '.join(_KINDS)}")
    return value


@click.command()
@show_option
@click.option(
    "--once", is_flag=True, help="Check once what is due, then exit; for cron and timers."
)
@click.option(
    "--status",
    is_flag=True,
    help="Show the status of each source. Exit code: 0 all is well, 1 something fails, 3 not "
    "running.",
)
@json_option
@click.option(
    "--install",
    is_flag=False,
    flag_value=_USUAL,
    default=None,
    callback=_checked_kind,
    metavar="[KIND]",
    help="Run it permanently by systemd, launchd or cron. Default: what this system has.",
)
@click.option("--uninstall", is_flag=True, help="Undo --install.")
@voice_options
@click.option("--allow-private", is_flag=True, help="Allow URLs on private networks.")
@click.option(
    "--cookies",
    default="",
    metavar="FILE",
    help="Your browser's cookies (cookies.txt, Netscape format), for articles that you subscribe "
    "to.",
)
@quiet_option
def watch(output: Path, once: bool, quiet: bool, **asked: Any) -> None:
    """Keep a show up to date: check its sources, make, publish. The sources are those in its
    show.toml; new articles are made and published.

    It runs until Ctrl-C and can be killed at any moment: the next run continues. From a newly added
    source it makes the newest 5 articles, after that all new ones.

    \b
    tts sources add https://example.org/feed.xml     add a source
    tts watch            run until stopped
    tts watch --once     check once, from cron
    tts watch --status   show the status
    """
    _check_one_way()
    check_is_show(output)
    install, uninstall = asked.pop("install"), asked.pop("uninstall")
    status, as_json = asked.pop("status"), asked.pop("as_json")
    if status:
        from tts.cli.watch_status import status as tell_status

        sys.exit(tell_status(output, as_json=as_json))
    if install:
        _install(install, output)
    elif uninstall:
        _uninstall(output)
    else:
        _watch(output, once, quiet, asked)


def _check_one_way() -> None:
    """Raise UsageError if several exclusive options were typed."""
    context = click.get_current_context()
    typed = [
        f"--{name}"
        for name in _WAYS
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    ]
    if len(typed) > 1:
        raise click.UsageError(f"{' and '.join(typed)} can't be combined: give one of them")


# --- having it run for good -----------------------------------------------------------------------


def _install(kind: str, output: Path) -> None:
    from tts.watch import install

    job = install.Job(output, _typed())
    _tell_installed(install.install(install.usual() if kind == _USUAL else kind, job), "written")


def _uninstall(output: Path) -> None:
    from tts.model import TtsError
    from tts.watch import install

    removed = install.uninstall(install.Job(output))
    for one in removed:
        _tell_installed(one, "removed")
    if not removed:
        raise TtsError(f"no service watches {output}", "to install one: tts watch --install")


def _tell_installed(done: Installed, what: str) -> None:
    result(done.where)
    say(good(), f" {what}; now run:" if done.commands else f" {what}")
    for command in done.commands:
        say(f"    {command}")
    if done.note:
        say(f"  note: {done.note}")


def _typed() -> tuple[str, ...]:
    """The options that were typed, except those that only affect this run."""
    context = click.get_current_context()
    words: list[str] = []
    for parameter in context.command.params:
        name = parameter.name or ""
        source = context.get_parameter_source(name)
        if source is not ParameterSource.COMMANDLINE or name in _OF_THIS_RUN:
            continue
        value = context.params.get(name)
        if value is True:
            words.append(parameter.opts[-1])
        elif value not in (None, False):
            words += [parameter.opts[-1], str(value)]
    return tuple(words)


def _watch(output: Path, once: bool, quiet: bool, asked: dict[str, Any]) -> None:
    from tts.cache import user_cache
    from tts.cli.watch_output import Errors, Telling
    from tts.watch.memory import bound_arenas
    from tts.watch.watch_loop import watch as run

    bound_arenas()
    log_to_stderr()
    opened_show(output)  # what its settings say of waiting holds
    options = options_of(asked)
    shown = Errors() if quiet else Telling(output, once=once)
    listener = _with_others_told(output, shown)
    try:
        with _Ended() as ended:
            known = run(output, options, user_cache(), listener, once=once, sleep=ended.sleep)
    except _Asked as asked_:
        _leave(asked_.number, quiet)
    failing = [where for where, seen in known.sources.items() if seen.failures or seen.tried]
    if failing or shown.failures or known.error:
        sys.exit(1)


# --- how it ends ----------------------------------------------------------------------------------


class _Asked(KeyboardInterrupt):
    """A signal requests the end. What was spoken is kept, and unfinished work continues next time.

    It is a KeyboardInterrupt because an event loop keeps any other exception in its task, and
    because one that Python drops is repeated (`interrupts`).
    """

    def __init__(self, number: int) -> None:
        self.number = number


_AT_ONCE = 1.0
"""Seconds in which several signals are one request, as of a terminal that is closed."""


class _Ended:
    """A context in which SIGTERM, SIGHUP and Ctrl-C raise `_Asked`: once, and again if it was
    dropped. If other code caught it, as lxml does while it is loaded, it is raised before the next
    wait, or by another signal."""

    def __init__(self) -> None:
        self._number = 0
        """The first signal."""
        self._dropped = dropped()
        """Number of dropped interrupts when it was last raised."""
        self._raised_at = 0.0
        """`time.monotonic` then."""

    def __enter__(self) -> _Ended:
        for number in _signals():
            signal.signal(number, self._raise)
        return self

    def sleep(self, seconds: float) -> None:
        """Wait. Raises `_Asked` if that was raised before and got nowhere."""
        if self._number:
            raise _Asked(self._number)
        sys.stdout.flush()
        time.sleep(seconds)

    def _raise(self, number: int, _frame: FrameType | None) -> None:
        is_new = time.monotonic() - self._raised_at > _AT_ONCE
        if self._number and dropped() == self._dropped and not is_new:
            return
        self._raised_at = time.monotonic()
        self._number = self._number or number
        self._dropped = dropped()
        raise _Asked(self._number)

    def __exit__(self, *_: object) -> None:
        """The handlers are not restored, since the process is about to end."""


def _signals() -> list[int]:
    names = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def _leave(number: int, quiet: bool) -> NoReturn:
    """Exit at once, because running calls of engines are no longer needed."""
    if not quiet:
        say("stopped; what was spoken is kept, and the next run continues from there")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED if number == signal.SIGINT else 0)


# --- what is told ---------------------------------------------------------------------------------


def _with_others_told(folder: Path, shown: Listener) -> Listener:
    """A listener that prints, and notifies others according to the user's settings. Raises
    TtsError."""
    from tts.watch import notifications
    from tts.watch.events import TellingListener

    receivers = notifications.read()
    if not receivers.on_made and not receivers.on_failed:
        return shown
    return TellingListener(shown, notifications.Notifier(folder, receivers, complain, time.time))
