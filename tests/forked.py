"""Python processes that start with the package imported: they are forked from one that has done nothing else.

Starting Python and importing what `tts make` needs takes half a second of processor time, and is the same in every
process. `run` and `Popen` work like those of `subprocess`, with the same results: a separate process, a child of this
one, with its own streams, folder, environment and signals. Only the start differs, and all forked processes share one
hash seed. So use `subprocess` to test the start, what is imported, and what must not depend on the order of a set;
every command is also tested that way.
"""

from __future__ import annotations

import atexit
import ctypes
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, AnyStr

ROOT = Path(__file__).parents[1]
_SUBREAPER = 36
"""prctl(2): orphans below this process become its children."""
_READ_AT_START = ("PYTHON", "LC_", "LANG", "LD_", "MALLOC", "GLIBC", "OPENBLAS", "OMP_", "DASK")
"""What Python, the C library and others read before or beside `os.environ`."""


class Popen(subprocess.Popen[AnyStr]):
    """`python -m MODULE …` or `python -c CODE …`, forked if that makes no difference, otherwise started."""

    def _execute_child(  # type: ignore[no-untyped-def,override]
        self, args: Any, executable: Any, preexec_fn: Any, close_fds: Any, pass_fds: Any, *rest: Any
    ):
        cwd, env, _startupinfo, _flags, shell, *streams = rest[:11]
        _restore_signals, gid, gids, uid, umask, own_session, group = rest[11:]
        environment = _environment() if env is None else dict(env)
        special = shell or executable or preexec_fn or pass_fds or gid or gids or uid or umask != -1 or group != -1
        if special or not _can_be_forked(args, environment):
            return super()._execute_child(args, executable, preexec_fn, close_fds, pass_fds, *rest)  # type: ignore[misc]
        p2cread, _, _, c2pwrite, _, errwrite = streams
        job = {
            "arguments": [os.fspath(each) for each in args[1:]],
            "folder": str(Path(cwd or ".").absolute()),
            "environment": environment,
            "own_session": bool(own_session),
            "umask": _umask(),
            "cluster": any("distributed" in each or each == "--cluster" for each in map(str, args)),
        }
        given = [own if fd == -1 else fd for own, fd in enumerate((p2cread, c2pwrite, errwrite))]
        self.pid = _server().fork(job, given)
        self._child_created = True
        self._close_pipe_fds(*streams)  # type: ignore[attr-defined]


def run(
    command: list[str],
    *,
    input: AnyStr | None = None,  # as subprocess has it
    capture_output: bool = False,
    timeout: float | None = None,
    check: bool = False,
    **kw: Any,
) -> subprocess.CompletedProcess[AnyStr]:
    """As `subprocess.run`."""
    if capture_output:
        kw |= {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    if input is not None:
        kw["stdin"] = subprocess.PIPE
    with Popen[AnyStr](command, **kw) as process:
        try:
            out, err = process.communicate(input, timeout=timeout)
        except BaseException:
            process.kill()
            raise
    done = subprocess.CompletedProcess(command, process.returncode, out, err)
    if check:
        done.check_returncode()
    return done


def _can_be_forked(command: Any, environment: Mapping[str, str]) -> bool:
    """Whether it runs Python, and nothing would make Python or a module behave differently at its start."""
    if sys.platform != "linux" or isinstance(command, str):
        return False
    if len(command) < 3 or command[0] != sys.executable or command[1] not in ("-m", "-c"):
        return False
    if any(signal.getsignal(each) is signal.SIG_IGN for each in _PASSED_ON):
        return False
    return _server().would_begin_the_same(environment)


_PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD, signal.SIGQUIT)
"""Signals that a process ignores if its parent did; the server does not."""


def _environment() -> dict[str, str]:
    """The environment of this process, with what libraries such as readline set behind the back of `os.environ`."""
    lines = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
    named = (os.fsdecode(line).partition("=") for line in itertools.takewhile(bool, lines))
    return {name: value for name, _, value in named}


def _umask() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("Umask:")[2].split()[0], 8)


class _Server:
    """The process that forks: a child of this one, until this one ends."""

    def __init__(self) -> None:
        self.end, theirs = socket.socketpair()
        self.one_at_a_time = Lock()
        self.environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.fork_server", str(theirs.fileno())],
            cwd=ROOT,
            env=self.environment | {"OPENBLAS_NUM_THREADS": "1"},  # its threads would begin as it is imported
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        atexit.register(self.stop)
        size = self.end.recv(8)
        assert size, "the process that forks could not begin"
        greeting = json.loads(self.end.recv(int.from_bytes(size, "big"), socket.MSG_WAITALL))
        self.read_at_import: dict[str, str | None] = greeting["read"]
        self.imported = set(greeting["imported"])

    def would_begin_the_same(self, environment: Mapping[str, str]) -> bool:
        named = {name for name in self.environment.keys() | environment.keys() if name.startswith(_READ_AT_START)}
        named -= {"PYTHONPATH", "OPENBLAS_NUM_THREADS"}
        if any(self.environment.get(name) != environment.get(name) for name in named):
            return False
        if any(environment.get(name) != found for name, found in self.read_at_import.items()):
            return False
        return not any(map(self._hides_what_is_imported, environment.get("PYTHONPATH", "").split(os.pathsep)))

    def _hides_what_is_imported(self, folder: str) -> bool:
        """Whether a folder of Python's path has another module of that name."""
        if not folder or Path(folder) == ROOT or not Path(folder).is_dir():
            return False
        return any(path.name.partition(".")[0] in self.imported for path in Path(folder).iterdir())

    def fork(self, job: Mapping[str, Any], streams: list[int]) -> int:
        """Forks the process that does the job. Its parent ends at once, so that it becomes our child."""
        prctl = ctypes.CDLL(None).prctl
        message = json.dumps(job).encode()
        with self.one_at_a_time:
            prctl(_SUBREAPER, 1, 0, 0, 0)
            try:
                socket.send_fds(self.end, [len(message).to_bytes(8, "big")], streams)
                self.end.sendall(message)
                answer = self.end.recv(8)
            finally:
                prctl(_SUBREAPER, 0, 0, 0, 0)
        assert answer, "the process that forks has ended"
        return int.from_bytes(answer, "big")

    def stop(self) -> None:
        self.end.close()
        self.process.wait()


@cache
def _server() -> _Server:
    return _Server()
