"""The keyword options of the public functions, checked before any work begins."""

from __future__ import annotations

import difflib
import math
import os
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypedDict

from tts.episode.options import Options
from tts.model import LibraryError, Selection, TtsError
from tts.show.settings import FORMATS


class SourceOptions(TypedDict, total=False):
    """How a source is fetched and read."""

    language: str
    """BCP 47 (`zh`, `zh-Hant`, `en`), where it is not to be detected."""
    title: str
    """In place of the article's own, as are `author` and `date` (ISO)."""
    author: str
    date: str
    encoding: str
    """Of a text or a page, where it is not to be detected: `gb18030`, `big5`, `windows-1252`."""
    offline: bool
    """Touch no network at all."""
    allow_private: bool
    """Let addresses lead into private networks."""
    cookies: str | os.PathLike[str]
    """A file with the cookies of your browser, for pages behind your own login."""
    teaser: bool
    """Have also what shows only the beginning of an article, to those who have not paid."""
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
    """Besides MP3: `m4b`, `opus`, `epub`; `mp3` alone takes those away that there are."""


_SELECTION = ("split", "latest", "since")
_FILES = {"lexicon", "cover", "cookies"}


def options_of(function: str, known: type, given: Mapping[str, Any]) -> Options:
    """The options as the pipeline has them.

    Raises TypeError for a name that the function does not have and for a value of another type,
    ValueError for a value out of range, LibraryError for a file that is not there.
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
    """Raise TypeError for a value of another type than the option's, ValueError for one out of
    range.
    """
    check = _CHECKS[name]
    if not check.is_kind(value):
        raise TypeError(f"{name}={value!r} is {check.no_kind}")
    if not check.fits(value):
        raise ValueError(f"{name}={value!r} is {check.no_fit}")
    if name == "rules":
        _check_rules(value)


def _check_rules(rules: Mapping[str, str]) -> None:
    from tts import text

    try:
        text.checked_rules(rules, "rules")
    except TtsError as error:
        raise ValueError(f"{error.message}; {error.hint}") from error


# --- types --------------------------------------------------------------------------------------


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_path(value: Any) -> bool:
    return isinstance(os.fspath(value) if isinstance(value, os.PathLike) else value, str)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, float) or _is_whole(value)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping) and all(map(_is_text, [*value.keys(), *value.values()]))


def _is_sequence(value: Any) -> bool:
    """Of texts; a set does as well, as their order is nothing."""
    return isinstance(value, Sequence | Set) and all(map(_is_text, value))


def _or_none(is_kind: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """For an option whose default is None."""
    return lambda value: value is None or is_kind(value)


# --- ranges -------------------------------------------------------------------------------------


def _anything(_value: Any) -> bool:
    return True


def _within(least: float, most: float) -> Callable[[Any], bool]:
    """A number between two, or None. Not a number is never between."""
    return lambda value: value is None or least <= value <= most


def _is_date(value: str) -> bool:
    try:
        return not value or date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_language(value: str) -> bool:
    return not value or bool(re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value))


def _is_encoding(value: str) -> bool:
    from tts.sources.encoding import known

    return not value or bool(known(value))


def _are_formats(value: Any) -> bool:
    return not isinstance(value, str) and {*value} <= {"mp3", *FORMATS}


@dataclass(frozen=True, slots=True)
class _Check:
    """Of one option: its type, its range, and what is said of a value that is not of them."""

    is_kind: Callable[[Any], bool]
    no_kind: str
    fits: Callable[[Any], bool] = _anything
    no_fit: str = ""


def _number(least: float, most: float) -> _Check:
    words = f"not between {least} and {most}"
    return _Check(_or_none(_is_number), words, _within(least, most), words)


def _whole(least: int, most: int) -> _Check:
    words = f"not between {least} and {most}"
    return _Check(_is_whole, "not a whole number", _within(least, most), words)


def _whole_or_none(least: int, most: int) -> _Check:
    return replace(_whole(least, most), is_kind=_or_none(_is_whole))


_TEXT = _Check(_is_text, "not a str")
_FLAG = _Check(_is_flag, "not True or False")
_PATH = _Check(_is_path, "not a path: write a str or a Path")
_DATE = _Check(
    _is_text, "not an ISO date: write a str like 2026-11-23", _is_date, "not a date like 2026-11-23"
)
_LANGUAGE = "a language like zh, zh-Hant or en"
_ENCODING = "an encoding like gb18030 or big5"
_FORMATS = "not a sequence of mp3, m4b, opus and epub"

_CHECKS: dict[str, _Check] = {
    "language": _Check(_is_text, f"not a str: write {_LANGUAGE}", _is_language, f"not {_LANGUAGE}"),
    "title": _TEXT,
    "author": _TEXT,
    "date": _DATE,
    "encoding": _Check(_is_text, f"not a str: write {_ENCODING}", _is_encoding, f"not {_ENCODING}"),
    "offline": _FLAG,
    "allow_private": _FLAG,
    "cookies": _PATH,
    "teaser": _FLAG,
    "split": _Check(_or_none(_is_flag), "not True, False or None"),
    "latest": _Check(_is_whole, "not a whole number", _within(0, math.inf), "not 0 or more"),
    "since": _DATE,
    "engine": _TEXT,
    "rules": _Check(_is_mapping, "not a dict of str, like {'code': 'skip'}"),
    "lexicon": _PATH,
    "voice": _TEXT,
    "rate": _number(0.5, 2),
    "pitch": _whole_or_none(-100, 100),
    "volume": _whole_or_none(-90, 100),
    "fallback": _FLAG,
    "jobs": _whole(0, 64),
    "cover": _PATH,
    "force": _FLAG,
    "formats": _Check(_is_sequence, _FORMATS, _are_formats, _FORMATS),
}
