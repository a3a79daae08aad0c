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
"""Links, pictures, bold, code, quotes, lists: found below headings only in Markdown."""


def is_markdown(sample: Sample) -> bool:
    """Whether it is Markdown: as declared, by its front matter, or by its headings."""
    head = sample.head
    if sample.media_type in MEDIA_TYPES or FRONT.match(head) or UNCLOSED.match(head):
        return True
    return _is_marked(head) if sample.media_type else ATX.search(sample.text) is not None


def _is_marked(text: str) -> bool:
    """Whether text declared as plain is Markdown nevertheless: by separate headings, and other
    markup or another heading. Marked lines without empty lines between them are the text's own:
    Markdown would join them."""
    headings = SECTION.findall(text)
    return len(headings) >= 2 or (bool(headings) and MARK.search(text) is not None)
