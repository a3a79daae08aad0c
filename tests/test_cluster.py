"""Articles made by a real scheduler and real workers on loopback, some of which are killed: the show has the same bytes
as that of one machine, and nothing is spoken twice except what a killed worker was speaking."""

from __future__ import annotations

import json
import os
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest

import tts
from tests import books, forked
from tests.clusters import PATIENCE, TTS, Noting, cluster, workers_here
from tests.commands import tts as tts_here
from tests.edge_server import EdgeServer
from tests.shows import contents
from tests.waiting import until
from tts.cluster import attempts, workers
from tts.cluster.connection import Connection
from tts.cluster.run_markers import open_markers
from tts.engines.edge.congestion import MOST
from tts.model import EpisodeFailed

PAGE = """<html><head><title>The Mill</title></head><body><article><h1>The Mill</h1>
<p>The mill at the bend hums in spring, and in summer its wheel hardly turns at all. The miller waits.</p>
<p>In autumn the rain comes back, and with it the carts, and with the carts the news of the valley.</p>
</article></body></html>"""
CHAPTERS = {
    "one.xhtml": books.page("<h1>One</h1><p>The lamp in the window was lit every evening, and nobody looked up.</p>"),
    "two.xhtml": books.page("<h1>Two</h1><p>In spring the window was open, and the lamp drew moths.</p>"),
}


@pytest.fixture
def noting(tmp_path: Path) -> Noting:
    folder = tmp_path / "noted"
    folder.mkdir()
    return Noting(folder)


