"""Markdown with front matter -> Article, by markdown-it-py (CommonMark, tables, strikethrough)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tts.model import Article, Block, Change, Kind, Source
from tts.sources.document import join_lines
from tts.sources.facts import iso_date, language_tag, people, squeezed
from tts.sources.images import image_address

FRONT = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\n(.{0,65536}?)(?:^|\n)(?:\1|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
PAIR = re.compile(r"^([\w-]+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)

KEYS = {
    "title": ("title", "headline"),
    "author": ("author", "authors", "by", "byline"),
    "date": ("date", "published", "pubdate", "publishdate", "datepublished", "created"),
    "language": ("lang", "language", "locale"),
    "summary": ("description", "summary", "excerpt", "abstract"),
    "image": ("image", "cover", "thumbnail", "banner", "featured_image", "feature_image", "hero"),
    "url": ("url", "canonical", "canonical_url", "canonicalurl", "link"),
    "publication": ("publication", "source", "来源", "來源"),
    "site": ("site", "site_name", "sitename"),
}
"""Fields of an Article, and what front matter calls them."""

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)")
MARK = re.compile(r"\[\^([^\]\s]+)\]")
TASK = re.compile(r"\[[ xX]\]\s+")
SILENT_TAG = re.compile(r"<(/?)(rt|rp|script|style)\b", re.IGNORECASE)
LINE_TAG = re.compile(r"<br\b", re.IGNORECASE)


def read_markdown(text: str, source: Source) -> Article:
    """An article in Markdown: its title is that of the front matter, else the first heading when it is of level 1."""
    front, body = front_matter(text)
    body, notes = _without_notes(body)
    blocks = list(_Walk(notes).blocks(_parser().parse(body)))
    told = {name: _told(front, keys) for name, keys in KEYS.items()}
    title, blocks = _titled(told["title"], blocks)
    changes = tuple(Change(note, "", "a footnote") for note in notes.values() if note)
    return Article(
        tuple(blocks),
        title=title,
        author=_names(front),
        date=iso_date(told["date"]),
        publication=told["publication"],
        site=told["site"],
        url=told["url"] if told["url"].startswith(("http://", "https://")) else source.url,
        image=image_address(told["image"], source.url, source.where),
        language=language_tag(told["language"]),
        summary=told["summary"],
        changes=changes,
    )


def front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """YAML between `---` or TOML between `+++` at the head, with lower-case keys, and the text behind it."""
    match = FRONT.match(text)
    values = _values(match[1], match[2]) if match else None
    if not match or values is None:
        return {}, text
    return {str(key).lower(): value for key, value in values.items()}, text[match.end() :]


class _Plain(yaml.BaseLoader):
    """Without aliases: a few lines of them can stand for more values than there is time to read."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read in front matter")
        return super().compose_node(parent, index)


def _values(fence: str, front: str) -> dict[Any, Any] | None:
    """None when it is no front matter: text between two rules."""
    try:
        # BaseLoader makes strings, lists and dicts only: no dates are guessed, no objects made.
        values = tomllib.loads(front) if fence == "+++" else yaml.load(front, Loader=_Plain)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError):
        # `title: One: two` is wrong YAML, and what people write.
        values = {key: value.strip("\"'") for key, value in PAIR.findall(front)} or None
    return values if isinstance(values, dict) else None if values else {}


def _told(front: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next((text for key in keys if (text := _scalar(front.get(key)))), "")


def _scalar(value: Any) -> str:
    """One string of a value that may be a list, or a table with a name or an address in it."""
    if isinstance(value, list):
        return next(filter(None, map(_scalar, value)), "")
    if isinstance(value, dict):
        return next((_scalar(value[key]) for key in ("name", "url", "src", "path", "image") if key in value), "")
    return " ".join(str(value).split()) if value is not None else ""


def _names(front: Mapping[str, Any]) -> str:
    value = next((front[key] for key in KEYS["author"] if front.get(key)), "")
    return people(map(_scalar, value) if isinstance(value, list) else [_scalar(value)])


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


_NESTING = 150
"""Levels of lists and quotes; what is deeper the parser would drop without a word."""


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable(["table", "strikethrough"])


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
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    self.lists += 1
                case "bullet_list_close" | "ordered_list_close":
                    self.lists -= 1
                case "blockquote_open" | "blockquote_close":
                    self.quotes += token.nesting
                case "list_item_open":
                    self.number = f"{token.info}. " if token.info else ""
                case "fence" | "code_block":
                    yield from _block("code", token.content.rstrip("\n"))
                case "html_block":
                    yield from _html_blocks(token.content)
                case "tr_open":
                    self.cells.append([])
                case "table_close":
                    yield from _block("table", "\n".join("\t".join(row) for row in self.cells))
                    self.cells = []
                case "inline":
                    yield from self.inline(tokens[place - 1], token)

    def inline(self, opening: Token, token: Token) -> Iterator[Block]:
        text, captions = self.text(token.children or [])
        if opening.type in ("th_open", "td_open"):
            self.cells[-1].append(text)
            return
        if opening.type == "heading_open":
            yield from _block("heading", text, int(opening.tag[1]))
        elif self.lists:
            yield from _block("item", self.number + TASK.sub("", text, count=1) if text else "", self.lists)
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
    from tts.sources.blocks import fragment_blocks

    yield from fragment_blocks(content)
