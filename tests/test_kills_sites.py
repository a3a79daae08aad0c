"""The embedding of players in a site, killed at any step: each page is whole, and the same command ends with the same
bytes. See tests/killed_shows.py."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests import kills
from tests.killed_shows import draw_cover_ahead
from tests.kills import content, differences, killed, run, run_again, steps_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")

EMBED = ["embed", "site", "--engine", "silent", "--base-url", "https://site.example/"]
COPIED = [*EMBED, "-o", "far"]
ON_SITES = {
    "embed": EMBED,
    "embed, changed": EMBED,
    "embed, copied": COPIED,
    "embed, copied and changed": COPIED,
    "embed, moved out": EMBED,
    "embed --remove": ["embed", "site", "--remove"],
}
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
    draw_cover_ahead(folder, tmp_path_factory.mktemp("drawn") / "site", EMBED)
    return folder


def players(folder: Path) -> list[tuple[str, str]]:
    """Pages of the site, and the audio that they lead to."""
    found = []
    for page in folder.glob("*.html"):
        links = re.findall(r'src="?([^" >]+\.mp3)', page.read_text(encoding="utf-8"))
        found += [(page.name, unquote(link.removeprefix("https://site.example/"))) for link in links]
    return found


def unheard(folder: Path) -> list[tuple[str, str]]:
    """Audio that a page of the site leads to, and that is not there."""
    return [(page, link) for page, link in players(folder) if not (folder / link).is_file()]


def built(site: Path, folder: Path, name: str) -> Path:
    """The site as the command finds it: with players from before, and a text that has changed since."""
    shutil.copytree(site, folder)
    if name in ("embed", "embed, copied"):
        return folder
    if "moved" in name:  # as older versions had it; and audio of before, which pages play until they are written anew
        assert run(folder, [*EMBED, "-o", "site/listen"]) == 0
        assert run(folder, ["rename", "-o", "site/listen", "1", "Another lamp"]) == 0
        return folder
    assert run(folder, COPIED if "copied" in name else EMBED) == 0
    if "changed" in name:
        page = folder / "site" / "The lamp.html"
        page.write_text(page.read_text(encoding="utf-8").replace("salt", "sugar"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ON_SITES)
def test_a_site_whose_embedding_is_killed_stays_intact_and_ends_the_same(name: str, site: Path, tmp_path: Path) -> None:
    """At every step each page is the one before or the one after, and what it leads to is there."""
    command = ON_SITES[name]
    begun = built(site, tmp_path / "begun", name)

    def start(folder: str) -> Path:
        return Path(shutil.copytree(begun, tmp_path / folder))

    kills.warm_up(start("warm"), command)
    whole = start("whole")
    before = content(whole)
    count = steps_of(whole, command)
    wanted = content(whole)
    assert before != wanted and unheard(whole / "site") == []
    assert ("--remove" in command) is (players(whole / "site") == [])
    for step, folder in killed(start, command, count):
        assert unheard(folder / "site") == [], step
        files = content(folder)
        pages = {name: text for name, text in files.items() if re.fullmatch("site/[^/]+", name)}
        own = {name: text for name, text in pages.items() if name.endswith(".html")}
        assert all(text in (before[name], wanted[name]) for name, text in own.items()), step
        assert run_again(folder, command) == 0, step
        assert differences(content(folder), wanted) == [], step
        shutil.rmtree(folder)