@pytest.fixture
def environment(noting: Noting) -> dict[str, str]:
    return noting.environment(noting.install())


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ten short articles, named relative to their folder."""
    monkeypatch.chdir(tmp_path)
    return [article(f"{name}.md", f"The {name} is on the table. Nobody knows who put it there.") for name in THINGS]


THINGS = ("apple", "bottle", "candle", "drum", "engine", "flute", "globe", "hammer", "inkwell", "jar")


def article(name: str, text: str) -> str:
    """A file with a title, which is a chunk, and two paragraphs."""
    title = name.removesuffix(".md").title()
    Path(name).write_text(f"---\ntitle: {title}\ndate: 2026-03-01\n---\n\n{text}\n\nThat is all of {title}.\n")
    return name


def make(
    show: str, sources: list[str], environment: Mapping[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    command = [*TTS, "make", *sources, "-o", show, "--engine", "noting", *arguments]
    return forked.run(command, env=environment, capture_output=True, text=True, check=False, timeout=2 * PATIENCE)


def started(show: str, sources: list[str], environment: Mapping[str, str], where: str) -> subprocess.Popen[str]:
    """The same command, while it is running."""
    command = [*TTS, "make", *sources, "-o", show, "--engine", "noting", "--cluster", where]
    pipe = subprocess.PIPE
    return forked.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True, start_new_session=True)


def finished(command: subprocess.Popen[str]) -> tuple[str, str]:
    """The rest of its output until it ends; fails with that if it does not end."""
    try:
        return command.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(command.pid, signal.SIGKILL)
        out, err = command.communicate()
        pytest.fail(f"the command never ended; it wrote:\n{out}\n{err}")


def said(command: subprocess.Popen[str], words: str) -> str:
    """What it writes to stderr until those words appear; fails if it ends or hangs without them."""
    assert command.stderr
    overdue = threading.Timer(PATIENCE, os.killpg, (command.pid, signal.SIGKILL))
    overdue.start()
    lines = ""
    try:
        while words not in lines:
            line = command.stderr.readline()
            if not line:
                pytest.fail(f"the command never said {words!r}, but:\n{lines}")
            lines += line
    finally:
        overdue.cancel()
    return lines


def at_home(sources: list[str], environment: Mapping[str, str]) -> dict[str, bytes]:
    """The show that one machine makes of them, with its own cache. The engine neither kills nor waits there."""
    Path("noted-at-home").mkdir()
    Path("noted-at-home", "go").touch()
    own = {"PAGECAST_CACHE": str(Path.cwd() / "home-cache"), "NOTED_BY_ENGINE": str(Path.cwd() / "noted-at-home")}
    made = make("home", sources, {**environment, **own}, "-q")
    assert made.returncode == 0, made.stderr
    return contents(Path("home"))


# --- the same bytes --------------------------------------------------------------------------------------------------


def test_workers_make_the_same_show_as_one_machine(
    tmp_path: Path, archive: list[str], environment: dict[str, str], noting: Noting, own_cache: Path
) -> None:
    Path("mill.html").write_text(PAGE)
    Path("lamp.epub").write_bytes(books.book(CHAPTERS))
    Path("empty.md").write_text("")
    Path("list.txt").write_text("\n".join([*archive, "mill.html", "empty.md", "lamp.epub", "apple.md"]))
    with cluster(tmp_path / "dask", environment) as processes:
        made = make("away", ["@list.txt"], environment, "--cluster", processes.address)
        assert made.returncode == 1
        assert "empty.md" in made.stderr and "13 made or unchanged, 1 failed" in made.stderr
        paths = made.stdout.split()
        titles = [Path(path).name.rpartition("-")[0] for path in paths]
        assert titles[:-2] == [*THINGS, "the-mill"] and titles[-2].endswith("one") and titles[-1].endswith("two")
        assert set(noting.spoken().values()) == {1}
        spoken = noting.spoken()

        # What is unchanged costs the cluster nothing: it is not even asked.
        processes.kill(processes.groups[0])
        again = make("away", archive, environment, "--cluster", processes.address)
        assert again.returncode == 0 and again.stderr.count("unchanged") == len(archive)
        assert noting.spoken() == spoken
    assert contents(Path("away")) == at_home([*archive, "mill.html", "lamp.epub"], environment)
    assert not list((own_cache / "clips").glob("run-*"))


def test_workers_of_this_machine_need_no_cluster_and_are_interrupted_with_the_command(
    archive: list[str], environment: dict[str, str], noting: Noting
) -> None:
    held = article("kettle.md", "The kettle [wait] is on the stove.")
    sources = [*archive[:5], held, *archive[5:]]
    command = started("away", sources, environment, "local:2")
    until(noting.waiting, "an article in hand", PATIENCE)
    os.killpg(command.pid, signal.SIGINT)
    _, shown = finished(command)
    assert command.returncode == 130
    assert "interrupted" in shown and "Traceback" not in shown
    for process in noting.waiting().values():
        until(
            lambda process=process: not Path(f"/proc/{process}").exists() or is_dead(process),
            "workers that end",
            PATIENCE,
        )

    again = make("away", sources, environment, "--cluster", "local:2")
    assert again.returncode == 0, again.stderr
    assert contents(Path("away")) == at_home(sources, environment)
    twice = [text for text, count in noting.spoken().items() if count > 1]
    assert len(twice) <= 2  # one in the hand of each


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_terminated_leaves_neither_processes_nor_files(
    tmp_path: Path, environment: dict[str, str], noting: Noting, ending: signal.Signals
) -> None:
    """More workers than cores cause one line of output, and Dask's own messages about starting them are hidden."""
    held = article(str(tmp_path / "kettle.md"), "The kettle [wait] is on the stove.")
    (tmp_path / "scratch").mkdir()
    own = {**environment, "TMPDIR": str(tmp_path / "scratch"), "PAGECAST_CORES": "1"}
    command = started(str(tmp_path / "away"), [held], own, "local:2")
    until(noting.waiting, "an article in hand", PATIENCE)
    (worker,) = noting.waiting().values()
    assert list((tmp_path / "scratch").iterdir())
    os.kill(command.pid, ending)
    _, shown = finished(command)
    assert command.returncode == 130
    told = [line for line in shown.splitlines() if line and "articles" not in line]
    assert "local:2: 2 workers share this machine's only core" in told[0]
    assert told[1:] == ["interrupted; what was spoken is kept, and the same command continues from there"]
    until(lambda: is_dead(worker), "a worker that ends", PATIENCE)
    assert not list((tmp_path / "scratch").iterdir())

    # Also while they are still starting.
    command = started(str(tmp_path / "away"), [held], own, "local:2")
    until(lambda: list((tmp_path / "scratch").iterdir()), "workers that start", PATIENCE)
    os.kill(command.pid, ending)
    _, shown = finished(command)
    assert command.returncode == 130
    assert "interrupted; what was spoken is kept" in shown and "Traceback" not in shown and "error" not in shown
    assert not list((tmp_path / "scratch").iterdir())


