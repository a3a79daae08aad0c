"""Reads and writes episode.json: `read` returns a `Manifest`, `to_json` the text for one.

Anybody may have written a shared show's manifests: whatever Pagecast does not write counts as
damaged, which only affects that episode.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Any, TypeVar

from tts.show.manifest import (
    VERSION,
    AlternateFile,
    AudioFile,
    Chapter,
    Cover,
    Manifest,
    ShowName,
)
from tts.storage.confined_folder import Folder, LeadsOut
from tts.storage.indented_json import indented
from tts.storage.parsing import parsed_json

NAME = "episode.json"
"""Of the file, in its episode's folder."""
_T = TypeVar("_T")


# --- reading --------------------------------------------------------------------------------------


def read(data: Any, *, keep: bool = True) -> Manifest | None:
    """The manifest parsed from an episode.json, if this version supports it. One that will not be
    written need not `keep` the original.

    >>> read({"version": 1, "title": ["no title"]}) is None
    True
    """
    try:
        current = _migrated(data)
        if not current.keys() >= _NEEDED:
            return None
        saved = data if keep else {}
        return _manifest(current, saved)
    except (_Damaged, KeyError, TypeError, AttributeError):
        return None


def read_from(folder: Path) -> Manifest | None:
    """The manifest in an episode's folder, if it exists and this version supports it."""
    try:
        return read(parsed_json(Folder(folder).read_bytes(NAME)))
    except (LeadsOut, OSError, ValueError, RecursionError):
        return None


def is_ours(data: object) -> bool:
    """Whether it claims to be a manifest that this version can read."""
    return isinstance(data, dict) and data.get("version") == VERSION


class _Damaged(ValueError):
    """A value that Pagecast does not write."""


def _migrated(data: Any) -> Mapping[str, Any]:
    """Converted to the current version.

    Version 1 has grown: `own_title`, `added`, `excerpt`, `alternates`, `voices`, `speakers`,
    `given`, `pitch`, `volume` and two fields of the cover were added later, and have defaults. A
    version 2 will put the conversion from 1 here.
    """
    if data["version"] != VERSION:
        raise _Damaged(f"version {data['version']!r} is unknown")
    found: Mapping[str, Any] = data
    return found


_MOST = 10**12
"""An impossible number of bytes or milliseconds: larger ones would break calculations."""


def _manifest(current: Mapping[str, Any], saved: Mapping[str, Any]) -> Manifest:
    """Written out field by field for speed: a show may have ten thousand."""
    get = current.get
    return Manifest(
        **_texts(current),
        number=_count(current["number"]),
        date_stated=bool(current["date_stated"]),
        own_title=_text_or_none(get("own_title")),
        show=_show(current["show"]),
        audio=_audio(current["audio"]),
        alternates=_list(get("alternates", []), _alternate),
        loudness=_measure(current["loudness"]),
        peak=_measure(current["peak"]),
        cover=_cover(current["cover"]),
        transcripts=_names(current["transcripts"]),
        chapters=_list(current["chapters"], _chapter),
        chunks=_count(current["chunks"]),
        changes=_count(current["changes"]),
        rate=_measure(current["rate"]),
        pitch=_offset(get("pitch", 0)),
        volume=_offset(get("volume", 0)),
        voices=_names(current["voices"]) if "voices" in current else None,
        speakers=_names_or_none(get("speakers")),
        unheard=_list(get("unheard", []), _text),
        files=_sizes(current["files"]),
        saved=saved,
    )


def _texts(current: Mapping[str, Any]) -> dict[str, Any]:
    """Checked together: there are twenty in each of ten thousand manifests."""
    found = {name: current[name] for name in _TEXTS if name in current}
    kinds = set(map(type, found.values()))
    if kinds == {str}:
        return found
    for name, each in found.items():
        found[name] = _text_or_empty(each) if name in _MAY_BE_NULL else _text(each)
    return found


def _text(value: Any) -> str:
    if type(value) is not str:
        raise _Damaged
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _text_or_empty(value: Any) -> str:
    return "" if value is None else _text(value)


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < _MOST:
        raise _Damaged
    return value


def _measure(value: Any) -> float:
    """Excludes NaN, which is neither more nor less than anything."""
    if type(value) not in (int, float) or not -_MOST < value < _MOST:
        raise _Damaged
    number: float = value
    return number


def _offset(value: Any) -> int:
    if type(value) is not int or not -_MOST < value < _MOST:
        raise _Damaged
    return value


def _names_or_none(value: Any) -> dict[str, str] | None:
    if value is None:
        return None
    return _names(value)


def _names(value: Any) -> dict[str, str]:
    if not set(map(type, value.values())) <= {str}:
        raise _Damaged
    names: dict[str, str] = value
    return names


