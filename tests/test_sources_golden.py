"""Golden pairs of every format: a file that has one thing which goes wrong in such files, and what is read of it.

`tests/data/<format>/<what>.<ext>` is the input, a file as it comes or a spec that builds one (`tests/documents.py`);
the same name with `.out` is what a listener gets. A bug arrives as two such files.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from tests.documents import source_of
from tts.model import Article, Parts, Selection, Source, SourceError
from tts.sources import parts, read

HERE = Path(__file__).parent
FORMATS = ("html", "markdown", "plain", "epub", "pdf", "docx", "feed", "fb2")
FEWEST = 20
"""Pairs of a format at least; raised when it is passed, never lowered."""
EXAMPLES = HERE.parent / "examples"


def inputs_of(name: str) -> list[Path]:
    """The inputs of a format, in its folder; those of the examples too whose output stands there."""
    folder = HERE / "data" / name
    examples = [path for path in EXAMPLES.iterdir() if (folder / f"{path.name}.out").exists()]
    return sorted([*(path for path in folder.iterdir() if path.suffix != ".out"), *examples])


def output_of(name: str, path: Path) -> Path:
    return HERE / "data" / name / f"{path.name}.out"


PAIRS = [(name, path) for name in FORMATS for path in inputs_of(name)]


def as_text(article: Article) -> str:
    """An article as a golden file shows it."""
    stated = [
        f"{field.name}: {value}"
        for field in fields(article)
        if isinstance(value := getattr(article, field.name), str) and value
    ]
    changes = [f"dropped: {change.text} ({change.reason})" for change in article.changes]
    blocks = [f"[{block.kind}{block.level or ''}] {block.text}" for block in article.blocks]
    return "\n".join([*stated, *changes, "", *blocks]) + "\n"


def shown(source: Source) -> str:
    """What is read of a source: its article, or those in it, or why there is none."""
    try:
        found = parts(source, Selection())
        if found is None or found.each == "chapter":
            return as_text(read(source)) + (_titles(found) if found else "")
        return _articles(found)
    except SourceError as error:
        return f"refused: {error.message}\nadvice: {error.hint}\n"


def _titles(chapters: Parts) -> str:
    titles = [f"{part.where}: {read(part).title}" for part in chapters]
    return "\n".join(["", "chapters:", *titles]) + "\n"


def _articles(found: Parts) -> str:
    texts = [f"left out: {change.text} ({change.reason})\n" for change in found.changes]
    for part in found:
        if isinstance(part, str):
            texts.append(f"address: {part}\n")
        else:
            texts.append(f"article: {part.where}\n{as_text(read(part))}")
    return "\n".join(texts)


@pytest.mark.parametrize(("name", "path"), PAIRS, ids=[f"{name}/{path.name}" for name, path in PAIRS])
def test_golden(name: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    assert shown(source_of(path)) == output_of(name, path).read_text("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_its_pairs(name: str) -> None:
    inputs = inputs_of(name)
    assert len(inputs) >= FEWEST
    outputs = {path for path in (HERE / "data" / name).iterdir() if path.suffix == ".out"}
    assert outputs == {output_of(name, path) for path in inputs}, "an output without its input"
