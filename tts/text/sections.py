"""Numbered lines in plain text as section headings or list items, and remains of Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tts.model import Block, Change
from tts.text.languages.numerals import roman
from tts.text.unspoken import speakable

CHINESE: Final = "一二三四五六七八九"
SCALES: Final = {"十": 10, "百": 100}
CHINESE_NUMBER = "[一二三四五六七八九十百零〇]{1,4}"
ENGLISH_NUMBER = r"\d{1,3}|[ivxlc]+|one|two|three|four|five|six|seven|eight|nine|ten"
ALWAYS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), level)
    for pattern, level in (
        (rf"第(?:{CHINESE_NUMBER}|\d{{1,3}}|[Ⅰ-Ⅻ])[章部篇编編卷回](?:\s|[:：]|$|(?=\S))", 2),
        (rf"第(?:{CHINESE_NUMBER}|\d{{1,3}}|[Ⅰ-Ⅻ])[节節](?:\s|[:：]|$|(?=\S))", 3),
        (rf"(?:chapter|part|section|book|act)\s+(?:{ENGLISH_NUMBER})\b", 2),
    )
)
"""Section headings, even directly before another one, and their level."""
COUNTED: Final = tuple(
    (re.compile(pattern), level)
    for pattern, level in (
        (rf"()({CHINESE_NUMBER})、\S", 2),
        (rf"()[（(]({CHINESE_NUMBER})[)）]\s*\S", 3),
        (r"()([IVX]{1,5})\.\s+\S", 2),
        (r"(\d{1,2}\.)(\d{1,2})\.?\s+\S", 4),
        (r"()(\d{1,2})[.．、]\s*[^\d\s]", 3),
    )
)
"""Headings or items, depending on what comes before the next one; groups: the text before the
number, the number."""
LISTED = re.compile(r"\d{1,3}[.．、)）]\s*[^\d\s]|[-*+•·●]\s+\S|[a-z][.)]\s+\S")
LONGEST_HEADING: Final = 60
NOT_HEADING = re.compile(r"[。；;，,：:！!…、]$|[^.\d]\.$|。")
CAPITALS = re.compile(r"[A-Z]{3}.*[A-Z]")
"""A line in capitals is a heading only with at least this many letters."""
ATX = re.compile(r"(#{1,6})[ \t]+(\S.*?)[ \t]*#*$")
ONE_IMAGE = r"\[?!\[([^\]\n]*)\]\([^)\n]*\)(?:\]\([^)\n]*\))?"
IMAGES = re.compile(rf"(?:{ONE_IMAGE}\s*)+")
NO_CAPTION = re.compile(
    r"\S*\.\w{2,4}|(?:image|img|alt|photo|picture|图片|圖片|图|圖)?[\s\d_-]*", re.IGNORECASE
)
"""Text in place of a caption that is not one: a file name, `image 1`."""


@dataclass(slots=True)
class _Run:
    """Consecutively numbered lines."""

    prefix: tuple[int, str]
    last: int
    """The number of its last line."""
    places: list[int]


def without_markdown(blocks: Sequence[Block]) -> tuple[list[Block], list[Change]]:
    """The blocks with Markdown for headings and pictures converted, and the changes.

    >>> heading = Block("paragraph", "## Rain")
    >>> picture = Block("paragraph", "![A wet dog](dog.png)")
    >>> blocks, _ = without_markdown([heading, picture])
    >>> [(block.kind, block.text, block.level) for block in blocks]
    [('heading', 'Rain', 2), ('caption', 'A wet dog', 0)]
    """
    kept: list[Block] = []
    changes: list[Change] = []
    for block in blocks:
        text = block.text.strip()
        if block.kind != "paragraph":
            kept.append(block)
        elif IMAGES.fullmatch(text):
            caption = " ".join(
                alt.strip()
                for alt in re.findall(ONE_IMAGE, text)
                if not NO_CAPTION.fullmatch(alt.strip())
            )
            kept += [Block("caption", caption)] if speakable(caption) else []
            changes.append(
                Change(
                    block.text, caption, "a picture" + (": its caption stays" if caption else "")
                )
            )
        elif (match := ATX.match(text)) and speakable(match[2]) and not _is_sentence(match[2]):
            kept.append(_heading(block, match[2], len(match[1])))
        else:
            kept.append(block)
    return kept, changes


def with_sections(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with numbered lines turned into headings and list items. The lines of one run are
    treated alike: they are headings if there is running text between them, or after a single
    one."""
    kinds: dict[int, Block] = {}
    for run in _runs(blocks):
        level = COUNTED[run.prefix[0]][1]
        heads = _are_headings(run, blocks)
        for place in run.places:
            block = blocks[place]
            text = block.text.strip()
            if heads and not _is_sentence(text):
                kinds[place] = _heading(block, text, level)
            elif len(run.places) > 1 and not heads:
                kinds[place] = _item(block, text)
    after = [*blocks, Block("paragraph", "")][1:]
    return [
        kinds.get(place) or _alone(block, following)
        for place, (block, following) in enumerate(zip(blocks, after, strict=True))
    ]


