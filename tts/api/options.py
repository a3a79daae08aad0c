"""The keyword options of the public functions, checked before any work starts."""

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
    """BCP 47 tag (`zh`, `zh-Hant`, `en`), instead of detecting it."""
    title: str
    """Replaces the article's own, as do `author` and `date` (ISO)."""
    author: str
    date: str
    encoding: str
    """Encoding of a text or a page, instead of detecting it: `gb18030`, `big5`, `windows-1252`."""
    offline: bool
    """Do not use the network at all."""
    allow_private: bool
    """Allow addresses in private networks."""
    cookies: str | os.PathLike[str]
    """A file with the cookies of your browser, for pages that require your login."""
    teaser: bool
    """Accept pages that show only the beginning of an article to readers who have not paid."""
    split: bool | None
    """For a book: an article for each chapter (True), or one for all of it (False); None chooses by
    the book."""
    latest: int
    """For a feed or a sitemap: only so many of the newest articles; 0 means all."""
    since: str
    """For a feed or a sitemap: only what was published on that ISO date or later."""


class ScriptOptions(SourceOptions, total=False):
    """How a script is written."""

    engine: str
    """Its name, as for `--engine`; `auto` chooses one."""
    rules: Mapping[str, str]
    """Kind of block -> `skip`, `announce` or `read`."""
    lexicon: str | os.PathLike[str]
    """A file that replaces the show's lexicon.toml."""


class SpeechOptions(TypedDict, total=False):
    """The voice and how it speaks."""

    engine: str
    """As in ScriptOptions."""
    voice: str
    """A voice as listed by `tts voices`, or one for each language: `zh=zf_xiaobei,en=heart`."""
    language: str
    rate: float | None
    """Speaking rate, 0.5 to 2."""
    pitch: int | None
    """Change of pitch in hertz, -100 to 100; only for online voices."""
    volume: int | None
    """Change of volume in percent, -90 to 100; only for online voices."""
    fallback: bool
    """Replace a voice withdrawn by its service with the nearest one."""
    offline: bool
    rules: Mapping[str, str]
    lexicon: str | os.PathLike[str]
    jobs: int
    """Number of chunks spoken at once; 0 chooses what is best for the engine."""


class MakeOptions(ScriptOptions, total=False):
    """All options for making an episode."""

    voice: str
    rate: float | None
    pitch: int | None
    volume: int | None
    fallback: bool
    jobs: int
    cover: str | os.PathLike[str]
    """A picture that replaces the article's."""
    force: bool
    """Write the episode again even if nothing changed."""
    formats: Sequence[str]
    """Besides MP3: `m4b`, `opus`, `epub`; just `mp3` removes existing ones."""


_SELECTION = ("split", "latest", "since")
_FILES = {"lexicon", "cover", "cookies"}


def options_of(function: str, known: type, given: Mapping[str, Any]) -> Options:
    """The options in the form used by the pipeline.

    Raises TypeError for an unknown option and for a value of the wrong type, ValueError for a value
    out of range, LibraryError for a file that does not exist.
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
    """Raise TypeError for a value of the wrong type, ValueError for one out of range."""
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
    """Whether it is a sequence of strings; a set is accepted too, since their order does not
    matter."""
    return isinstance(value, Sequence | Set) and all(map(_is_text, value))


def _or_none(is_kind: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """The same check for an option whose default is None."""
    return lambda value: value is None or is_kind(value)


# --- ranges -------------------------------------------------------------------------------------


def _anything(_value: Any) -> bool:
    return True


def _within(least: float, most: float) -> Callable[[Any], bool]:
    """A check that a number is in a range, or None. NaN is never in range."""
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
    """The check of an option: its type, its range, and the messages for invalid values."""

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
