"""`tts watch` as a process: running on, killed, stopped, started twice, with a clock that jumps."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import forked
from tests.commands import tts
from tests.feed_server import Feed
from tests.test_watch import carts, feed, look, says, show, titles
from tests.waiting import until
from tts.cache import Cache
from tts.episode.options import Made, Options
from tts.model import TtsError
from tts.show import watch_state
from tts.watch.callbacks import Listener
from tts.watch.watch_loop import Watch

__all__ = ["feed", "show"]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(show: Path) -> Iterator[Start]:
    """The command as a separate process; processes that still run at the end are killed."""
    started: list[subprocess.Popen[str]] = []

    def begin(*more: str, way: Any = forked) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tts", "watch", "-o", str(show), "--engine", "silent", "--allow-private"]
        process = way.Popen(
            [*command, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def published(show: Path) -> list[str]:
    return titles(show) if (show / "feed.xml").exists() else []


def test_it_keeps_running_and_ends_cleanly(show: Path, feed: Feed, start: Start) -> None:
    says(show, f'source = "{feed.feed}"\nevery = "1s"')
    feed.add(1)
    process = start()
    until(lambda: published(show) == carts(1))
    feed.add(2)
    until(lambda: published(show) == carts(1, 2))
    assert tts("watch", "--status", "-o", str(show)).exit_code == 0
    process.send_signal(signal.SIGTERM)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "stopped" in errors and "Traceback" not in errors
    assert len(output.splitlines()) == 2 and output.splitlines()[0].endswith(".mp3")
    assert not watch_state.read(show).running


def test_ctrl_c_ends_it_too(show: Path, feed: Feed, start: Start) -> None:
    says(show, f'source = "{feed.feed}"\nevery = "1s"')
    process = start(way=subprocess)
    until(lambda: feed.asked)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130


def test_a_second_one_says_which_process_watches(show: Path, feed: Feed, start: Start) -> None:
    says(show, f'source = "{feed.feed}"\nevery = "1s"')
    process = start()
    until(lambda: feed.asked)
    second = look(show)
    assert second.exit_code == 1
    assert f"process {process.pid} watches the show" in second.stderr


def test_killed_ten_times_every_article_is_there_once(show: Path, feed: Feed, start: Start) -> None:
    says(show, f'source = "{feed.feed}"\nevery = "1s"')
    process = start()
    feed.add(0)
    until(lambda: published(show) == carts(0))
    for n in range(1, 11):
        asked = len(feed.asked)
        feed.add(n)
        until(lambda before=asked: len(feed.asked) > before)
        time.sleep(0.07 * n)  # another step of its work each time
        process.kill()
        process.wait()
        process = start()
    until(lambda: len(published(show)) == 11)
    process.send_signal(signal.SIGTERM)
    process.wait(60)
    assert published(show) == carts(*range(11))
    assert len(list(show.glob("*/episode.json"))) == 11
    assert tts("check", "-o", str(show)).exit_code == 0


def test_a_killed_watch_counts_as_not_running(show: Path, feed: Feed, start: Start) -> None:
    says(show, f'source = "{feed.feed}"\nevery = "1s"')
    feed.add(1)
    process = start()
    until(lambda: published(show) == carts(1))
    process.kill()
    process.wait()
    status = tts("watch", "--status", "-o", str(show), "--json")
    assert status.exit_code == 3
    assert json.loads(status.stdout)["state"] == "stopped"
    assert json.loads(status.stdout)["sources"][0]["made"] == 1


def test_a_source_that_was_away_comes_back(show: Path, feed: Feed, start: Start) -> None:
    says(show, f'source = "{feed.feed}"\nevery = "1s"', 'source = "http://127.0.0.1:9/feed.xml"')
    feed.status = 404
    start()
    until(lambda: tts("watch", "--status", "-o", str(show)).exit_code == 1)
    feed.status = 200
    feed.add(1)
    until(lambda: published(show) == carts(1))
    away = watch_state.read(show).sources["http://127.0.0.1:9/feed.xml"]
    assert away.failures >= 1 and away.away


@pytest.mark.parametrize("asked", ["ahead", "behind"])
def test_a_clock_that_was_set_stops_nothing(show: Path, feed: Feed, asked: str) -> None:
    """The clock was a year ahead when the source was checked, or a year behind."""
    says(show, f'source = "{feed.feed}"')
    feed.add(1)
    look(show)
    moment = time.time() + (365 * 86_400 if asked == "ahead" else -365 * 86_400)
    known = watch_state.read(show)
    seen = dataclasses.replace(known.sources[feed.feed], asked=moment, next=moment + 3600)
    published_then = dataclasses.replace(known, sources={feed.feed: seen}, published=moment, looked=moment)
    watch_state.write(show, published_then)
    feed.add(2)
    look(show)
    assert titles(show) == carts(1, 2)


def test_an_endless_feed_affects_no_other(show: Path, feed: Feed, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("# Cart 1\n\nA cart came over the bridge.\n", encoding="utf-8")
    (tmp_path / "list.txt").write_text("one.md\n", encoding="utf-8")
    says(show, f'source = "{feed.feed}"', 'source = "@../list.txt"')
    feed.endless = True
    result = look(show)
    assert result.exit_code == 1 and "MB" in result.stderr
    assert titles(show) == carts(1)


def test_a_disk_that_is_full_loses_nothing(show: Path, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can't be written now is made when there is room."""
    says(show, f'source = "{feed.feed}"')
    feed.add(1, 2)
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)); from tts.cli.start import main; main()"
    )
    command = [sys.executable, "-c", code, "watch", "--once", "-o", str(show), "--engine", "silent", "--allow-private"]
    full = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in full.stderr and "error:" in full.stderr
    assert not list(show.glob("*/episode.json"))
    again = {key: dataclasses.replace(each, next=1.0) for key, each in tried(show, feed).items()}
    set_tried(show, feed, again)
    look(show)
    assert titles(show) == carts(1, 2)


