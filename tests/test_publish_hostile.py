"""Publishing a stranger's show: nothing outside it is touched, and faults affect only their own episode."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests import shows
from tests.test_publish_build import folder_of, publish, without_state
from tts.show import index


@pytest.fixture
def show(tmp_path: Path) -> Path:
    folder = shows.make(tmp_path).folder
    publish(folder, base_url="https://example.org/listen/")
    return folder


SENTENCE = {"start": 0, "end": 1, "text": "A."}
MISSHAPEN = {
    "a place with markup": [{"kind": "paragraph", "sentences": [{**SENTENCE, "start": '"><script>'}]}],
    "no number": [{"kind": "paragraph", "sentences": [{**SENTENCE, "end": float("nan")}]}],
    "an odd kind": [{"kind": ["title"], "sentences": [SENTENCE]}],
    "no sentences": [{"kind": "paragraph", "sentences": None}],
    "no text": [{"kind": "paragraph", "sentences": [{"start": 0, "end": 1}]}],
    "odd words": [{"kind": "paragraph", "sentences": [{**SENTENCE, "words": [["a"]]}]}],
    "nothing": [],
}


@pytest.mark.parametrize("case", MISSHAPEN)
def test_a_malformed_script_affects_only_its_episode(case: str, show: Path) -> None:
    folder = folder_of(show, "The Ferry")
    script, manifest = folder / "script.json", folder / "episode.json"
    script.write_text(json.dumps({"language": "en", "chunks": MISSHAPEN[case]}), encoding="utf-8")
    told = json.loads(manifest.read_bytes())
    told["files"]["script.json"] = script.stat().st_size
    manifest.write_text(json.dumps(told), encoding="utf-8")
    done = publish(show)
    assert [each.folder for each in done.refused] == [folder.name] and done.episodes == 2


@pytest.mark.parametrize(
    "name", ["../victim.txt", "show.toml", "notes.txt", "pagecast/thesis.pdf", "mine/diary.txt", "/tmp/x"]
)
def test_a_state_that_somebody_else_wrote_removes_nothing(name: str, show: Path) -> None:
    with closing(sqlite3.connect(show / index.NAME)) as base, base:
        (told,) = base.execute("SELECT value FROM show WHERE name = 'files'").fetchone()
        files = json.dumps(json.loads(told) | {name: [5, 1]})
        base.execute("UPDATE show SET value = ? WHERE name = 'files'", (files,))
    for each in ("../victim.txt", "notes.txt", "pagecast/thesis.pdf", "mine/diary.txt"):
        (show / each).parent.mkdir(exist_ok=True)
        (show / each).write_text("mine\n", encoding="utf-8")
    before = without_state(show)
    assert publish(show).deleted == ()
    assert without_state(show) == before and (show / "../victim.txt").exists()
