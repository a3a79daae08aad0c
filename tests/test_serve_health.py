"""`health` of `tts serve`: the state of a watched show, for monitors."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from pathlib import Path

import pytest

from tts.serve import health_route as serve_health
from tts.show import watch_state
from tts.show.watch_state import SourceRecord, WatchState


def asked(show: Path) -> tuple[int, str]:
    route = serve_health.route(show)
    assert route.pattern.fullmatch("health")
    answer = asyncio.run(route.answer(None))  # type: ignore[arg-type]
    return answer.status_code, bytes(answer.body).decode().strip()


@pytest.fixture
def show(tmp_path: Path) -> Path:
    (tmp_path / "show.toml").write_text('[[sources]]\nsource = "https://example.org/feed"\n', encoding="utf-8")
    return tmp_path


def test_a_show_without_sources_is_well(tmp_path: Path) -> None:
    assert asked(tmp_path) == (200, "well")


def test_nobody_has_looked_yet(show: Path) -> None:
    assert asked(show) == (503, "stopped")


def test_health_is_well_or_failing(show: Path) -> None:
    now = time.time()
    seen = SourceRecord(asked=now, next=now + 3600)
    watch_state.write(show, WatchState(looked=now, sources={"https://example.org/feed": seen}))
    assert asked(show) == (200, "well")
    failing = dataclasses.replace(seen, failures=1, error="it answered 503")
    watch_state.write(show, WatchState(looked=now, sources={"https://example.org/feed": failing}))
    assert asked(show) == (503, "failing")


def test_a_damaged_state_is_ignored(show: Path) -> None:
    watch_state.write(show, WatchState(looked=time.time()))
    (show / watch_state.NAME).write_bytes(b'{"version": 1, "sources": [3], "looked": "x"')
    assert watch_state.read(show) == WatchState()
