"""Writes a show.toml: every setting with an explanatory comment in the user's language.

The comments are in `tts.locale.settings_file`, and the settings in `tts.show.settings.Settings`; a
test checks that each setting has a comment.
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
"""Sections of the file, by the names of their titles, and their settings. Tables follow at the
end."""
_NAMES = tuple(field.name for field in fields(Comments))
"""All settings, in the order of the file."""
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
    """A complete show.toml: given settings are set, the others are comments with their defaults.

    The explanations are in Chinese for a show in Chinese, in the script of its language.
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
    """A line of show.toml; a setting that is not given is a comment with its default."""
    stated = given.get(name)
    if stated not in ("", None):
        return f"{name} = {value_of(stated)}"
    default = getattr(settings.Settings(), name)
    return f"#{name} = {value_of(default)}"


def value_of(value: str | bool | float | Sequence[str]) -> str:
    """A value in TOML; JSON's escapes are valid in TOML, except DEL. Bytes that are not UTF-8
    become `?`."""
    return (
        json.dumps(value, ensure_ascii=False)
        .replace("\x7f", "\\u007f")
        .encode(errors="replace")
        .decode()
    )


# --- a file that stands ---------------------------------------------------------------------------


def create(path: Path, given: Mapping[str, Any]) -> tuple[str, ...]:
    """Write a show.toml, or complete an existing one: its settings stay, and commented ones can be
    set. Returns the settings that are new or set.

    Raises LibraryError for an invalid value, or one that contradicts the file.
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
    """Insert settings before the file's content and tables after it, because a setting after a
    table's header would belong to the table."""
    head = re.search(r"(?m)^\[", added)
    cut = head.start() if head else len(added)
    parts = [added[:cut], before, added[cut:]]
    stripped = [part.strip("\n") for part in parts]
    joined = "\n\n".join(filter(None, stripped))
    return f"{joined}\n"


def _mentioned(before: str) -> frozenset[str]:
    """Settings that the file has as comments."""
    return frozenset(name for name in _NAMES if _line_of(name).search(before))


def _line_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?m)^#[ \t]?{name}[ \t]*=.*$")


def put(path: Path, changed: Mapping[str, str | bool]) -> None:
    """Set values in a show.toml in place: where they are set, or commented out. Comments, order and
    everything else are kept. Raises LibraryError."""
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
