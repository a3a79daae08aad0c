"""Changes one line of a lexicon.toml and keeps everything else in the file."""

from __future__ import annotations

from pathlib import Path

from tts.model import LibraryError
from tts.storage.durable import write_whole
from tts.text.lexicon import Entry, entry, read


def add(path: Path, word: str, reading: str, language: str) -> tuple[Entry, str]:
    """Write a word's reading; returns the entry and the previous value. Raises LibraryError without
    writing anything."""
    import tomlkit

    made = entry(word, reading, language, str(path))
    document = _parsed(path)
    table = document.setdefault(language, tomlkit.table())
    before = str(table.get(made.word, ""))
    table[made.word] = " ".join(reading.split())
    _write(path, tomlkit.dumps(document))
    return made, before


def remove(path: Path, word: str, language: str = "") -> list[str]:
    """Remove a word from one language or all; returns the languages that had it. Raises
    LibraryError."""
    import tomlkit

    document = _parsed(path)
    tables = [language] if language else list(document)
    had = [name for name in tables if word in document.get(name, {})]
    for name in had:
        del document[name][word]
        if not document[name]:
            del document[name]
    if had:
        _write(path, tomlkit.dumps(document))
    return had


def _parsed(path: Path):  # type: ignore[no-untyped-def]
    """The file as parsed by tomlkit, with comments and order. Raises LibraryError for a file with
    errors, so that it is not overwritten."""
    import tomlkit

    read(path)
    return tomlkit.parse(path.read_text(encoding="utf-8") if path.exists() else "")


def _write(path: Path, content: str) -> None:
    try:
        write_whole(path, lambda file: file.write(content.encode()))
    except OSError as e:
        raise LibraryError(
            f"{path} can't be written: {e.strerror}", hint="check the folder's permissions"
        ) from e
