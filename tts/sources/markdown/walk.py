"""The tokens of a Markdown text -> blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from markdown_it.token import Token

from tts.model import Block, Kind
from tts.sources.html.line_splitting import lines_of
from tts.sources.markdown.html_tags import Elements
from tts.sources.markdown.inline_text import Running
from tts.sources.markdown.tex_spans import MATH

TASK: Final = re.compile(r"\[[ xX/<>!?*-]\]\s+")
RULE_BLOCK: Final = Block("paragraph", "")
"""A placeholder for a rule, until the block above it gets its pause."""


@dataclass
class Walk:
    """Walks a flat list of tokens, and keeps track of the nesting."""

    running: Running
    elements: Elements
    lists: int = 0
    quotes: int = 0
    number: str = ""
    cells: list[list[str]] = field(default_factory=list)

    def blocks(self, tokens: list[Token]) -> Iterator[Block]:
        for index, token in enumerate(tokens):
            self._note_place(token)
            match token.type:
                case "fence" | "code_block":
                    is_formula = token.info.strip().lower() in (MATH, "math")
                    yield from _block(
                        "formula" if is_formula else "code", token.content.rstrip("\n")
                    )
                case "html_block":
                    yield from self._html(token.content)
                case "hr":
                    yield RULE_BLOCK
                case "table_close":
                    rows = ["\t".join(row) for row in self.cells]
                    yield from _block("table", "\n".join(rows))
                    self.cells = []
                case "inline":
                    yield from self._inline(tokens[index - 1], token)

    def _note_place(self, token: Token) -> None:
        """Update the nesting."""
        match token.type:
            case "bullet_list_open" | "ordered_list_open" | "dl_open":
                self.lists += 1
            case "bullet_list_close" | "ordered_list_close" | "dl_close":
                self.lists -= 1
            case "blockquote_open" | "blockquote_close":
                self.quotes += token.nesting
            case "list_item_open":
                self.number = f"{token.info}. " if token.info else ""
            case "tr_open":
                self.cells.append([])

    def _inline(self, opening: Token, token: Token) -> Iterator[Block]:
        text, captions = self.running.text(token.children or [])
        if opening.type in ("th_open", "td_open"):
            self.cells[-1].append(" ".join(text.split()))
            return
        if opening.type == "heading_open":
            yield from self._lines("heading", text, int(opening.tag[1]))
        elif self.lists:
            yield from self._lines("item", TASK.sub("", text, count=1), self.lists)
        else:
            yield from self._lines("quote" if self.quotes else "paragraph", text)
        for caption in captions:
            yield from _block("caption", caption)

    def _lines(self, kind: Kind, text: str, level: int = 0) -> Iterator[Block]:
        """A paragraph, or its lines if they are separate; the first one of an item gets its
        number."""
        for line, pause in lines_of(text, kind) if text.strip() else ():
            number = self.number if kind == "item" else ""
            self.number = self.number.removeprefix(number)
            yield Block(kind, number + line, level, pause=pause)

    def _html(self, content: str) -> Iterator[Block]:
        from tts.sources.html.blocks import fragment_blocks

        yield from fragment_blocks(self.elements.escaped(content))


def _block(kind: Kind, text: str) -> Iterator[Block]:
    if text.strip():
        yield Block(kind, text)
