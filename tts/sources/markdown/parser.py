"""The Markdown parser with limits: whatever is nested, its time is linear and no text is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Protocol

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.html_block import html_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_core import inline as parse_inline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

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


ENVIRONMENT: Final = "pagecast"
"""The name under which a parse finds the marks of other dialects."""


class Dialects(Protocol):
    """What a parse asks about marks that CommonMark does not have."""

    references: Mapping[str, object]

    def rewritten(self, text: str, *, heading: bool = False, paragraph: bool = False) -> str:
        """The text of a paragraph without them."""

    def is_html(self, state: StateBlock, line: int) -> bool:
        """Whether a line that looks like HTML is some."""


def parser(*, indented: bool = True) -> MarkdownIt:
    """CommonMark with tables, strikethrough, definition lists; where `indented` is false, without
    code that is marked by its indent alone."""
    markdown = MarkdownIt("commonmark", {"maxNesting": DEEPEST + INSIDE}).enable(
        ["table", "strikethrough"]
    )
    markdown.use(deflist_plugin)
    markdown.block.ruler.before("table", "flatten", _flatten)
    markdown.block.ruler.at(
        "html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    markdown.core.ruler.before("inline", "dialects", _rewrite)
    markdown.core.ruler.at("inline", _parse_inline)
    if not indented:
        markdown.disable("code")
    return markdown


def parsed(made: MarkdownIt, text: str, dialects: Dialects) -> list[Token]:
    """The tokens of a text."""
    return made.parse(text, {ENVIRONMENT: dialects})


def _html_block(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    dialects: Dialects = state.env[ENVIRONMENT]
    return dialects.is_html(state, line) and html_block(state, line, end_line, silent)


def _rewrite(state: StateCore) -> None:
    """Marks of other dialects become marks of CommonMark, a paragraph at a time."""
    dialects: Dialects = state.env[ENVIRONMENT]
    dialects.references = state.env.get("references", {})
    for place, token in enumerate(state.tokens):
        if token.type == "inline":
            around = state.tokens[place - 1].type
            token.content = dialects.rewritten(
                token.content,
                heading=around == "heading_open",
                paragraph=around == "paragraph_open",
            )


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
