"""The rows of the table for documents that other programs convert."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tts.sources.converted import document_kinds
from tts.sources.converted.document_kinds import Kind
from tts.sources.converted.recognise import (
    DOCBOOK,
    JATS,
    MANUAL,
    ORG,
    begins_as,
    by_suffix,
    is_asciidoc,
    is_latex,
    is_mediawiki,
    is_textile,
)
from tts.sources.format import Format, Sample, lazily
from tts.sources.recognisers import begins

OLE = b"\xd0\xcf\x11\xe0"
WORD_STREAM = "WordDocument".encode("utf-16-le")
LOCKED = "EncryptedPackage".encode("utf-16-le")
SLIDES_STREAM = "PowerPoint Document".encode("utf-16-le")
BOOKMOBI = begins(b"BOOKMOBI", at=60)


def _row(kind: Kind, recognise: Callable[[Sample], bool], *media_types: str) -> Format:
    read = partial(lazily("tts.sources.converted.article:read_converted"), kind)
    return Format(kind.name, recognise, read=read, media_types=media_types)


def _book(kind: Kind, recognise: Callable[[Sample], bool], *media_types: str) -> Format:
    """A format that is split into chapters."""
    read = partial(lazily("tts.sources.converted.article:read_converted"), kind)
    split = partial(lazily("tts.sources.converted.article:split_converted"), kind)
    return Format(kind.name, recognise, read=read, split=split, media_types=media_types)


def _holds(stream: bytes, *suffixes: str) -> Callable[[Sample], bool]:
    """A recognizer of unencrypted old Office documents with that stream or suffix."""

    def recognise(sample: Sample) -> bool:
        content = sample.content
        if not content.startswith(OLE) or LOCKED in content:
            return False
        return stream in content or sample.suffix in suffixes

    return recognise


def _is_new_kindle(sample: Sample) -> bool:
    return BOOKMOBI(sample) and sample.suffix == ".azw3"


CONVERTED = (
    _row(document_kinds.OLD_WORD, _holds(WORD_STREAM, ".doc", ".dot"), "application/msword"),
    _row(document_kinds.OLD_POWERPOINT, _holds(SLIDES_STREAM, ".ppt", ".pps")),
    _row(document_kinds.RTF, begins(b"{\\rtf"), "application/rtf", "text/rtf"),
    _book(document_kinds.KINDLE_8, _is_new_kindle, "application/vnd.amazon.ebook"),
    _book(document_kinds.KINDLE, BOOKMOBI, "application/x-mobipocket-ebook"),
    _book(document_kinds.CHM, begins(b"ITSF\x03\x00")),
    _book(document_kinds.LIT, begins(b"ITOLITLS")),
    _book(document_kinds.DJVU, begins(b"AT&TFORM")),
)
"""Formats recognized by their bytes."""

CONVERTED_TEXTS = (
    _row(
        document_kinds.LATEX,
        by_suffix(".tex", ".latex", ".ltx", looks=is_latex),
        "application/x-tex",
    ),
    _row(document_kinds.ORG, by_suffix(".org", looks=begins_as(ORG)), "text/org"),
    _row(
        document_kinds.ASCIIDOC, by_suffix(".adoc", ".asciidoc", looks=is_asciidoc), "text/asciidoc"
    ),
    _row(document_kinds.TEXTILE, by_suffix(".textile", looks=is_textile), "text/x-textile"),
    _row(
        document_kinds.MEDIAWIKI,
        by_suffix(".wiki", ".mediawiki", looks=is_mediawiki),
        "text/x-wiki",
    ),
    _row(document_kinds.DOKUWIKI, by_suffix(".dokuwiki")),
    _row(document_kinds.TYPST, by_suffix(".typ")),
    _row(document_kinds.MUSE, by_suffix(".muse")),
    _row(document_kinds.MANUAL, by_suffix(".man", looks=begins_as(MANUAL))),
    _row(document_kinds.DOCBOOK, by_suffix(".dbk", ".docbook", looks=begins_as(DOCBOOK))),
    _row(document_kinds.JATS, by_suffix(".jats", ".nxml", looks=begins_as(JATS))),
)
"""Formats recognized by their suffix or beginning."""
