"""Markdown with front matter -> Article, by markdown-it-py (CommonMark, tables, strikethrough)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import islice
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tts.model import Article, Block, Kind, Source
from tts.rates import RULE
from tts.sources.html.images import image_address, is_telling
from tts.sources.html.superscripts import lowered, raised
from tts.sources.markdown.directives import without_directives
from tts.sources.markdown.dropped import BADGE, Dropped
from tts.sources.markdown.elements import Elements
from tts.sources.markdown.formulas import MATH, with_formulas
from tts.sources.markdown.frontmatter import front_matter
from tts.sources.markdown.inline import Inline
from tts.sources.markdown.notes import MARK, without_notes
from tts.sources.markdown.parser import parsed, parser
from tts.sources.markdown.templates import is_mdx, without_tags
from tts.sources.plain import join_lines
from tts.sources.stated import squeezed

SHIFTS: Final[dict[str, Callable[[str], str]]] = {"sup": raised, "sub": lowered}
BADGE_ADDRESS = re.compile(
    r"shields\.io|badgen\.net|badge\.fury|/badges?[/.]|badge\.svg|/workflows/.*\.svg"
    r"|codecov\.io|travis-ci",
    re.IGNORECASE,
)
TASK = re.compile(r"\[[ xX/<>!?*-]\]\s+")
SILENT_TAG = re.compile(r"<(/?)(rt|rp|script|style)\b", re.IGNORECASE)
LINE_TAG = re.compile(r"<br\b", re.IGNORECASE)
SHIFTED_TAG = re.compile(r"<(/?)(sup|sub)\b", re.IGNORECASE)
IMAGE_TAG = re.compile(r"<img\b", re.IGNORECASE)
ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
SRC = re.compile(r"\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
BLANKS = re.compile(r"[ \t]{2,}")
MOST_NOTES = 20_000
"""Footnotes, those in the text and those in footnotes among them."""


def read_markdown(text: str, source: Source) -> Article:
    """An article in Markdown: its title is that of the front matter, else the first heading when it
    is of level 1."""
    front = front_matter(text)
    blocks, dropped = _blocks(front.body, front.stated, source.where)
    stated = front.stated
    title, blocks = _titled(stated["title"], blocks)
    return Article(
        tuple(blocks),
        title=title,
        author=stated["author"],
        date=stated["date"],
        publication=stated["publication"],
        site=stated["site"],
        url=stated["url"] if stated["url"].startswith(("http://", "https://")) else source.url,
        image=image_address(stated["image"], source.url, source.where),
        language=stated["language"],
        summary=stated["summary"],
        changes=(*front.changes, *dropped.changes()),
    )


def _blocks(text: str, stated: Mapping[str, str], name: str) -> tuple[list[Block], Dropped]:
    """The blocks of a text, its notes behind them, and what is not said of it."""
    dropped = Dropped()
    mdx = is_mdx(text, name)
    text = with_formulas(text)
    text = without_tags(text, dropped, stated, mdx=mdx)
    text = without_directives(text, dropped, mdx=mdx)
    text, notes = without_notes(text, indented=not mdx)
    elements = Elements.of(text, indented=not mdx)
    dialects = Inline(dropped, elements, notes)
    made = parser(indented=not mdx)
    tokens = parsed(made, text, dialects)
    blocks = _ruled(_Walk(notes, dropped).blocks(tokens))
    blocks += _notes(made, dialects)
    return blocks, dropped


def _notes(made: MarkdownIt, dialects: Inline) -> Iterator[Block]:
    """The notes; those that stand in notes come behind them."""
    notes = dialects.notes
    for name in islice(_growing(notes), MOST_NOTES):
        walk = _Walk(notes, dialects.dropped)
        blocks = walk.blocks(parsed(made, notes[name], dialects))
        text = join_lines([block.text for block in blocks])
        yield from _block("note", text)


def _growing(names: Mapping[str, str]) -> Iterator[str]:
    """The names, those that are added meanwhile too."""
    at = 0
    while at < len(names):
        found = list(names)[at:]
        yield from found
        at += len(found)


_RULE: Final = Block("paragraph", "")
"""Stands for a rule, until the block above it has its pause."""


def _ruled(blocks: Iterable[Block]) -> list[Block]:
    """With a pause behind what stands above a rule."""
    kept: list[Block] = []
    for block in blocks:
        if block is not _RULE:
            kept.append(block)
        elif kept:
            kept[-1] = replace(kept[-1], pause=RULE)
    return kept


def _titled(title: str, blocks: list[Block]) -> tuple[str, list[Block]]:
    """The title, and the blocks without the heading that repeats it."""
    place = next((place for place, block in enumerate(blocks) if block.kind == "heading"), None)
    if place is None or blocks[place].level != 1:
        return title, blocks
    heading = blocks[place].text
    if title and squeezed(title) != squeezed(heading):
        return title, blocks
    return title or heading, blocks[:place] + blocks[place + 1 :]


@dataclass
class _Walk:
    """Walks a flat list of tokens, and knows what it is inside of."""

    notes: Mapping[str, str]
    dropped: Dropped
    lists: int = 0
    quotes: int = 0
    number: str = ""
    cells: list[list[str]] = field(default_factory=list)
    silent: bool = False
    shift: Callable[[str], str] = str
    """What is done with text that stands above or below the line."""

    def blocks(self, tokens: list[Token]) -> Iterator[Block]:
        for place, token in enumerate(tokens):
            self._note_place(token)
            match token.type:
                case "fence" | "code_block":
                    kind: Kind = (
                        "formula" if token.info.strip().lower() in (MATH, "math") else "code"
                    )
                    yield from _block(kind, token.content.rstrip("\n"))
                case "html_block":
                    yield from _html_blocks(token.content)
                case "hr":
                    yield _RULE
                case "table_close":
                    yield from _block("table", "\n".join("\t".join(row) for row in self.cells))
                    self.cells = []
                case "inline":
                    yield from self.inline(tokens[place - 1], token)

    def _note_place(self, token: Token) -> None:
        """What the tokens that follow stand in."""
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

    def inline(self, opening: Token, token: Token) -> Iterator[Block]:
        text, captions = self.text(token.children or [])
        if opening.type in ("th_open", "td_open"):
            self.cells[-1].append(text)
            return
        if opening.type == "heading_open":
            yield from _block("heading", text, int(opening.tag[1]))
        elif self.lists:
            yield from _block(
                "item", self.number + TASK.sub("", text, count=1) if text else "", self.lists
            )
            self.number = ""
        else:
            yield from _block("quote" if self.quotes else "paragraph", text)
        for caption in captions:
            yield from _block("caption", caption)

    def text(self, tokens: list[Token]) -> tuple[str, list[str]]:
        """Running text without its marks, and the captions of the images in it."""
        lines: list[str] = [""]
        captions: list[str] = []
        self.silent = False
        for token in tokens:
            match token.type:
                case "html_inline":
                    self._html(token.content, lines, captions)
                case "softbreak" | "hardbreak":
                    lines.append("")
                case "image":
                    alt = token.content or str(token.attrGet("title") or "")
                    captions += self._picture(alt, str(token.attrGet("src") or ""))
                case "text" if not self.silent:
                    text = MARK.sub(self._unmarked, token.content)
                    lines[-1] += self.shift(text)
                case "code_inline":
                    lines[-1] += token.content
        return BLANKS.sub(" ", join_lines(lines)), captions

    def _html(self, tag: str, lines: list[str], captions: list[str]) -> None:
        if silent := SILENT_TAG.match(tag):
            self.silent = not silent[1]
        elif LINE_TAG.match(tag):
            lines.append("")
        elif shifted := SHIFTED_TAG.match(tag):
            self.shift = str if shifted[1] else SHIFTS[shifted[2].lower()]
        elif IMAGE_TAG.match(tag):
            captions += self._picture(_value(ALT, tag), _value(SRC, tag))

    def _picture(self, alt: str, address: str) -> list[str]:
        """A picture says what it is called, unless that says nothing; badges are told."""
        caption = join_lines([unescape(alt)])
        if BADGE_ADDRESS.search(address):
            self.dropped.add(caption, BADGE)
            return []
        return [caption] if is_telling(caption, address) else []

    def _unmarked(self, mark: re.Match[str]) -> str:
        """A footnote's mark vanishes; the same signs without a footnote to them stay."""
        return "" if mark[1] in self.notes else mark[0]


def _value(pattern: re.Pattern[str], tag: str) -> str:
    """An attribute's value; empty where the tag has none."""
    found = pattern.search(tag)
    return (found[1] or found[2] or "") if found else ""


def _block(kind: Kind, text: str, level: int = 0) -> Iterator[Block]:
    if text.strip():
        yield Block(kind, text, level)


def _html_blocks(content: str) -> Iterator[Block]:
    from tts.sources.html.blocks import fragment_blocks

    yield from fragment_blocks(content)