def _sizes(value: Any) -> dict[str, int]:
    sizes: dict[str, int] = value
    if not set(map(type, sizes.values())) <= {int}:
        raise _Damaged
    if sizes and not 0 <= min(sizes.values()) <= max(sizes.values()) < _MOST:
        raise _Damaged
    return sizes


def _list(value: Any, reader: Callable[[Any], _T]) -> tuple[_T, ...]:
    if type(value) is not list:
        raise _Damaged
    return tuple([reader(each) for each in value]) if value else ()


_same_show = lru_cache(100)(ShowName)
_same_cover = lru_cache(1000)(Cover)
"""Cached, because the episodes of a show have few different ones."""


def _show(value: Any) -> ShowName:
    get = value.get
    return _same_show(_text(get("title", "")), _text(get("owner", "")))


def _audio(value: Any) -> AudioFile:
    if value == {}:
        return AudioFile()
    return AudioFile(
        _text(value["type"]),
        _count(value["duration"]),
        _text(value["file"]),
        _count(value["bytes"]),
        _text(value.get("sha256", "")),
    )


def _alternate(value: Any) -> AlternateFile:
    get = value.get
    return AlternateFile(
        type=_text(get("type", "")),
        file=_text(value["file"]),
        bytes=_count(get("bytes", 0)),
        sha256=_text(get("sha256", "")),
        bitrate=_count(get("bitrate", 0)),
        of=_text(get("of", "")),
        format=_text(get("format", "")),
    )


def _cover(value: Any) -> Cover:
    if value == {}:
        return Cover()
    get = value.get
    kind = _text_or_none(get("kind"))
    origin = _text_or_none(get("origin"))
    return _same_cover(_text(value["file"]), _text(get("type", "")), kind, origin)


def _chapter(value: Any) -> Chapter:
    get = value.get
    start = _count(value["start"])
    end = _count(get("end", 0))
    level = _count(get("level", 1))
    return Chapter(start, end, _text(value["title"]), level)


_NEEDED = frozenset(
    (
        "version",
        "guid",
        "number",
        "title",
        "author",
        "date",
        "date_stated",
        "publication",
        "site",
        "url",
        "language",
        "summary",
        "source",
        "show",
        "audio",
        "loudness",
        "peak",
        "cover",
        "transcripts",
        "chapters",
        "chunks",
        "changes",
        "engine",
        "engine_version",
        "voice",
        "rate",
        "made_with",
        "stamp",
        "content",
        "files",
    )
)
"""Fields that every version of Pagecast wrote: a manifest without one of them is damaged."""
_TEXTS = tuple(each.name for each in fields(Manifest) if each.type == "str")
_MAY_BE_NULL = frozenset(
    (
        "guid",
        "title",
        "author",
        "publication",
        "site",
        "url",
        "summary",
        "excerpt",
        "added",
        "given",
        "engine_version",
        "made_with",
    )
)


# --- writing --------------------------------------------------------------------------------------


def to_json(manifest: Manifest) -> dict[str, Any]:
    """The content of the file, with `files` last.

    In a manifest that was read, unchanged parts stay as they were written: missing fields stay
    missing, and unknown ones are preserved.
    """
    found = _fields(manifest)
    before = read(manifest.saved) if manifest.saved else None
    if before:
        as_read = _fields(before)
        changed = {name: each for name, each in found.items() if each != as_read.get(name)}
        found = {**manifest.saved, **_over(manifest.saved, changed)}
    else:
        found = _over({}, found)
    files = found.pop("files")
    return {**found, "files": files}


def _fields(manifest: Manifest) -> dict[str, Any]:
    """Name -> value of the fields that are written."""
    found = {each: getattr(manifest, each) for each in _WRITTEN}
    if not manifest.unheard:
        del found["unheard"]
    return {name: value for name, value in found.items() if value is not None}


_WRITTEN = tuple(each.name for each in fields(Manifest) if each.name != "saved")


def _over(saved: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, value in values.items():
        before = saved.get(name)
        plain[name] = _plain(value, before)
    return plain


def _plain(value: Any, saved: Any) -> Any:
    """A value as JSON, with unknown fields from `saved`."""
    if is_dataclass(value):
        written = dict(saved) if isinstance(saved, dict) else {}
        for field in fields(value):
            each = getattr(value, field.name)
            if each is not None:
                written[field.name] = each
        return written
    if isinstance(value, tuple):
        is_same = isinstance(saved, list) and len(saved) == len(value)
        before = saved if is_same else repeat(None)
        return [_plain(each, old) for each, old in zip(value, before, strict=False)]
    return dict(value) if isinstance(value, Mapping) else value


def as_text(manifest: Manifest) -> bytes:
    """The text of the file."""
    text = indented(to_json(manifest))
    return f"{text}\n".encode()
