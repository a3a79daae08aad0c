"""Markup that pandoc would read as words, and words that it would drop: corrected before
conversion.

Marks of Org's headings are taken out. LaTeX's works that are named in a sentence (`as \\citet{lee}
shows`) are said by their author's name: as the bibliography has it, else as the key begins.
"""

from __future__ import annotations

import re

from tts.model import Change
from tts.sources.converted.document_kinds import LATEX, Kind

NAMED_WORK = re.compile(
    r"\\(?:[Cc]ite(?:t|alt|author)|[Tt]extcite)\*?"
    r"(?:\[[^\]\n]{0,300}\]){0,2}\{(?P<keys>[^{}\n]{1,500})\}"
)
"""A work whose name is part of its sentence."""
LISTED = re.compile(
    r"\\bibitem(?:\[\{?(?P<label>[^\[\](){}\n]{0,200})[^\]\n]{0,200}\])?"
    r"\s*\{(?P<key>[^{}\n]{1,200})\}"
    r"\s*(?P<first>[^\W\d_][\w'’-]*(?=,))?"
)
KEY = re.compile(r"(?P<name>[A-Za-z][a-z]{2,})(?:etal|EtAl|_?et_?al)?(?:[-_:.+]*\d.*|[-_:.].*)?")
"""Common citation keys: `lee2019`, `lee:2019`, `roe1999moon`."""
NO_NAMES = frozenset({"fig", "ref", "bib", "cite", "paper", "book", "url", "web", "www", "dblp"})
AUTHOR = "a citation, read as its author"


def mended(kind: Kind, text: str) -> tuple[str, list[Change]]:
    """The corrected text for pandoc, and the changes."""
    changes: list[Change] = []
    for pattern, reason in kind.marks:
        text = _without(pattern, reason, text, changes)
    if kind is LATEX:
        text = _with_names(text, changes)
    return text, changes


def _without(pattern: str, reason: str, text: str, changes: list[Change]) -> str:
    """Without the marks that match a pattern."""

    def unmarked(found: re.Match[str]) -> str:
        mark = found["mark"].strip()
        changes.append(Change(mark, "", reason))
        return found["before"]

    return re.sub(pattern, unmarked, text)


def _with_names(text: str, changes: list[Change]) -> str:
    """The text, with authors' names where a sentence cites a work, if they are known."""
    listed = _listed(text)

    def named(found: re.Match[str]) -> str:
        names = []
        for key in found["keys"].split(","):
            name = listed.get(key.strip())
            names.append(name or _name(key.strip()))
        if not all(names):
            return found[0]
        words = ", ".join(names)
        changes.append(Change(found[0], words, AUTHOR))
        return words

    return NAMED_WORK.sub(named, text)


def _listed(text: str) -> dict[str, str]:
    """The authors in a bibliography, by citation key; empty if an entry has no name."""
    listed = {}
    for work in LISTED.finditer(text):
        key = work["key"].strip()
        name = work["label"] or work["first"] or ""
        listed[key] = name.strip()
    return listed


def _name(key: str) -> str:
    """The author at the beginning of a key; empty if there is none.

    >>> _name("lee2019"), _name("roe:1999"), _name("x1"), _name("fig:tide")
    ('Lee', 'Roe', '', '')
    """
    found = KEY.fullmatch(key)
    name = found["name"] if found else ""
    if name.lower() in NO_NAMES:
        return ""
    return name[:1].upper() + name[1:]
