"""Cleans scraped text: buttons and menus, a header with title and author, spam at the end, numbered
sections.

A line is only removed if all of it is recognized, and everything removed is listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tts.model import Article, Block, Change
from tts.text.boilerplate_lines import RELATED, is_bare, is_chrome
from tts.text.head import LINES, Head, date_of, find_byline, find_head
from tts.text.sections import LONGEST_HEADING, with_sections, without_markdown

TAIL: Final = 6
"""Number of blocks at the end of any article, before its notes, that are checked for share links
and spam."""
SENTENCE = re.compile(r"[。！？!?；;.…]")
SENTENCE_END = re.compile(r"[。！？!?.…][”’」』）)\"']*$")
SHORTEST: Final = 15
"""Minimum characters of a sentence that counts as a paragraph."""
SPAM_ITEMS: Final = 8
SPAM_ITEM: Final = 12
"""Maximum characters of an item in a line of spam."""


def clean(article: Article) -> Article:
    """The article without text that does not belong to it; plain text also gets headings and
    lists."""
    blocks, changes = _without_spam(article.blocks)
    if article.plain:
        blocks, pictures = without_markdown(blocks)
        blocks, dropped = _without_chrome(blocks, 0)
        head = _head(_lines(blocks), article.title)
        blocks = _without_head(blocks, head)
        blocks = with_sections(blocks)
        changes += pictures
    else:
        tail = _begin_of_tail(blocks)
        blocks, dropped = _without_chrome(blocks, tail)
        lines = _paragraphs(blocks)
        head = find_byline(lines, article.title)
        blocks = _without_head(blocks, head)
    changes = [*article.changes, *changes, *dropped, *head.changes]
    headed = _with_head(article, head)
    return replace(headed, blocks=tuple(blocks), changes=tuple(changes))


def _begin_of_tail(blocks: Sequence[Block]) -> int:
    """The first block in which chrome is looked for, in an article that is not plain text."""
    places = [place for place, block in enumerate(blocks) if block.kind != "note"]
    tail = places[-TAIL:]
    return min(tail, default=0)


def _lines(blocks: Sequence[Block]) -> list[str]:
    """The lines in which a header may start."""
    first = _behind_captions(blocks)
    texts = (block.text for block in blocks[first:])
    return list(map(str.strip, texts))


def _paragraphs(blocks: Sequence[Block]) -> list[str]:
    """The lines in which a header may state the author and date; empty for blocks that are not
    paragraphs."""
    first = _behind_captions(blocks)
    lines: list[str] = []
    for block in blocks[first : first + LINES + 1]:
        is_paragraph = block.kind == "paragraph"
        lines.append(block.text.strip() if is_paragraph else "")
    return lines


def _without_head(blocks: list[Block], head: Head) -> list[Block]:
    first = _behind_captions(blocks)
    behind = first + head.size
    return blocks[:first] + blocks[behind:]


def _behind_captions(blocks: Sequence[Block]) -> int:
    """The index of the first block that is not a caption."""
    for place, block in enumerate(blocks):
        if block.kind != "caption":
            return place
    return 0


def is_spam(line: str) -> bool:
    """Whether a line has many short items between bars, and no sentence: sold links.

    >>> is_spam("甲县| 乙市| 丙镇| 丁区| 房产| 戊县| 己市| 庚县|")
    True
    """
    pieces = re.split(r"[|｜]", line)
    lengths = [len(item) for item in map(str.strip, pieces) if item]
    if len(lengths) < SPAM_ITEMS or SENTENCE.search(line):
        return False
    return max(lengths) <= SPAM_ITEM


def _without_spam(blocks: Sequence[Block]) -> tuple[list[Block], list[Change]]:
    """The blocks without spam, which is at the end, followed by chrome at most."""
    kept = list(blocks)
    changes: list[Change] = []
    while kept and _is_spam_block(kept[-1]):
        spam = kept.pop()
        changes.append(_elsewhere(spam))
    changes.reverse()
    return kept, changes


def _is_spam_block(block: Block) -> bool:
    return block.kind != "table" and is_spam(block.text)


def _elsewhere(block: Block) -> Change:
    return Change(block.text, "", "links to elsewhere, not the article's text")


def _without_chrome(blocks: Sequence[Block], first: int) -> tuple[list[Block], list[Change]]:
    """The blocks without buttons and menus from block `first` on, and without a list of other
    articles at the end."""
    begin, last = _ends_of_text(blocks)
    other = _first_over_others(blocks, last + 1)
    kept: list[Block] = []
    changes: list[Change] = []
    for place, block in enumerate(blocks):
        text = block.text.strip()
        is_bare_line = place < begin and _is_bare(text)
        if place < first or block.kind not in {"paragraph", "item"}:
            kept.append(block)
        elif place >= other:
            changes.append(_elsewhere(block))
        elif is_bare_line or is_chrome(text, below=place > last):
            changes.append(Change(block.text, "", "a button or menu of the page"))
        else:
            kept.append(block)
    return kept, changes


def _ends_of_text(blocks: Sequence[Block]) -> tuple[int, int]:
    """The indexes of the first and the last paragraph; the number of blocks if there is none."""
    count = len(blocks)
    for begin in range(count):
        if not _is_text(blocks[begin]):
            continue
        last = count - 1
        while not _is_text(blocks[last]):
            last -= 1
        return begin, last
    return count, count


def _is_bare(text: str) -> bool:
    """Whether it consists only of digits, and is not a date in the header."""
    return is_bare(text) and not date_of(text)


def _first_over_others(blocks: Sequence[Block], begin: int) -> int:
    """Where a list of other articles starts; the number of blocks if there is none."""
    for place in range(begin, len(blocks)):
        if _is_over_others(blocks[place]):
            return place
    return len(blocks)


def _is_text(block: Block) -> bool:
    """Whether it is a paragraph: a sentence, or longer than a heading, and not chrome."""
    if block.kind == "note":
        return False
    text = block.text.strip()
    if len(text) <= SHORTEST:
        return False
    if len(text) <= LONGEST_HEADING and not SENTENCE_END.search(text):
        return False
    return not is_chrome(text, below=True) and not is_spam(text)


def _is_over_others(block: Block) -> bool:
    if block.kind not in {"paragraph", "item", "heading"}:
        return False
    text = block.text.strip()
    return RELATED.fullmatch(text) is not None


def _head(lines: Sequence[str], title: str) -> Head:
    """The header of a plain text; a line that differs from the title given by its source is
    text."""
    head = find_head(lines)
    stated = _letters(title)
    found = _letters(head.title)
    is_other = stated and found and stated != found
    return find_byline(lines, title) if is_other else head


def _letters(title: str) -> str:
    return re.sub(r"[\W_]+", "", title).casefold()


def _with_head(article: Article, head: Head) -> Article:
    """The article with the header's details where its source gave none."""
    return replace(
        article,
        title=article.title or head.title,
        author=article.author or head.author,
        publication=article.publication or head.publication,
        date=article.date or head.date,
    )
