"""Commands killed at every rename, removal and new folder that they do: nothing is lost, and the same command again
ends with the same bytes.

Here a few steps of each command are tried; `make torture` tries them all.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.links import broken
from tts.cli.main import cli

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")

STEPS = int(os.environ.get("PAGECAST_TORTURE", "8"))
"""Kills a command here, spread over all its steps."""
BASE = "https://listen.example/show/"
STORY = """# The Ferry

It leaves at eight.

It comes back at nine, when there is no fog.
"""
COMMANDS = {
    "make": ["make", "new.md", "--engine", "silent", "-o", "show"],
    "edited": ["make", "ferry.md", "--engine", "silent", "-o", "show"],
    "formats": ["make", "ferry.md", "--engine", "silent", "--format", "opus", "-o", "show"],
    "rename": ["rename", "-o", "show", "1", "Another Ferry"],
    "retag": ["retag", "-o", "show"],
    "lexicon": ["lexicon", "add", "fog", "fogg", "-o", "show"],
    "remove": ["remove", "1", "-y", "-o", "show"],
    "restore": ["restore", "1", "-o", "show"],
    "init": ["init", "other", "--title", "Evenings", "--author", "A. Reader"],
    "publish": ["publish", "-o", "show"],
    "publish --to": ["publish", "-o", "show", "--to", "sent"],
}
_WATCHED = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}


def run(folder: Path, arguments: list[str], kill_at: int = 0) -> int:
    """A command in a process of its own; with `kill_at` it is killed before its nth step. Its wait status."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    os.chdir(folder)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    steps = 0

    def watch(event: str, _arguments: object) -> None:
        nonlocal steps
        if event in _WATCHED:
            steps += 1
            if steps == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    status = 1
    try:
        cli.main(arguments, standalone_mode=False)
        status = 0
    except SystemExit as exit_:
        status = int(exit_.code or 0)
    finally:
        os._exit(status)


