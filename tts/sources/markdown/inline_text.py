"""The tokens inside a paragraph -> its text and the descriptions of its pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

from markdown_it.token import Token

from tts.sources.html.images import is_telling
from tts.sources.html.superscripts import lowered, raised
from tts.sources.markdown.dropped import BADGE, Dropped
from tts.sources.markdown.footnotes import MARK
from tts.sources.plain import join_lines

SILENT_TAG: Final = re.compile(r"<(/?)(rt|rp|script|style)\b", re.IGNORECASE)
LINE_TAG: Final = re.compile(r"<br\b", re.IGNORECASE)
SHIFTED_TAG: Final = re.compile(r"<(/?)(sup|sub)\b", re.IGNORECASE)
SHIFTS: Final[dict[str, Callable[[str], str]]] = {"sup": raised, "sub": lowered}
IMAGE_TAG: Final = re.compile(r"<img\b", re.IGNORECASE)
ALT: Final = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
SRC: Final = re.compile(r"\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
BLANKS: Final = re.compile(r"[ \t]{2,}")
SIZE: Final = re.compile(r"\d*|\d+x\d+|left|right|center")
"""The size or position of a picture."""
BADGE_ADDRESS: Final = re.compile(
    r"shields\.io|badgen\.net|badge\.fury|/badges?[/.]|badge\.svg|/workflows/.*\.svg"
    r"|codecov\.io|travis-ci",
    re.IGNORECASE,
)


@dataclass
class Running:
    """Reads one paragraph after another."""

    notes: Mapping[str, str]
    dropped: Dropped
    silent: bool = False
    """Whether the current element is not read: a ruby reading, or a script."""
    shift: Callable[[str], str] = str
    """Converts text that is superscript or subscript."""

    def text(self, tokens: list[Token]) -> tuple[str, list[str]]:
        """Text without markup, with explicit line breaks, and the captions of its images."""
        lines: list[list[str]] = [[""]]
        captions: list[str] = []
        self.silent = False
        for token in tokens:
            if _is_break(token):
                lines.append([""])
            elif token.type == "softbreak":
                lines[-1].append("")
            elif token.type == "html_inline":
                captions += self._html(token.content)
            elif token.type == "image":
                captions += self._image(token)
            else:
                lines[-1][-1] += self._said(token)
        joined = "\n".join(map(join_lines, lines))
        return BLANKS.sub(" ", joined).strip("\n"), captions

    def _said(self, token: Token) -> str:
        if token.type == "code_inline":
            return token.content
        if token.type != "text" or self.silent:
            return ""
        return self.shift(MARK.sub(self._unmarked, token.content))

    def _html(self, tag: str) -> list[str]:
        """Process a tag; returns the caption of a picture."""
        silent = SILENT_TAG.match(tag)
        shifted = SHIFTED_TAG.match(tag)
        if silent:
            self.silent = not silent[1]
        elif shifted:
            name = shifted[2].lower()
            self.shift = str if shifted[1] else SHIFTS[name]
        elif IMAGE_TAG.match(tag):
            address = _value(SRC, tag)
            return self._picture(_value(ALT, tag), address)
        return []

    def _image(self, token: Token) -> list[str]:
        inner = Running(self.notes, self.dropped)
        alt, _ = inner.text(token.children or [])
        alt = without_size(alt)
        address = token.attrGet("src")
        title = token.attrGet("title")
        return self._picture(alt or str(title or ""), str(address or ""))

    def _picture(self, alt: str, address: str) -> list[str]:
        """A picture becomes its alternative text, unless that says nothing; badges are listed."""
        caption = join_lines([unescape(alt)])
        if BADGE_ADDRESS.search(address):
            self.dropped.add(caption, BADGE)
            return []
        return [caption] if is_telling(caption, address) else []

    def _unmarked(self, mark: re.Match[str]) -> str:
        """Remove a footnote's mark; without such a footnote, the characters stay."""
        return "" if mark[1] in self.notes else mark[0]


def without_size(alt: str) -> str:
    """A picture's alternative text, without the size that Obsidian appends.

    >>> without_size("A chart|300"), without_size("A chart|center|100x145"), without_size("A|B")
    ('A chart', 'A chart', 'A|B')
    """
    words = alt.split("|")
    while len(words) > 1 and SIZE.fullmatch(words[-1].strip()):
        words.pop()
    return "|".join(words).strip()


def _is_break(token: Token) -> bool:
    if token.type == "html_inline":
        return LINE_TAG.match(token.content) is not None
    return token.type == "hardbreak"


def _value(pattern: re.Pattern[str], tag: str) -> str:
    """An attribute's value; empty if the tag has none."""
    found = pattern.search(tag)
    return (found[1] or found[2] or "") if found else ""
