"""A show's folder: episodes are found by source, and written completely or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests import forked
from tests.work import calls
from tts.model import LibraryError
from tts.show import library
from tts.show.draft import draft_of
from tts.show.library import Show
from tts.show.manifest import AudioFile, Manifest

ROOT = Path(__file__).parents[1]
MANIFEST = Manifest(
    source="", number=1, stamp="", content="", chunks=1, date="2026-11-23", language="en", engine="silent",
    voice="silent",
)  # fmt: skip


def save(show: Show, identity: str, title: str, audio: bytes = b"sound") -> library.Episode:
    with draft_of(library.folder_for(show, identity, title)) as draft:
        name, _ = draft.add_hashed(library.slug(title), ".mp3", lambda out: out.write(audio))
        draft.add("transcript.vtt", b"WEBVTT\n")
        before = library.find(show, identity)
        number = before.manifest.number if before else library.next_number(show)
        recorded = AudioFile("audio/mpeg", 24, name, len(audio))
        return draft.finish(replace(MANIFEST, source=identity, number=number, audio=recorded))


@pytest.fixture
def show(tmp_path: Path) -> Show:
    return Show(tmp_path / "show")


def test_an_episode_is_found_by_its_source(show: Show) -> None:
    made = save(show, "../a.md", "橋上的燈火")
    assert library.find(show, "../a.md") == made
    assert library.find(show, "../b.md") is None
    assert made.audio.read_bytes() == b"sound"
    assert made.audio.name.startswith("qiao-shang-de-deng-huo-") and made.audio.name.isascii()


def test_two_articles_with_one_title_are_two_episodes(show: Show) -> None:
    one, two = save(show, "../a.md", "夜市", b"one"), save(show, "../b.md", "夜市", b"two")
    assert one.folder != two.folder
    assert (one.audio.read_bytes(), two.audio.read_bytes()) == (b"one", b"two")


def test_a_new_title_keeps_the_folder_and_takes_the_old_file_away(show: Show) -> None:
    before = save(show, "../a.md", "First title", b"one")
    (before.folder / "note.txt").write_text("the user's own")
    after = save(show, "../a.md", "Second title", b"two")
    assert after.folder == before.folder
    assert sorted(p.suffix for p in after.folder.iterdir()) == [".json", ".mp3", ".txt", ".vtt"]


@pytest.mark.parametrize("damage", ["missing", "short"])
def test_an_incomplete_episode_is_reported_and_made_again(show: Show, damage: str) -> None:
    made = save(show, "../a.md", "Title")
    made.audio.unlink() if damage == "missing" else made.audio.write_bytes(b"so")
    found = library.find(show, "../a.md")
    assert found and not found.whole
    assert save(show, "../a.md", "Title").folder == made.folder
    assert library.find(show, "../a.md") == made


@pytest.mark.parametrize("manifest", ["{", "[]", "{}", '{"version": 1}', '{"version": 99}'])
def test_a_foreign_manifest_is_not_an_episode(show: Show, manifest: str) -> None:
    made = save(show, "../a.md", "Title")
    (made.folder / library.MANIFEST).write_text(manifest)
    assert library.find(show, "../a.md") is None
    assert save(show, "../a.md", "Title").whole


def test_an_episode_keeps_its_number(show: Show) -> None:
    made = [save(show, f"../{n}.md", "Title") for n in range(3)]
    assert [e.manifest.number for e in made] == [1, 2, 3]
    made[0].audio.unlink()
    assert save(show, "../0.md", "Title").manifest.number == 1


def test_a_failure_leaves_nothing_behind(show: Show) -> None:
    folder = library.folder_for(show, "../a.md", "Title")
    with pytest.raises(RuntimeError), draft_of(folder) as draft:
        draft.add("transcript.vtt", b"WEBVTT\n")
        raise RuntimeError
    assert list(show.folder.iterdir()) == []


def test_remains_of_a_killed_process_are_removed(show: Show) -> None:
    folder = library.folder_for(show, "../a.md", "Title")
    dead = show.folder / f".tmp-{folder.name}-by-999999999-abc"
    dead.mkdir(parents=True)
    (dead / "transcript.vtt").write_text("half")
    made = save(show, "../a.md", "Title")
    assert [p.name for p in show.folder.iterdir()] == [made.folder.name]


CUT = """
import os, sys
from dataclasses import replace
from pathlib import Path
from tests.test_show_library import save
from tts.show.draft import draft_of
from tts.show.library import Show
from tts.show.manifest import AudioFile, Manifest
left = int(sys.argv[2])
def replace(self, target, move=Path.replace):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), 9)
    return move(self, target)
