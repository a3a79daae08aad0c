"""A book's description before its first chapter: 内容简介, `Summary:`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tts.model import Block, Change

NAMED: Final = re.compile(
    r"[\s\u3000【\[《（(〖「*=~—-]*(?:(?:[内內]容|作品|[故劇剧]事|本[书書]|小[说說]|全[书書]|图书|圖書)?"
    r"(?:[简簡]介|介[绍紹]|提要|梗概|文案|あらすじ)|あらすじ|book description|blurb|synopsis|summary)"
    r"[\s\u3000】\]》）)〗」*=~—-]*(?:[:：]\s*(?P<text>.*))?",
    re.IGNORECASE | re.DOTALL,
)
LABEL: Final = re.compile(r"[【\[]?[^\s:：。，]{1,8}[】\]]?[:：](?:\s*\S.{0,40})?")
"""Another field: `字数：三十万`, `类型：…`."""
LETTERS: Final = re.compile(r"\w")
LONGEST: Final = 3_000
"""Maximum characters of a description; anything longer is text."""
REASON: Final = "the book's description: it goes into the tags"
RULE: Final = "a line of signs"


def split_blurb(front: Sequence[Block]) -> tuple[str, list[Block], list[Change]]:
    """The description among the lines before a book, its paragraphs separated by line breaks; the
    remaining lines; and what was removed."""
    for start, block in enumerate(front):
        line = block.text.strip()
        match = NAMED.fullmatch(line)
        if match is None:
            continue
        below = start + 1
        end = _end(front, below)
        beside = match["text"] or ""
        summary = _summary(beside, front[below:end])
        if summary:
            kept, changes = _without(front, start, end)
            return summary, kept, changes
    return "", list(front), []


def _summary(first: str, blocks: Sequence[Block]) -> str:
    """The description on a line and in the paragraphs below it; empty if it is too long for one."""
    texts = [first]
    for block in blocks:
        line = block.text.strip()
        texts.append(line)
    worded = filter(LETTERS.search, texts)
    summary = "\n".join(worded)
    return summary if len(summary) <= LONGEST else ""


def _without(front: Sequence[Block], start: int, end: int) -> tuple[list[Block], list[Change]]:
    """The lines before the book without those of the description and rules next to it."""
    texts = [block.text for block in front[start:end]]
    shown = "\n".join(texts)
    changes = [Change(shown, "", REASON)]
    kept: list[Block] = []
    for block in [*front[:start], *front[end:]]:
        if LETTERS.search(block.text):
            kept.append(block)
        else:
            rule = Change(block.text, "", RULE)
            changes.append(rule)
    return kept, changes


def _end(front: Sequence[Block], start: int) -> int:
    """Index after its last paragraph: it ends at a line of signs or another field."""
    for place in range(start, len(front)):
        text = front[place].text.strip()
        if place == start:
            continue
        is_rule = not LETTERS.search(text)
        if is_rule or LABEL.fullmatch(text):
            return place
    return len(front)
