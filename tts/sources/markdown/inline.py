"""Rewrites the inline markup of other dialects to CommonMark: wiki links, marked text, comments,
attributes, roles, citations, notes, names of emoji.

Code, escapes, addresses and link targets are left unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock

from tts.sources.markdown.code_spans import outside
from tts.sources.markdown.dropped import (
    ANCHOR,
    ATTRIBUTES,
    CITATION,
    COMMENT,
    EDITED,
    EMBEDDED,
    EMOJI,
    LOST_MARK,
    TAGS,
    Dropped,
)
from tts.sources.markdown.html_tags import TAG, Elements
from tts.sources.markdown.inline_text import without_size
from tts.sources.plain import WIDE

ATTRIBUTE: Final = (
    r"(?:[#.][\w:.-]+|[\w@:-]+=(?:\"[^\"\n]*+\"|'[^'\n]*+'|[^\s{}\"']+)|-(?=\s*\})|:(?=[\s#.\w]))"
)
ATTRIBUTES_LIST: Final = rf"\{{:?[ \t]*+{ATTRIBUTE}(?:[ \t]+(?:{ATTRIBUTE}|[\w-]+))*+[ \t]*\}}"
PATTERNS: Final = {
    "keep": r"\\.|<[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*>|(?:https?|ftp)://[^\s<>\[\]{}`]*"
    r"|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*",
    "embed": r"!\[\[[^\[\]\n]{1,400}\]\]",
    "wiki": r"\[\[(?![\s\]])[^\[\]\n]{1,400}\]\](?![\[(])",
    "span": rf"\[(?P<spanned>[^\[\]\n]{{1,400}})\]{ATTRIBUTES_LIST}",
    "role": r"(?:\{[a-zA-Z][\w:.+-]*\}|(?<![\w`]):[a-z][\w:.+-]*:)"
    r"(?P<tick>`{1,3})(?P<target>[^`\n]+)(?P=tick)",
    "critic": r"\{(?:\+\+|--|~~|==|>>)[^{}]{0,2000}(?:\+\+|--|~~|==|<<)\}",
    "list": ATTRIBUTES_LIST,
    "note": r"\^\[(?P<noted>(?:[^\[\]\\]|\\.|\[[^\[\]]*+\])++)\]",
    "mark": r"\[\^[^\[\]\s]+\]",
    "cite": r"\[(?:[^\[\]\n@]*?[\s;(])?-?@[A-Za-z_][\w:.#$%&+?~-]*(?:[\s;,][^\[\]\n]*)?\]"
    r"(?![\[(:])",
    "comment": r"(?<![\w%])%%(?!%)(?:[^%]|%(?!%))+%%(?![\w%])",
    "field": r"[\[(](?P<key>[^\W\d_][\w -]{0,40})::[ \t]*(?P<value>[^\[\]()\n]*)[\])](?!\()",
    "emoji": r"(?<![A-Za-z0-9_:/.])"
    r"(?::(?:[+-]1|100|1234|(?=[a-z0-9_+-]*[a-z])[a-z0-9_+-]{1,48}):)++(?![A-Za-z0-9_:])",
    "keys": r"(?<![\w+])\+\+[a-z0-9\"-]+(?:\+[a-z0-9\"-]+)*\+\+(?![\w+])",
    "tag": r"<[^<>]*>",
}
"""The patterns searched for; if two match, the first decides."""
IN_LINE: Final = re.compile("|".join(f"(?P<{name}>{one})" for name, one in PATTERNS.items()))
MARKED: Final = re.compile(
    r"(?P<keep>\\.|\]\([^()\s]*|https?://\S*)"
    r"|(?<![=A-Za-z0-9_!<>])==(?=[^\s=])(?P<marked>(?:[^=]|=(?!=))*[^\s=])==(?![=A-Za-z0-9_])"
)
BLOCK_ID: Final = re.compile(
    r"(?:^|[ \t\n]+)(\^(?=[\w-]*[A-Za-z]|[\w-]{4})[A-Za-z0-9-]{2,60})[ \t]*\Z"
)
END_ATTRIBUTES: Final = re.compile(rf"[ \t]*({ATTRIBUTES_LIST})[ \t]*\Z")
ONLY_TAGS: Final = re.compile(r"(?:#(?=[\w/-]*[^\W\d_])[\w/-]+[\s,，、]*)+")
BEFORE_ATTRIBUTES: Final = '])`*_>~:"”'
"""After these an attribute list applies to what precedes it; elsewhere `{.a}` may be text."""
PICTURE: Final = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|bmp|avif|pdf|mp[34]|m4a|ogg|wav|webm|mov)\b", re.I
)
CRITIC: Final = re.compile(
    r"\{(?P<sign>\+\+|--|~~|==|>>)(?P<text>.*?)(?:\+\+|--|~~|==|<<)\}", re.DOTALL
)
LEADS_TO: Final = re.compile(r"(?P<title>.*\S)\s*<(?P<target>[^<>]+)>", re.DOTALL)
SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|~])")
DROPPED_ROLES: Final = frozenset(
    {"cite", "cite:p", "cite:t", "footcite", "eq", "index", "raw", "target"}
)
"""Roles whose content is not spoken."""
REFERENCES: Final = frozenset({"ref", "doc", "numref", "any", "download", "std:ref", "std:doc"})
"""Roles whose target is an identifier unless it has a title."""
NAME_OF_NOTE: Final = re.compile(r"[A-Za-z][\w-]{2,}")
"""Excludes character sets in patterns, such as `[^a-z]`."""
MOST_AT_END: Final = 600
"""Characters at the end of a block that are searched for an attribute list."""


@dataclass
class Inline:
    """Rewrites one paragraph after another."""

    dropped: Dropped
    elements: Elements
    notes: dict[str, str]
    """Footnotes by name; inline ones are added."""
    references: Mapping[str, object] = field(default_factory=dict)
    """Names of link definitions."""

    def rewritten(self, text: str, *, heading: bool = False, paragraph: bool = False) -> str:
        """A paragraph's text in plain Markdown."""
        if paragraph and ONLY_TAGS.fullmatch(text):
            self.dropped.add(text, TAGS)
            return ""
        if paragraph and text.startswith(": "):
            text = text[2:]  # the caption of a table, in Pandoc
        text = self._outside(text, IN_LINE, self._of_line)
        if "==" in text:
            text = self._outside(text, MARKED, _unmarked)
        if not heading:
            text = self._without_end(text, BLOCK_ID, ANCHOR)
        return self._without_end(text, END_ATTRIBUTES, ATTRIBUTES)

    def is_html(self, state: StateBlock, line: int) -> bool:
        """Whether a line begins an element, or a construct whose end mark exists."""
        at = state.bMarks[line] + state.tShift[line]
        return self.elements.begin(state.src, at)

    def _of_line(self, found: re.Match[str]) -> str:
        """The replacement of a match."""
        return RULES[found.lastgroup or "keep"](self, found)

    def embed(self, found: re.Match[str]) -> str:
        """An embedded picture becomes its caption, unless that is a size; an embedded page is
        listed."""
        target, _, alias = found[0].strip("![]").partition("|")
        if PICTURE.search(target):
            caption = without_size(f"|{alias}").strip("|")
            return f"![{_escaped(caption)}]()" if caption else ""
        self.dropped.add(found[0], EMBEDDED)
        return ""

    def wiki(self, found: re.Match[str]) -> str:
        target, _, alias = found[0][2:-2].replace("\\|", "|").partition("|")
        return _escaped(alias.strip() or _named(target))

    def span(self, found: re.Match[str]) -> str:
        return found["spanned"]

    def role(self, found: re.Match[str]) -> str:
        """A role of MyST or reStructuredText becomes its words, without the target."""
        name = found[0].strip("{:").partition("`")[0].rstrip(":}").lower()
        target = found["target"]
        if name in DROPPED_ROLES:
            self.dropped.add(found[0], CITATION)
            return ""
        if name == "math":
            return f"```` ${target}$ ````"
        leads = LEADS_TO.fullmatch(target)
        words = leads["title"] if leads else target.lstrip("~!")
        if name == "abbr":
            words = words.partition("(")[0].strip()
        if not leads and name in REFERENCES:
            words = words.rpartition("/")[2].removesuffix(".md").replace("-", " ")
        return _escaped(words)

    def critic(self, found: re.Match[str]) -> str:
        """A proposed edit becomes the text after accepting it."""
        edit = CRITIC.fullmatch(found[0])
        if not edit:
            return found[0]
        sign, text = edit["sign"], edit["text"]
        if sign in ("--", ">>"):
            self.dropped.add(text, EDITED)
            return ""
        return text.rpartition("~>")[2] if sign == "~~" else text

    def list(self, found: re.Match[str]) -> str:
        """An attribute list is removed if it belongs to what precedes it."""
        before = _before(found)
        kramdown = found[0].startswith("{:")
        if not kramdown and before not in BEFORE_ATTRIBUTES:
            return found[0]
        self.dropped.add(found[0], ATTRIBUTES)
        return ""

    def note(self, found: re.Match[str]) -> str:
        self.notes.setdefault(f"^{len(self.notes)}", found["noted"])
        return ""

    def mark(self, found: re.Match[str]) -> str:
        """The mark of a missing footnote; others are handled when the text is read."""
        name = found[0][2:-1]
        hangs = _before(found).strip() and NAME_OF_NOTE.fullmatch(name)
        if name in self.notes or not (hangs or name.isdecimal()):
            return found[0]
        self.dropped.add(found[0], LOST_MARK)
        return ""

    def cite(self, found: re.Match[str]) -> str:
        if normalizeReference(found[0][1:-1]) in self.references:
            return found[0]
        self.dropped.add(found[0], CITATION)
        return ""

    def comment(self, found: re.Match[str]) -> str:
        self.dropped.add(found[0].strip("%"), COMMENT)
        return ""

    def field(self, found: re.Match[str]) -> str:
        """An inline field of Dataview: in round brackets its key is not shown."""
        value = found["value"].strip()
        return value if found[0][0] == "(" else f"{found['key']}: {value}"

    def emoji(self, found: re.Match[str]) -> str:
        self.dropped.add(found[0], EMOJI)
        return ""

    def keys(self, found: re.Match[str]) -> str:
        return found[0].strip("+").replace("+", " ").replace('"', "")

    def tag(self, found: re.Match[str]) -> str:
        tag = TAG.fullmatch(found[0])
        if tag is None or "@" in tag["rest"] or self.elements.has(tag):
            return found[0]
        return "\\" + found[0]

    def _outside(
        self, text: str, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str]
    ) -> str:
        """The text with a pattern's matches changed, except those that begin in code."""
        out: list[str] = []
        at = 0
        for found in outside(text, pattern):
            out += [text[at : found.start()], change(found)]
            at = found.end()
        return "".join([*out, text[at:]])

    def _without_end(self, text: str, pattern: re.Pattern[str], reason: str) -> str:
        """Without a match at the end of a block."""
        last = text[-MOST_AT_END:]
        found = pattern.search(last)
        if not found:
            return text
        self.dropped.add(found[1], reason)
        return text[: len(text) - len(last) + found.start()]


