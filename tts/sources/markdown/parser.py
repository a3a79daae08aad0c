"""The Markdown parser, bounded: whatever is nested in it, its time is linear and no text is
lost."""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_core import inline as parse_inline

DEEPEST: Final = 24
"""Levels of quotes and lists, a list counting two; the text of what is deeper stands at this
level."""
INSIDE: Final = 20
"""Levels that the innermost list, and a table in it, may add: the parser drops what is deeper
without a word."""
BRACKETS: Final = 10
"""Levels of brackets in which a link is looked for: each `[` is read once for each of them."""
MARKERS: Final = re.compile(r"(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))*+")
"""What quotes and lists put before the text of a line."""


def parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough."""
    made = MarkdownIt("commonmark", {"maxNesting": DEEPEST + INSIDE}).enable(
        ["table", "strikethrough"]
    )
    made.block.ruler.before("table", "flatten", _flatten)
    made.core.ruler.at("inline", _parse_inline)
    return made


def _flatten(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """At the deepest level, takes the markers of deeper ones off the line, and leaves it to the
    rules behind."""
    if not silent and state.level >= DEEPEST:
        first = state.bMarks[line] + state.tShift[line]
        markers = MARKERS.match(state.src, first, state.eMarks[line])
        state.bMarks[line] = markers.end() if markers else first
        state.tShift[line], state.sCount[line] = 0, state.blkIndent
    return False


def _parse_inline(state: StateCore) -> None:
    options = state.md.options
    blocks = options["maxNesting"]
    options["maxNesting"] = BRACKETS
    parse_inline(state)
    options["maxNesting"] = blocks
