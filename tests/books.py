"""EPUB books for tests, built from their parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""

METADATA = """<dc:title>The Ferry</dc:title><dc:creator>Ann Lee</dc:creator><dc:language>en</dc:language>"""


def page(body: str, title: str = "", attributes: str = "") -> str:
    """An XHTML page."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>{title}</title></head><body {attributes}>{body}</body></html>"
    )


def nav(items: str, more: str = "") -> str:
    """A navigation document of EPUB 3."""
    return page(f'<nav epub:type="toc"><ol>{items}</ol></nav>{more}', "Contents")


def links(entries: Mapping[str, str]) -> str:
    return "".join(f'<li><a href="{address}">{title}</a></li>' for address, title in entries.items())


def ncx(entries: Mapping[str, str]) -> str:
    """A table of contents of EPUB 2."""
    points = "".join(
        f'<navPoint id="n{number}"><navLabel><text>{title}</text></navLabel><content src="{address}"/></navPoint>'
        for number, (address, title) in enumerate(entries.items())
    )
    return f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>{points}</navMap></ncx>'


def package(
    pages: Sequence[str], metadata: str = METADATA, items: str = "", guide: str = "", beside: Sequence[str] = ()
) -> str:
    """A package file with these pages in order; those in `beside` are not linear."""
    listed = "".join(
        f'<item id="p{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(pages)
    )
    no = ' linear="no"'
    spine = "".join(f'<itemref idref="p{n}"{no if name in beside else ""}/>' for n, name in enumerate(pages))
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        f"{metadata}</metadata><manifest>{listed}{items}</manifest><spine toc='ncx'>{spine}</spine>"
        f"<guide>{guide}</guide></package>"
    )


NAV_ITEM = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
NCX_ITEM = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A compressed archive of these files, in this order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def book(
    pages: Mapping[str, str],
    *,
    contents: str = "",
    metadata: str = METADATA,
    items: str = "",
    guide: str = "",
    beside: Sequence[str] = (),
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """An EPUB of these pages and other files."""
    items += NAV_ITEM if contents else ""
    files: dict[str, str | bytes] = {
        "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": package(list(pages), metadata, items, guide, beside),
        **({"OPS/nav.xhtml": contents} if contents else {}),
        **{f"OPS/{name}": text for name, text in pages.items()},
        **(more or {}),
    }
    return zipped(files)
