"""The rows of the table of formats for exports of read-later services and browsers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from tts.model import Source
from tts.sources.format import Format, Sample, lazily, refuse_several
from tts.sources.readlater.json_exports import EXPORTS, LIST, Export, is_export, is_list
from tts.sources.readlater.recognise import (
    is_bookmarks,
    is_evernote,
    is_omnivore,
    is_pocket,
    is_saved_table,
)


def _refuse_bytes(source: Source) -> Any:
    return refuse_several("", source)


def _row(export: Export, recognise: Callable[[Sample], bool]) -> Format:
    split = lazily("tts.sources.readlater.records:split_export")
    return Format(export.name, recognise, read_text=refuse_several, split=partial(split, export))


SAVED = (
    Format(
        "an Omnivore export",
        is_omnivore,
        read=_refuse_bytes,
        split=lazily("tts.sources.readlater.zip_exports:split_omnivore"),
    ),
    Format(
        "a Pocket export",
        is_pocket,
        read=_refuse_bytes,
        split=lazily("tts.sources.readlater.zip_exports:split_pocket"),
    ),
    Format(
        "an Evernote export",
        is_evernote,
        read=_refuse_bytes,
        split=lazily("tts.sources.readlater.evernote:split_evernote"),
        media_types=("application/enex+xml",),
    ),
    Format(
        "a file of bookmarks",
        is_bookmarks,
        read_text=refuse_several,
        split=lazily("tts.sources.readlater.bookmarks:split_bookmarks"),
    ),
    *(_row(export, partial(is_export, export)) for export in EXPORTS),
    _row(LIST, is_list),
    Format(
        "a table of saved articles",
        is_saved_table,
        read_text=refuse_several,
        split=lazily("tts.sources.readlater.csv_exports:split_table"),
    ),
)
"""Rows that precede less specific ones: a web page, JSON, a table."""
