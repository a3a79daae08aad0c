"""Documents of LibreOffice and PowerPoint, damaged ones and those by pandoc; golden pairs are in data/office."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.documents import BUILDERS
from tests.needs import needs
from tts.model import Source, SourceError, TtsError
from tts.sources import read

DATA = Path(__file__).parent / "data" / "office"
TALK = """---
title: The bell
author: Ann Quay
---

# When

The bell of the harbour rings twice.[^1]

- at six
    - in the morning

1. first

# Why

| bell | rings |
|------|-------|
| old  | once  |

[^1]: Of bronze.
"""


def built(name: str) -> bytes:
    return BUILDERS[Path(name).suffix](tomllib.loads((DATA / f"{name}.toml").read_text("utf-8")))


@needs("pandoc")
@pytest.mark.parametrize("suffix", [".odt", ".pptx", ".fodt"])
def test_documents_of_other_programs_are_read(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"talk{suffix}"
    kind = "opendocument" if suffix == ".fodt" else suffix[1:]
    command = ["pandoc", "-s", "--from", "markdown", "--to", kind, "-o", str(path)]
    subprocess.run(command, input=TALK.encode(), check=True)
    content = path.read_bytes()
    if suffix == ".fodt":
        content = content.replace(b"office:document-content", b"office:document")
    article = read(Source(path.name, content))
    texts = [block.text for block in article.blocks]
    assert article.title == "The bell"
    assert [text for text in texts if text in ("When", "Why")] == ["When", "Why"]
    assert {"at six", "in the morning", "bell\trings\nold\tonce"} <= set(texts)
    assert any("Of bronze." in text for text in texts)


@pytest.mark.parametrize("name", ["lists.odt", "slides-and-notes.pptx", "slides.odp"])
def test_every_cut_and_flaw_is_read_or_refused(name: str) -> None:
    content = built(name)
    for place in range(4, len(content), max(len(content) // 60, 1)):
        for damaged in (content[:place], content[:place] + b"\0" * 9 + content[place + 9 :]):
            try:
                assert read(Source(name, damaged)).blocks
            except TtsError as error:
                assert error.hint


def test_a_password_protected_document_is_refused() -> None:
    import io
    import zipfile

    buffer = io.BytesIO(built("notes.odt"))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("META-INF/manifest.xml", "<x><manifest:encryption-data/></x>")
    with pytest.raises(SourceError, match="protected by a password") as caught:
        read(Source("notes.odt", buffer.getvalue()))
    assert "without its password" in caught.value.hint
