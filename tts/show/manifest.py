"""What an episode.json and a script.json have to look like.

Whoever passed a show on may have written anything into them: what is otherwise counts as damaged, and costs its own
episode alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

VERSION = 1

Check = Callable[[Any], bool]
_MAY_BE_TEXT = ("guid", "title", "author", "own_title", "publication", "site", "url", "summary", "excerpt", "added")
_TEXTS = {str, type(None)}
_NEEDED = {"source", "stamp", "content", "files", "audio", "chunks", "number", "date", "language", "engine", "voice"}
_MOST = 10**12
"""Bytes and milliseconds that nothing has: what is more, or no number, would break those who count with it."""


def checked(told: Any) -> dict[str, Any] | None:
    """What was read from an episode.json, if this version of Pagecast can go on from it.

    >>> checked({"version": 1, "title": ["no title"]}) is None
    True
    """
    try:
        if told["version"] != VERSION or not told.keys() >= _NEEDED:
            return None
        plain = set(map(type, map(told.get, _MAY_BE_TEXT))) <= _TEXTS
        return told if plain and _fits(told, _KINDS) else None
    except (KeyError, TypeError, AttributeError):
        return None


def checked_script(told: Any) -> dict[str, Any] | None:
    """What was read from a script.json, if it is one: pages are made of it.

    >>> checked_script({"chunks": [{"kind": "paragraph", "sentences": [{"start": "1", "end": 2, "text": "A."}]}]})
    """
    return told if _SCRIPT(told) and told["chunks"] else None


def stays_inside(told: Mapping[str, Any]) -> bool:
    """Whether all files that it names are in the episode's own folder: what it names is read, written and removed."""
    named = [about["file"] for about in (told["audio"], told.get("cover"), *(told.get("alternates") or ())) if about]
    names = (*told["files"], *named, *(told.get("transcripts") or {}).values())
    lines = "\n" + "\n".join(names)
    return "" not in names and not any(sign in lines for sign in _OUTSIDE)


_OUTSIDE = ("/", "\\", "\x00", "\n.")
"""In the names, a line each."""


def _fits(told: Mapping[str, Any], kinds: Mapping[str, Check]) -> bool:
    """What is not in it can't be wrong: an earlier Pagecast knew less."""
    if not isinstance(told, dict):
        return False
    for name, check in kinds.items():  # noqa: SIM110  # `all` takes half as long again, and there are a million
        if name in told and not check(told[name]):
            return False
    return True


def _text(told: Any) -> bool:
    return isinstance(told, str)


def _text_or_none(told: Any) -> bool:
    return told is None or isinstance(told, str)


def _amount(told: Any) -> bool:
    """NaN is neither more nor less than anything."""
    return type(told) in (int, float) and 0 <= told < _MOST


def _whole(told: Any) -> bool:
    return type(told) is int and 0 <= told < _MOST


def _record(**kinds: Check) -> Check:
    return lambda told: _fits(told, kinds)


def _complete(**kinds: Check) -> Check:
    """A record in which nothing of these may be missing."""
    return lambda told: isinstance(told, dict) and told.keys() >= kinds.keys() and _fits(told, kinds)


def _sentence(told: Any) -> bool:
    """Written out, because an archive has a million of these."""
    try:
        start, end, text = told["start"], told["end"], told["text"]
        words = told.get("words", ())
    except (KeyError, TypeError, AttributeError):
        return False
    return _amount(start) and _amount(end) and type(text) is str and (not words or _WORDS(words))


def _both(one: Check, other: Check) -> Check:
    return lambda told: one(told) and other(told)


def _or_nothing(check: Check) -> Check:
    return lambda told: told == {} or check(told)


def _list(check: Check) -> Check:
    return lambda told: isinstance(told, list) and all(map(check, told))


def _table(check: Check) -> Check:
    return lambda told: isinstance(told, dict) and all(map(check, told.values()))


_FILE = _both(_complete(file=_text), _record(type=_text, sha256=_text, bytes=_whole))
_KINDS: Mapping[str, Check] = MappingProxyType(
    {
        **dict.fromkeys(("source", "date", "language", "engine", "voice"), _text),
        "number": _whole,
        "files": _table(_whole),
        "show": _record(title=_text, owner=_text),
        "audio": _or_nothing(_both(_FILE, _record(duration=_amount))),
        "alternates": _list(_both(_FILE, _record(of=_text, bitrate=_whole))),
        "cover": _or_nothing(_both(_FILE, _record(kind=_text_or_none, origin=_text_or_none))),
        "transcripts": _table(_text),
        "chapters": _list(_record(start=_amount, end=_amount, title=_text, level=_whole)),
    }
)
_WORDS = _list(_list(_amount))
_CHUNK = _both(_complete(kind=_text, sentences=_list(_sentence)), _record(level=_whole, language=_text_or_none))
_CHANGES = _list(_record(text=_text_or_none, became=_text_or_none, reason=_text_or_none))
_SCRIPT = _both(_complete(chunks=_list(_CHUNK)), _record(title=_text_or_none, language=_text_or_none, changes=_CHANGES))
