"""What tests share: a cache of their own, and sound that stands for speech."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

RATE = 24_000


def pytest_configure() -> None:
    """Our MP3s are held to two decoders that nobody here wrote; Pagecast itself needs neither."""
    if missing := [tool for tool in ("ffmpeg", "mpg123") if not shutil.which(tool)]:
        pytest.exit(f"the tests need {' and '.join(missing)}: apt-get install ffmpeg mpg123", returncode=3)


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """No test sees or touches the user's cache; the speech model is joined once for all of them."""
    folder = tmp_path_factory.mktemp("cache")
    models = tmp_path_factory.getbasetemp() / "models"
    models.mkdir(exist_ok=True)
    (folder / "models").symlink_to(models)
    monkeypatch.setenv("PAGECAST_CACHE", str(folder))
    yield folder


def tone(seconds: float, *, level: float = 0.3, pitch: float = 220.0, seed: int = 0) -> NDArray[np.float32]:
    """Syllables of a buzzing voice: float32, 24 kHz, a quarter of a second each."""
    t = np.arange(round(seconds * RATE)) / RATE
    noise = np.random.default_rng(seed).standard_normal(len(t))
    envelope = np.clip(np.sin(2 * np.pi * 4 * t), 0.05, 1.0)
    voice = np.sin(2 * np.pi * pitch * t) + 0.5 * np.sin(2 * np.pi * 7.3 * pitch * t) + 0.05 * noise
    return (level * envelope * voice).astype(np.float32)
