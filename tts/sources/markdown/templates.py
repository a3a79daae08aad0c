"""Removes the tags of template languages and MDX from a Markdown text: their words are kept, the
rest is listed.

A tag for a picture leaves its caption, one that opens a box its title, one for a word in a sentence
that word. Content between two tags is text, except in comments and code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from tts.sources.markdown.code_spans import line_stretches, outside
from tts.sources.markdown.directive_kinds import NAMED, is_eastern, title_of
from tts.sources.markdown.dropped import COMMENT, COMPONENT, MODULE, TEMPLATE, Dropped
from tts.sources.markdown.html_tags import Elements
from tts.sources.markdown.template_tags import IN_MDX, IN_TEXT, Tag, tag_of

CODE: Final = frozenset({"highlight", "code", "codeblock", "CodeBlock", "Code", "prettify"})
"""Tags whose content is code."""
COMMENTS: Final = frozenset({"comment", "capture", "style", "javascript", "stylesheet", "schema"})
"""Tags whose content is not shown."""
LITERAL: Final = frozenset({"raw", "verbatim"})
OTHERWISE: Final = frozenset({"else", "elsif", "elseif", "elif", "when"})
"""Tags between two alternative texts."""
BOXES: Final = frozenset(
    re.findall(
        r"\S+",
        "accordion admonition alert aside callout card details expand fold hint notice panel"
        " spoiler step tab tabitem box collapse message",
    )
)
"""Tags that open a box: their content is text, and one of their words is its title or kind."""
PICTURES: Final = re.compile(r"fig|im(?:g|age)|picture|photo|asset", re.IGNORECASE)
CALL: Final = re.compile(r"\s*(?P<name>\w+)\s*\((?P<arguments>.*)\)\s*", re.DOTALL)
"""A macro of MDN: `jsxref("Array")`."""
STRING: Final = re.compile(r'"([^"]*)"|\'([^\']*)\'')
OF_PAGE: Final = re.compile(r"\s*\$?(?:page|frontmatter|this)\.(\w+)\s*(?:\|.*)?", re.IGNORECASE)
QUOTED: Final = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)')\s*(?:\|(.*))?""", re.DOTALL)
BEFORE: Final = re.compile(r"[ \t>]*\Z")
LINE_START: Final = re.compile(r"\n([ \t]*)(?=\S)")
BRACKETS: Final = str.maketrans("[]", "()")
FENCE: Final = "````````"
SHOWN: Final = "{{</*"
"""How an escaped shortcode begins, which is shown as it is."""
LITERAL_VALUE: Final = re.compile(r"""\{\s*(?:"([^"]*)"|'([^']*)'|`([^`$]*)`)\s*\}""")
PLACE: Final = re.compile(r"\{\s*(?:[#.][\w:.-]+|:)")
"""How an attribute begins, which is not an expression."""


def without_tags(
    text: str, dropped: Dropped, values: Mapping[str, str], *, mdx: bool = False
) -> str:
    """The text without tags; `values` are the values of the front matter, by the names that tags
    use."""
    pieces = list(line_stretches(text, indented=not mdx))
    elements = Elements.of(text, indented=not mdx)
    parts = list(_parts(pieces, elements, mdx=mdx))
    tags = [part for part in parts if isinstance(part, Tag)]
    if not tags:
        return text
    closed = frozenset(tag.pair for tag in tags if tag.closes)
    writer = _Writer(dropped, values, closed, eastern=is_eastern(text), mdx=mdx)
    return writer.written(parts)


def _parts(pieces: list[tuple[bool, str]], elements: Elements, *, mdx: bool) -> Iterator[str | Tag]:
    """The text, split at its tags."""
    pattern = IN_MDX if mdx else IN_TEXT
    for is_code, piece in pieces:
        at = 0
        matches = () if is_code else outside(piece, pattern)
        for match in matches:
            tag = tag_of(match)
            start = match.start()
            escaped = piece.endswith("\\", 0, start)
            if not escaped and _is_meant(tag, elements, mdx=mdx):
                yield piece[at:start]
                yield tag
                at = match.end()
        yield piece[at:]


