"""Collects the parts of a Markdown text that are for programs and not spoken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tts.model import Change

COMMENT: Final = "a comment by the author"
EDITED: Final = "a suggested deletion or a comment on an edit"
TEMPLATE: Final = "template code, which a site would replace"
COMPONENT: Final = "tags of components"
MODULE: Final = "code of the page"
EMBEDDED: Final = "another file embedded here"
ATTRIBUTES: Final = "attributes for the layout"
ANCHOR: Final = "anchors of links"
CITATION: Final = "a citation"
EMOJI: Final = "emoji codes"
CONTENTS: Final = "a table of contents"
TAGS: Final = "tags"
ABBREVIATION: Final = "the meaning of an abbreviation"
QUERY: Final = "a query, which a program would replace with its results"
DRAWING: Final = "a drawing, written as code"
BADGE: Final = "a badge"
LOST_MARK: Final = "marks of missing footnotes"

TOGETHER: Final = frozenset(
    {TEMPLATE, COMPONENT, ATTRIBUTES, ANCHOR, CITATION, EMOJI, BADGE, LOST_MARK}
)
"""Reasons whose parts are listed together, because each is only a few characters."""
MOST_TOLD: Final = 60
"""Maximum number of them written out."""


@dataclass
class Dropped:
    """What was omitted, in order."""

    found: list[tuple[str, str]] = field(default_factory=list)

    def add(self, text: str, reason: str) -> None:
        """Add text as in the source, and the reason for omission."""
        flat = " ".join(text.split())
        if flat:
            self.found.append((flat, reason))

    def changes(self) -> tuple[Change, ...]:
        apart: list[Change] = []
        together: dict[str, list[str]] = {}
        for text, reason in self.found:
            if reason in TOGETHER:
                alike = together.setdefault(reason, [])
                alike.append(text)
            else:
                apart.append(Change(text, "", reason))
        joined = [Change(_joined(texts), "", reason) for reason, texts in together.items()]
        return (*apart, *joined)


def _joined(texts: list[str]) -> str:
    """The first of them, and the total number."""
    shown = " ".join(texts[:MOST_TOLD])
    return shown if len(texts) <= MOST_TOLD else f"{shown} … ({len(texts)})"
