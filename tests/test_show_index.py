"""A show's index saves work, but is never authoritative, whatever happens to its file."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests import shows
from tests.commands import fine
from tests.work import calls
from tts.publish import build, index_rows
from tts.show import index, library
from tts.show.manifest_file import to_json

BASE = "https://example.org/listen/"


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> library.Episode:
    """An episode that others are copied from."""
    show = shows.make(tmp_path_factory.mktemp("one"), {"ferry.md": shows.FERRY})
    return next(library.episodes(show))


def add(folder: Path, one: library.Episode, number: int) -> Path:
    """An episode of the show."""
    source = f"https://example.org/{number}"
    place = folder / f"story-{hashlib.sha256(source.encode()).hexdigest()[:12]}"
    shutil.copytree(one.folder, place)
    own = {"guid": f"guid-{number}", "number": number, "title": f"Story {number}"}
    manifest = to_json(one.manifest) | own | {"source": source, "url": source}
    (place / library.MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    return place


def crowd(folder: Path, one: library.Episode, count: int) -> library.Show:
    for number in range(1, count + 1):
        add(folder, one, number)
    return library.open_show(folder)


def publish(show: library.Show) -> build.Published:
    return build.publish(library.open_show(show.folder), base_url=BASE)


def public(show: library.Show) -> dict[str, bytes]:
    found = shows.contents(show.folder)
    return {path: content for path, content in found.items() if not path.startswith(".pagecast")}


@pytest.fixture
def show(one: library.Episode, tmp_path: Path) -> library.Show:
    made = crowd(tmp_path / "show", one, 4)
    publish(made)
    return made


# --- its file -----------------------------------------------------------------------------------------------


def a_foreign_one(path: Path) -> None:
    """Triggers in it would run on every write."""
    path.unlink()
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE episodes (folder TEXT)")
        base.execute("CREATE TRIGGER t AFTER INSERT ON episodes BEGIN DELETE FROM episodes; END")
        base.commit()


def one_with_more_in_it(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TRIGGER t AFTER INSERT ON show BEGIN DELETE FROM episodes; END")
        base.commit()


def one_of_another_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA user_version = 99")


def with_a_damaged_page(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])


def with_the_journal_of_another(path: Path) -> None:
    """A journal left by a killed run, of a file that no longer exists."""
    path.with_name(path.name + "-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 600)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def a_link(path: Path) -> None:
    victim = path.parents[2] / "victim"
    shutil.copyfile(path, victim)
    path.unlink()
    path.symlink_to(victim)


CASES: list[Callable[[Path], None]] = [
    Path.unlink,
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(os.urandom(9000)),
    cut_short,
    with_a_damaged_page,
    with_the_journal_of_another,
    a_foreign_one,
    one_with_more_in_it,
    one_of_another_version,
]


@pytest.mark.parametrize("damage", CASES)
def test_an_invalid_index_is_discarded_and_made_again(
    damage: Callable[[Path], None], show: library.Show, one: library.Episode, caplog: pytest.LogCaptureFixture
) -> None:
    before, path = public(show), show.folder / index.NAME
    damage(path)
    done = publish(show)
    assert (done.episodes, done.written, done.deleted, done.refused) == (4, (), (), ())
    assert public(show) == before and not caplog.records
    assert len(index.read(show.folder).rows) == 4
    assert publish(show).unchanged == 4
    add(show.folder, one, 5)
    assert publish(show).added == ("Story 5",)


def test_where_it_is_a_link_nothing_is_written_through_it(show: library.Show, tmp_path: Path) -> None:
    a_link(show.folder / index.NAME)
    victim = (tmp_path / "victim").read_bytes()
    shutil.rmtree(next(show.folder.glob("story-*")))
    with pytest.raises(build.LibraryError, match="is a link"):
        publish(show)
    assert (tmp_path / "victim").read_bytes() == victim


def test_rows_of_missing_folders_are_removed(show: library.Show) -> None:
    gone = next(show.folder.glob("story-*"))
    shutil.rmtree(gone)
    assert len(publish(show).removed) == 1
    assert gone.name not in index.read(show.folder).rows


def test_an_index_that_is_older_than_the_show_is_brought_up_to_date(show: library.Show, one: library.Episode) -> None:
    former = (show.folder / index.NAME).read_bytes()
    add(show.folder, one, 5)
    after = publish(show), public(show)
    (show.folder / index.NAME).write_bytes(former)
    assert publish(show).written == () and public(show) == after[1]


def test_two_that_publish_at_once_leave_one_that_holds(show: library.Show, one: library.Episode) -> None:
    add(show.folder, one, 5)
    code = "import sys; from pathlib import Path; from tts.publish import build; from tts.show import library\n"
    code += "print(build.publish(library.open_show(Path(sys.argv[1]))).episodes)"
    command = [sys.executable, "-c", code, str(show.folder)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [each.communicate()[0] for each in both] == ["5\n", "5\n"]
    assert (publish(show).unchanged, publish(show).written) == (5, ())


# --- what it saves ------------------------------------------------------------------------------------------

_opened: list[str] = []
_counting = [False]


def _heard(event: str, arguments: tuple[object, ...]) -> None:
    if _counting[0] and event == "open":
        _opened.append(str(arguments[0]))


sys.addaudithook(_heard)


def opened(work: Callable[[], object]) -> int:
    """Files of episodes that are opened."""
    _opened.clear()
    index_rows._read.cache_clear()  # as in a process that has just begun
    _counting[0] = True
    try:
        work()
    finally:
        _counting[0] = False
    return sum("/story-" in path for path in _opened)


@pytest.fixture
def sizes(one: library.Episode, tmp_path: Path) -> Iterator[list[library.Show]]:
    """Two shows, the second four times as large."""
    yield [crowd(tmp_path / str(count), one, count) for count in (150, 600)]


def test_the_work_grows_linearly_with_the_show(sizes: list[library.Show], one: library.Episode) -> None:
    for each in sizes:
        publish(each)
    assert [opened(lambda each=each: publish(each)) for each in sizes] == [0, 0]
    small, large = (calls(lambda each=each: publish(each)) for each in sizes)
    assert large < 5 * small
    for each in sizes:
        add(each.folder, one, 9_000)
    again = [opened(lambda each=each: publish(each)) for each in sizes]
    assert again[1] < 4.5 * again[0]


def test_an_episode_is_found_and_the_next_one_numbered_without_a_look_into_the_others(
    sizes: list[library.Show],
) -> None:
    for each in sizes:
        publish(each)
        library._numbers.clear()
        assert opened(lambda each=each: library.next_number(each)) == 0
        assert opened(lambda each=each: library.find(each, "https://example.org/77")) <= 1
        assert opened(lambda each=each: library.find(each, "https://example.org/none")) == 0
        assert library.find(each, "https://example.org/77").manifest.number == 77
    assert [library.next_number(each) for each in sizes] == [151, 601]


def test_a_folder_added_by_hand_counts_for_the_next_number(show: library.Show, one: library.Episode) -> None:
    place = add(show.folder, one, 1_000)
    library._numbers.clear()
    assert library.next_number(library.open_show(show.folder)) == 1_001
    shutil.rmtree(place)
    library._numbers.clear()
    assert library.next_number(library.open_show(show.folder)) == 5


@pytest.mark.parametrize(("command", "count"), [("list", 40), ("check", 6)])
def test_the_work_of_commands_grows_linearly_with_the_show(
    command: str, count: int, one: library.Episode, tmp_path: Path
) -> None:
    few, many = (crowd(tmp_path / str(n), one, n).folder for n in (count, 4 * count))

    def work(folder: Path) -> int:
        return calls(lambda: fine(command, "-o", str(folder)))

    work(few)  # what is imported and read once
    assert work(many) < 5 * work(few)
