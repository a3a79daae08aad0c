"""What `tts make` prints about articles that fail: each by name, a shared error once, and when it stops trying."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tts.cli.main import cli
from tts.storage import durable

STORIES = ["# 雨\n\n下雨了。\n", "# 雪\n\n下雪了。\n", "# 风\n\n起风了。\n", "# 云\n\n多云。\n"]
ENGLISH = "# The Ferry\n\nThe ferry leaves at six.\n"
NO_VOICE = "the engine hibari has no voice for zh-Hans"


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Four articles in Chinese, then one in English; listed in all.txt."""
    monkeypatch.chdir(tmp_path)
    texts = [*STORIES, ENGLISH]
    names = [f"{n}.md" for n in range(len(texts))]
    for name, text in zip(names, texts, strict=True):
        Path(name).write_text(text, encoding="utf-8")
    Path("all.txt").write_text("\n".join(names), encoding="utf-8")
    return names


def make(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["make", *arguments])


def test_each_is_named_and_their_common_error_is_listed_once(names: list[str]) -> None:
    said = make("@all.txt", "--engine", "hibari")
    for name in names[:4]:
        assert f"error: {name}: {NO_VOICE}\n" in said.stderr
    assert said.stderr.count("see tts voices") == 1
    listed = "".join(f"    {name}\n" for name in names[:4])
    assert f"1 made or unchanged, 4 failed:\n  {NO_VOICE}:\n{listed}" in said.stderr
    assert said.exit_code == 1 and said.stdout.count(".mp3") == 1, "the English one is made: it could be"


def test_they_are_named_although_nothing_else_is_said(names: list[str]) -> None:
    said = make("@all.txt", "--engine", "hibari", "-q")
    assert [line for line in said.stderr.splitlines() if line.startswith("error: ")] == [
        f"error: {name}: {NO_VOICE}" for name in names[:4]
    ]


def test_a_name_is_printed_once_and_not_for_a_single_article(names: list[str]) -> None:
    assert "error: there is no file away.md\n" in make("away.md", names[4], "--engine", "silent").stderr
    assert f"error: {NO_VOICE}\n" in make(names[0], "--engine", "hibari").stderr


@pytest.mark.parametrize("parallel", ["1", "4"])
def test_a_show_that_cannot_be_written_is_not_tried_for_all(names: list[str], parallel: str) -> None:
    Path("taken").write_text("a file, not a folder")
    asked = ["@all.txt", "--engine", "silent", "-o", "taken/show", "--parallel", parallel]
    said = make(*asked)
    assert said.exit_code == 1
    assert said.stderr.count("error: ") == 3 and "those that follow were not tried" in said.stderr
    lines = [json.loads(line) for line in make(*asked, "--json").stdout.splitlines()]
    assert [line.get("source") for line in lines] == [*names[:3], None]
    assert lines[-1] == {"stopped": True}


@pytest.mark.parametrize("refused", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_is_full_is_not_tried_for_all(
    names: list[str], monkeypatch: pytest.MonkeyPatch, refused: int
) -> None:
    """The message names the show, which is full, and not the episode, of which each has another."""
    make(names[4], "--engine", "silent", "-o", "show")

    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(refused, os.strerror(refused))

    monkeypatch.setattr(durable, "write_together", full)
    asked = ["@all.txt", "--engine", "silent", "-o", "show", "--force"]
    said = make(*asked)
    assert said.exit_code == 1
    common = f"show can't be written: {os.strerror(refused)}"
    assert [line for line in said.stderr.splitlines() if line.startswith("error: ")] == [
        f"error: {name}: {common}" for name in names[:3]
    ]
    assert said.stderr.count("the free space") == 1
    listed = "".join(f"    {name}\n" for name in names[:3])
    assert f"3 failed:\n  {common}:\n{listed}" in said.stderr and "were not tried" in said.stderr
    assert not list(Path("show").glob(".tmp-*"))


def test_a_dry_run_does_not_mention_made_episodes(names: list[str]) -> None:
    said = make("away.md", *names, "--engine", "silent", "--dry-run")
    assert "\n1 failed:\n  there is no file away.md\n" in said.stderr and "made or unchanged" not in said.stderr
