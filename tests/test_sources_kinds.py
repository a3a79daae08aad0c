"""Lists and files that are not articles are recognized and named; golden pairs are in data/kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents import docx
from tts.episode.expand import Failed, gather
from tts.episode.options import Options
from tts.model import Source, SourceError
from tts.sources import listed, read

PAGE = b"<!doctype html><title>x</title><p>The ferry leaves at six, and nobody is late for it.</p>"


@pytest.mark.parametrize(
    ("name", "content", "kind", "advice"),
    [
        ("page.html", PAGE, "a web page", "leave out the @: tts make page.html"),
        ("data.json", b'{"a": {"b": 1}}', "JSON", "leave out the @"),
        ("book.epub", b"PK\x03\x04 mimetypeapplication/epub+zip", "an EPUB book", "leave out the @"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "a PNG image", "use that"),
    ],
)
def test_texts_that_are_not_lists_are_named(name: str, content: bytes, kind: str, advice: str) -> None:
    with pytest.raises(SourceError, match=f"{name} is {kind}.*not a list of sources") as caught:
        listed(Source(name, content))
    assert advice in caught.value.hint


@pytest.mark.parametrize("size", [50, 2000, -30])
def test_a_cut_word_document_is_a_broken_one(size: int) -> None:
    content = docx({"paragraphs": [("", "The ferry leaves at six.")]})[:size]
    with pytest.raises(SourceError, match=r"ferry\.docx is a (damaged Word document|Word document, but is damaged)"):
        read(Source("ferry.docx", content))


def test_a_list_of_addresses_needs_no_sign(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_text("https://192.0.2.1/a\n# later\nhttps://192.0.2.1/b\n", encoding="utf-8")
    found = [one for one in gather([str(path)], Options(offline=True)) if isinstance(one, Failed)]
    assert [one.where for one in found] == ["https://192.0.2.1/a", "https://192.0.2.1/b"]
    assert all("--offline" in str(one.error) for one in found)


def test_a_list_names_no_file_without_its_sign() -> None:
    article = read(Source("urls.txt", b"https://example.org/a\nsecret.txt\n", "text/plain"))
    assert [block.text for block in article.blocks] == ["https://example.org/a", "secret.txt"]