def _heading(block: Block, text: str, level: int) -> Block:
    """A line as a heading, with its pause."""
    pause = block.pause
    return Block("heading", text, level, pause=pause)


def _item(block: Block, text: str) -> Block:
    """A line as a list item, with its pause."""
    pause = block.pause
    return Block("item", text, 1, pause=pause)


def _alone(block: Block, after: Block) -> Block:
    """A line judged by itself; one in capitals above running text is a heading."""
    text = block.text.strip()
    if block.kind != "paragraph":
        return block
    level = next((level for pattern, level in ALWAYS if pattern.match(text)), 0)
    if level and not _is_sentence(text):
        return _heading(block, text, level)
    if LISTED.match(text):
        return _item(block, text)
    if text.isupper() and CAPITALS.search(text) and not after.text.isupper():
        is_heading = _is_text(after) and not _is_sentence(text)
        if is_heading:
            return _heading(block, text, 2)
    return block


def _runs(blocks: Sequence[Block]) -> list[_Run]:
    """The runs of numbered lines. A number belongs to the latest run that it continues, since a
    list may be inside a numbered section."""
    runs: list[_Run] = []
    for index, block in enumerate(blocks):
        found = _counted(block)
        if not found:
            continue
        prefix, number = found
        run = next(
            (run for run in reversed(runs) if run.prefix == prefix and run.last + 1 == number), None
        )
        if run:
            run.last = number
            run.places.append(index)
        else:
            runs.append(_Run(prefix, number, [index]))
    return runs


def _counted(block: Block) -> tuple[tuple[int, str], int] | None:
    """The kind of numbering of a numbered line, and its number."""
    if block.kind != "paragraph":
        return None
    for kind, (pattern, _) in enumerate(COUNTED):
        if match := pattern.match(block.text.strip()):
            return (kind, match[1]), _value(match[2])
    return None


def _are_headings(run: _Run, blocks: Sequence[Block]) -> bool:
    """Whether there is running text between most of them, or anything after a single one."""
    if len(run.places) == 1:
        after = run.places[0] + 1
        return after < len(blocks) and speakable(blocks[after].text)
    count = filled = 0
    for start, end in pairwise(run.places):
        between = blocks[start + 1 : end]
        count += 1
        filled += any(map(_is_text, between))
    return 2 * filled > count


def _is_text(block: Block) -> bool:
    """Whether it is running text: not a list item, unless as long as a paragraph."""
    if block.kind not in {"paragraph", "quote"} or not speakable(block.text):
        return False
    text = block.text.strip()
    if _is_sentence(text):
        return True
    return not LISTED.match(text) and not _counted(block)


def _is_sentence(text: str) -> bool:
    """Whether a line is too long for a heading, or ends unlike one."""
    return len(text) > LONGEST_HEADING or NOT_HEADING.search(text) is not None


def _value(number: str) -> int:
    """
    >>> _value("12"), _value("XIV"), _value("十"), _value("二十三"), _value("一百零二")
    (12, 14, 10, 23, 102)
    """
    if number.isascii() and number.isdigit():
        return int(number)
    if number.isascii():
        return roman(number)
    total = digit = 0
    for char in number:
        scale = SCALES.get(char, 0)
        total += (digit or 1) * scale
        digit = 0 if scale else CHINESE.find(char) + 1
    return total + digit
