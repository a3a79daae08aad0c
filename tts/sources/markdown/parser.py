"""The Markdown parser with limits: however deep the nesting, its time is linear and no text is
lost."""

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
"""Maximum levels of quotes and lists, a list counting two; deeper text is put at this level."""
INSIDE: Final = 20
"""Additional levels for the innermost list and a table in it: the parser silently drops what is
deeper."""
BRACKETS: Final = 10
"""Levels of brackets that are searched for a link: each `[` is scanned once for each."""
MARKERS: Final = re.compile(r"(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))*+")
"""Markers of quotes and lists before the text of a line."""


ENVIRONMENT: Final = "pagecast"
"""The key under which a parse finds the handler for other dialects."""


class Dialects(Protocol):
    """What a parse asks about markup that CommonMark does not have."""

    references: Mapping[str, object]

    def rewritten(self, text: str, *, heading: bool = False, paragraph: bool = False) -> str:
        """The text of a paragraph in plain CommonMark."""

    def is_html(self, state: StateBlock, line: int) -> bool:
        """Whether a line that looks like HTML is HTML."""


def parser(*, indented: bool = True) -> MarkdownIt:
    """A parser for CommonMark with tables, strikethrough and definition lists; without `indented`,
    indented code is not recognized."""
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
    """Rewrite markup of other dialects to CommonMark, one paragraph at a time."""
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
    """At the deepest level, remove the markers of deeper levels from the line, and leave it to the
    following rules."""
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