def is_mdx(text: str, name: str) -> bool:
    """Whether it is MDX, by the name of the file, or by its imports."""
    if name.lower().endswith(".mdx"):
        return True
    if "import " not in text:
        return False
    pieces = (piece for is_code, piece in line_stretches(text) if not is_code)
    found = (match for piece in pieces for match in outside(piece, IN_TEXT))
    return any(match.lastgroup == "module" for match in found)


def _is_meant(tag: Tag, elements: Elements, *, mdx: bool) -> bool:
    """Whether what looks like a tag is one, unlike `List<String>`."""
    if tag.syntax == "html":
        return "{" in tag.source
    if tag.syntax == "expression":
        return not PLACE.match(tag.source)
    if tag.syntax == "jsx":
        return tag.name in elements.closed or tag.closed or (mdx and not tag.name)
    return True


@dataclass
class _Writer:
    dropped: Dropped
    values: Mapping[str, str]
    closed: frozenset[tuple[str, str]]
    """Tags that have a closing tag."""
    eastern: bool = False
    mdx: bool = False
    inside: int = 0
    """Components around the current position."""
    indent: int = 0
    """Common indent of the lines in a component."""
    parts: list[str] = field(default_factory=list)
    """The output."""
    lead: str | None = ""
    """The beginning of the last line, while it only consists of blanks and quotation marks;
    otherwise None."""
    silent: list[Tag] = field(default_factory=list)
    """The tag whose content is omitted, or kept unchanged."""
    silenced: list[str] = field(default_factory=list)

    def written(self, parts: list[str | Tag]) -> str:
        for part in parts:
            if self.silent:
                self._inside(part)
            elif isinstance(part, Tag):
                self._tag(part)
            else:
                text = self._dedented(part) if self.mdx else part
                self._say(text)
        self._end()
        return "".join(self.parts)

    def _dedented(self, text: str) -> str:
        """Lines without the indent of their component."""
        begun = self.lead != ""
        lines = text if begun else f"\n{text}"
        first = LINE_START.search(lines)
        if self.inside < 1 or not first:
            return text
        if not self.indent:
            self.indent = len(first[1])
        lines = re.sub(rf"\n[ \t]{{0,{self.indent}}}", "\n", lines)
        return lines if begun else lines[1:]

    def _inside(self, part: str | Tag) -> None:
        opened = self.silent[0]
        if isinstance(part, str):
            self.silenced.append(part)
        elif part.closes and part.pair == opened.pair:
            self._end()
        else:
            self.silenced.append(part.source)

    def _end(self) -> None:
        if not self.silent:
            return
        opened = self.silent.pop()
        text = "".join(self.silenced)
        self.silenced = []
        if opened.name in LITERAL:
            self._say(text)
        elif opened.name in CODE:
            self._code(opened, text)
        else:
            self.dropped.add(text, COMMENT)

    def _code(self, opened: Tag, text: str) -> None:
        code = _literal(text.strip()) or text.strip("\n")
        named = (*opened.words, *opened.strings, opened.first("language", "lang"))
        stated = next(filter(None, named), "")
        language, _, _ = stated.partition(" ")
        self._apart(f"{FENCE}{language}\n{code}\n{FENCE}")

    def _tag(self, tag: Tag) -> None:
        opens = not tag.closes and not tag.closed
        paired = opens and tag.pair in self.closed
        if paired and tag.name in LITERAL | CODE | COMMENTS:
            self.silent.append(tag)
            return
        if tag.source.startswith(SHOWN):
            shown = tag.source.replace("/*", "", 1).replace("*/", "", 1)
            self._say(f"`{shown}`")
            return
        if tag.syntax == "jsx":
            self.inside += paired - tag.closes
            self.indent = 0
        said = self._said(tag, paired=paired)
        if said is not None:
            component = tag.syntax in ("jsx", "html")
            self.dropped.add(tag.source, COMPONENT if component else TEMPLATE)
            self._say(said)

    def _said(self, tag: Tag, *, paired: bool) -> str | None:
        """What a tag leaves in the text; None if it is omitted without being listed."""
        match tag.syntax:
            case "comment" | "remark":
                self.dropped.add(tag.source, COMMENT)
                return None
            case "module" | "export":
                self.dropped.add(tag.source, MODULE)
                return None
            case "expression":
                return _literal(tag.source)
            case "output":
                return self._output(tag.source.strip("{}"))
            case "erb" | "html":
                return ""
        return self._visible(tag, paired=paired)

    def _visible(self, tag: Tag, *, paired: bool) -> str:
        """The caption of a picture, the words of a link, the title of a box."""
        if tag.closes or tag.name in OTHERWISE:
            return " " if tag.name in OTHERWISE else ""
        caption = _caption(tag)
        if caption:
            if caption.count("[") != caption.count("]"):
                caption = caption.translate(BRACKETS)
            return f"![{caption}]()"
        words = tag.first("text", "link-text") or _words_of_link(tag)
        if words:
            return words
        if tag.name == "heading":
            return "".join(tag.strings[:1])
        title = tag.first("title", "header", "summary", "label", "heading")
        if not title and (paired or tag.name.lower() in BOXES):
            title = _title(tag, eastern=self.eastern)
        if title:
            self._apart(title)
        return ""

    def _output(self, inner: str) -> str | None:
        """The value of double braces: a known value, a string, the words of a macro."""
        if inner.lstrip(" -").startswith(("/*", "!")):
            self.dropped.add(inner, COMMENT)
            return None
        value = OF_PAGE.fullmatch(inner)
        if value:
            return self.values.get(value[1].lower(), "")
        call = CALL.fullmatch(inner)
        if call:
            return "" if self.lead is not None else _words_of_call(call["arguments"])
        quoted = QUOTED.fullmatch(inner)
        if not quoted:
            return ""
        word = quoted[1] or quoted[2] or ""
        is_address = "/" in word or "url" in (quoted[3] or "")
        return "" if is_address else word

    def _say(self, text: str) -> None:
        self.parts.append(text)
        _, ended, line = text.rpartition("\n")
        before = "" if ended else self.lead
        is_lead = before is not None and BEFORE.fullmatch(line)
        self.lead = f"{before}{line}" if is_lead else None

    def _apart(self, text: str) -> None:
        """A separate paragraph, within the current quote or item."""
        if self.lead is None:
            self._say("\n\n")
        lead = self.lead or ""
        lines = text.replace("\n", f"\n{lead}")
        self._say(f"\n{lead}{lines}\n{lead.rstrip()}\n{lead}")


