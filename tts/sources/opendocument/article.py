"""An OpenDocument text or presentation -> Article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tts.model import Article, Block, Change, Source, SourceError
from tts.sources.converted.converted_html import read_document
from tts.sources.encoding import decode, decoded
from tts.sources.epub.xml_trees import flat
from tts.sources.metadata_values import language_tag
from tts.sources.opendocument.html_writer import Writer
from tts.sources.opendocument.styles import Styles, local
from tts.sources.xml import tree_of
from tts.sources.zip_archive import Archive

KIND = "an OpenDocument file"
ZIP = b"PK\x03\x04"
LOCKED = b"encryption-data"


def read_opendocument(source: Source) -> Article:
    """The article of a document, followed by its notes. Raises SourceError."""
    content, styles, meta, damage = _parts(source)
    writer = Writer(Styles([*styles, content]))
    bodies = [one for one in content.iter() if local(one.tag) in ("text", "presentation")]
    html = writer.html(bodies[0]) if bodies else ""
    article = read_document(f"<html><body>{html}</body></html>", source)
    blocks = (*article.blocks, *(Block("note", text) for text in writer.notes))
    if not blocks:
        hint = "use one that contains an article"
        raise SourceError(f"{source.where} is {KIND} without text", hint)
    return _stated(
        replace(
            article,
            blocks=blocks,
            changes=(*damage, *writer.changes, *article.changes),
        ),
        meta,
    )


def _parts(source: Source) -> tuple[Any, list[Any], Any, tuple[Change, ...]]:
    """The roots of its text, its styles and its metadata, and what is damaged; the same root for a
    flat file (`.fodt`)."""
    if not source.content.startswith(ZIP):
        text, changes = decoded(source)
        root, damage = tree_of(text, source.where)
        return root, [], root, (*changes, *damage)
    archive = Archive(source.content, source.where, KIND)
    _check_lock(archive)
    content, changes = _tree(archive, "content.xml")
    if content is None:
        raise archive.broken("content.xml is missing")
    styles, _ = _tree(archive, "styles.xml")
    meta, _ = _tree(archive, "meta.xml")
    return content, [] if styles is None else [styles], meta, changes


def _check_lock(archive: Archive) -> None:
    """Raises SourceError if it has a password."""
    manifest = archive.find("META-INF/manifest.xml")
    if manifest and LOCKED in archive.read(manifest):
        hint = "open it in LibreOffice, save a copy without its password, and use that"
        raise SourceError(f"{archive.where} is {KIND} protected by a password", hint)


def _tree(archive: Archive, name: str) -> tuple[Any, tuple[Change, ...]]:
    """The root of a part, and what is damaged in it; None if it is missing."""
    place = archive.find(name)
    if not place:
        return None, ()
    text, changes = decode(archive.read(place))
    root, damage = tree_of(text, f"{archive.where}: {name}")
    return root, (*changes, *damage)


def _stated(article: Article, meta: Any) -> Article:
    """The article, with missing metadata from the document's own."""
    if meta is None:
        return article
    stated = dict(_values(meta))
    return replace(
        article,
        title=article.title or stated.get("title", ""),
        author=stated.get("initial-creator", "") or stated.get("creator", ""),
        language=language_tag(stated.get("language", "")),
        summary=stated.get("description", ""),
    )


def _values(meta: Any) -> Iterator[tuple[str, str]]:
    """The values in its `meta` element, which may be inside the root."""
    for part in meta.iter():
        if local(part.tag) == "meta":
            for element in part:
                yield local(element.tag), flat(element)
