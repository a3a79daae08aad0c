"""The kinds of boxes and directives, by name, and what is spoken of them."""

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
"""Boxes that are named by their kind where they have no title of their own."""
CALLED: Final = {"seealso": "See also", "tldr": "TL;DR", "faq": "FAQ", "quote": ""}
"""Kinds whose name is not the word as it stands; a quotation is not called one."""
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
"""Others whose content is text, and whose first words are none."""
DROPPED: Final = frozenset(
    re.findall(
        r"\S+",
        "autoclass autofunction automodule bibliography contents embed iframe image include"
        " index raw tableofcontents toctree video youtube",
    )
)
"""What a program puts something in the place of."""
QUERIES: Final = frozenset(
    ["dataview", "dataviewjs", "query", "tasks", "button", "base", "kanban-settings"]
)
"""Code of Obsidian's that is not shown, but what it finds."""
DRAWINGS: Final = frozenset(
    re.findall(
        r"\S+",
        "mermaid plantuml puml dot graphviz d2 nomnoml vega-lite",
    )
)
"""Code that is shown as a drawing."""
BOXED_CODE: Final = "ad-"
"""How fences begin that are boxes of text: `ad-note`."""


def is_text(name: str) -> bool:
    """Whether what stands in a directive is text."""
    return name in NAMED or name in TITLED or name in FRAMES or name in DROPPED


EASTERN: Final = {
    **dict.fromkeys(("note", "notice", "attention"), "注意"),
    **dict.fromkeys(("tip", "hint", "info", "information"), "提示"),
    **dict.fromkeys(("warning", "danger"), "警告"),
    "important": "重要",
    "caution": "小心",
}
"""Kinds in texts of Han characters, by words that all who write them share."""


def title_of(kind: str, title: str, *, eastern: bool = False) -> str:
    """What is said of a box before its text: its title, else its kind where that is a word.

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