def _caption(tag: Tag) -> str:
    """The caption in a tag for a picture."""
    caption = tag.first("caption")
    names = " ".join([tag.name, *tag.words])
    if caption or not PICTURES.search(names):
        return caption
    worded = filter(_is_worded, tag.strings)
    return tag.first("alt", "title") or next(worded, "")


def _words_of_link(tag: Tag) -> str:
    """The title in a tag for a link."""
    if not tag.name.lower().endswith("link"):
        return ""
    return next(filter(_is_worded, tag.strings), "")


def _title(tag: Tag, *, eastern: bool) -> str:
    """The title of a box without a title key: one of its words, or its kind."""
    name = tag.name.lower()
    if name not in BOXES:
        worded = filter(_is_worded, tag.strings)
        return title_of(name, next(worded, ""), eastern=eastern)
    titles = [one for one in tag.strings if one.lower() not in NAMED]
    if titles:
        return titles[-1]
    kinds = (*tag.strings, *tag.words, tag.first("type", "style", "kind", "variant"))
    named = (title_of(kind, "", eastern=eastern) for kind in kinds)
    return tag.first("name") or next(filter(None, named), "")


def _words_of_call(arguments: str) -> str:
    """The visible text of a macro: its second string, otherwise its first."""
    strings = [one or other for one, other in STRING.findall(arguments)]
    shown = [*strings[1:2], *strings[:1]]
    return next(filter(None, shown), "")


def _literal(source: str) -> str:
    """The string literal that an expression is; otherwise empty."""
    found = LITERAL_VALUE.fullmatch(source)
    return next(filter(None, found.groups()), " ") if found else ""


def _is_worded(text: str) -> bool:
    """Whether a string is for people: words, not the name of a file or a colour."""
    return " " in text.strip() or not text.isascii()