def test_an_interrupt_as_the_cluster_is_closed_leaves_nothing_of_it(tmp_path: Path) -> None:
    """All articles were made, and Ctrl-C meets the end: the workers' folder stayed."""
    closed = []

    class Started:
        def __init__(self, name: str) -> None:
            self.name = name

        def close(self, timeout: float) -> None:
            assert scratch.is_dir() and timeout
            closed.append(self.name)
            if self.name == "client":
                raise KeyboardInterrupt

    folder = TemporaryDirectory(dir=tmp_path)
    scratch = Path(folder.name)
    with pytest.raises(KeyboardInterrupt):
        Connection(cast(Any, Started("client")), Started("cluster"), scratch=folder).close()
    assert closed == ["client", "cluster"] and not scratch.exists()


def write_on(folder: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        Path(folder, "dask-scratch-space", str(time.monotonic_ns())).mkdir(parents=True)


def test_a_worker_that_outlives_its_cluster_leaves_no_folder(tmp_path: Path) -> None:
    """It made the folder again while that was removed, or after."""

    class Closed:
        def close(self, timeout: float) -> None:
            assert timeout

    folder = TemporaryDirectory(dir=tmp_path, ignore_cleanup_errors=True)
    name = "Dask Worker process (from Nanny)"
    worker = get_context("spawn").Process(target=write_on, args=(folder.name,), name=name, daemon=True)
    worker.start()
    until(lambda: [*Path(folder.name).iterdir()], "a worker that writes", PATIENCE)
    Connection(cast(Any, Closed()), Closed(), scratch=folder).close()
    assert not worker.is_alive() and not list(tmp_path.iterdir())


ENDING = """
import os
from tempfile import TemporaryDirectory
from tts.cluster import connection
scratch = TemporaryDirectory(prefix="pagecast-workers-", ignore_cleanup_errors=True)
connection._folders.append(scratch)
connection._remove(scratch)
os.makedirs(scratch.name + "/dask-scratch-space")
"""
"""What is left of a command whose workers started after an interrupt had removed their folder."""


def test_a_folder_that_workers_made_again_is_removed_at_the_end(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", ENDING], env={**os.environ, "TMPDIR": str(tmp_path)}, check=True, timeout=60)
    assert not list(tmp_path.iterdir())


def is_dead(process: int) -> bool:
    """Whether a process has ended, even if its parent has not noticed yet."""
    try:
        state = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return True
    return state.rpartition(")")[2].split()[0] in "ZX"


# --- those that die --------------------------------------------------------------------------------------------------


def test_killed_workers_lose_only_the_chunks_being_spoken(
    tmp_path: Path, archive: list[str], environment: dict[str, str], noting: Noting
) -> None:
    held = [article(f"{name}.md", f"The {name} [wait] is in the cupboard.") for name in ("kettle", "ladle", "mug")]
    sources = [held[0], *archive[:5], held[1], *archive[5:], held[2]]
    with cluster(tmp_path / "dask", environment, nanny=True) as processes:
        command = started("away", sources, environment, processes.address)
        killed: set[Path] = set()
        while len(killed) < len(held):
            until(lambda: noting.waiting().keys() - killed, "one more article in hand", PATIENCE)
            for mark, process in noting.waiting().items():
                if mark not in killed:
                    os.kill(process, signal.SIGKILL)
                    killed.add(mark)
        _, shown = finished(command)
    assert command.returncode == 0, shown
    assert contents(Path("away")) == at_home(sources, environment)
    spoken = noting.spoken()
    assert sorted(text for text, count in spoken.items() if count > 1) == sorted(t for t in spoken if "[wait]" in t)
    assert max(spoken.values()) == 2


def test_workers_of_this_machine_are_started_again_also_when_they_die_starting(
    archive: list[str], environment: dict[str, str], noting: Noting
) -> None:
    """All of them, at the first start and at a later one."""
    held = article("kettle.md", "The kettle [wait] is on the stove.")
    sources = [*archive[:5], held, *archive[5:]]
    killed: set[int] = set()

    def kill_the_next(count: int) -> None:
        most = len(killed) + count
        while len(killed) < most:
            until(lambda: workers_here(command) - killed, "one more worker", PATIENCE)
            for process in workers_here(command) - killed:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                killed.add(process)

    command = started("away", sources, environment, "local:2")
    kill_the_next(2)
    until(noting.waiting, "an article in hand", PATIENCE)
    kill_the_next(4)
    _, shown = finished(command)
    assert command.returncode == 0, shown
    assert "Traceback" not in shown
    assert contents(Path("away")) == at_home(sources, environment)


def test_a_cluster_without_workers_is_waited_for_as_long_as_requested(
    tmp_path: Path, archive: list[str], environment: dict[str, str], noting: Noting
) -> None:
    held = [article(f"{name}.md", f"The {name} [wait] is in the cupboard.") for name in ("kettle", "ladle")]
    sources = [held[0], *archive, held[1]]
    with cluster(tmp_path / "dask", environment, workers=0) as processes:
        command = started("away", sources, environment, processes.address)
        told = said(command, "waiting for a worker of")
        assert f"start some with: dask worker {processes.address}" in told

        # One comes and is gone: the command goes on, waits again, and can be interrupted.
        worker = processes.start_worker()
        told = said(command, "answers again")
        until(noting.waiting, "an article in hand", PATIENCE)
        processes.kill(worker)
        said(command, "waiting for a worker of")
        os.killpg(command.pid, signal.SIGINT)
        _, shown = finished(command)
        assert command.returncode == 130 and "Traceback" not in shown

        # Who asks for less patience is told when it is over, and loses nothing.
        worker = processes.start_worker()
        processes.wait_for_worker()
        command = started("away", sources, {**environment, "PAGECAST_WORKER_WAIT": "1s"}, processes.address)
        until(lambda: len(noting.waiting()) == 2, "the second article in hand", PATIENCE)
        processes.kill(worker)
        _, shown = finished(command)
        assert command.returncode == 1
        assert f"{processes.address} has had no worker for 1 s" in shown and "the same command continues" in shown
        assert "Traceback" not in shown

        processes.start_worker()
        again = make("away", sources, environment, "--cluster", processes.address)
        assert again.returncode == 0, again.stderr
    assert contents(Path("away")) == at_home(sources, environment)
    spoken = noting.spoken()
    assert {text for text, count in spoken.items() if count > 1} <= {text for text in spoken if "[wait]" in text}
    unclear = make("away", archive, {**environment, "PAGECAST_WORKER_WAIT": "soon"}, "--cluster", "local:1")
    assert unclear.returncode == 1 and "PAGECAST_WORKER_WAIT: 'soon' is not a duration" in unclear.stderr


def test_an_article_that_kills_three_workers_is_skipped(
    tmp_path: Path, archive: list[str], environment: dict[str, str], noting: Noting
) -> None:
    deadly = article("poison.md", "The bottle [deadly] has no label.")
    with cluster(tmp_path / "dask", environment, nanny=True) as processes:
        made = make("away", [deadly, *archive], environment, "--cluster", processes.address)
    assert made.returncode == 1
    assert "error: poison.md killed its worker 3 times and was skipped" in made.stderr
    assert f"{len(archive)} made or unchanged, 1 failed" in made.stderr
    assert {count for text, count in noting.spoken().items() if "[deadly]" in text} == {3}
    assert contents(Path("away")) == at_home(archive, environment)


def test_a_lost_scheduler_ends_the_command_and_the_same_command_continues(
    tmp_path: Path, archive: list[str], environment: dict[str, str], noting: Noting
) -> None:
    held = article("kettle.md", "The kettle [wait] is on the stove.")
    sources = [*archive, held]
    with cluster(tmp_path / "dask", environment) as processes:
        command = started("away", sources, environment, processes.address)
        until(noting.waiting, "an article in hand", PATIENCE)
        processes.kill(processes.groups[0])
        _, shown = finished(command)
        assert command.returncode == 1
        assert "was lost" in shown and "Traceback" not in shown
        assert "start the scheduler and its workers again, and the same command continues" in shown
    with cluster(tmp_path / "again", environment) as processes:
        again = make("away", sources, environment, "--cluster", processes.address)
    assert again.returncode == 0, again.stderr
    assert contents(Path("away")) == at_home(sources, environment)
    assert sum(count > 1 for count in noting.spoken().values()) <= 2  # one in the hand of each


@pytest.mark.usefixtures("archive")
def test_all_workers_together_ask_the_service_as_one_process_would(tmp_path: Path, environment: dict[str, str]) -> None:
    """Even if one of them dies with requests under way; and later refusals lower the limit for all."""
    paragraphs = [f"Paragraph {n} of the long story is about the weather on day {n}." for n in range(30)]
    sources = [article(f"{name}.md", "\n\n".join(f"{name}: {text}" for text in paragraphs)) for name in THINGS[:6]]
    with EdgeServer(latency=0.2, faults=lambda number: "429" if 90 <= number < 102 else "ok") as server:
        asking = {**environment, "PAGECAST_EDGE_URL": server.url}
        with cluster(tmp_path / "dask", asking, workers=3) as processes:
            command = [*TTS, "make", *sources, "-o", "away", "--engine", "edge", "--cluster", processes.address]
            pipe = subprocess.PIPE
            made = subprocess.Popen(command, env=asking, stderr=pipe, stdout=pipe, text=True, start_new_session=True)
            until(lambda: server.connections > 40, "requests under way", PATIENCE)
            processes.kill(processes.groups[1])
            _, shown = finished(made)
        assert made.returncode == 0, shown
        assert len({*server.texts}) >= 30 * len(sources)
        assert server.most_at_once < 2 * MOST  # three lines would ask 48 times; one that closes is still counted here
        assert median(server.at_once[106:114]) <= MOST / 2  # the refused that close late are counted, too


# --- those that do not fit -------------------------------------------------------------------------------------------


def test_a_worker_with_another_engine_is_refused_by_name_before_work_begins(
    tmp_path: Path, archive: list[str], environment: dict[str, str], noting: Noting
) -> None:
    other = noting.environment(noting.install("2"))
    with cluster(tmp_path / "dask", environment, workers=0) as processes:
        processes.start_worker(other, "--name", "attic")
        refused = make("away", archive, environment, "--cluster", processes.address)
    assert refused.returncode == 1
    assert re.search(r"attic on \S+ \(process \d+\) has noting 2, this machine has 1", refused.stderr)
    assert "install the same versions" in refused.stderr
    assert not noting.spoken()
    assert not Path("away").exists()


def test_a_worker_that_comes_later_and_does_not_fit_gets_no_article(
    tmp_path: Path, archive: list[str], environment: dict[str, str], noting: Noting
) -> None:
    held = article("kettle.md", "The kettle [wait] is on the stove.")
    other = noting.environment(noting.install("2"))
    with cluster(tmp_path / "dask", environment, workers=1) as processes:
        command = started("away", [held, *archive], environment, processes.address)
        until(noting.waiting, "an article in hand", PATIENCE)
        processes.start_worker(other, "--name", "attic")
        told = said(command, "refused: ")
        noting.let_go()
        _, shown = finished(command)
    assert command.returncode == 0, told + shown
    assert "refused: attic: the worker " in told and "has noting 2, but the task is for noting 1" in told
    assert (told + shown).count("refused: ") == 1
    assert contents(Path("away")) == at_home([held, *archive], environment)


def test_the_information_of_a_worker_is_compared_with_this_process(tmp_path: Path) -> None:
    here = workers.WorkerInfo("a (process 1)", tts.__version__, {"silent": "1"}, sees_cache=True)
    assert workers.faults(here, {"silent": "1"}, "auto") == []
    assert workers.faults(here, {"silent": "1", "kokoro": "6"}, "silent") == []
    assert workers.faults(here, {"silent": "1", "kokoro": "6"}, "auto") == ["a (process 1) has no kokoro"]
    older = workers.WorkerInfo("a (process 1)", "0.0.9", {}, sees_cache=True)
    assert workers.faults(older, {"silent": "1"}, "auto") == [
        f"a (process 1) has Pagecast 0.0.9, this is {tts.__version__}"
    ]
    unseen = workers.worker_info(str(tmp_path / "nowhere"))
    assert unseen.pagecast == tts.__version__ and "silent" in unseen.engines
    assert "can't read or write this cache" in workers.faults(unseen, unseen.engines, "auto")[0]


def test_an_error_of_a_worker_keeps_its_hint_and_address_when_pickled() -> None:
    misfit = pickle.loads(pickle.dumps(workers.WorkerMismatch("drum has espeak 1", worker="tcp://10.0.0.8:4000")))
    assert (misfit.message, misfit.worker) == ("drum has espeak 1", "tcp://10.0.0.8:4000")
    assert "install the same versions everywhere" in misfit.hint


def test_attempts_are_counted_until_one_comes_to_its_end(tmp_path: Path) -> None:
    markers = open_markers(str(tmp_path))
    for _ in range(attempts.MOST):
        attempts.begin(markers, "1", "jar.md")
    with pytest.raises(EpisodeFailed, match=r"jar\.md killed its worker 3 times"):
        attempts.begin(markers, "1", "jar.md")
    attempts.end(markers, "1")
    attempts.begin(markers, "1", "jar.md")
    with pytest.raises(FileNotFoundError):
        attempts.begin(open_markers(str(tmp_path / "nowhere")), "1", "jar.md")


# --- what can't be reached -------------------------------------------------------------------------------------------


def test_without_a_scheduler_nothing_is_begun(
    archive: list[str], environment: dict[str, str], noting: Noting, tmp_path: Path
) -> None:
    with cluster(tmp_path / "dask", environment, workers=0) as processes:
        gone = processes.address
    made = make("away", archive, environment, "--json", "--cluster", gone)
    assert made.returncode == 1
    (told,) = map(json.loads, made.stdout.splitlines())
    assert told["stopped"] and gone in told["error"] and "dask scheduler" in told["hint"]
    assert f"no scheduler answers at {gone}" in made.stderr and "dask scheduler" in made.stderr
    assert "Traceback" not in made.stderr and not noting.spoken()


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("", "the value is empty, perhaps because a variable is not set"),
        ("tcp://127.0.0.1", "names no port; did you mean tcp://127.0.0.1:8786?"),
        ("tcp://:8786", "names no host; write it like tcp://HOST:8786"),
        ("tcp://127.0.0.1:8786/", "has the port '8786/', not one from 1 to 65535; did you mean tcp://127.0.0.1:8786?"),
        ("tcp://::1:8786", "an IPv6 address is written in brackets, like [::1]"),
        ("http://127.0.0.1:8786", "begins with http://, which is not for Dask's schedulers; did you mean tcp://127"),
        ("udp://x:1", "did you mean tcp://x:1?"),
        ("TLS://x:8786", "did you mean tls://x:8786?"),
        ("locla:2", "did you mean local:2?"),
        ("localhost:8786", "did you mean tcp://localhost:8786?"),
        ("127.0.0.1:8786", "did you mean tcp://127.0.0.1:8786?"),
        ("dask.example.org:8786", "did you mean tcp://dask.example.org:8786?"),
        ("somewhere", "write it like tcp://HOST:8786"),
        ("local", "names no number of workers on this machine; write it like local:4"),
        ("local:0", "names no number of workers on this machine; write it like local:4"),
        ("local:1000", "is more than this machine can use: the workers share its"),
        ("distributed.LocalCluster", "write it like distributed.LocalCluster:20"),
        ("distributed.LocalCluster:many", "has 'many' for the number of workers"),
        ("no_such_package.Cluster:2", "needs the package no_such_package, which is not installed"),
    ],
)
def test_a_misspelt_cluster_is_a_usage_error_before_anything_is_read(tmp_path: Path, where: str, told: str) -> None:
    made = tts_here("make", "apple.md", "-o", str(tmp_path / "away"), "--engine", "silent", "--cluster", where)
    assert made.exit_code == 2 and not made.stdout
    assert "Invalid value for '--cluster': " in made.stderr and told in made.stderr
    assert not (tmp_path / "away").exists()


