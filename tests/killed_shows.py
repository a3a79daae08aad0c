"""A show that is published and sent, for commands that are killed at every rename, removal and new folder: nothing is
lost, and the same command again ends with the same bytes.

Only some steps of each command are tried here; `make torture` tries them all.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests import books, kills
from tests.kills import content, differences, killed, run, run_again, steps_of
from tests.links import broken

BASE = "https://listen.example/show/"
STORY = """# The Ferry

It leaves at eight.

It comes back at nine, when there is no fog.
"""
LONG = """The keeper climbs the stairs at dusk and lights the lamp, and then he sits beside it and listens to
the water, which says the same thing every night, and he has never yet found out what it is that it says."""
CHAPTERS = {
    "one.xhtml": books.page(f"<h1>One</h1><p>{LONG}</p>"),
    "two.xhtml": books.page(f"<h1>Two</h1><p>{LONG}</p>"),
}
SILENT = ["--engine", "silent", "-o", "show"]
SEND = ["publish", "-o", "show", "--to", "sent"]
RENAME = ["rename", "-o", "show", "1", "Another Ferry"]


def write_articles(folder: Path) -> None:
    (folder / "ferry.md").write_text(STORY, encoding="utf-8")
    (folder / "nets.md").write_text("# Nets\n\nThey are mended in the shed.\n", encoding="utf-8")
    (folder / "new.md").write_text("# New\n\nIt came today.\n", encoding="utf-8")
    (folder / "keeper.md").write_text(f"# Keeper\n\n{LONG}\n", encoding="utf-8")
    (folder / "book.epub").write_bytes(books.book(CHAPTERS))


def published_in(folder: Path, drawn: Path) -> None:
    """A published show of two episodes, sent to a folder, and its articles. `drawn` is a folder in which its cover is
    drawn."""
    write_articles(folder)
    assert run(folder, ["make", "ferry.md", "nets.md", *SILENT]) == 0
    assert run(folder, [*SEND, "--base-url", BASE]) == 0
    settings = folder / "show" / "show.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\nowner = "A. Reader"\n', encoding="utf-8")
    draw_cover_ahead(folder, drawn / "show", SEND)


def draw_cover_ahead(folder: Path, copy: Path, command: list[str]) -> None:
    """Draw the show's cover in advance: every run after a kill would draw it again, which takes most of its time."""
    shutil.copytree(folder, copy)
    assert run(copy, command) == 0
    shutil.copytree(copy / "cache" / "covers", folder / "cache" / "covers", dirs_exist_ok=True)


def goes_on(command: list[str], begun: Path, tmp_path: Path, *, least: int = 2) -> None:
    """Kill the command at several steps; it has to continue from there. `least` is the minimum number of episodes in
    the feed."""

    def start(folder: str) -> Path:
        return Path(shutil.copytree(begun, tmp_path / folder))

    kills.warm_up(start("warm"), command)
    whole = start("whole")
    count = steps_of(whole, command)
    at_once = content(whole)
    assert differences(at_once, content(begun)), "it does something"
    assert run(whole, SEND) == 0
    wanted = content(whole)
    for step, folder in killed(start, command, count):
        assert broken(folder / "show", BASE) == [], step
        other = Path(shutil.copytree(folder, tmp_path / f"other-{step}"))
        assert run(other, SEND) == 0  # another command comes first: no episode is dropped
        feed = (other / "show" / "feed.xml").read_text(encoding="utf-8")
        assert feed.count("<item>") >= least, step
        assert run_again(folder, command) == 0, step
        assert differences(content(folder), at_once) == [], step
        assert run(folder, SEND) == 0, step
        assert differences(content(folder), wanted) == [], step
        assert kills.untrue(folder) == [], step
        shutil.rmtree(folder)
        shutil.rmtree(other)
