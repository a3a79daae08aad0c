"""Exports of read-later services: cases beyond the golden pairs in tests/data/readlater."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.golden import HERE
from tts.cli.main import cli
from tts.model import Parts, Selection, SeveralArticles, Source, SourceError
from tts.sources import fetch, parts, read
from tts.sources.encoding import MOST_TEXT_BYTES

DATA = HERE / "data" / "readlater"


def split(name: str, selection: Selection | None = None) -> Parts:
    found = parts(fetch(str(DATA / name)), selection or Selection())
    assert found is not None
    return found


def test_metadata_stated_by_the_service_are_kept() -> None:
    stated = split("pocket.csv").stated["https://example.org/clocks"]
    assert (stated.title, stated.date) == ("Clocks, Forty of Them", "")


def test_a_title_equal_to_the_address_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "pocket.csv"
    path.write_text("title,url\nhttps://example.org/a,https://example.org/a\n", encoding="utf-8")
    found = parts(fetch(str(path)), Selection())
    assert found and found.stated["https://example.org/a"].title == ""


def test_latest_and_since_go_by_when_it_was_saved() -> None:
    assert list(split("pocket.csv", Selection(latest=1))) == ["https://example.org/clocks"]
    assert list(split("raindrop.csv", Selection(since="2026-03-02"))) == ["https://example.org/clocks"]


@pytest.mark.parametrize(
    "name", ["pocket.csv", "pocket.html", "wallabag.json", "bookmarks.html", "list-by-another-service.json"]
)
def test_an_export_is_not_a_single_article(name: str) -> None:
    with pytest.raises(SeveralArticles, match="several articles") as caught:
        read(fetch(str(DATA / name)))
    assert "tts script" in caught.value.hint


def test_a_saved_article_is_made_and_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a network, because its text is in the export. What was saved next to it changes nothing."""
    monkeypatch.chdir(tmp_path)
    export = json.loads((DATA / "wallabag.json").read_text("utf-8"))
    Path("saved.json").write_text(json.dumps(export[:1]), encoding="utf-8")
    command = ["make", "saved.json", "--engine", "silent", "--offline"]
    first = CliRunner().invoke(cli, command)
    assert first.exit_code == 0, first.output
    manifest = json.loads(next(tmp_path.glob("output/*/episode.json")).read_text("utf-8"))
    assert manifest["title"] == "Clocks, Forty of Them" and manifest["source"] == "https://example.org/clocks"
    export[0]["is_starred"], export[0]["updated_at"] = 1, "2026-04-01T00:00:00+0000"
    Path("saved.json").write_text(json.dumps(export[:1]), encoding="utf-8")
    again = CliRunner().invoke(cli, command)
    assert again.exit_code == 0 and "unchanged" in again.output
    assert len(list(tmp_path.glob("output/*/*.mp3"))) == 1


DEEP = '[{"url": "https://example.org/", "is_starred": "", "is_archived": ' + "[" * 5000 + "]" * 5000 + "}]"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (DEEP, "damaged: it is nested more than"),
        ('[{"is_archived": 0, "is_starred": 3, "url": ["https://example.org/a"]}]', "nothing in it"),
        ('[{"is_archived": 0, "is_starred": 3, "url": "about:blank"}]', "without an article"),
        ('[{"url": "https://example.org/a"', "damaged"),
        ('{"bookmarks": 7, "createdAt": "", "content": ""}', "nothing in it"),
        ('{"bookmarks": [null, 3, []], "createdAt": "", "content": ""}', "nothing in it"),
        ("title,url\nA,https://example.org/\n", "without articles"),
        ("<!DOCTYPE NETSCAPE-Bookmark-file-1>", "nothing in it"),
    ],
)  # fmt: skip
def test_unreadable_exports_are_reported(content: str, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        parts(Source("saved", content.encode()), Selection())
    assert caught.value.hint


def test_a_large_article_fits_into_a_cell() -> None:
    text = "<p>" + "The clock struck, and nobody counted. " * 10_000 + "</p>"
    table = f"title;url;content\nClocks;https://example.org/clocks;{text}\n"
    found = parts(Source("wallabag.csv", table.encode()), Selection())
    assert found and isinstance(found[0], Source)
    assert len(read(found[0]).blocks[0].text) > 300_000


def csv_of(count: int) -> bytes:
    rows = "".join(f"Clock {n},https://example.org/{n},{1_700_000_000 + n}\n" for n in range(count))
    return f"title,url,time_added\n{rows}".encode()


def bookmarks_of(count: int) -> bytes:
    folders = "<DL><p>" * (count // 10)
    rows = "".join(f'<DT><A HREF="https://example.org/{n}" ADD_DATE="{n}">Clock {n}</A>' for n in range(count))
    return f"<!DOCTYPE NETSCAPE-Bookmark-file-1>{folders}{rows}".encode()


def json_of(count: int) -> bytes:
    return json.dumps([{"url": f"https://example.org/{n}", "title": f"Clock {n}"} for n in range(count)]).encode()


def notes_of(count: int) -> bytes:
    note = "<note><title>Clock</title><content><![CDATA[<en-note>It stopped.</en-note>]]></content></note>"
    return f"<en-export>{note * count}</en-export>".encode()


def test_the_files_of_a_note_are_cut_out_before_it_is_decoded() -> None:
    """With them it is larger than any text may be."""
    note = notes_of(1).partition(b"</note>")
    data = b"<resource><data>" + b"A" * MOST_TEXT_BYTES + b"</data></resource>"
    found = parts(Source("clock.enex", note[0] + data + note[1] + note[2]), Selection())
    assert found and [block.text for block in read(found[0]).blocks] == ["It stopped."]


@pytest.mark.parametrize("made", [csv_of, bookmarks_of, json_of, notes_of])
def test_thousands_are_split(made: Callable[[int], bytes]) -> None:
    found = parts(Source("saved", made(3000)), Selection())
    assert found and len(found) == 3000


def test_other_files_load_no_reader() -> None:
    code = """
import sys
from tts.model import Selection, Source
from tts.sources import parts
assert parts(Source("note.txt", b"A note, with https://example.org/ in it.\\n"), Selection()) is None
print([name for name in sys.modules if name.startswith("tts.sources.readlater")])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names = ("", ".csv_columns", ".formats", ".json_exports", ".recognise")
    assert sorted(eval(done.stdout)) == sorted(f"tts.sources.readlater{name}" for name in names)
