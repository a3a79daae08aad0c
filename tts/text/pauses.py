"""Pauses requested in a text: `[pause 2s]` or `[停顿2秒]`, and lines of symbols between two scenes.

They become silence after a block and are removed from the text, so they are neither spoken nor in a
transcript.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tts.model import Article, Block, Change
from tts.speech_rates import RULE
from tts.text.unspoken import speakable

LONGEST: Final = 10_000
"""Maximum milliseconds of a pause: listeners take a longer one for the end."""
SPLIT: Final = frozenset({"paragraph", "item", "quote", "caption", "note"})
"""Kinds that are split by a pause inside. A heading stays whole, and the pause comes after it."""
AS_WRITTEN: Final = frozenset({"code", "table", "formula"})
MARKED: Final = re.compile(
    r"[\[［【]\s*(?:pause|停[顿頓])\s*[:：]?\s*"
    r"(?P<amount>\d{1,6}(?:\.\d{1,3})?|[一二两兩三四五六七八九十半])\s*"
    r"(?P<unit>ms|milliseconds?|毫秒|s|secs?|seconds?|秒[钟鐘]?)\s*[\]］】]",
    re.IGNORECASE,
)
SCENE_BREAK: Final = re.compile(r"\s*(?:(?:([*＊·•●◆◇■□★☆※~～_＿=—–-])\s*)(?:\1\s*){2,}|⁂|❦|❧)\s*")
"""A line of one symbol repeated at least three times, or an ornament."""
NUMERALS: Final = {
    "半": 0.5,
    "两": 2.0,
    "兩": 2.0,
    **{sign: float(value) for value, sign in enumerate("一二三四五六七八九十", 1)},
}
CUT: Final = f"a pause lasts at most {LONGEST // 1000} seconds"
NOTHING_BEFORE: Final = "a pause before anything is said"


def with_pauses(article: Article) -> Article:
    """The article with the pauses in its text turned into pauses after blocks.

    >>> texts = ("One. [pause 2s] Two.", "***", "Three.")
    >>> blocks = tuple(Block("paragraph", text) for text in texts)
    >>> [(block.text, block.pause) for block in with_pauses(Article(blocks)).blocks]
    [('One.', 2000), ('Two.', 1500), ('Three.', 0)]
    """
    if not any(map(_asks, article.blocks)) and not MARKED.search(article.title):
        return article
    kept = _Kept()
    for block in article.blocks:
        if block.kind in AS_WRITTEN:
            kept.add(block)
        elif SCENE_BREAK.fullmatch(block.text):
            kept.pause(RULE, block.text)
        else:
            kept.parted(block)
    title = MARKED.sub(" ", article.title)
    title = " ".join(title.split())
    changes = (*article.changes, *kept.changes)
    return replace(article, title=title, blocks=tuple(kept.blocks), changes=changes)


def without_last_rule(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks without a pause after the last one."""
    *before, last = blocks
    if last.pause == RULE:
        last = replace(last, pause=0)
    return (*before, last)


def _asks(block: Block) -> bool:
    marked = MARKED.search(block.text)
    found = marked or SCENE_BREAK.fullmatch(block.text)
    return found is not None


class _Kept:
    """The blocks so far, and the changes to report."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.changes: list[Change] = []

    def add(self, block: Block) -> None:
        self.blocks.append(block)

    def parted(self, block: Block) -> None:
        """Add a block, split at its pauses; in a heading they come after it."""
        marks = list(MARKED.finditer(block.text))
        if not marks:
            self.add(block)
            return
        texts = _between(block.text, marks)
        if block.kind not in SPLIT:
            whole = " ".join(filter(None, texts))
            texts = [whole, *("" for _ in marks)]
        for text, mark in zip(texts, [*marks, None], strict=True):
            if speakable(text):
                self.add(replace(block, text=text, pause=0))
            if mark is not None:
                self.pause(_milliseconds(mark), mark[0])
        if block.pause:
            self.pause(block.pause, marks[-1][0])

    def pause(self, asked: int, written: str) -> None:
        """Add a pause after the last block; consecutive ones add up."""
        if not self.blocks:
            self.changes.append(Change(written, "", NOTHING_BEFORE))
            return
        last = self.blocks[-1]
        together = last.pause + asked
        if together > LONGEST:
            together = LONGEST
            longest = f"[pause {LONGEST // 1000}s]"
            cut = Change(written, longest, CUT)
            self.changes.append(cut)
        self.blocks[-1] = replace(last, pause=together)


def _between(text: str, marks: Sequence[re.Match[str]]) -> list[str]:
    """The text before, between and after the marks."""
    stretches = []
    at = 0
    for mark in marks:
        before = text[at : mark.start()]
        stretches.append(before.strip())
        at = mark.end()
    behind = text[at:]
    return [*stretches, behind.strip()]


def _milliseconds(mark: re.Match[str]) -> int:
    """The duration of a written mark: `2s`, `500 ms`, `两秒`."""
    amount = mark["amount"]
    number = NUMERALS.get(amount)
    if number is None:
        number = float(amount)
    unit = mark["unit"].lower()
    if unit.startswith(("m", "毫")):
        return round(number)
    return round(number * 1000)
