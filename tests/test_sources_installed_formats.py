"""Formats of other packages: the one in docs/formats.md, as installed, and faulty ones."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tts.model import Selection, Source, SourceError
from tts.sources import installed_formats, parts, read, registry

ROOT = str(Path(__file__).parents[1])
PAGE = (Path(__file__).parents[1] / "docs" / "formats.md").read_text("utf-8")
MEETING = b"MINUTES\nThe Ferry Society\nAnn: The boat is old.\nBo: So am I.\n"
FAULTY = """
from tts.model import Article, Block, Parts, Source
from tts.sources import Format

def boom(*_):
    raise ValueError("out of ink")

def article():
    return "no article"

ROW = Format("minutes", {recognise}, {reads})
"""

Install = Callable[..., None]


def code(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def forget() -> None:
    """Forget which formats are installed, so that they are looked up again."""
    installed_formats._guards.cache_clear()
    registry.formats.cache_clear()
    registry._splitting.cache_clear()


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Puts a package on the path as an installer leaves it."""

    def put(module: str, value: str = "pagecast_minutes:ROW") -> None:
        (tmp_path / "pagecast_minutes.py").write_text(module, encoding="utf-8")
        info = tmp_path / "pagecast_minutes-1.0.dist-info"
        info.mkdir()
        about = "Metadata-Version: 2.1\nName: pagecast-minutes\nVersion: 1.0\n"
        (info / "METADATA").write_text(about)
        (info / "entry_points.txt").write_text(f"[pagecast.sources]\nminutes = {value}\n")
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.delitem(sys.modules, "pagecast_minutes", raising=False)
        forget()

    yield put
    monkeypatch.undo()
    sys.modules.pop("pagecast_minutes", None)
    forget()


def faulty(recognise: str = "lambda sample: True", reads: str = "read=boom") -> str:
    return FAULTY.format(recognise=recognise, reads=reads)


def test_the_format_of_the_page_reads_its_files_and_no_others(install: Install) -> None:
    (value,) = re.findall(r'^minutes = "(.*)"', code("toml"), re.MULTILINE)
    install(code("python"), value)
    article = read(Source("meeting.min", MEETING))
    assert article.title == "The Ferry Society"
    assert [block.text for block in article.blocks] == ["Ann said: The boat is old.", "Bo said: So am I."]
    assert read(Source("a.txt", b"Minutes of the sea.")).blocks[0].text == "Minutes of the sea."
    assert parts(Source("meeting.min", MEETING), Selection()) is None
    assert registry.is_wanted("text/x-minutes")


def test_text_in_any_charset_is_decoded_for_it(install: Install) -> None:
    install(code("python"), "pagecast_minutes:MINUTES")
    text = MEETING.decode().replace("old", "très âgé")
    assert read(Source("m", text.encode("utf-16"))).blocks[0].text == "Ann said: The boat is très âgé."


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7 broken", "a damaged PDF"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "a feed"),
    ],
)
def test_plugins_are_not_asked_about_built_in_documents(install: Install, content: bytes, name: str) -> None:
    install(faulty())
    with pytest.raises(SourceError, match=name) as caught:
        read(Source("here", content))
    assert "minutes" not in caught.value.message


def test_a_plugin_may_accept_refused_formats_and_web_pages(install: Install) -> None:
    install(faulty(reads="read=lambda source: Article((Block('paragraph', 'Mine.'),))"))
    for content in (b"{\\rtf1 text}", b"<!DOCTYPE html><html><p>x</p></html>"):
        assert read(Source("here", content)).blocks[0].text == "Mine."


@pytest.mark.parametrize(
    ("module", "fault"),
    [
        ("import no_such_module", "it can't be loaded: ModuleNotFoundError"),
        ("raise SystemExit(3)", "it can't be loaded: SystemExit: 3"),
        ("ROW = 'minutes'", "pagecast_minutes:ROW is str, not a tts.sources.Format"),
        (faulty(recognise="boom"), r"recognise\(\) of here failed: ValueError: out of ink"),
        (faulty(), "reading here failed: ValueError: out of ink"),
        (faulty(reads="read_text=boom"), "reading here failed: ValueError: out of ink"),
        (faulty(reads="read=lambda source: None"), "reading here returned NoneType, not an Article"),
        (
            faulty(reads="read=lambda source: Article(('a', 'b'))"),
            "reading here returned an Article whose blocks are not Blocks",
        ),
    ],
)
def test_errors_of_a_plugin_name_its_package(install: Install, module: str, fault: str) -> None:
    install(module)
    who = "the format minutes, of the package pagecast-minutes 1.0, failed: "
    with pytest.raises(SourceError, match=who + fault) as caught:
        read(Source("here", b"words"))
    assert caught.value.hint == "update or uninstall the package pagecast-minutes 1.0; Pagecast works without it"


@pytest.mark.parametrize(
    ("split", "fault"),
    [
        ("boom", "splitting here failed: ValueError: out of ink"),
        ("lambda source, selection: 3", "splitting here returned int, not Parts"),
    ],
)
def test_an_invalid_list_of_articles_is_reported(install: Install, split: str, fault: str) -> None:
    install(faulty(reads=f"read=boom, split={split}"))
    with pytest.raises(SourceError, match=fault):
        parts(Source("here", b"words"), Selection())


def test_one_failing_article_of_several_is_reported(install: Install) -> None:
    split = "lambda source, selection: Parts((Source('here#1', b'', article=article), 'https://a.example/'))"
    install(faulty(reads=f"read=boom, split={split}"))
    found = parts(Source("here", b"words"), Selection())
    assert found is not None and found[1] == "https://a.example/"
    with pytest.raises(SourceError, match="reading here#1 returned str, not an Article"):
        read(found[0])


def test_the_help_lists_what_other_packages_add(install: Install, tmp_path: Path) -> None:
    install(faulty())
    points = tmp_path / "pagecast_minutes-1.0.dist-info" / "entry_points.txt"
    points.write_text(points.read_text() + "[pagecast.engines]\nhum = pagecast_minutes:Hum\n")
    code = "import sys; sys.argv = ['tts', '--help']; from tts.cli.start import main; main()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([ROOT, str(tmp_path)])}
    command = [sys.executable, "-c", code]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert "From other packages:\n  formats  minutes\n  engines  hum\n" in printed.stdout


def test_the_help_looks_nothing_up_where_there_is_nothing() -> None:
    code = (
        "import sys; sys.argv = ['tts', '--help']; from tts.cli.start import main; main();"
        "print('importlib.metadata' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert printed.endswith("False\n") and "From other packages" not in printed


def test_an_installed_format_that_returns_no_text_is_refused(install: Install) -> None:
    install(faulty(reads="read=lambda source: Article(())"))
    with pytest.raises(SourceError, match="here contains no article"):
        read(Source("here", b"words"))


def test_an_installed_format_may_only_refuse(install: Install) -> None:
    install(faulty(reads="instead='say it aloud'"))
    with pytest.raises(SourceError, match="here is minutes, which Pagecast does not read") as caught:
        read(Source("here", b"words"))
    assert caught.value.hint == "say it aloud"