Path.replace = replace
save(Show(Path(sys.argv[1])), "../a.md", "Second title", b"longer sound")
"""


@pytest.mark.parametrize("at", range(1, 7))
@pytest.mark.parametrize("new", [True, False])
def test_killed_at_any_move_the_episode_is_the_old_one_or_the_new_one(show: Show, at: int, new: bool) -> None:
    """Killed at any rename: the next command finds a complete episode, and nothing else."""
    before = None if new else save(show, "../a.md", "First title", b"sound")
    show.folder.mkdir(exist_ok=True)
    forked.run([sys.executable, "-c", CUT, str(show.folder), str(at)], cwd=ROOT, check=False, timeout=240)
    found = library.find(show, "../a.md")
    assert found is None if new and not found else found and found.whole
    if found:
        assert found.audio.read_bytes() in (b"sound", b"longer sound")
    save(show, "../a.md", "Second title", b"longer sound")
    assert [p.suffix for p in sorted(library.find(show, "../a.md").folder.iterdir())] == [".json", ".mp3", ".vtt"]  # type: ignore[union-attr]
    assert len(list(show.folder.iterdir())) == 1
    assert before is None or library.find(show, "../a.md").folder == before.folder  # type: ignore[union-attr]


forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


@forks
def test_a_failed_move_is_reported_and_finished_by_the_next_command(show: Show) -> None:
    save(show, "../a.md", "First title", b"sound")
    move = Path.replace
    child = os.fork()
    if child == 0:

        def refused(path: Path, target: Path) -> Path:
            if str(target).endswith(".vtt"):
                raise OSError(28, "No space left on device", str(target))
            return move(path, target)

        Path.replace = refused  # type: ignore[method-assign,assignment]
        try:
            save(show, "../a.md", "Second title", b"longer sound")
        except LibraryError as error:
            os._exit(3 if "No space left" in error.message and error.hint else 4)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
    library.open_show(show.folder)
    found = library.find(show, "../a.md")
    assert found and found.whole and found.audio.read_bytes() == b"longer sound"
    assert [path.name for path in show.folder.iterdir()] == [found.folder.name]


@forks
def test_a_failed_recovery_is_tried_again(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between two moves, and the disk rejects the rest at the next command: nothing is lost."""
    save(show, "../a.md", "First title", b"sound")
    move = Path.replace
    child = os.fork()
    if child == 0:
        left = 4  # the content's own names in the staging folder, its manifest, one file moved

        def killing(path: Path, target: Path) -> Path:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), 9)
            return move(path, target)

        Path.replace = killing  # type: ignore[method-assign,assignment]
        save(show, "../a.md", "Second title", b"longer sound")
        os._exit(0)
    os.waitpid(child, 0)
    assert [path for path in show.folder.iterdir() if path.name.startswith(".tmp-")]

    def refused(path: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(target))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refused)
        library.open_show(show.folder)
    library.open_show(show.folder)
    found = library.find(show, "../a.md")
    assert found and found.whole and found.audio.read_bytes() == b"longer sound"
    assert [path.name for path in show.folder.iterdir()] == [found.folder.name]


def test_two_texts_from_nowhere_do_not_replace_each_other(show: Show) -> None:
    one, _ = library.identify_text(show, "", "", ["It rained."])
    two, _ = library.identify_text(show, "", "", ["It snowed."])
    assert one != two


