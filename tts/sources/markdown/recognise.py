"""Whether a text is Markdown."""

from __future__ import annotations

import re

from tts.sources.format import Sample

MEDIA_TYPES = ("text/markdown", "text/x-markdown")
FRONT = re.compile(
    r"(---[ \t]*\n(?=[\w\"'#]).*?\n(---|\.\.\.)|\+\+\+[ \t]*\n.*?\n\+\+\+)[ \t]*(\n|$)", re.DOTALL
)
UNCLOSED = re.compile(r"---[ \t]*\n(title|author|date|lang|description)[ \t]*:[ \t]", re.IGNORECASE)
"""Front matter that may never end."""
ATX = re.compile(r"^#{1,6} +\S", re.MULTILINE)
SECTION = re.compile(r"(?:\A|\n[ \t]*\n)#{1,6} +\S[^\n]*(?=\n[ \t]*\n)")
MARK = re.compile(
    r"!?\[[^\]\n]+\]\([^)\s]+\)|(?<!\*)\*\*[^\s*][^*\n]*\*\*(?!\*)|^```|^> \S|^(?:[-*+]|1\.) +\S",
    re.MULTILINE,
)
"""Links, pictures, bold, code, quotes, lists: what is written below headings in Markdown alone."""


def is_markdown(sample: Sample) -> bool:
    """As declared, by its front matter, or by its headings."""
    head = sample.head
    if sample.media_type in MEDIA_TYPES or FRONT.match(head) or UNCLOSED.match(head):
        return True
    return _is_marked(head) if sample.media_type else ATX.search(sample.text) is not None


def _is_marked(text: str) -> bool:
    """Whether what is declared as plain text is Markdown all the same.

    By headings that stand alone, and other marks or another heading. Lines that are marked but
    stand close are a text's own: Markdown would join them.
    """
    headings = SECTION.findall(text)
    return len(headings) >= 2 or (bool(headings) and MARK.search(text) is not None)