def test_a_missing_class_is_reported(archive: list[str], environment: dict[str, str]) -> None:
    made = make("away", archive, environment, "--cluster", "distributed.LocalClutter:2")
    assert made.returncode == 1 and "distributed has no LocalClutter" in made.stderr
    assert "Traceback" not in made.stderr and not Path("away").exists()


def test_a_scheduler_with_tls_needs_keys(archive: list[str], environment: dict[str, str]) -> None:
    """Dask's own client starts without keys, and then can't be stopped for a while."""
    made = make("away", archive, environment, "--cluster", "tls://127.0.0.1:8786")
    assert made.returncode == 1
    assert "no keys for tls://127.0.0.1:8786" in made.stderr and "distributed.comm.tls" in made.stderr
    assert "Exception ignored" not in made.stderr and "Traceback" not in made.stderr


def test_without_dask_the_command_to_install_it_is_printed(
    archive: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "bare" / "distributed").mkdir(parents=True)
    (tmp_path / "bare" / "distributed" / "__init__.py").write_text("raise ImportError('no distributed')\n")
    bare = {**environment, "PYTHONPATH": f"{tmp_path / 'bare'}{os.pathsep}{environment['PYTHONPATH']}"}
    made = make("away", archive, bare, "--cluster", "local:2")
    assert made.returncode == 1 and "pip install 'pagecast[cluster]'" in made.stderr
    alone = json.loads(make("away", archive[:1], bare, "--cluster", "local:2", "--json").stdout)
    assert alone["episodes"] == alone["failed"] == [] and alone["stopped"]
    assert "not installed: dask.distributed" in alone["error"] and "pip install" in alone["hint"]


def test_the_local_cluster_is_for_nobody_else(environment: dict[str, str], archive: list[str], noting: Noting) -> None:
    """It listens only on loopback, and does not answer browsers."""
    held = article("kettle.md", "The kettle [wait] is on the stove.")
    command = started("away", [held], environment, "local:1")
    try:
        until(noting.waiting, "an article in hand", PATIENCE)
        (process,) = noting.waiting().values()
        addresses = listening(command.pid) | listening(process)
        assert addresses and {host for host, _ in addresses} == {"127.0.0.1"}
        assert 8787 not in {port for _, port in addresses}
    finally:
        noting.let_go()
        _, shown = finished(command)
    assert command.returncode == 0, shown


def listening(process: int) -> set[tuple[str, int]]:
    """Hosts and ports at which a process listens."""
    import psutil

    connections = psutil.Process(process).net_connections("tcp")
    return {(one.laddr.ip, one.laddr.port) for one in connections if one.status == psutil.CONN_LISTEN}