def test_processes_number_and_remember_one_after_the_other(show: Show) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.test_show_library import save; from tts.show import library\n"
        "show = library.Show(Path(sys.argv[1]))\n"
        "with library.locked(show): save(show, sys.argv[2], 'A'); library.remember_voice(show, 'en', 'e', sys.argv[2])"
    )
    show.folder.mkdir()
    commands = [[sys.executable, "-c", code, str(show.folder), f"../{n}.md"] for n in range(6)]
    running = [forked.Popen(command, cwd=ROOT) for command in commands]
    assert [process.wait(60) for process in running] == [0] * 6
    numbers = sorted(library.find(show, f"../{n}.md").manifest.number for n in range(6))  # type: ignore[union-attr]
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_the_show_remembers_the_first_voice_of_a_language(show: Show) -> None:
    show.folder.mkdir()
    (show.folder / "show.toml").write_text('# my show\ntitle = "Evenings"  # kept\n', encoding="utf-8")
    show = library.remember_voice(library.open_show(show.folder), "zh-Hant", "kokoro", "zm_yunyang")
    show = library.remember_voice(show, "zh-Hant", "edge", "other")
    show = library.remember_voice(show, "en", "hibari", "heart")
    assert library.open_show(show.folder) == show
    assert (show.title, show.voices) == ("Evenings", {"zh-Hant": "kokoro/zm_yunyang", "en": "hibari/heart"})
    assert '# my show\ntitle = "Evenings"  # kept' in (show.folder / "show.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["title = ", "voices = 3", "title = 5", "[voices]\nen = 3", '[voices]\nen = "nosuch"'])
def test_a_broken_show_toml_is_reported(tmp_path: Path, text: str) -> None:
    (tmp_path / "show.toml").write_text(text)
    with pytest.raises(LibraryError, match=r"show\.toml"):
        library.open_show(tmp_path)


def test_an_output_that_is_a_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="is a file"):
        library.open_show(tmp_path / "file")
    with pytest.raises(LibraryError, match="can't be written"):
        library.check_writable(Show(tmp_path / "file" / "show"))


def test_identity_does_not_depend_on_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "articles").mkdir()
    article = tmp_path / "articles" / "a.md"
    show = Show(tmp_path / "show")
    assert library.identity(str(article), show) == "../articles/a.md"
    monkeypatch.chdir(tmp_path / "articles")
    assert library.identity("a.md", show) == "../articles/a.md"
    assert library.identity("https://example.org/a?b=1", show) == "https://example.org/a?b=1"


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Louis XIV’s Café!", "louis-xivs-cafe"), ("", "episode"), ("🎧", "headphones"), ("x" * 200, "x" * 60)],
)
def test_slugs(title: str, expected: str) -> None:
    assert library.slug(title) == expected


def test_files_can_be_read_by_a_web_server(show: Show) -> None:
    made = save(show, "../a.md", "Title")
    umask = os.umask(0)
    os.umask(umask)
    assert made.folder.stat().st_mode & 0o055 == 0o055
    assert made.audio.stat().st_mode & 0o044 == 0o044 & ~umask


def numbered(show: Show, number: int) -> Path:
    """An episode that another process made."""
    with draft_of(library.folder_for(show, f"../{number}.md", "Title")) as draft:
        name, _ = draft.add_hashed("title", ".mp3", lambda out: out.write(b"sound"))
        recorded = AudioFile("audio/mpeg", 24, name, 5)
        made = replace(MANIFEST, source=f"../{number}.md", number=number, audio=recorded)
        return draft.finish(made).folder


def test_the_number_of_an_episode_is_read_once(show: Show) -> None:
    for number in range(1, 41):
        numbered(show, number)
    first = calls(lambda: library.next_number(show))
    assert calls(lambda: library.next_number(show)) < first / 4
    assert library.next_number(show) == 41


def test_numbers_take_episodes_of_other_processes_into_account(show: Show) -> None:
    folders = [numbered(show, number) for number in (1, 2, 3)]
    assert library.next_number(show) == 4
    shutil.rmtree(folders[2])
    assert library.next_number(show) == 3
    numbered(show, 7)
    assert library.next_number(show) == 8
