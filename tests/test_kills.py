"""Commands killed at every rename, removal and new folder that they do: nothing is lost, and the same command again
ends with the same bytes.

Here some steps of each command are tried; `make torture` tries them all.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests import books, kills, tones
from tests.kills import content, differences, killed, run, steps_of
from tests.links import broken
from tts.check import intelligibility, whisper
from tts.check.report import script_of
from tts.engines import registry
from tts.show import library

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")

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
COMMANDS = {
    "make": ["make", "new.md", *SILENT],
    "edited": ["make", "ferry.md", *SILENT],
    "formats": ["make", "ferry.md", "--format", "opus", *SILENT],
    "m4b": ["make", "ferry.md", "--format", "m4b", *SILENT],
    "book as m4b": ["make", "book.epub", "--whole", "--format", "m4b", *SILENT],
    "rename": ["rename", "-o", "show", "1", "Another Ferry"],
    "retag": ["retag", "-o", "show"],
    "lexicon": ["lexicon", "add", "fog", "fogg", "-o", "show"],
    "remove": ["remove", "1", "-y", "-o", "show"],
    "restore": ["restore", "1", "-o", "show"],
    "init": ["init", "other", "--title", "Evenings", "--author", "A. Reader"],
    "publish": ["publish", "-o", "show"],
    "publish --to": ["publish", "-o", "show", "--to", "sent"],
    "check --repair": ["check", "--repair", "--title", "Keeper", "-o", "show"],
}
SEND = COMMANDS["publish --to"]
KEEPER = ["make", "keeper.md", "--engine", "tones", "-o", "show"]
"""The episode that is repaired."""


@pytest.fixture(scope="module", autouse=True)
def warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("warm")
    write_articles(folder)
    formats = ["--format", "m4b", "--format", "opus"]
    make = ["make", "ferry.md", "book.epub", "--whole", *formats, *SILENT]
    embed = ["embed", "site", "--engine", "silent", "--base-url", "https://site.example/"]
    with pytest.MonkeyPatch.context() as patched:  # what the command under test is given, too
        patched.setitem(registry.ENGINES, "tones", tones.ENTRY)
        patched.setattr(whisper, "Ear", lambda _model="": kills.HalfEar("Keeper", LONG, 24_000))
        publish = ["publish", "-o", "show", "--base-url", BASE]
        kills.warm_up(folder, [make, KEEPER, *COMMANDS.values(), publish, embed, ["embed", "site", "--remove"]])


def write_articles(folder: Path) -> None:
    (folder / "ferry.md").write_text(STORY, encoding="utf-8")
    (folder / "nets.md").write_text("# Nets\n\nThey are mended in the shed.\n", encoding="utf-8")
    (folder / "new.md").write_text("# New\n\nIt came today.\n", encoding="utf-8")
    (folder / "keeper.md").write_text(f"# Keeper\n\n{LONG}\n", encoding="utf-8")
    (folder / "book.epub").write_bytes(books.book(CHAPTERS))
    (folder / "site").mkdir()
    for title in ("The lamp", "The window"):
        (folder / "site" / f"{title}.html").write_text(PAGE.format(title=title), encoding="utf-8")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published show of two episodes, sent to a folder, and its articles."""
    folder = tmp_path_factory.mktemp("killed")
    write_articles(folder)
    shutil.rmtree(folder / "site")
    assert run(folder, ["make", "ferry.md", "nets.md", *SILENT]) == 0
    assert run(folder, [*SEND, "--base-url", BASE]) == 0
    settings = folder / "show" / "show.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\nowner = "A. Reader"\n', encoding="utf-8")
    draw_cover_ahead(folder, tmp_path_factory.mktemp("drawn") / "show", SEND)
    return folder


def draw_cover_ahead(folder: Path, copy: Path, command: list[str]) -> None:
    """Every run after a kill would draw the show's cover again; that is most of what it takes."""
    shutil.copytree(folder, copy)
    assert run(copy, command) == 0
    shutil.copytree(copy / "cache" / "covers", folder / "cache" / "covers", dirs_exist_ok=True)


def prepare(folder: Path, name: str) -> None:
    """Give the command something to do."""
    if name == "edited":
        (folder / "ferry.md").write_text(STORY.replace("nine", "ten"), encoding="utf-8")
    elif name == "restore":
        assert run(folder, COMMANDS["remove"]) == 0
    elif name.startswith("publish"):
        assert run(folder, COMMANDS["rename"]) == 0
    elif name == "check --repair":
        assert run(folder, KEEPER) == 0
        assert run(folder, SEND) == 0


def ear_for(show: Path) -> kills.HalfEar:
    """Of the longest paragraph of the episode that is repaired."""
    episode = next(e for e in library.episodes(library.Show(show)) if e.manifest.title == "Keeper")
    script = script_of(episode)
    spans = [span for span in intelligibility._spans(script) if span]
    longest = max(end - start for start, end in spans)
    return kills.HalfEar("Keeper", LONG, longest * 24)


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_any_step_it_goes_on(
    name: str, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = COMMANDS[name]
    begun = Path(shutil.copytree(published, tmp_path / "begun"))
    prepare(begun, name)
    if name == "check --repair":
        ear = ear_for(begun / "show")
        monkeypatch.setattr(whisper, "Ear", lambda _model="": ear)

    def start(folder: str) -> Path:
        return Path(shutil.copytree(begun, tmp_path / folder))

    whole = start("whole")
    count = steps_of(whole, command)
    at_once = content(whole)
    assert differences(at_once, content(begun)), "it does something"
    assert run(whole, SEND) == 0
    wanted = content(whole)
    least = 1 if name in ("remove", "restore") else 2
    for step, folder in killed(start, command, count):
        assert broken(folder / "show", BASE) == [], step
        other = Path(shutil.copytree(folder, tmp_path / f"other-{step}"))
        assert run(other, SEND) == 0  # another command comes first: no episode is dropped
        feed = (other / "show" / "feed.xml").read_text(encoding="utf-8")
        assert feed.count("<item>") >= least, step
        assert run(folder, command) == 0, step
        assert differences(content(folder), at_once) == [], step
        assert run(folder, SEND) == 0, step
        assert differences(content(folder), wanted) == [], step
        assert kills.untrue(folder) == [], step
        shutil.rmtree(folder)
        shutil.rmtree(other)


# --- a site with players ------------------------------------------------------------------------------------

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
    write_articles(folder)
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
def test_a_site_whose_embedding_is_killed_is_whole_and_comes_to_the_same(name: str, site: Path, tmp_path: Path) -> None:
    """At every step each page is the one before or the one after, and what it leads to is there."""
    command = ON_SITES[name]
    begun = built(site, tmp_path / "begun", name)

    def start(folder: str) -> Path:
        return Path(shutil.copytree(begun, tmp_path / folder))

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
        assert run(folder, command) == 0, step
        assert differences(content(folder), wanted) == [], step
        shutil.rmtree(folder)
