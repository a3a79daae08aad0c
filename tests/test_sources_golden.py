"""Golden pairs for every format: a file with one difficulty, and the article read from it.

`tests/data/<format>/<what>.<ext>` is the input, a real file or a spec from which one is built (`tests/documents.py`);
the same name with `.out` is what a listener gets, first written by `tools/make_golden.py`. A bug arrives as two such
files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.golden import HERE, golden, inputs_of, output_of
from tests.needs import needs
from tools import make_golden

FORMATS = (
    "html", "markdown", "plain", "epub", "pdf", "docx", "feed", "fb2", "kinds", "readlater", "subtitles",
    "mail", "saved", "rst", "converted", "office",
)  # fmt: skip
FEWEST = 20
"""Pairs of a format at least; raised when it is passed, never lowered."""
CONVERTERS = {".adoc": needs("asciidoctor")}
"""Programs that read a kind of input, where it is not pandoc."""


def pairs() -> list[Any]:
    """One parameter for each pair, marked with the program that it needs."""
    found = []
    for name in FORMATS:
        for path in inputs_of(name):
            marks = CONVERTERS.get(path.suffix, needs("pandoc")) if name == "converted" else ()
            found.append(pytest.param(name, path, marks=marks, id=f"{name}/{path.name}"))
    return found


@pytest.mark.parametrize(("name", "path"), pairs())
def test_golden(name: str, path: Path) -> None:
    assert golden(path) == output_of(name, path).read_text("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_its_pairs(name: str) -> None:
    inputs = inputs_of(name)
    assert len(inputs) >= FEWEST
    outputs = {path for path in (HERE / "data" / name).iterdir() if path.suffix == ".out"}
    assert outputs == {output_of(name, path) for path in inputs}, "an output without its input"


def test_an_output_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plain").mkdir()
    path = tmp_path / "plain" / "two-lines.txt"
    path.write_text("A title\n\nThe ferry leaves at six.\n", encoding="utf-8")
    make_golden.main(["plain/two-lines.txt"], tmp_path)
    output = path.with_name("two-lines.txt.out")
    assert output.read_text(encoding="utf-8") == golden(path)
    assert "The ferry leaves at six." in output.read_text(encoding="utf-8")
    make_golden.main(["plain/two-lines.txt"], tmp_path)
    states = [line.split(": ")[1] for line in capsys.readouterr().out.splitlines()]
    assert states == ["new", "as it was"]


@pytest.mark.parametrize("name", ["plain/no-such.txt", "no-such.txt", "html/lighthouse.html.out"])
def test_golden_output_is_written_only_for_inputs(name: str) -> None:
    with pytest.raises(SystemExit, match=name):
        make_golden.main([name], HERE / "data")
