"""The pipeline with real parts: what is spoken, cached and written."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from mutagen.mp3 import MP3

from tests import forked
from tts.cache import Cache
from tts.episode import pipeline, preview
from tts.episode.options import Listener, Made, Options
from tts.model import EpisodeFailed, LibraryError
from tts.show import library

ROOT = Path(__file__).parents[1]

SILENT = Options(engine="silent")

STORY = """---
title: The Ferry
author: A Writer
date: 2026-05-04
---

The ferry leaves at six. Nobody has ever seen it leave late.

## On the water

The captain counts the lamps on the far shore. There are nine of them, and one is always dark.

She says that it belongs to her brother.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.md"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def cache(own_cache: Path) -> Cache:
    return Cache(own_cache / "clips")


def made(article: Path, cache: Cache, options: Options = SILENT, show: str = "show") -> Made:
    return pipeline.make(str(article), library.open_show(article.parent / show), options, cache=cache)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def files_in(*folders: Path) -> int:
    """The number of files in all subfolders; folders may come and go meanwhile."""
    return sum(len(names) for folder in folders for _, _, names in os.walk(folder))


def test_an_article_becomes_an_episode(article: Path, cache: Cache) -> None:
    episode = made(article, cache).episode
    manifest = episode.manifest
    assert (manifest.title, manifest.author, manifest.date, manifest.language) == (
        "The Ferry", "A Writer", "2026-05-04", "en",
    )  # fmt: skip
    assert [c.title for c in manifest.chapters] == ["The Ferry", "On the water"]
    assert MP3(episode.audio).info.length == manifest.audio.duration / 1000
    assert set(manifest.files) | {"episode.json"} == {p.name for p in episode.folder.iterdir()}
    segments = json.loads((episode.folder / "transcript.json").read_text(encoding="utf-8"))["segments"]
    assert [s["body"] for s in segments][:3] == [
        "The Ferry",
        "The ferry leaves at six.",
        "Nobody has ever seen it leave late.",
    ]


def test_made_again_nothing_is_spoken_or_written(article: Path, cache: Cache) -> None:
    first = made(article, cache)
    before = {p: p.stat().st_mtime_ns for p in first.episode.folder.iterdir()}
    again = made(article, cache)
    assert (again.unchanged, again.spoken) == (True, 0)
    assert {p: p.stat().st_mtime_ns for p in first.episode.folder.iterdir()} == before


def test_one_paragraph_edited_is_one_chunk_spoken(article: Path, cache: Cache) -> None:
    first = made(article, cache)
    article.write_text(STORY.replace("her brother", "her sister"), encoding="utf-8")
    again = made(article, cache)
    assert (again.spoken, again.cached) == (1, first.spoken - 1)
    assert again.episode.folder == first.episode.folder
    assert not first.episode.audio.exists()


def test_a_touched_file_is_not_written_again(article: Path, cache: Cache) -> None:
    """The bytes of the source differ, but not what is spoken."""
    first = made(article, cache)
    article.write_text(STORY + "\n\n\n", encoding="utf-8")
    again = made(article, cache)
    assert again.spoken == 0
    assert again.episode.audio == first.episode.audio


def test_two_shows_of_one_article_are_the_same_bytes(article: Path, cache: Cache) -> None:
    one, two = made(article, cache, show="one"), made(article, cache, show="two")
    assert contents(one.episode.folder) == contents(two.episode.folder)


def test_a_damaged_clip_is_spoken_again(article: Path, cache: Cache) -> None:
    first_bytes = made(article, cache).episode.audio.read_bytes()
    clip = next(cache.folder.rglob("*.clip"))
    clip.write_bytes(clip.read_bytes()[:-20])
    again = made(article, cache, Options(engine="silent", force=True))
    assert again.spoken == 1
    assert again.episode.audio.read_bytes() == first_bytes


def test_stdin_is_an_episode_by_its_title(tmp_path: Path, cache: Cache) -> None:
    show = library.open_show(tmp_path / "show")
    for text in (STORY, STORY.replace("six", "seven")):
        result = pipeline.make("-", show, SILENT, cache=cache, stdin=io.BytesIO(text.encode()))
    assert len(list(library.folders(show))) == 1
    assert result.spoken == 1


