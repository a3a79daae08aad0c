"""When an episode is up to date, and that later options do not affect existing shows."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path

import pytest

from tts.cache import Cache
from tts.episode import freshness, pipeline
from tts.episode.options import Options
from tts.show import library

ARTICLE = "# The Ferry\n\nIt leaves at eight.\n"


@dataclass(frozen=True, slots=True)
class LaterOptions(Options):
    """The options of a later version of Pagecast, with an additional one."""

    whisper: bool = False
    accent: str = ""


@pytest.fixture
def show(tmp_path: Path) -> library.Show:
    return library.open_show(tmp_path / "show")


def test_an_option_added_later_restamps_no_show(show: library.Show) -> None:
    content = ARTICLE.encode()
    assert freshness.stamp(content, LaterOptions(), show) == freshness.stamp(content, Options(), show)


def test_an_option_added_later_does_not_change_an_episode(tmp_path: Path, show: library.Show) -> None:
    file = tmp_path / "ferry.md"
    file.write_text(ARTICLE, encoding="utf-8")
    cache = Cache(tmp_path / "clips")
    first = pipeline.make(str(file), show, Options(engine="silent"), cache=cache)
    again = pipeline.make(str(file), show, LaterOptions(engine="silent"), cache=cache)
    assert not first.unchanged and again.unchanged
    assert again.episode.audio == first.episode.audio


OTHER = {
    "engine": "silent", "voice": "zf_xiaoxiao", "language": "fr", "rate": 1.5, "pitch": 10, "volume": 5,
    "rules": {"table": "skip"}, "title": "Another", "author": "A. Reader", "date": "2026-01-02",
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER)
def test_every_option_that_changes_the_audio_or_its_tag_counts(name: str, show: library.Show) -> None:
    changed = replace(Options(), **{name: OTHER[name]})
    assert freshness.stamp(b"", changed, show) != freshness.stamp(b"", Options(), show)


QUIET = {
    "offline": True, "allow_private": True, "cookies": "cookies.txt", "teaser": True, "force": True, "jobs": 3,
    "fallback": True, "formats": ("m4b",),
}  # fmt: skip


@pytest.mark.parametrize("name", QUIET)
def test_options_that_change_no_audio_do_not_count(name: str, show: library.Show) -> None:
    changed = replace(Options(), **{name: QUIET[name]})
    assert freshness.stamp(b"", changed, show) == freshness.stamp(b"", Options(), show)


def test_every_option_is_classified_as_counting_or_not() -> None:
    """When adding an option, classify it here: it counts, or it changes no episode."""
    counted = {*freshness.COUNTED}
    quiet = {*QUIET, "lexicon", "selection"}  # a lexicon counts by its content
    assert {each.name for each in fields(Options)} == counted | quiet


def test_a_non_default_voice_for_english_words_counts(show: library.Show) -> None:
    second = replace(show, settings=replace(show.settings, mixed="second"))
    same = replace(show, settings=replace(show.settings, mixed="same"))
    assert freshness.stamp(b"", Options(), second) == freshness.stamp(b"", Options(), show)
    assert freshness.stamp(b"", Options(), same) != freshness.stamp(b"", Options(), show)
