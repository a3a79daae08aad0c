"""Commands that are forked (tests/forked.py) are what commands that are started are."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests import forked
from tests.waiting import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they are started")

WAYS = pytest.mark.parametrize("way", [subprocess, forked], ids=["started", "forked"])
LOOK = """
import json, os, signal, sys, tempfile, threading
mask = os.umask(0)
handlers = {name: str(signal.getsignal(getattr(signal, name))) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGPIPE")}
print(json.dumps({
    "arguments": sys.argv, "folder": os.getcwd(), "environment": sorted(os.environ), "first": sys.path[0],
    "own": os.environ.get("OWN"), "mask": mask, "handlers": handlers, "threads": len(os.listdir("/proc/self/task")),
    "files": sorted(map(int, os.listdir("/proc/self/fd")))[:3], "name": __name__, "temporary": tempfile.gettempdir(),
    "session": os.getsid(0) == os.getpid(), "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
    "streams": [each.encoding + each.errors + str(each.line_buffering) for each in (sys.stdin, sys.stdout, sys.stderr)],
    "parent": os.getppid(), "thread": threading.current_thread() is threading.main_thread(), "read": sys.stdin.read(),
}))
"""


def was_forked(process: subprocess.Popen[Any]) -> bool:
    return b"fork_server" in Path(f"/proc/{process.pid}/cmdline").read_bytes()


@pytest.mark.parametrize("more", [{}, {"start_new_session": True}, {"umask": 0o27}])
def test_a_forked_command_sees_the_same_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: dict[str, Any]
) -> None:
    monkeypatch.setenv("OWN", "1")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    command = [sys.executable, "-c", LOOK, "one", "--two"]
    given = {"cwd": tmp_path, "input": "words\n", "capture_output": True, "text": True, "check": True, **more}
    started, ran = (json.loads(way.run(command, **given).stdout) for way in (subprocess, forked))
    set_by_modules = {"OPENBLAS_NUM_THREADS"} | set(ran["environment"]) - set(started["environment"])
    assert set(ran.pop("environment")) - set_by_modules == set(started.pop("environment")) - set_by_modules
    assert ran == started and ran["parent"] == os.getpid() and ran["read"] == "words\n"


ENDS = {
    "pass": 0,
    "import sys; sys.exit(3)": 3,
    "import sys; sys.exit()": 0,
    "import sys; sys.exit('words')": 1,
    "raise ValueError('words')": 1,
    "import os; os._exit(7)": 7,
    "import os; os.abort()": -signal.SIGABRT,
    "import os, signal; os.kill(os.getpid(), signal.SIGINT); import time; time.sleep(60)": -signal.SIGINT,
    "import os, signal; os.kill(os.getpid(), signal.SIGTERM); import time; time.sleep(60)": -signal.SIGTERM,
    "import atexit; atexit.register(print, 'at the end')": 0,
    "import threading; threading.Timer(0.1, print, ['later']).start()": 0,
    "import sys; sys.stdout.close()": 0,
    "import sys; sys.stdout = open('/dev/full', 'w'); print('words')": 120,
}


@pytest.mark.parametrize("code", ENDS)
def test_a_forked_command_ends_in_the_same_way(code: str) -> None:
    command = [sys.executable, "-c", code]
    started, ran = (way.run(command, capture_output=True, text=True) for way in (subprocess, forked))
    assert ran.returncode == started.returncode == ENDS[code]
    assert ran.stdout == started.stdout
    last = [each.stderr.strip().splitlines()[-1:] for each in (started, ran)]
    assert last[0] == last[1]


@WAYS
def test_it_can_be_killed_and_is_a_child_that_can_be_waited_for(way: Any) -> None:
    process = way.Popen([sys.executable, "-c", "print(1, flush=True); input()"], stdin=-1, stdout=-1, text=True)
    assert process.stdout.readline() == "1\n" and process.poll() is None
    assert was_forked(process) is (way is forked)
    process.kill()
    assert process.wait(60) == -signal.SIGKILL and not psutil.pid_exists(process.pid)
    process.communicate()


@pytest.mark.parametrize(
    "change",
    [{"HOME": "/nowhere"}, {"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "C"}, {"DASK_X": "1"}, {"PATH": "/bin"}],
)
def test_where_modules_would_read_something_else_as_they_are_imported_it_is_started(change: dict[str, str]) -> None:
    process = forked.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, text=True, env={**os.environ, **change}
    )
    assert not was_forked(process)
    process.communicate("\n")
    assert process.returncode == 0


def test_modules_hidden_by_the_path_stay_hidden(tmp_path: Path) -> None:
    (tmp_path / "lxml.py").write_text("name = 'another'")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    ran = forked.run(
        [sys.executable, "-c", "import lxml; print(lxml.name)"], capture_output=True, text=True, env=environment
    )
    assert ran.stdout == "another\n"


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_the_fork_server_ends_with_the_test_process(ending: signal.Signals) -> None:
    code = """
        import subprocess, sys
        from tests import forked
        assert forked.run([sys.executable, "-c", ""]).returncode == 0
        print(forked._server().process.pid, flush=True)
        input()
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    process = subprocess.Popen(command, cwd=forked.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    server = psutil.Process(int(process.stdout.readline()))
    assert server.is_running()
    process.send_signal(ending)
    process.communicate()
    until(lambda: not server.is_running() or server.status() == psutil.STATUS_ZOMBIE, "the end of what forks")
