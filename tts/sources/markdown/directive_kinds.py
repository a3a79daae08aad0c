"""The kinds of boxes and directives, by name, and which of their words are spoken."""

from __future__ import annotations

import re
from typing import Final

from tts.sources.plain import WIDE

LETTER: Final = re.compile(r"[A-Za-z]")

NAMED: Final = frozenset(
    re.findall(
        r"\S+",
        "abstract attention bug caution danger definition error example fail failure faq help"
        " hint important info information missing note notice proof question quote seealso"
        " solution success summary theorem tip todo tldr warning",
    )
)
"""Boxes introduced by their kind if they have no title."""
CALLED: Final = {"seealso": "See also", "tldr": "TL;DR", "faq": "FAQ", "quote": ""}
"""Kinds with another spoken name; a quotation has none."""
TITLED: Final = frozenset(
    re.findall(
        r"\S+",
        "accordion admonition box callout card collapse details dropdown expand exercise grid-"
        " item-card margin rubric sidebar spoiler step tab tab-item table topic",
    )
)
"""Others whose first words are a title."""
FRAMES: Final = frozenset(
    re.findall(
        r"\S+",
        "aside centered code-group columns column compound container deprecated div epigraph"
        " figure glossary grid grid-item highlights list-table pull-quote tab-set tabs"
        " versionadded versionchanged center left right",
    )
)
"""Others that contain text, and whose first words are no title."""
DROPPED: Final = frozenset(
    re.findall(
        r"\S+",
        "autoclass autofunction automodule bibliography contents embed iframe image include"
        " index raw tableofcontents toctree video youtube",
    )
)
"""Directives that a program replaces."""
QUERIES: Final = frozenset(
    ["dataview", "dataviewjs", "query", "tasks", "button", "base", "kanban-settings"]
)
"""Obsidian's queries, whose results are shown instead."""
DRAWINGS: Final = frozenset(
    re.findall(
        r"\S+",
        "mermaid plantuml puml dot graphviz d2 nomnoml vega-lite",
    )
)
"""Code that is displayed as a drawing."""
BOXED_CODE: Final = "ad-"
"""Prefixes of fences that are boxes of text: `ad-note`."""


def is_text(name: str) -> bool:
    """Whether the content of a directive is text."""
    return name in NAMED or name in TITLED or name in FRAMES or name in DROPPED


EASTERN: Final = {
    **dict.fromkeys(("note", "notice", "attention"), "注意"),
    **dict.fromkeys(("tip", "hint", "info", "information"), "提示"),
    **dict.fromkeys(("warning", "danger"), "警告"),
    "important": "重要",
    "caution": "小心",
}
"""Spoken names in Chinese characters, shared by all languages that use them."""


def title_of(kind: str, title: str, *, eastern: bool = False) -> str:
    """What is said before a box: its title, otherwise its kind if that is a word.

    >>> title_of("tip", "Read this"), title_of("tip", ""), title_of("details", "")
    ('Read this', 'Tip', '')
    >>> title_of("tip", "", eastern=True)
    '提示'
    """
    kind = kind.lower()
    if title or kind not in NAMED:
        return title
    return EASTERN.get(kind, "") if eastern else CALLED.get(kind, kind.capitalize())


def is_eastern(text: str) -> bool:
    """Whether most words of a text are written in Han characters."""
    return len(WIDE.findall(text)) * 3 > len(LETTER.findall(text))
