"""Reads golden inputs and formats their results: `tools/make_golden.py` writes these, tests compare them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir
from dataclasses import fields
from pathlib import Path

from tests.documents import source_of
from tts.model import Article, Block, Parts, Selection, Source, SourceError
from tts.sources import parts, read

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"


def inputs_of(name: str) -> list[Path]:
    """The inputs of a format in its folder, and those of the examples that have an output there."""
    folder = HERE / "data" / name
    examples = [path for path in EXAMPLES.iterdir() if (folder / f"{path.name}.out").exists()]
    return sorted([*(path for path in folder.iterdir() if path.suffix != ".out"), *examples])


def output_of(name: str, path: Path) -> Path:
    return HERE / "data" / name / f"{path.name}.out"


def golden(path: Path) -> str:
    """The output for an input, read from within its folder so that it contains no path."""
    with chdir(path.parent):
        return shown(source_of(path))


def as_text(article: Article) -> str:
    """An article in the form of a golden file."""
    stated = [
        f"{field.name}: {value}"
        for field in fields(article)
        if isinstance(value := getattr(article, field.name), str) and value
    ]
    changes = [f"dropped: {change.text} ({change.reason})" for change in article.changes]
    blocks = [line for block in article.blocks for line in _lines(block)]
    return "\n".join([*stated, *changes, "", *blocks]) + "\n"


def _lines(block: Block) -> Iterator[str]:
    yield f"[{block.kind}{block.level or ''}] {block.text}"
    if block.furigana:
        pairs = (f"{each.base} {each.said}" for each in block.furigana)
        yield f"  furigana: {', '.join(pairs)}"


def shown(source: Source) -> str:
    """The result of reading a source: its article, the articles in it, or the reason why there is
    none."""
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
