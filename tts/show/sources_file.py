"""Adds and removes `[[sources]]` in a show.toml as text: comments, order and everything else in the
file are kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tts.model import LibraryError
from tts.show import library, settings, settings_file, sources
from tts.storage.parsing import parsed_toml

_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*[\"']?sources[\"']?[ \t]*\]\][ \t]*(?:#.*)?$")
_ANY_HEAD = re.compile(r"^[ \t]*\[")


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of a table, including its comments."""

    start: int
    end: int


def add(path: Path, table: Mapping[str, Any]) -> None:
    """Append a table. Raises LibraryError, also if the source exists."""
    known = sources.read(path)
    if any(each.source == table["source"] for each in known):
        raise LibraryError(
            f"{path} already has the source {table['source']}",
            hint="change it there, or remove it first with tts sources remove",
        )
    add_all(path, [table])


def add_all(path: Path, tables: Sequence[Mapping[str, Any]]) -> None:
    """Append the missing ones of several tables. Raises LibraryError."""
    if not tables:
        return
    before = settings.document(path)
    known = before.get(sources.NAME, [])
    sources.checked(path, [*known, *tables])
    lines = _lines(path)
    blocks = _blocks(lines)
    at = blocks[-1].end if blocks else len(lines)
    for table in reversed(tables):
        lines[at:at] = _written(table)
    before[sources.NAME] = [*known, *map(dict, tables)]
    _write(path, lines, before)


def _written(table: Mapping[str, Any]) -> list[str]:
    lines = ["", "[[sources]]"]
    for key, value in table.items():
        written = settings_file.value_of(value)
        lines.append(f"{key} = {written}")
    return lines


def remove(path: Path, where: str) -> None:
    """Remove a source's table with its comments. Raises LibraryError if there is none."""
    before = settings.document(path)
    tables = before.get(sources.NAME, [])
    known = [table.get("source") for table in tables]
    if where not in known:
        raise LibraryError(f"{path} has no source {where}", hint="list them: tts sources list")
    number = known.index(where)
    lines = _lines(path)
    blocks = _blocks(lines)
    if len(blocks) != len(tables):
        raise _not_ours(path)
    block = blocks[number]
    start = block.start
    if start and not lines[start - 1].strip():
        start -= 1
    del lines[start : block.end]
    del tables[number]
    if not tables:
        del before[sources.NAME]
    _write(path, lines, before)


def _lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    return text.rstrip("\n").split("\n") if text.strip() else []


def _blocks(lines: list[str]) -> list[_Block]:
    """Each table with the comments directly above it, up to those of the next one."""
    heads = [n for n, line in enumerate(lines) if _ANY_HEAD.match(line)]
    starts = [_above(lines, head) for head in heads]
    blocks: list[_Block] = []
    for place, head in enumerate(heads):
        if not _HEAD.match(lines[head]):
            continue
        after = starts[place + 1 : place + 2] or [len(lines)]
        end = _trimmed(lines, after[0])
        blocks.append(_Block(starts[place], end))
    return blocks


def _above(lines: list[str], head: int) -> int:
    """Index where the comments directly above a line begin."""
    while head and lines[head - 1].lstrip().startswith("#"):
        head -= 1
    return head


def _trimmed(lines: list[str], end: int) -> int:
    while end and not lines[end - 1].strip():
        end -= 1
    return end


def _write(path: Path, lines: list[str], wanted: Mapping[str, Any]) -> None:
    """Write the new text, after checking that it says what it should and keeps everything else."""
    text = "\n".join(lines).strip("\n") + "\n"
    try:
        said = parsed_toml(text)
    except ValueError as e:
        raise _not_ours(path) from e
    if said != wanted:
        raise _not_ours(path)
    library.write_file(path, lambda f: f.write(text.encode()))


def _not_ours(path: Path) -> LibraryError:
    return LibraryError(
        f"{path} does not write its sources as tables, and was not changed",
        hint="edit it by hand: [[sources]] on a line, and  source = …  below it",
    )