def content(folder: Path) -> dict[str, bytes]:
    """Every file of the show and of what was sent, but for what only saves work."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        noted = "/.pagecast/" in f"/{name}" or name == "sent/pagecast/files.json"
        if path.is_file() and not noted:
            found[name] = path.read_bytes()
    return found


def differences(one: dict[str, bytes], two: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published show of two episodes, sent to a folder, and its articles."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "ferry.md").write_text(STORY, encoding="utf-8")
    (folder / "nets.md").write_text("# Nets\n\nThey are mended in the shed.\n", encoding="utf-8")
    (folder / "new.md").write_text("# New\n\nIt came today.\n", encoding="utf-8")
    make = ["make", "ferry.md", "nets.md", "--engine", "silent", "-o", "show"]
    assert run(folder, make) == 0
    assert run(folder, ["publish", "-o", "show", "--base-url", BASE, "--to", "sent"]) == 0
    settings = folder / "show" / "show.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\nowner = "A. Reader"\n', encoding="utf-8")
    return folder


def begun(published: Path, folder: Path, name: str) -> Path:
    """A copy in which the command has something to do."""
    shutil.copytree(published, folder)
    if name == "edited":
        (folder / "ferry.md").write_text(STORY.replace("nine", "ten"), encoding="utf-8")
    if name == "restore":
        assert run(folder, COMMANDS["remove"]) == 0
    if name.startswith("publish"):
        assert run(folder, COMMANDS["rename"]) == 0
    return folder


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_any_step_it_goes_on(name: str, published: Path, tmp_path: Path) -> None:
    command = COMMANDS[name]
    publish = ["publish", "-o", "show", "--to", "sent"]
    whole = begun(published, tmp_path / "whole", name)
    assert run(whole, command) == 0
    at_once = content(whole)
    assert run(whole, publish) == 0
    wanted = content(whole)
    count = steps_of(published, tmp_path / "counted", name)
    for step in sorted({1 + n * (count - 1) // max(1, STEPS - 1) for n in range(STEPS)}):
        folder = begun(published, tmp_path / f"killed-{step}", name)
        assert os.WIFSIGNALED(run(folder, command, kill_at=step)), step
        assert broken(folder / "show", BASE) == [], step
        other = Path(shutil.copytree(folder, tmp_path / f"other-{step}"))
        assert run(other, publish) == 0  # another command comes first: no episode is dropped
        feed = (other / "show" / "feed.xml").read_text(encoding="utf-8")
        assert feed.count("<item>") >= (1 if name in ("remove", "restore") else 2), step
        assert run(folder, command) == 0, step
        assert differences(content(folder), at_once) == [], step
        assert run(folder, publish) == 0, step
        assert differences(content(folder), wanted) == [], step
        shutil.rmtree(folder)
        shutil.rmtree(other)


def steps_of(published: Path, folder: Path, name: str) -> int:
    """How many steps a command has."""

    def killed(step: int) -> int:
        shutil.rmtree(folder, ignore_errors=True)
        return run(begun(published, folder, name), COMMANDS[name], kill_at=step)

    return steps_until_it_lives(killed)


def steps_until_it_lives(killed: Callable[[int], int]) -> int:
    """The last step at which a command can be killed, found by halves; `killed` gives its wait status."""
    low, high = 0, 2
    while os.WIFSIGNALED(killed(high)):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if os.WIFSIGNALED(killed(middle)) else (low, middle)
    return max(1, low)


# --- a site with players ------------------------------------------------------------------------------------

EMBED = ["embed", "site", "--engine", "silent", "--base-url", "https://site.example/"]
REMOVE = ["embed", "site", "--remove"]
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body><main><article>'
    "<h1>{title}</h1><p>The lamp in the window was lit every evening, and every evening somebody walked past without"
    " looking up. It was not meant for them.</p><p>In spring the window was open, and the lamp drew moths from the"
    " whole street. In autumn it drew the neighbour, who had run out of salt.</p></article></main></body></html>"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sites")
    (folder / "site").mkdir()
    for title in ("The lamp", "The window"):
        (folder / "site" / f"{title}.html").write_text(PAGE.format(title=title), encoding="utf-8")
    return folder


def unheard(folder: Path) -> list[str]:
    """Audio that a page of the site leads to, and that is not there."""
    lost = []
    for page in folder.glob("*.html"):
        for link in re.findall(r'src="([^"]+\.mp3)"', page.read_text(encoding="utf-8")):
            path = unquote(link.removeprefix("https://site.example/"))
            if not (folder / path).is_file():
                lost.append(f"{page.name}: {link}")
    return lost


@pytest.mark.parametrize("command", [EMBED, REMOVE], ids=["embed", "embed --remove"])
def test_a_site_whose_embedding_is_killed_is_whole_and_comes_to_the_same(
    command: list[str], site: Path, tmp_path: Path
) -> None:
    """At every step each page is the one before or the one after, and what it leads to is there."""

    def start(name: str) -> Path:
        folder = Path(shutil.copytree(site, tmp_path / name))
        assert command is EMBED or run(folder, EMBED) == 0
        return folder

    whole = start("whole")
    before = content(whole)
    assert run(whole, command) == 0
    wanted = content(whole)
    count = steps_until_it_lives(lambda step: run(start(f"counted-{step}"), command, kill_at=step))
    for step in sorted({1 + n * (count - 1) // max(1, STEPS - 1) for n in range(STEPS)}):
        folder = start(f"killed-{step}")
        assert os.WIFSIGNALED(run(folder, command, kill_at=step)), step
        assert unheard(folder / "site") == [], step
        pages = {name: text for name, text in content(folder).items() if name.count("/") == 1}
        own = {name: text for name, text in pages.items() if name.endswith(".html")}
        assert all(text in (before[name], wanted[name]) for name, text in own.items()), step
        assert run(folder, command) == 0, step
        assert differences(content(folder), wanted) == [], step
