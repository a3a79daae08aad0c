"""Fixtures shared by all tests: separate caches, and sound in place of speech."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import NDArray

from tests.needs import needs

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browsers import Tab

RATE = 24_000

# Random tests draw the same cases each time, so that a change is judged by what it changes;
# `make fuzz` draws anew, and what it finds becomes a fixed case.
settings.register_profile("fixed", derandomize=True, database=None, deadline=None, print_blob=True)
settings.register_profile("fuzz", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("fixed")


# What is imported and collected is never garbage, and is half a million objects: to look through them again and again
# takes a fifth of the processor time of a run.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def pytest_configure() -> None:
    """Our MP3s are checked with two independent decoders, and system calls are observed; Pagecast
    itself needs none of these."""
    needed = ["ffmpeg", "mpg123", *(["strace"] if sys.platform == "linux" else [])]
    if missing := [tool for tool in needed if not shutil.which(tool)]:
        pytest.exit(f"the tests need {' and '.join(missing)}: apt-get install {' '.join(missing)}", returncode=3)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as of `make test &`: commands under test would not hear it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    shared = tempfile.mkdtemp(prefix="pagecast-tests-")  # for what a whole module shares
    atexit.register(shutil.rmtree, shared, ignore_errors=True)
    os.environ |= {
        "PAGECAST_CACHE": shared,
        "SOURCE_DATE_EPOCH": "1774000000",
        "PAGECAST_WAIT": "0",
        "PAGECAST_CONFIG": os.devnull,
    }


LONGEST = (
    "cluster", "browsers_index", "end_to_end", "publish_player", "publish_accessible", "kills_show", "engines_kokoro",
    "publish_webapp", "browsers_pages", "publish_site", "cli", "browsers_player", "kills_make", "word_times", "offline",
    "sources_pdf", "sites_npm", "browsers_epub", "kills_sites", "engines_kokoro_voices", "browsers_listening", "watch",
    "engines_edge_voice_health", "sources_docx", "watch_loop", "publish_embed", "publish_index", "publish_targets",
    "sources_golden", "engines_openai", "episode_epub", "publish_cms", "engines_edge_outage", "short_clips",
    "publish_line_breaks", "marks_kept", "sources_zip_archive", "episode_alternate_formats", "audio_containers",
    "engines_edge_faults",
)  # fmt: skip
"""Files of the slowest tests, the slowest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These start first: a slow file at the end would leave the other processes idle."""
    places = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """No test sees or touches the user's cache; the speech model is joined, and each show's cover drawn, once for
    all."""
    folder = tmp_path_factory.mktemp("cache")
    for name in ("models", "covers"):
        shared = tmp_path_factory.getbasetemp() / name
        shared.mkdir(exist_ok=True)
        (folder / name).symlink_to(shared)
    monkeypatch.setenv("PAGECAST_CACHE", str(folder))
    yield folder


@pytest.fixture(autouse=True)
def fixed_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """All episodes are added at the same moment, so that two runs can be compared byte by byte."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1774000000")


@pytest.fixture(autouse=True)
def well_voices() -> Iterator[None]:
    """The state of voices in one test does not affect the next."""
    from tts.engines.edge.voice_health import HEALTH

    yield
    HEALTH.forget()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium: its headless shell, the same engine without the windows around it, which cost a third
    of the processor time, or the whole browser where there is no shell. `window` is always the whole one. One per
    module, since Playwright's event loop must not run during other tests."""
    from playwright.sync_api import sync_playwright

    quiet = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"),
            args=[*quiet.split(), "--disable-component-update", "--disable-sync", "--mute-audio", "--process-per-site"],
        )
        yield chromium
        chromium.close()


ENGINES = [
    pytest.param("chromium", marks=needs("chromium", "chromedriver")),
    pytest.param("firefox", marks=needs("firefox-esr")),
    pytest.param("webkit", marks=needs("WebKitWebDriver", "Xvfb")),
]


@pytest.fixture(scope="module", params=ENGINES)
def window(request: pytest.FixtureRequest) -> Iterator[Tab]:
    """Each of the three browsers in turn, started once per module."""
    from tests import browsers

    with browsers.tab(request.param) as tab:
        yield tab


@pytest.fixture
def tab(window: Tab) -> Iterator[Tab]:
    """An empty tab of 1000 by 760, in which no complaints are allowed."""
    window.resize(1000)
    yield window
    complaints = window.complaints()
    window.run("localStorage.clear()")
    assert complaints == []


def tone(seconds: float, *, level: float = 0.3, pitch: float = 220.0, seed: int = 0) -> NDArray[np.float32]:
    """Syllables of a buzzing voice: float32, 24 kHz, a quarter of a second each."""
    t = np.arange(round(seconds * RATE)) / RATE
    noise = np.random.default_rng(seed).standard_normal(len(t))
    envelope = np.clip(np.sin(2 * np.pi * 4 * t), 0.05, 1.0)
    voice = np.sin(2 * np.pi * pitch * t) + 0.5 * np.sin(2 * np.pi * 7.3 * pitch * t) + 0.05 * noise
    return (level * envelope * voice).astype(np.float32)
