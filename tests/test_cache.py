"""The cache returns what was stored, or nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import tone
from tts import audio
from tts.cache import Cache, key
from tts.engines.registry import open_engine
from tts.model import Chunk, Clip, LibraryError, Mark, Sentence


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "clips")


@pytest.fixture(scope="module")
def clip() -> Clip:
    return audio.from_pcm(tone(1.0), [Mark(10, 900, 0, 5), Mark(10, 400, 0, 2, "word")])


KEY = "ab" + "0" * 62


def test_a_clip_comes_back_as_it_was(cache: Cache, clip: Clip) -> None:
    assert cache.get(KEY) is None and cache.audio(KEY) is None
    cache.put(KEY, clip)
    assert cache.get(KEY) == clip and cache.audio(KEY) == clip.audio


@pytest.mark.parametrize("at", [0, 30, 200, -1])
@pytest.mark.parametrize("wanted", [Cache.get, Cache.audio])
def test_a_damaged_clip_counts_as_missing_and_is_removed(
    cache: Cache, clip: Clip, wanted: Callable[[Cache, str], object], at: int
) -> None:
    cache.put(KEY, clip)
    file = cache.folder / "ab" / f"{KEY}.clip"
    damaged = bytearray(file.read_bytes())
    damaged[at] ^= 0xFF
    file.write_bytes(damaged)
    assert wanted(cache, KEY) is None
    assert not file.exists()


@pytest.mark.parametrize("length", [0, 10, 150, 2000])
def test_a_truncated_clip_counts_as_missing(cache: Cache, clip: Clip, length: int) -> None:
    cache.put(KEY, clip)
    file = cache.folder / "ab" / f"{KEY}.clip"
    file.write_bytes(file.read_bytes()[:length])
    assert cache.get(KEY) is None


def test_many_writers_of_one_clip_do_not_interfere(cache: Cache, clip: Clip) -> None:
    writers = [threading.Thread(target=cache.put, args=(KEY, clip)) for _ in range(12)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert cache.get(KEY) == clip
    assert [p.name for p in (cache.folder / "ab").iterdir()] == [f"{KEY}.clip"]


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path, clip: Clip) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match="can't be written") as told:
        Cache(tmp_path / "file").put(KEY, clip)
    assert "PAGECAST_CACHE" in told.value.hint


def test_the_key_changes_with_all_that_changes_the_sound() -> None:
    engine = open_engine("silent", audio)
    voice = engine.voices()[0]
    chunk = Chunk("paragraph", (Sentence("It is 5 o'clock.", "It is five o'clock."),), "en", pause=600)
    base = key(chunk, engine, voice)
    said_otherwise = replace(chunk, sentences=(Sentence("It is 5 o'clock.", "It is five."),))
    assert key(said_otherwise, engine, voice) != base
    assert key(chunk, engine, replace(voice, id="other")) != base
    assert key(chunk, engine, replace(voice, rate=1.25)) != base
    assert len({base, *(key(chunk, engine, replace(voice, **it)) for it in ({"pitch": 9}, {"volume": 9}))}) == 3
    # Clips of before there were pitch and volume keep their keys.
    assert base == "e36e4858df049ebd608da86e09c4ec4b71e740c5dc7ebdf8a06f383f2b0d55b5", (
        "clips of before there were pitch and volume"
    )
    assert key(replace(chunk, language="fr"), engine, voice) != base
    assert key(replace(chunk, pause=1000, kind="quote"), engine, voice) == base
