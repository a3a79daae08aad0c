"""A task performed in another process gives the same bytes, and is refused by another version."""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import tts
from tests import books
from tests.shows import contents
from tts import audio
from tts.cache import Cache
from tts.engines.registry import Engines
from tts.episode import expand, pipeline, planning
from tts.episode.options import Made, Options
from tts.episode.task import Outcome, Task, pack, perform_elsewhere
from tts.model import EpisodeFailed, OtherVersion, Source, SourceError
from tts.show import library

STORY = """---
title: The Ferry
date: 2026-05-04
---

The ferry leaves at six. Nobody has ever seen it leave late.

![](deck.png)

## 船上

船長每天數對岸的燈。一共有九盞，其中一盞總是暗的。
"""
PAGE = """<html><head><title>The Mill</title></head><body><article><h1>The Mill</h1>
<p>The mill at the bend hums in spring, and in summer its wheel hardly turns at all. The miller waits.</p>
<p>In autumn the rain comes back, and with it the carts, and with the carts the news of the valley.</p>
</article></body></html>"""
CHAPTERS = {
    "one.xhtml": books.page("<h1>One</h1><p>The lamp in the window was lit every evening, and nobody looked up.</p>"),
    "two.xhtml": books.page(
        "<h1>Two</h1><p>In spring the window was open, and the lamp drew moths from the street.</p>"
    ),
}
SILENT = Options(engine="silent")


@pytest.fixture(scope="module")
def workers() -> Iterator[ProcessPoolExecutor]:
    """Other processes, started from scratch: they share nothing with this one."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Source]:
    """A text with a picture beside it, a page, the chapters of a book; named from their own folder."""
    from PIL import Image

    monkeypatch.chdir(tmp_path)
    Path("ferry.md").write_text(STORY, encoding="utf-8")
    Image.new("RGB", (1500, 1500), "teal").save("deck.png")
    Path("mill.html").write_text(PAGE, encoding="utf-8")
    Path("lamp.epub").write_bytes(books.book(CHAPTERS))
    found = expand.gather(["ferry.md", "mill.html", "lamp.epub"], SILENT)
    return [one for one in found if isinstance(one, Source)]


def task_for(source: Source, show: library.Show, cache: Cache, options: Options = SILENT) -> Task:
    identity = planning.identity_of(source, None, show)
    begun = pipeline.begin(source, identity, article=None, show=show, options=options, cache=cache)
    assert isinstance(begun, Task)
    return begun


def made_elsewhere(
    workers: ProcessPoolExecutor, source: Source, show: library.Show, cache: Cache, options: Options = SILENT
) -> tuple[Outcome, Made]:
    task = task_for(source, show, cache, options)
    outcome = workers.submit(perform_elsewhere, pack(task)).result()
    return outcome, pipeline.commit(task, outcome, show, cache)


def test_an_episode_made_elsewhere_has_the_same_bytes(
    workers: ProcessPoolExecutor, sources: list[Source], own_cache: Path
) -> None:
    assert len(sources) == 4
    home = library.open_show(Path("home"))
    away = library.open_show(Path("away"))
    for source in sources:
        local = pipeline.make(source, home, SILENT, cache=Cache(own_cache / "home"))
        _, made = made_elsewhere(workers, source, away, Cache(own_cache / "away"))
        assert (made.spoken, made.notes) == (local.spoken, local.notes)
    assert contents(Path("away")) == contents(Path("home"))
    assert contents(own_cache / "away") == contents(own_cache / "home")


def test_a_real_voice_elsewhere_says_the_same_and_is_named(
    workers: ProcessPoolExecutor, sources: list[Source], own_cache: Path
) -> None:
    options = Options(engine="hibari", voice="en=hibari/heart,zh=kokoro/zf_xiaoxiao")
    home = library.open_show(Path("home"))
    away = library.open_show(Path("away"))
    mill = sources[1]
    pipeline.make(mill, home, options, cache=Cache(own_cache / "home"))
    outcome, made = made_elsewhere(workers, mill, away, Cache(own_cache / "away"), options)
    assert contents(Path("away")) == contents(Path("home"))
    assert outcome.engines == {"hibari": Engines(audio).open("hibari").version}
    assert "this show now speaks en with hibari/heart" in " ".join(made.notes)


def test_an_existing_episode_is_stamped_and_not_spoken(
    workers: ProcessPoolExecutor, sources: list[Source], own_cache: Path
) -> None:
    show = library.open_show(Path("show"))
    cache = Cache(own_cache / "clips")
    first = pipeline.make(sources[0], show, SILENT, cache=cache)
    touched = replace(sources[0], content=sources[0].content + b"\n")
    outcome, made = made_elsewhere(workers, touched, show, cache)
    assert outcome.episode is None
    assert made.unchanged and made.episode.audio == first.episode.audio
    identity = planning.identity_of(touched, None, show)
    begun = pipeline.begin(touched, identity, article=None, show=show, options=SILENT, cache=cache)
    assert isinstance(begun, Made) and begun.unchanged


def test_a_worker_of_another_pagecast_is_refused_before_it_opens_anything(
    workers: ProcessPoolExecutor, sources: list[Source], own_cache: Path
) -> None:
    packed = pack(task_for(sources[0], library.open_show(Path("show")), Cache(own_cache / "clips")))
    strange = replace(packed, pagecast="99.1", content=b"nothing that this version could read")
    with pytest.raises(OtherVersion, match=rf"has Pagecast {tts.__version__}, but the task is for Pagecast 99\.1"):
        workers.submit(perform_elsewhere, strange).result()


def test_a_worker_with_another_engine_is_refused_by_its_name(
    workers: ProcessPoolExecutor, sources: list[Source], own_cache: Path
) -> None:
    task = task_for(sources[0], library.open_show(Path("show")), Cache(own_cache / "clips"))
    other = replace(task, engines={"silent": "7", "hibari": "8"})
    with pytest.raises(OtherVersion, match="has silent 1, but the task is for silent 7") as refused:
        workers.submit(perform_elsewhere, pack(other)).result()
    assert "install the same versions" in refused.value.hint
    assert not (own_cache / "clips").exists()
    known = replace(task, engines=Engines(audio).versions())
    assert {"silent", "edge"} <= known.engines.keys()
    assert workers.submit(perform_elsewhere, pack(known)).result().engines == {"silent": "1"}


def test_failures_elsewhere_are_reported_as_here(
    workers: ProcessPoolExecutor, sources: list[Source], own_cache: Path
) -> None:
    show = library.open_show(Path("show"))
    cache = Cache(own_cache / "clips")
    empty = replace(sources[0], where="empty.md", content=b"")
    with pytest.raises(SourceError) as local:
        pipeline.make(empty, show, SILENT, cache=cache)
    with pytest.raises(SourceError) as away:
        workers.submit(perform_elsewhere, pack(task_for(empty, show, cache))).result()
    assert away.value.hint == local.value.hint
    assert local.value.message in away.value.message.replace(f"{Path.cwd()}/", "")


def test_an_error_keeps_its_kind_on_the_way() -> None:
    error = pickle.loads(pickle.dumps(EpisodeFailed("two of nine", hint="again")))
    assert (type(error), error.message, error.hint) == (EpisodeFailed, "two of nine", "again")