RULES: Final[dict[str, Callable[[Inline, re.Match[str]], str]]] = {
    "keep": lambda _, found: found[0],
    "embed": Inline.embed,
    "wiki": Inline.wiki,
    "span": Inline.span,
    "role": Inline.role,
    "critic": Inline.critic,
    "list": Inline.list,
    "note": Inline.note,
    "mark": Inline.mark,
    "cite": Inline.cite,
    "comment": Inline.comment,
    "field": Inline.field,
    "emoji": Inline.emoji,
    "keys": Inline.keys,
    "tag": Inline.tag,
}
"""Handlers, by the names of the groups above."""


def _unmarked(found: re.Match[str]) -> str:
    return found["marked"] or found[0]


def _escaped(text: str) -> str:
    """Words escaped so that Markdown leaves them as they are."""
    return SPECIAL.sub(r"\\\1", text)


def _named(target: str) -> str:
    """The text of a wiki link without its own: page and heading.

    >>> _named("Notes/Bridges#History"), _named("#History"), _named("Bridges#^a1"), _named("桥梁#历史")
    ('Bridges, History', 'History', 'Bridges', '桥梁，历史')
    """
    page, *headings = target.split("#")
    _, _, file = page.rpartition("/")
    name = file.removesuffix(".md").strip()
    parts = []
    for part in (name, *headings):
        if part.strip() and not part.startswith("^"):
            parts.append(part.strip())
    comma = "，" if WIDE.search(target) else ", "
    return comma.join(parts)


def _before(found: re.Match[str]) -> str:
    """The character before a match; empty at the beginning."""
    at = found.start()
    return found.string[at - 1 : at] if at else ""
