"""Many articles at once: the same numbers and bytes as one after the other, each made once, despite failures and
kills."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path

import pytest
from rich.console import Console

from tests import books, deadly, forked, meeting
from tests.commands import tts
from tests.edge_server import EdgeServer
from tests.shows import contents
from tests.waiting import until
from tts import audio
from tts.cache import Cache
from tts.cli.batch_progress import Drawn, Overview
from tts.cli.progress import Bar
from tts.engines import registry
from tts.engines.registry import Engines
from tts.episode import batch, expand, pipeline, planning
from tts.episode.batch import Finished, LocalPerformer, PerformerError
from tts.episode.expand import Failed
from tts.episode.options import Listener, Options
from tts.episode.process_pool import Processes
from tts.episode.task import Outcome, Resources, Task, perform
from tts.model import Source, SourceError
from tts.show import library

ROOT = Path(__file__).parents[1]
SILENT = Options(engine="silent")
VOICE = "zh-CN-XiaoxiaoNeural"
CHAPTERS = {
    "one.xhtml": books.page("<h1>One</h1><p>The lamp in the window was lit every evening, and nobody looked up.</p>"),
    "two.xhtml": books.page(
        "<h1>Two</h1><p>In spring the window was open, and the lamp drew moths from the street.</p>"
    ),
}


def write(folder: Path, count: int, paragraphs: int = 3) -> list[str]:
    """Articles in two languages, with names in the order in which they are to be made."""
    names = []
    for number in range(count):
        said = f"第{number}天，渡船按时离开了码头。" if number % 3 == 1 else f"On day {number} the ferry left in time."
        body = "\n\n".join(f"{said} {n}." for n in range(paragraphs))
        names.append(f"{number:02}.md")
        (folder / names[-1]).write_text(f"# {'渡船' if number % 3 == 1 else 'Ferry'} {number}\n\n{body}\n", "utf-8")
    return names


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(names: list[str]) -> list[Source | Failed]:
    return [one for one in expand.gather(names, SILENT) if not isinstance(one, expand.Opened)]


def made_together(
    sources: list[Source | Failed], show: str, clips: Path, parallel: int = 0, options: Options = SILENT
) -> Iterator[Finished]:
    return batch.make_all(
        sources,
        lambda: library.open_show(Path(show)),
        options,
        cache=Cache(clips),
        performer=LocalPerformer(lambda _: Listener(), parallel),
    )


@pytest.mark.parametrize("parallel", [0, 1, 3])
def test_several_at_once_have_the_numbers_and_bytes_of_one_after_the_other(
    here: Path, own_cache: Path, parallel: int
) -> None:
    names = write(here, 9)
    (here / "empty.md").write_text("")
    (here / "book.epub").write_bytes(books.book(CHAPTERS))
    sources = found([*names[:4], "empty.md", "book.epub", "missing.md", *names[4:]])
    for source in sources:
        if isinstance(source, Source) and source.content:
            pipeline.make(source, library.open_show(Path("one")), SILENT, cache=Cache(own_cache / "one"))
    finished = list(made_together(sources, "several", own_cache / "several", parallel))
    assert [one.where for one in finished] == [source.where for source in sources]
    assert [one.where for one in finished if one.error] == ["empty.md", "missing.md"]
    assert [one.made.episode.manifest.number for one in finished if one.made] == list(range(1, 12))
    assert contents(Path("several")) == contents(Path("one"))
    again = list(made_together(sources, "several", own_cache / "several", parallel))
    assert all(one.made.unchanged for one in again if one.made)
    assert not list(Path("several").rglob("*.lock"))


def test_processes_make_the_episodes_that_threads_make(
    here: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some are chapters, whose readers can't be pickled, and some articles fail."""
    names = write(here, 18)
    (here / "empty.md").write_text("")
    (here / "book.epub").write_bytes(books.book(CHAPTERS))
    sources = [*names[:9], "empty.md", "book.epub", "missing.md", *names[9:]]
    (here / "all.txt").write_text("\n".join(sources))
    by_threads = tts("make", "@all.txt", "--engine", "silent", "-o", "threads", "--parallel", "3")
    monkeypatch.setenv("PAGECAST_CACHE", str(own_cache / "another"))
    by_processes = tts("make", "@all.txt", "--engine", "silent", "-o", "processes")
    assert by_processes.exit_code == by_threads.exit_code
    said = by_processes.output.replace("processes/", "threads/")
    assert sorted(said.splitlines()) == sorted(by_threads.output.splitlines())  # a book is opened earlier or later
    assert contents(Path("processes")) == contents(Path("threads"))
    assert len(list(Path("processes").glob("*/episode.json"))) == 20


