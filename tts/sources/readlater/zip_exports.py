"""Exports that come as a ZIP: Omnivore's records with a page for each, Pocket's tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tts.model import Parts, Selection, Source, SourceError
from tts.sources.encoding import decode
from tts.sources.readlater.csv_exports import table_parts
from tts.sources.readlater.json_exports import EXPORTS
from tts.sources.readlater.recognise import OMNIVORE, POCKET
from tts.sources.readlater.records import records_of, saved_of
from tts.sources.readlater.saved_articles import Saved, parts_of
from tts.sources.zip_archive import Archive
from tts.storage.parsing import parsed_json


def split_omnivore(source: Source, selection: Selection) -> Parts:
    """The selected articles, with their stored pages. Raises SourceError if there are none."""
    kind = "an Omnivore export"
    archive = Archive(source.content, source.where, kind)
    return parts_of(list(_of_omnivore(archive)), kind, source, selection)


def _of_omnivore(archive: Archive) -> Iterator[Saved]:
    export = next(each for each in EXPORTS if each.name == archive.kind)
    for name in sorted(filter(OMNIVORE.fullmatch, archive.names())):
        for record in records_of(export, _json(archive, name)):
            saved = saved_of(export, record)
            if saved:
                folder = name.rpartition("/")[0]
                page = saved.html or _page(archive, folder, saved.identity)
                yield replace(saved, html=page)


def _json(archive: Archive, name: str) -> Any:
    try:
        return parsed_json(archive.read(name))
    except ValueError as error:
        raise archive.broken(f"{name} is damaged") from error


def _page(archive: Archive, folder: str, slug: str) -> str:
    name = archive.find(f"{folder}/content/{slug}.html".lstrip("/")) if slug else ""
    return decode(archive.read(name))[0] if name else ""


def split_pocket(source: Source, selection: Selection) -> Parts:
    """The selected articles of all its tables. Raises SourceError if there are none."""
    kind = "a Pocket export"
    archive = Archive(source.content, source.where, kind)
    tables = sorted(filter(POCKET.fullmatch, archive.names()))
    texts = [decode(archive.read(name))[0] for name in tables]
    if not texts:
        raise SourceError(f"{source.where} is {kind} without a table", "export it again")
    return table_parts(texts, kind, source, selection)
