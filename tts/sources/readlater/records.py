"""The records of a JSON export -> saved articles."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

from tts.model import Parts, Selection, Source, SourceError
from tts.sources.encoding import decoded
from tts.sources.readlater.json_exports import Export
from tts.sources.readlater.saved_articles import Saved, parts_of
from tts.storage.parsing import parsed_json

BEGIN = 300
"""Characters at the beginning that are searched for a service's failure message."""
MOST_AUTHORS = 5
MOST_CHARACTERS = 200_000_000


def split_export(export: Export, source: Source, selection: Selection) -> Parts:
    """The selected articles of an export. Raises SourceError if the JSON is damaged, or has
    none."""
    text, changes = decoded(source)
    if len(text) > MOST_CHARACTERS:
        raise SourceError(
            f"{source.where} is larger than {MOST_CHARACTERS // 1_000_000} MB", "split it"
        )
    try:
        data = parsed_json(text, strict=False)
    except ValueError as error:
        message = f"{source.where} is {export.name}, but is damaged: {error}"
        raise SourceError(message, "export it again") from error
    saved = [saved_of(export, record) for record in records_of(export, data)]
    found = [one for one in saved if one is not None]
    return parts_of(found, export.name, source, selection, changes)


def records_of(export: Export, data: Any) -> list[dict[str, Any]]:
    """The records of articles, at the first path that leads to some."""
    for path in export.records:
        names = path.split(".") if path else []
        if records := list(_records(data, names)):
            return records
    return []


def _records(data: Any, names: list[str]) -> Iterator[dict[str, Any]]:
    for place in _places(data, names):
        for record in _listed(place):
            if isinstance(record, dict):
                yield record


def _listed(place: Any) -> list[Any]:
    return place if isinstance(place, list) else []


def _places(data: Any, path: list[str]) -> Iterator[Any]:
    """The values at a path, in the order of the file."""
    if not path:
        yield data
        return
    name, rest = path[0], path[1:]
    if name == "**":
        for inner in _deeper(data):
            yield from _places(inner, rest)
    elif name == "*":
        for inner in _listed(data):
            yield from _places(inner, rest)
    elif isinstance(data, dict) and name in data:
        yield from _places(data[name], rest)


def _deeper(data: Any) -> Iterator[Any]:
    """The value and everything inside it, from outside in; `parsed_json` limits the depth."""
    yield data
    inner = data.values() if isinstance(data, dict) else _listed(data)
    for each in inner:
        if isinstance(each, dict | list):
            yield from _deeper(each)


def saved_of(export: Export, record: dict[str, Any]) -> Saved | None:
    """The saved article of a record; None if it has neither address nor text."""
    url = _first(record, export.url)
    html = _kept_text(export, _first(record, export.html))
    text = _first(record, export.text)
    if not (url or html or text):
        return None
    return Saved(
        url=url,
        title=_first(record, export.title),
        authors=_names(record, export.authors),
        date=_first(record, export.date),
        moment=_first(record, export.moment),
        html=html,
        text=text,
        summary=_first(record, export.summary),
        site=_first(record, export.site),
        language=_first(record, export.language),
        image=_first(record, export.image),
        identity=_first(record, export.identity),
        is_kept=export.keeps,
        is_read=_is_read(export, record),
    )


def _is_read(export: Export, record: dict[str, Any]) -> bool:
    for name, values in export.read.items():
        state = _first(record, (name,))
        if state.lower() in values:
            return True
    return False


def _kept_text(export: Export, html: str) -> str:
    if not export.failed:
        return html
    begin = unescape(html[:BEGIN]).replace("’", "'")
    return "" if export.failed in begin else html


def _first(record: dict[str, Any], paths: tuple[str, ...]) -> str:
    for path in paths:
        if text := _text(_value(record, path)):
            return text
    return ""


def _names(record: dict[str, Any], paths: tuple[str, ...]) -> tuple[str, ...]:
    for path in paths:
        value = _value(record, path)
        listed = value if isinstance(value, list) else [value]
        if names := tuple(filter(None, map(_text, listed[:MOST_AUTHORS]))):
            return names
    return ()


def _value(record: Any, path: str) -> Any:
    value = record
    for name in path.split("."):
        value = _inside(value, name)
    return value


def _inside(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list) and name.isdigit():
        return next(iter(value[int(name) :]), None)
    return None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value).strip()
    return ""
