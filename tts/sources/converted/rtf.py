"""An RTF document -> one that pandoc reads completely.

pandoc drops unknown fields with their results, such as page numbers, and links without inner
braces: here a field's result becomes text of its paragraph. After a character written as a number,
pandoc drops the replacement character for older programs, and the letter after it: here the
replacement is written as a number, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tts.model import Change

TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})|\\bin(?P<length>\d{1,9}) ?"
    rb"|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'[0-9A-Fa-f]{2}|\\.|(?P<text>[^\\{}]+)|\\",
    re.DOTALL,
)
FIELD = frozenset({b"field", b"flddirty", b"fldedit", b"fldlock", b"fldpriv", b"fldrslt"})
"""Words of a field that are not part of its result."""
LISTS = frozenset({b"TOC", b"INDEX"})
"""How the instruction of a field begins whose result is a list of pages."""
SIGN = rb"\'3f"
"""A question mark."""
LONGEST_TOLD = 200
NOT_SAID = "the table of contents"


@dataclass(slots=True)
class Group:
    """What is between two braces."""

    start: int
    """Its index among the pieces that are kept."""
    first_text: int
    """Its index among the pieces of text."""
    signs: int
    """Number of replacement characters after a character's number, for programs that do not support
    it."""
    is_field: bool = False
    is_instruction: bool = False
    instruction: bytes = b""
    """Instruction, if it is a field."""


@dataclass(slots=True)
class Mending:
    """Processes the tokens of a document one by one; what is left out is removed at the end of its
    group."""

    kept: list[bytes] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    groups: list[Group] = field(default_factory=lambda: [Group(0, 0, 1)])
    """The open groups, the document itself first."""
    changes: list[Change] = field(default_factory=list)
    is_behind_number: bool = False
    """The previous token is a character's number."""

    def add(self, token: re.Match[bytes]) -> None:
        word, text = token["word"], token["text"]
        if token["open"]:
            self.groups.append(Group(len(self.kept), len(self.texts), self.groups[-1].signs))
        elif word:
            self._heed(word, token["number"])
        if text:
            self.texts.append(text)
        if word not in FIELD:
            self.kept.append(self._signed(text) if text else token[0])
        if token["close"] and len(self.groups) > 1:
            self._end(self.groups.pop(), self.groups[-1])
        self.is_behind_number = word == b"u"

    def _heed(self, word: bytes, number: bytes | None) -> None:
        """Apply a control word to its group."""
        group = self.groups[-1]
        group.is_field = group.is_field or word == b"field"
        group.is_instruction = group.is_instruction or word == b"fldinst"
        if word == b"uc":
            group.signs = int(number or 1)

    def _signed(self, text: bytes) -> bytes:
        if self.is_behind_number and self.groups[-1].signs == 1:
            return SIGN + text[1:]
        return text

    def _end(self, group: Group, around: Group) -> None:
        """End a group, without a field's instruction or a list of pages."""
        if group.is_instruction:
            around.instruction = self._cut(group)
        elif group.is_field and LISTS.intersection(group.instruction.split()[:1]):
            words = self._cut(group) or group.instruction
            text = " ".join(words.decode("latin-1").split())
            self.changes.append(Change(text[:LONGEST_TOLD], "", NOT_SAID))

    def _cut(self, group: Group) -> bytes:
        """Remove a group; returns its text."""
        text = b"".join(self.texts[group.first_text :])
        del self.kept[group.start :]
        del self.texts[group.first_text :]
        return text.strip()


def mended(content: bytes) -> tuple[bytes, list[Change]]:
    """The document, and what was removed from it: tables of contents.

    >>> mended(b"{page {\\\\field{\\\\*\\\\fldinst PAGEREF x}{\\\\fldrslt 12}} is}")[0]
    b'{page {{12}} is}'
    """
    mending = Mending()
    for token in _tokens(content):
        mending.add(token)
    return b"".join(mending.kept), mending.changes


def _tokens(content: bytes) -> Iterator[re.Match[bytes]]:
    """The tokens in order; the bytes of pictures, whose number is given, are skipped."""
    at = 0
    while found := TOKEN.match(content, at):
        at = found.end()
        if found["length"]:
            at += int(found["length"])
        else:
            yield found