def test_pasted_texts_do_not_replace_each_other(tmp_path: Path, cache: Cache) -> None:
    show = library.open_show(tmp_path / "show")
    for text in (
        "The first note, and it ends here.",
        "Another note, about the sea.",
        "# Notes\n\nOne.",
        "# Notes\n\nTwo.",
    ):
        pipeline.make("-", show, SILENT, cache=cache, stdin=io.BytesIO(text.encode()))
    folders = list(library.folders(show))
    titles = sorted(json.loads((f / "episode.json").read_text(encoding="utf-8"))["title"] for f in folders)
    assert titles == ["Another note, about the sea.", "Notes", "Notes", "The first note, and it ends here."]


def test_forced_it_is_written_again(article: Path, cache: Cache) -> None:
    first = made(article, cache).episode
    whole = first.audio.read_bytes()
    first.audio.write_bytes(b"\0" * len(whole))
    assert made(article, cache).unchanged
    forced = made(article, cache, Options(engine="silent", force=True))
    assert not forced.unchanged and forced.episode.audio.read_bytes() == whole


def test_a_touched_file_speaks_nothing_even_without_a_cache(article: Path, cache: Cache, tmp_path: Path) -> None:
    made(article, cache)
    article.write_text(STORY + "\n\n\n", encoding="utf-8")
    empty = Cache(tmp_path / "empty")
    assert made(article, empty).unchanged
    assert made(article, empty).unchanged
    assert not empty.folder.exists()


def test_an_edit_does_not_move_the_date_of_an_undated_article(article: Path, cache: Cache) -> None:
    article.write_text(STORY.replace("date: 2026-05-04\n", ""), encoding="utf-8")
    os.utime(article, (1_700_000_000, 1_700_000_000))
    assert made(article, cache).episode.manifest.date == "2023-11-14"
    article.write_text(STORY.replace("date: 2026-05-04\n", "").replace("six", "seven"), encoding="utf-8")
    assert made(article, cache).episode.manifest.date == "2023-11-14"


def test_an_address_beyond_latin_1_goes_into_the_tag(article: Path, cache: Cache) -> None:
    article.write_text(STORY.replace("author:", "url: https://example.org/文章/桥\nauthor:"), encoding="utf-8")
    assert made(article, cache).episode.manifest.url == "https://example.org/文章/桥"


def test_a_language_corrected_takes_a_voice_of_it(article: Path, cache: Cache) -> None:
    made(article, cache, Options(engine="hibari"))
    plan = preview.rehearse(
        str(article), library.open_show(article.parent / "show"), Options(language="zh", offline=True), cache=cache
    ).plan
    assert plan.choice.engine.name == "kokoro"


def test_metadata_given_by_the_user_take_precedence(article: Path, cache: Cache) -> None:
    manifest = made(
        article, cache, Options(engine="silent", title="Boats", author="B", date="2025-01-02")
    ).episode.manifest
    assert (manifest.title, manifest.author, manifest.date) == ("Boats", "B", "2025-01-02")


def test_a_folder_that_cannot_be_written_is_reported_before_anything_is_spoken(article: Path, cache: Cache) -> None:
    (article.parent / "show").write_text("in the way")
    with pytest.raises(LibraryError):
        made(article, cache)
    assert not cache.folder.exists()


def test_listeners_hear_of_every_chunk(article: Path, cache: Cache) -> None:
    heard: list[object] = []

    class Counting(Listener):
        def planned(self, plan: object, missing: int, total: int) -> None:
            heard.append((missing, total))

        def spoken(self, chunk: object, clip: object) -> None:
            heard.append(clip)

    show = library.open_show(article.parent / "show")
    pipeline.make(str(article), show, SILENT, cache=cache, listener=Counting())
    assert heard[0] == (5, 5)
    assert len(heard) == 6


KILLER = """
import os, signal, sys
from tts.episode import pipeline
from tts.episode.options import Listener, Options
from tts.show import library
from tts.cache import Cache
class Killer(Listener):
    left = int(sys.argv[4])
    def spoken(self, chunk, clip):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
show = library.open_show(__import__("pathlib").Path(sys.argv[2]))
options = Options(engine="silent", jobs=1)
pipeline.make(sys.argv[1], show, options, cache=Cache(__import__("pathlib").Path(sys.argv[3])), listener=Killer())
"""


