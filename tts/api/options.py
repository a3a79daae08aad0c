"""The keyword options of the functions, and what is checked of them before anything is done."""

from __future__ import annotations

import difflib
import math
import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypedDict

from tts.episode.options import Options
from tts.model import LibraryError, Selection


class SourceOptions(TypedDict, total=False):
    """How a source is fetched and read."""

    language: str
    """BCP 47 (`zh`, `zh-Hant`, `en`), where it is not to be detected."""
    title: str
    """In place of the article's own, as are `author` and `date` (ISO)."""
    author: str
    date: str
    offline: bool
    """Touch no network at all."""
    allow_private: bool
    """Let addresses lead into private networks."""
    split: bool | None
    """A book: an article a chapter, or one for all of it; None as suits the book."""
    latest: int
    """A feed or a sitemap: the newest so many; 0 is all."""
    since: str
    """A feed or a sitemap: what appeared on that ISO date or later."""


class ScriptOptions(SourceOptions, total=False):
    """How a script is written."""

    engine: str
    """By its name, as `--engine` takes it; `auto` chooses."""
    rules: Mapping[str, str]
    """Kind of block -> `skip`, `announce` or `read`."""
    lexicon: str | os.PathLike[str]
    """A file, in place of the show's lexicon.toml."""


class SpeechOptions(TypedDict, total=False):
    """Who speaks, and how."""

    engine: str
    """As in ScriptOptions."""
    voice: str
    """A voice as `tts voices` lists it, or one a language: `zh=zf_xiaobei,en=heart`."""
    language: str
    rate: float | None
    """Of speaking, 0.5 to 2."""
    pitch: int | None
    """Hertz higher, -100 to 100; online voices only."""
    volume: int | None
    """Percent louder, -90 to 100; online voices only."""
    fallback: bool
    """Take the nearest voice for one that its service has withdrawn."""
    offline: bool
    rules: Mapping[str, str]
    lexicon: str | os.PathLike[str]
    jobs: int
    """Chunks spoken at once; 0 is what serves the engine best."""


class MakeOptions(ScriptOptions, total=False):
    """All that an episode is made by."""

    voice: str
    rate: float | None
    pitch: int | None
    volume: int | None
    fallback: bool
    jobs: int
    cover: str | os.PathLike[str]
    """A picture, in place of the article's."""
    force: bool
    """Write the episode again although nothing changed."""
    formats: Sequence[str]
    """Besides MP3: `m4b`, `opus`; `mp3` alone takes those away that there are."""


_SELECTION = ("split", "latest", "since")
_FILES = {"lexicon", "cover"}


def options_of(function: str, known: type, given: Mapping[str, Any]) -> Options:
    """The options as the pipeline has them.

    Raises TypeError for a name that the function does not have, ValueError for a value out of
    range, LibraryError for a file that is not there.
    """
    names = known.__annotations__.keys()
    for name, value in given.items():
        if name not in names:
            raise TypeError(_unknown(function, name, list(names)))
        _check(name, value)
    chosen = {name: given[name] for name in _SELECTION if name in given}
    others = {name: value for name, value in given.items() if name not in _SELECTION}
    if "formats" in others:
        others["formats"] = tuple(others["formats"])
    for name in _FILES & others.keys():
        others[name] = _file(name, others[name])
    return Options(**others, selection=Selection(**chosen))


def _file(name: str, value: str | os.PathLike[str]) -> str:
    path = os.fspath(value)
    if path and not Path(path).is_file():
        raise LibraryError(f"there is no file {path}", hint=f"name another {name}, or leave it out")
    return path


def _unknown(function: str, name: str, names: list[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1)
    meant = f"; did you mean {near[0]!r}?" if near else ""
    return f"{function}() got an unexpected keyword argument {name!r}{meant}"


def _check(name: str, value: Any) -> None:
    """Raise ValueError for a value that the option does not take."""
    fits, what = _CHECKS.get(name, (_anything, ""))
    if not fits(value):
        raise ValueError(f"{name}={value!r} is not {what}")


def _anything(_value: Any) -> bool:
    return True


def _within(least: float, most: float) -> Callable[[Any], bool]:
    """A number between two, or None."""

    def fits(value: Any) -> bool:
        return value is None or (not math.isnan(value) and least <= value <= most)

    return fits


def _is_date(value: str) -> bool:
    try:
        return not value or date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_language(value: str) -> bool:
    return not value or bool(re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value))


def _are_formats(value: Any) -> bool:
    return not isinstance(value, str) and {*value} <= {"mp3", "m4b", "opus"}


_CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "rate": (_within(0.5, 2), "between 0.5 and 2"),
    "pitch": (_within(-100, 100), "between -100 and 100"),
    "volume": (_within(-90, 100), "between -90 and 100"),
    "jobs": (_within(0, 64), "between 0 and 64"),
    "latest": (_within(0, math.inf), "0 or more"),
    "date": (_is_date, "a date like 2026-11-23"),
    "since": (_is_date, "a date like 2026-11-23"),
    "language": (_is_language, "a language like zh, zh-Hant or en"),
    "formats": (_are_formats, "a sequence of mp3, m4b and opus"),
}
