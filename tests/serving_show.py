"""Fixtures for the tests of `tts serve`: a show that is being served."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serving import Served, make, served
from tts.show import library

FERRY = """---
title: The Ferry
author: A Writer
date: 2026-05-04
---

The ferry leaves at six. Nobody has ever seen it leave late.

## On the water

The captain counts the lamps on the far shore. There are nine of them, and one is always dark.
"""
BAKERY = """---
title: 夜里的面包店
author: 林小满
---

凌晨3点，整条街只有一家店亮着灯。老板说：“面团不会等人。”
"""


@pytest.fixture(scope="module", name="kept")
def kept_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache for the whole module, so that covers are drawn once."""
    folder = tmp_path_factory.mktemp("kept")
    before = os.environ.get("PAGECAST_CACHE")
    os.environ["PAGECAST_CACHE"] = str(folder)
    yield folder
    os.environ.pop("PAGECAST_CACHE") if before is None else os.environ.__setitem__("PAGECAST_CACHE", before)


@pytest.fixture(autouse=True, name="own_cache")
def shared_cache(kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAGECAST_CACHE", str(kept))
    return kept


@pytest.fixture(scope="module", name="show")
def harbour(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    (folder / "show").mkdir()
    (folder / "show" / "show.toml").write_text('title = "Harbour Tales"\nowner = "The Harbour"\n', encoding="utf-8")
    make(folder, "ferry", FERRY, cache=kept)
    make(folder, "bakery", BAKERY, cache=kept)
    return folder / "show"


@pytest.fixture(scope="module", name="lan")
def lan_server(show: Path) -> Iterator[Served]:
    with served(show, "--lan", "--verbose") as server:
        yield server


@pytest.fixture(scope="module", name="home")
def home_server(show: Path) -> Iterator[Served]:
    with served(show) as server:
        yield server


def ferry(show: Path) -> library.Episode:
    return next(e for e in library.episodes(library.open_show(show)) if e.manifest.title == "The Ferry")


def audio(show: Path) -> tuple[str, bytes]:
    """The path of an episode's audio in the show, and its bytes."""
    file = ferry(show).audio
    return f"{file.parent.name}/{file.name}", file.read_bytes()


def grow(show: Path, size: int) -> None:
    """Make the ferry's audio long, so that sending it takes a while."""
    episode = ferry(show)
    with episode.audio.open("ab") as f:
        f.write(os.urandom(size - episode.audio.stat().st_size))
    path = episode.folder / library.MANIFEST
    about: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    about["audio"] |= {"bytes": size, "sha256": hashlib.sha256(episode.audio.read_bytes()).hexdigest()}
    about["files"][episode.audio.name] = size
    path.write_text(json.dumps(about), encoding="utf-8")