def tried(show: Path, feed: Feed) -> dict[str, watch_state.FailedArticle]:
    known = watch_state.read(show)
    return dict(known.sources[feed.feed].tried) if feed.feed in known.sources else {}


def set_tried(show: Path, feed: Feed, again: dict[str, watch_state.FailedArticle]) -> None:
    known = watch_state.read(show)
    if feed.feed in known.sources:
        seen = dataclasses.replace(known.sources[feed.feed], tried=again, asked=1.0, next=1.0)
        watch_state.write(show, dataclasses.replace(known, sources={feed.feed: seen}, published=1.0))


def test_an_unreachable_source_is_checked_soon_after_sleep(show: Path, tmp_path: Path) -> None:
    now = time.time()
    away = watch_state.SourceRecord(asked=now, next=now + 1800, failures=4, away=True)
    failing = dataclasses.replace(away, away=False)
    watched = watch_state.WatchState(sources={"a": away, "b": failing})
    work = Watch(show, Options(), Cache(tmp_path / "clips"), Listener(), watched=watched)
    work.wake(time.monotonic() - 30, now - 31)
    assert work.watched == watched
    work.wake(time.monotonic() - 30, now - 3600)
    assert work.watched.sources["a"].next < now + 60 < work.watched.sources["b"].next


class _Ends(Exception):
    """An exception that ends it in the middle of its work."""


class _EndsAfterOne(Listener):
    def made(self, where: str, made: Made) -> None:
        raise _Ends


class _Noting(Listener):
    def __init__(self) -> None:
        self.troubles: list[str] = []

    def trouble(self, error: TtsError) -> None:
        self.troubles.append(error.message)


def watching_of(show: Path, tmp_path: Path, listener: Listener) -> Watch:
    options = Options(engine="silent", allow_private=True)
    return Watch(show, options, Cache(tmp_path / "clips"), listener)


def test_an_interrupted_article_continues_at_the_next_start(show: Path, feed: Feed, tmp_path: Path) -> None:
    says(show, f'source = "{feed.feed}"')
    feed.add(1, 2, 3)
    with pytest.raises(_Ends):
        watching_of(show, tmp_path, _EndsAfterOne()).round()
    look(show)
    assert titles(show) == carts(1, 2, 3)
    look(show)
    assert len(feed.asked) == 2


def test_a_moved_show_ends_watch_and_is_not_created_again(show: Path, feed: Feed, start: Start) -> None:
    says(show, f'source = "{feed.feed}"\nevery = "1s"')
    feed.add(1)
    process = start()
    until(lambda: published(show) == carts(1))
    moved = show.rename(show.with_name("moved"))
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "is there no more" in errors and "Traceback" not in errors
    assert not (show / "feed.xml").exists() and published(moved) == carts(1)


def test_missing_or_broken_settings_are_reported_once_and_the_last_ones_apply(
    show: Path, feed: Feed, tmp_path: Path
) -> None:
    says(show, f'source = "{feed.feed}"\nlatest = 1\nevery = "1s"')
    feed.add(1, 2)
    noting = _Noting()
    work = watching_of(show, tmp_path, noting)
    work.round()
    settings = (show / "show.toml").read_text(encoding="utf-8")
    (show / "show.toml").unlink()
    work.round()
    work.round()
    (said,) = noting.troubles
    assert "show.toml is there no more" in said
    (show / "show.toml").write_text("title = [", encoding="utf-8")
    work.round()
    work.round()
    assert len(noting.troubles) == 2 and "TOML" in noting.troubles[1]
    (show / "show.toml").write_text(settings, encoding="utf-8")
    work.round()
    assert titles(show) == carts(2), "the older one is left alone as before"


def test_an_unreachable_target_is_reported_once(
    show: Path, feed: Feed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "web"
    target.write_text("a file stands in its way", encoding="utf-8")
    says(show, f'source = "{feed.feed}"')
    with (show / "show.toml").open("r+", encoding="utf-8") as file:
        text = file.read()
        file.seek(0)
        file.write(f'target = "{target}"\n{text}')
    tts("sources", "allow", "--yes", "-o", str(show))
    feed.add(1)
    noting = _Noting()
    work = watching_of(show, tmp_path, noting)
    for _ in range(3):
        work.watched = dataclasses.replace(work.watched, published=1.0)
        work.round()
    assert len(noting.troubles) == 1
    target.unlink()
    work.watched = dataclasses.replace(work.watched, published=1.0)
    work.round()
    assert (target / "feed.xml").exists() and not work.watched.error