@pytest.mark.parametrize("handled", [False, True], ids=["", "where the command handles the signal to end"])
def test_a_process_that_is_killed_ends_the_run_in_words(
    here: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, handled: bool
) -> None:
    """A pool that has lost a process ends the others with a signal, and waits for them."""
    if handled:
        before = signal.signal(signal.SIGTERM, lambda *_: None)
        request.addfinalizer(lambda: signal.signal(signal.SIGTERM, before))
    monkeypatch.setitem(registry.ENGINES, "deadly", deadly.ENTRY)
    names = write(here, 4)
    (here / names[2]).write_text("# Fog\n\nThis text is deadly.\n")
    made = batch.make_all(
        found(names),
        lambda: library.open_show(Path("show")),
        Options(engine="deadly"),
        cache=Cache(own_cache / "c"),
        performer=Processes(),
    )
    with pytest.raises(PerformerError, match="was killed") as lost:
        list(made)
    assert "the same command continues" in lost.value.hint


def test_short_articles_are_spoken_together(here: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has two chunks, and the engine answers only when six have been requested."""
    monkeypatch.setitem(registry.ENGINES, "meeting", meeting.ENTRY)
    names = write(here, 6, paragraphs=1)
    finished = list(made_together(found(names), "show", own_cache / "c", 6, Options(engine="meeting")))
    assert [one.error for one in finished] == [None] * 6


def test_the_first_of_a_language_decides_also_where_it_came_meanwhile(here: Path, own_cache: Path) -> None:
    """Another run gave the show its English voice while this article was being spoken by another one."""
    (name,) = write(here, 1, paragraphs=1)
    settings = Path("show/show.toml")

    class Meanwhile(Listener):
        def planned(self, plan: object, missing: int, total: int) -> None:
            if not settings.exists():
                settings.parent.mkdir(exist_ok=True)
                settings.write_text('[voices]\nen = "espeak/en-GB-scotland"\n')

    options = Options(engine="espeak")
    (finished,) = batch.make_all(
        found([name]),
        lambda: library.open_show(Path("show")),
        options,
        cache=Cache(own_cache / "c"),
        performer=LocalPerformer(lambda _: Meanwhile()),
    )
    assert finished.made and finished.made.episode.manifest.voice == "en-GB-scotland"


def test_an_article_that_another_run_makes_is_awaited_while_others_continue(here: Path, own_cache: Path) -> None:
    names = write(here, 5)
    show = library.open_show(Path("show"))
    code = (
        "import sys; from pathlib import Path; from tts.show import library\n"
        "show = library.open_show(Path(sys.argv[1]))\n"
        "with library.making(show, sys.argv[2]): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, "show", library.identity(names[1], show)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    holder = forked.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    waited: list[str] = []

    class Waiting(Listener):
        def waiting(self, where: str) -> None:
            waited.append(where)
            holder.kill()

    finished = batch.make_all(
        found(names),
        lambda: library.open_show(Path("show")),
        SILENT,
        cache=Cache(own_cache / "c"),
        performer=LocalPerformer(lambda _: Listener()),
        listener=Waiting(),
    )
    assert [one.made is not None for one in finished] == [True] * 5
    holder.communicate()
    assert waited == [names[1]]


def test_an_interrupted_run_keeps_what_was_spoken(here: Path, own_cache: Path) -> None:
    sources = found(write(here, 8))
    making = made_together(sources, "show", own_cache / "c", 4)
    first = next(making)
    making.close()
    assert first.made and len(list(Path("show").glob("*/episode.json"))) == 1
    assert not list(Path("show").rglob("*.lock"))
    rest = list(made_together(sources, "show", own_cache / "c", 4))
    assert [one.made.unchanged for one in rest if one.made] == [True] + [False] * 7


def command(names: list[str], show: str) -> list[str]:
    asked = ["--engine", "edge", "--voice", VOICE, "--lang", "zh-Hans", "--allow-private"]
    return [sys.executable, "-m", "tts", "make", *names, *asked, "-o", show]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_ended_amid_many_the_same_command_ends_with_the_same_bytes(here: Path, ending: signal.Signals) -> None:
    names = write(here, 8)
    with EdgeServer(latency=0.05) as server:
        environment = os.environ | {"PAGECAST_EDGE_URL": server.url, "PYTHONPATH": str(ROOT)}
        run = {"env": environment, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        whole = forked.run(command(names, "whole"), env=environment | {"PAGECAST_CACHE": "c1"}, check=True)
        assert whole.returncode == 0 and server.most_at_once <= 16
        asked = len(server.texts)
        run["env"] = environment | {"PAGECAST_CACHE": "c2"}
        cut = forked.Popen(command(names, "cut"), **run)  # type: ignore[call-overload]
        until(lambda: list(Path("cut").glob("*/episode.json")), "a first episode")
        cut.send_signal(ending)
        cut.communicate(timeout=240)
        assert cut.returncode in (130, -signal.SIGKILL)
        there = len(list(Path("c2/clips").rglob("*.clip")))
        before = len(server.texts)
        forked.run(command(names, "cut"), env=run["env"], check=True)
        assert len(server.texts) - before == asked - there, "what was spoken is not asked for again"
    assert contents(Path("cut")) == contents(Path("whole"))


# --- what is shown ------------------------------------------------------------------------------------------


def spoken(*args: str) -> list[str]:
    return tts("make", *args, "--engine", "silent").stderr.splitlines()


def test_an_unchanged_article_is_reported_in_one_line(here: Path) -> None:
    names = write(here, 3)
    first = spoken(*names)
    assert sum(one.startswith("  listen: ") for one in first) == 3
    again = spoken(*names)
    assert len(again) == 3 and all("unchanged" in one for one in again)


def test_several_sources_as_json_are_a_line_each(here: Path) -> None:
    names = write(here, 2)
    printed = tts("make", *names, "missing.md", "--engine", "silent", "--json").stdout.splitlines()
    one, two, missing = map(json.loads, printed)
    assert (one["title"], two["title"]) == ("Ferry 0", "渡船 1")
    assert (missing["source"], "no file" in missing["error"]) == ("missing.md", True)
    (here / "all.txt").write_text("\n".join(names))
    listed = tts("make", "@all.txt", "--engine", "silent", "--json").stdout.splitlines()
    assert [json.loads(line)["unchanged"] for line in listed] == [True, True]
    alone = json.loads(tts("make", names[0], "--engine", "silent", "--json").stdout)
    assert [episode["title"] for episode in alone["episodes"]] == ["Ferry 0"]


def task() -> Task:
    return Task(Source("a.md", b""), "a.md", "", library.Show(Path("show")), SILENT, "clips")


class Clock:
    """Seconds, set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_time_left_is_learnt_from_the_articles_that_are_done() -> None:
    said: list[str] = []
    clock = Clock()
    overview = Overview(2, said.append, clock)
    overview.opened(199)
    assert (overview.articles, overview.left_over) == ("0 of 200 articles", "")
    clock.now = 9.0
    for number in range(3):
        overview.finished(Finished(f"{number}.md"))
    assert said == [] and overview.left_over == "about 9:51 left"
    overview.spoken_of("4.md", 0.5, 61_000)
    clock.now = 11.0
    overview.finished(Finished("4.md", error=ValueError()))
    assert said == ["  4 of 200 articles, 1 chunk, 1:01 of audio, 1 failed, about 8:59 left"]


@pytest.mark.parametrize("total", [9, 100_000])
def test_nothing_is_cut_at_sixty_columns(total: int) -> None:
    clock = Clock()
    drawn = Drawn(total, str, clock)
    clock.now = 99.0
    for number in range(7):
        drawn.finished(Finished(f"{number}.md", error=ValueError()))
    drawn.spoken_of("one", 0.5, 360_000_000)
    out = io.StringIO()
    Console(file=out, width=60, force_terminal=True, color_system=None).print(drawn)
    shown = out.getvalue()
    assert f"7 of {total} articles" in shown and " left" in shown and "7 failed" in shown and "100:00:00" in shown
    assert "…" not in shown and max(map(len, shown.splitlines())) <= 60


def test_nothing_is_cut_at_sixty_columns_for_one_article_either() -> None:
    out = io.StringIO()
    bar = Bar(Console(file=out, width=60, force_terminal=True, color_system=None))
    bar._title, bar._total, bar._audio, bar._done = "The Ferry", 1200, 12_000_000, 1100
    bar._show(1200, bar._spoken_so_far())
    bar._console.print(bar.bar)
    shown = out.getvalue()
    assert "1100/1200 chunks · 3:20:00 of audio · " in shown and "left" in shown and "…" not in shown


def test_a_task_that_could_not_begin_releases_its_lock(here: Path, own_cache: Path) -> None:
    class Elsewhere:
        """Can't take any article."""

        def submit(self, task: Task) -> Future[Outcome]:
            raise SourceError(f"{task.source.where} can't be read there")

        def in_flight_limit(self, engines: Mapping[str, str]) -> int:
            return 4

        def close(self) -> None:
            pass

    names = write(here, 2)
    sources = [one for one in expand.gather(names, SILENT) if isinstance(one, Source)]
    show = library.open_show(Path("show"))
    cache = Cache(own_cache / "clips")

    made = list(batch.make_all(sources * 2, lambda: show, SILENT, cache=cache, performer=Elsewhere()))
    assert [str(one.error) for one in made] == [f"{name} can't be read there" for name in names * 2]
    for source in sources:
        with library.making(show, planning.identity_of(source, None, show), patience=5):
            pass  # a lock that is still held raises TimeoutError


def test_the_next_article_begins_before_the_next_episode_is_written(here: Path, own_cache: Path) -> None:
    """Otherwise other processes would be idle while this one writes what they have finished."""
    events: list[str] = []

    class Together:
        """Performs three at a time, once it has as many."""

        def __init__(self) -> None:
            self.waiting: list[tuple[Task, Future[Outcome]]] = []

        def submit(self, task: Task) -> Future[Outcome]:
            events.append(f"begun {task.source.where}")
            future: Future[Outcome] = Future()
            self.waiting.append((task, future))
            if len(self.waiting) == 3:
                for begun, outcome in self.waiting:
                    outcome.set_result(perform(begun, Resources(Engines(audio))))
                self.waiting.clear()
            return future

        def in_flight_limit(self, engines: Mapping[str, str]) -> int:
            return 3

        def close(self) -> None:
            pass

    sources = found(write(here, 6))
    show = library.open_show(Path("show"))
    cache = Cache(own_cache / "clips")
    for finished in batch.make_all(sources, lambda: show, SILENT, cache=cache, performer=Together()):
        events.append(f"written {finished.where}")
    order = "begun 0, begun 1, begun 2, written 0, begun 3, written 1, begun 4, written 2, begun 5, written 3"
    assert events[:10] == [f"{what} 0{number}.md" for what, number in map(str.split, order.split(", "))]


def test_a_source_named_twice_counts_once(here: Path) -> None:
    names = write(here, 3)
    named = [*names, "@all.txt", f"./{names[1]}"]
    (here / "all.txt").write_text(f"{names[0]}\nmore.md\n")
    (here / "more.md").write_text("# Fog\n\nNobody sailed.\n")
    said: list[str] = []
    overview = Overview(len(named), said.append, Clock())
    for one in expand.gather(named, SILENT, repeated=lambda where: overview.repeated()):
        if isinstance(one, expand.Opened):
            overview.opened(len(one.parts))
    assert overview.articles == "0 of 4 articles"


def stamps(show: str) -> list[str]:
    manifests = [json.loads(path.read_text()) for path in sorted(Path(show).glob("*/episode.json"))]
    return [manifest["stamp"] for manifest in manifests]


def test_with_an_option_more_the_episodes_stay_and_the_next_run_knows(here: Path, own_cache: Path) -> None:
    sources = found(write(here, 5))
    list(made_together(sources, "show", own_cache / "c"))
    first = stamps("show")
    asked = Options(engine="silent", rate=1.0)
    again = list(made_together(sources, "show", own_cache / "c", options=asked))
    assert [one.made and one.made.unchanged for one in again] == [True] * 5
    second = stamps("show")
    assert not set(first) & set(second)
    cut = made_together(sources, "show", own_cache / "c")
    next(cut)
    cut.close()
    assert sum(one != other for one, other in zip(second, stamps("show"), strict=True)) == 1


def test_an_episode_made_meanwhile_by_another_run_keeps_its_stamp(here: Path, own_cache: Path) -> None:
    (source,) = found(write(here, 1))
    assert isinstance(source, Source)
    show = library.open_show(Path("show"))
    before = pipeline.make(source, show, SILENT, cache=Cache(own_cache / "c")).episode
    titled = Options(engine="silent", title="Another")
    now = pipeline.make(source, show, titled, cache=Cache(own_cache / "c")).episode
    library.restamp(show, [(before, "that of the old one")])
    assert stamps("show") == [now.manifest.stamp]


def test_the_same_article_twice_in_a_row_is_one_episode(here: Path, own_cache: Path) -> None:
    sources = found(write(here, 2))
    finished = list(made_together([sources[0], *sources], "show", own_cache / "c", 3))
    assert [one.made.episode.manifest.number for one in finished if one.made] == [1, 1, 2]
    assert [one.made.unchanged for one in finished if one.made] == [False, True, False]
