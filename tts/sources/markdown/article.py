"""Markdown with front matter -> Article, by markdown-it-py (CommonMark, tables, strikethrough)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from markdown_it.token import Token

from tts.model import Article, Block, Kind, Source
from tts.rates import RULE
from tts.sources.html.images import image_address
from tts.sources.markdown.frontmatter import front_matter
from tts.sources.markdown.parser import parser
from tts.sources.plain import join_lines
from tts.sources.stated import squeezed

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)")
MARK = re.compile(r"\[\^([^\]\s]+)\]")
TASK = re.compile(r"\[[ xX]\]\s+")
SILENT_TAG = re.compile(r"<(/?)(rt|rp|script|style)\b", re.IGNORECASE)
LINE_TAG = re.compile(r"<br\b", re.IGNORECASE)

MATH = "tex"
DISPLAY_TEX = re.compile(
    r"(?:^|(?<=\n))([ \t]{0,3})(?:\$\$(?!\$)((?:(?!\n\s*\n|\$\$).){1,2000}?)\$\$"
    r"|\\\[((?:(?!\n\s*\n).){1,2000}?)\\\])[ \t]*(?=\n|$)",
    re.DOTALL,
)
"""`$$ … $$` and `\\[ … \\]` on lines of their own."""
INLINE_TEX = re.compile(
    r"(?<![\w$\\`])\$(?=[^\s$`])([^$\n`]{1,300}?)(?<=[^\s\\])\$(?![\w$])|\\\((?:[^\n`]{1,300}?)\\\)"
)
TEX = re.compile(r"\\[A-Za-z]|[_^{}]")
"""What money has not, and Markdown would change."""


def read_markdown(text: str, source: Source) -> Article:
    """An article in Markdown: its title is that of the front matter, else the first heading when it
    is of level 1."""
    front = front_matter(text)
    body, notes = _without_notes(front.body)
    blocks = _ruled(_Walk(notes).blocks(parser().parse(_with_formulas(body))))
    blocks += [Block("note", note) for note in notes.values() if note]
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
        changes=front.changes,
    )


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


def _without_notes(text: str) -> tuple[str, dict[str, str]]:
    """The text without its footnote definitions, and these by name. Code is left alone."""
    kept, notes, fence, name = [], {}, "", ""
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        definition = None if fence else NOTE.match(line)
        if definition:
            name = definition[1]
            notes[name] = definition[2].strip()
        elif name and (line.startswith(("    ", "\t")) and line.strip()):
            notes[name] = join_lines([notes[name], line])
        else:
            name = name if not line.strip() else ""
            kept.append(line)
    return "\n".join(kept), notes


def _with_formulas(text: str) -> str:
    """TeX kept from Markdown, which would take its backslashes and underscores for marks of its
    own: a formula that stands by itself becomes a fenced block, as some write it; one in a line a
    piece of code. Code is left alone."""
    return "\n".join(part if fenced else _marked_up(part) for fenced, part in _fenced(text))


def _fenced(text: str) -> Iterator[tuple[bool, str]]:
    """The stretches of whole lines that are fenced code, and those that are not."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if mark and not fence:
            yield False, "\n".join(lines)
            fence, lines = mark[1], [line]
        elif mark and mark[1].startswith(fence):
            yield True, "\n".join([*lines, line])
            fence, lines = "", []
        else:
            lines.append(line)
    yield bool(fence), "\n".join(lines)


def _marked_up(text: str) -> str:
    text = DISPLAY_TEX.sub(
        lambda m: f"{m[1]}````{MATH}\n{(m[2] or m[3]).strip()}\n{m[1]}````", text
    )
    return INLINE_TEX.sub(_as_code, text)


def _as_code(found: re.Match[str]) -> str:
    tex = found[0]
    return tex if found[1] and not TEX.search(found[1]) else f"```` {tex} ````"


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
    lists: int = 0
    quotes: int = 0
    number: str = ""
    cells: list[list[str]] = field(default_factory=list)

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
            case "bullet_list_open" | "ordered_list_open":
                self.lists += 1
            case "bullet_list_close" | "ordered_list_close":
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
        lines, captions, silent = [""], [], False
        for token in tokens:
            if token.type == "html_inline":
                if tag := SILENT_TAG.match(token.content):
                    silent = not tag[1]
                elif LINE_TAG.match(token.content):
                    lines.append("")
            elif token.type in ("softbreak", "hardbreak"):
                lines.append("")
            elif token.type == "image":
                captions.append(join_lines([token.content or str(token.attrGet("title") or "")]))
            elif token.type == "text" and not silent:
                lines[-1] += MARK.sub(self._unmarked, token.content)
            elif token.type == "code_inline":
                lines[-1] += token.content
        return join_lines(lines), captions

    def _unmarked(self, mark: re.Match[str]) -> str:
        """A footnote's mark vanishes; the same signs without a footnote to them stay."""
        return "" if mark[1] in self.notes else mark[0]


def _block(kind: Kind, text: str, level: int = 0) -> Iterator[Block]:
    if text.strip():
        yield Block(kind, text, level)


def _html_blocks(content: str) -> Iterator[Block]:
    from tts.sources.html.blocks import fragment_blocks

    yield from fragment_blocks(content)