@pytest.mark.parametrize("after", [1, 3])
def test_killed_and_started_again_speaks_only_what_was_missing(article: Path, cache: Cache, after: int) -> None:
    whole = made(article, cache, show="whole")
    own = Cache(article.parent / "own")
    command = [sys.executable, "-c", KILLER, str(article), str(article.parent / "cut"), str(own.folder), str(after)]
    killed = forked.run(command, timeout=240, check=False)
    assert killed.returncode == -signal.SIGKILL
    again = pipeline.make(str(article), library.open_show(article.parent / "cut"), SILENT, cache=own)
    assert again.spoken <= 5 - after
    assert contents(article.parent / "cut") == contents(article.parent / "whole")
    assert whole.spoken == 5


def test_killed_at_any_moment_leaves_a_show_that_can_go_on(article: Path, cache: Cache, own_cache: Path) -> None:
    """Killed after various numbers of files, then made again: the same bytes every time, and nothing left over."""
    made(article, cache, show="whole")
    expected = contents(article.parent / "whole")
    command = [sys.executable, "-m", "tts", "make", str(article), "--engine", "silent", "-q", "-o"]
    for count in (1, 4, 8, 12):
        show = article.parent / f"show{count}"
        clips = article.parent / f"cache{count}"
        environment = {**os.environ, "PAGECAST_CACHE": str(clips)}
        process = forked.Popen([*command, str(show)], env=environment, stdout=subprocess.DEVNULL)
        while process.poll() is None and files_in(clips, show) < count:
            time.sleep(0.001)
        process.kill()
        process.wait()
        forked.run([*command, str(show)], env=environment, check=True, stdout=subprocess.DEVNULL, timeout=240)
        assert contents(show) == expected


def test_chunks_that_fail_are_named_and_the_others_kept(
    article: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real engine that fails: the online client without a server."""
    monkeypatch.setenv("PAGECAST_EDGE_URL", "ws://127.0.0.1:9")
    monkeypatch.setattr("tts.engines.verify.WAIT", lambda _: 0)
    monkeypatch.setattr("tts.engines.edge.congestion._GONE_AFTER", 1.0)
    with pytest.raises(EpisodeFailed, match="chunks of “The Ferry” could not be spoken") as told:
        made(article, cache, Options(engine="edge", jobs=1))
    assert "the same command again" in told.value.hint
    assert not list(article.parent.glob("show/*/episode.json"))


def test_several_runs_at_once_make_each_episode_once(tmp_path: Path) -> None:
    names = ["a.md", "b.md", "c.md"]
    for name in names:
        body = "\n\n".join(f"Paragraph {n} of {name}, with a few words." for n in range(40))
        (tmp_path / name).write_text(f"# Story {name}\n\n{body}\n", encoding="utf-8")
    command = [sys.executable, "-m", "tts", "make", *names, "--engine", "silent", "--json", "-o", "show"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    running = [
        forked.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(5)
    ]
    printed = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0] * 5
    told = [json.loads(line) for text in printed for line in text.splitlines()]
    assert sum(each["spoken"] for each in told) == 3 * 41  # each chunk by one of the five
    assert all((tmp_path / each["path"]).exists() for each in told)
    numbers = [e.manifest.number for e in library.episodes(library.open_show(tmp_path / "show"))]
    assert sorted(numbers) == [1, 2, 3]


def test_waiting_for_another_run_is_reported_and_ends_when_that_is_killed(article: Path, cache: Cache) -> None:
    """The lock is freed with its process."""
    show = library.open_show(article.parent / "show")
    identity = library.identity(str(article), show)
    code = (
        "import sys, time; from pathlib import Path; from tts.show import library\n"
        "show = library.open_show(Path(sys.argv[1]))\n"
        "with library.making(show, sys.argv[2]): print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(show.folder), identity]
    holder = forked.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    waited = []

    class Waiting(Listener):
        def waiting(self, where: str) -> None:
            waited.append(where)
            holder.kill()

    options = Options(engine="silent", offline=True)
    episode = pipeline.make(str(article), show, options, cache=cache, listener=Waiting()).episode
    holder.wait()
    assert (waited, episode.whole) == ([str(article)], True)
