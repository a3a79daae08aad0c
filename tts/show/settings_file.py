"""Writes a show.toml: every setting with an explanatory comment in the user's language.

The comments stand in `tts.locale.settings_file`, beside `tts.show.settings.Settings`: a test holds
that each setting has one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from tts.locale.settings_file import SETTINGS_FILE, Comments
from tts.model import LibraryError
from tts.show import library, settings

_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "show",
        (
            "title",
            "author",
            "description",
            "language",
            "category",
            "cover",
            "copyright",
            "explicit",
        ),
    ),
    ("publishing", ("base_url", "target", "link", "private", "public_sources")),
    ("owner", ("owner", "email")),
    ("around", ("intro", "outro", "disclosure")),
    ("files", ("formats", "mixed", "wait")),
    ("pages", ("report", "app")),
    ("feed", ("dates", "frequency", "medium", "locked", "guid")),
)
"""Sections of the file, by the names of their titles, and the settings in them. Tables follow at
the end."""
_NAMES = tuple(field.name for field in fields(Comments))
"""All settings, in the order that they are told in."""
_TABLES = {
    "voices": ('zh-Hans = "kokoro/zf_xiaoxiao"', 'en = "hibari/heart"'),
    "rules": ('code = "skip"',),
    "speakers": (
        'Q = "am_michael"',
        'quotation = "zh=zm_yunxi,en=af_bella"',
        'labels = "skip"',
    ),
    "keep": ("days = 30", "number = 50", 'size = "2GB"', "unheard = true"),
    "funding": (
        'url = "https://example.org/support"',
        'text = "Support the show"',
    ),
    "serve": ("add = true",),
}


def text(
    given: Mapping[str, Any] | None = None,
    language: str = "",
    *,
    without: frozenset[str] = frozenset(),
) -> str:
    """A whole show.toml: what is told is set, the rest stands there as it is by default, behind a
    `#`.

    Comments are in Chinese for a show in Chinese, in the script of its language.
    """
    words = SETTINGS_FILE.of(language)
    comment = {name: f"# {getattr(words.comments, name)}" for name in _NAMES}
    lines = [] if without else [f"# {words.intro}", ""]
    for section, names in _SECTIONS:
        wanted = [name for name in names if name not in without]
        if wanted:
            title = getattr(words.sections, section)
            lines += [f"# --- {title} ---", ""]
        for name in wanted:
            lines += [comment[name], _setting(name, given or {}), ""]
    for name, examples in _TABLES.items():
        if name not in without:
            hidden = [f"#{line}" for line in examples]
            lines += [f"[{name}]", comment[name], *hidden, ""]
    return "\n".join(lines)


def _setting(name: str, given: Mapping[str, Any]) -> str:
    """A line of show.toml; that of a setting which is not given shows its default, as a comment."""
    stated = given.get(name)
    if stated not in ("", None):
        return f"{name} = {value_of(stated)}"
    default = getattr(settings.Settings(), name)
    return f"#{name} = {value_of(default)}"


def value_of(value: str | bool | float | Sequence[str]) -> str:
    """A value as TOML has it; JSON's escapes are TOML's, but for DEL. Bytes that are no UTF-8
    become `?`."""
    return (
        json.dumps(value, ensure_ascii=False)
        .replace("\x7f", "\\u007f")
        .encode(errors="replace")
        .decode()
    )


# --- a file that stands ---------------------------------------------------------------------------


def create(path: Path, given: Mapping[str, Any]) -> tuple[str, ...]:
    """Write a show.toml, or complete the one that stands: what is set in it stays, what waits
    behind a `#` can be set. Returns the settings that are new or set.

    Raises LibraryError for a value that is none, or where the file says otherwise already.
    """
    settings.checked(path, given)
    before = _read(path)
    known = settings.document(path)
    for name, value in given.items():
        if known.get(name, value) != value:
            raise LibraryError(
                f"{path} already has {name} = {value_of(known[name])}",
                hint="edit that line; `tts init` does not change settings",
            )
    there = frozenset(known) | _mentioned(before)
    language = str(given.get("language") or known.get("language") or "")
    new = tuple(name for name in _NAMES if name not in there)
    if new and before:
        added = text(given, language, without=there)
        _write(path, _joined(added, before))
    elif new:
        _write(path, text(given, language))
    waiting = {name: value for name, value in given.items() if name in there and name not in known}
    if waiting:
        put(path, waiting)
    return (*new, *waiting)


def _joined(added: str, before: str) -> str:
    """Settings before, tables behind what stands: a setting below a table's head would be the
    table's."""
    head = re.search(r"(?m)^\[", added)
    cut = head.start() if head else len(added)
    parts = [added[:cut], before, added[cut:]]
    stripped = [part.strip("\n") for part in parts]
    joined = "\n\n".join(filter(None, stripped))
    return f"{joined}\n"


def _mentioned(before: str) -> frozenset[str]:
    """Settings that stand in a file behind a `#`, ready to be set."""
    return frozenset(name for name in _NAMES if _line_of(name).search(before))


def _line_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?m)^#[ \t]?{name}[ \t]*=.*$")


def put(path: Path, changed: Mapping[str, str | bool]) -> None:
    """Set values in a show.toml, each in its place: where it stands, or where it waits behind a
    `#`. Comments, order and everything else are kept. Raises LibraryError."""
    import tomlkit

    settings.checked(path, changed)
    whole = _read(path)
    for name, value in changed.items():
        document = tomlkit.parse(whole)
        inner = document.get("feed")
        place = inner if isinstance(inner, dict) and name in inner else document
        waiting = None if name in place else _line_of(name).search(whole.split("\n[")[0])
        if waiting:
            before = whole[: waiting.start()]
            behind = whole[waiting.end() :]
            whole = f"{before}{name} = {value_of(value)}{behind}"
        else:
            place[name] = value
            whole = tomlkit.dumps(document)
    _write(path, whole.rstrip("\n") + "\n")


def _read(path: Path) -> str:
    settings.read(path)  # says what is wrong with it
    return path.read_text(encoding="utf-8-sig") if path.exists() else ""


def _write(path: Path, whole: str) -> None:
    library.write_file(path, lambda f: f.write(whole.encode()))
