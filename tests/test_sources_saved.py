"""Malformed saved pages, and links that are followed; golden pairs are in data/saved."""

from __future__ import annotations

import io
import plistlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.page_server import Site, serve
from tts.episode.expand import Failed, Opened, gather, look_into
from tts.episode.options import Options
from tts.model import Source, SourceError, TtsError
from tts.sources import fetch, parts, read

PAGE = (
    "<!doctype html><title>The bell</title><article><h1>The bell</h1><p>The bell of the harbour rings twice, at six"
    " and at noon, and nobody knows why.</p><p>Whoever has moved away says that they hear it still.</p></article>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as site:
        yield site


def link(folder: Path, suffix: str, address: str) -> str:
    path = folder / f"bell{suffix}"
    if suffix == ".webloc":
        path.write_bytes(plistlib.dumps({"URL": address}))
    elif suffix == ".desktop":
        path.write_text(f"[Desktop Entry]\nType=Link\nName=x\nURL={address}\n", encoding="utf-8")
    else:
        path.write_text(f"[InternetShortcut]\r\nURL={address}\r\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("suffix", [".url", ".webloc", ".desktop"])
def test_a_link_is_followed_as_if_its_address_were_given(suffix: str, tmp_path: Path, site: Site) -> None:
    where = link(tmp_path, suffix, site.put("/bell", PAGE))
    found = look_into(where, Options(allow_private=True))
    assert isinstance(found, Source)
    article = read(found)
    assert (article.title, article.url) == ("The bell", f"{site.address}/bell")


@pytest.mark.parametrize(
    ("options", "said"),
    [(Options(), "leads to the private address"), (Options(offline=True), "--offline forbids fetching")],
)
def test_a_link_gets_no_further_than_its_address(options: Options, said: str, tmp_path: Path, site: Site) -> None:
    where = link(tmp_path, ".url", site.put("/bell", PAGE))
    opened, failed = gather([where], options)
    assert isinstance(opened, Opened) and isinstance(failed, Failed)
    assert said in str(failed.error)
    assert not site.asked


@pytest.mark.parametrize("address", ["file:///etc/passwd", "/etc/passwd", "@list.txt", "-", "", "javascript:alert(1)"])
def test_a_link_leads_to_no_file(address: str, tmp_path: Path) -> None:
    where = link(tmp_path, ".url", address)
    (failed,) = gather([where], Options())
    assert isinstance(failed, Failed) and isinstance(failed.error, SourceError)
    assert failed.error.hint


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_an_archive_that_grows_without_end_is_not_unpacked() -> None:
    content = zipped(**{"a.html": b"<p>" + b"a" * 20_000_000})
    with pytest.raises(SourceError, match="not safe to unpack"):
        read(Source("a.zip", content))


def test_archives_in_archives_are_not_opened() -> None:
    content = zipped(**{"a.html": PAGE.encode()})
    for _ in range(300):
        content = zipped(**{"a.html": content})
    with pytest.raises(SourceError, match="an archive of pages without a page"):
        read(Source("a.zip", content))


@pytest.mark.parametrize("end", range(10, 900, 97))
def test_cut_and_broken_archives_are_refused_or_read(end: int) -> None:
    whole = plistlib.dumps(
        {"WebMainResource": {"WebResourceData": PAGE.encode(), "WebResourceMIMEType": "text/html"}},
        fmt=plistlib.FMT_BINARY,
    )
    broken = whole[: len(whole) // 2] + bytes([end % 256]) * 8 + whole[len(whole) // 2 + 8 :]
    for content in (whole[:end], whole[:-end], broken[:-3] + bytes([end % 256]) * 3):
        try:
            assert read(Source("bell.webarchive", content)).blocks
        except TtsError as error:
            assert error.hint


def test_pages_with_large_pictures_inside_are_read() -> None:
    picture = "data:image/png;base64," + "QUJD" * 4_000_000
    text = PAGE.replace("<h1>", f'<img src="{picture}" alt=""><h1>')
    assert read(Source("bell.html", text.encode(), "text/html")).title == "The bell"


def test_one_page_of_several_is_named_after_a_hash(tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    path.write_bytes(zipped(**{"a.html": PAGE.encode(), "b.html": PAGE.replace("The bell", "The tide").encode()}))
    found = look_into(f"{path}#b.html", Options())
    assert isinstance(found, Source) and read(found).title == "The tide"
    assert parts(Source("one.zip", zipped(**{"a.html": PAGE.encode()})), Options().selection) is None


BUNDLE = {"info.json": b'{"version": 2}', "assets/other.md": b"# Other\n\nNo.\n", "text.md": b"# Boats\n\nAt six.\n"}


def test_a_textpack_has_one_text() -> None:
    content = zipped(**{f"Boats.textbundle/{name}": text for name, text in BUNDLE.items()})
    source = Source("boats.textpack", content)
    assert parts(source, Options().selection) is None
    assert [block.text for block in read(source).blocks][-1] == "At six."


def test_a_textbundle_is_a_folder_that_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "Boats.textbundle"
    (folder / "assets").mkdir(parents=True)
    for name, text in BUNDLE.items():
        (folder / name).write_bytes(text)
    source = fetch(str(folder))
    assert (source.where, source.media_type) == (str(folder), "text/markdown")
    assert "At six." in [block.text for block in read(source).blocks]


def test_a_textbundle_leads_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n\nNo.\n", encoding="utf-8")
    folder = tmp_path / "Boats.textbundle"
    folder.mkdir()
    (folder / "text.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(SourceError, match="is a folder"):
        fetch(str(folder))
