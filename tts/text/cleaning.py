"""Cleans scraped text: buttons and menus, a header with title and author, spam at the end, numbered
sections.

Nothing goes unless its line as a whole is known for what it is, and all that goes is told.
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
"""Blocks at the end of any article, above its notes, that are looked at for share lines and
spam."""
SENTENCE = re.compile(r"[。！？!?；;.…]")
SENTENCE_END = re.compile(r"[。！？!?.…][”’」』）)\"']*$")
SHORTEST: Final = 15
"""Characters of a sentence that is a paragraph."""
SPAM_ITEMS: Final = 8
SPAM_ITEM: Final = 12
"""Characters of the longest item of a spam line."""


def clean(article: Article) -> Article:
    """The article without what is not its text; of plain text, with the parts that its lines
    are."""
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
    """From where on chrome is looked for in an article that is no plain text."""
    places = [place for place, block in enumerate(blocks) if block.kind != "note"]
    tail = places[-TAIL:]
    return min(tail, default=0)


def _lines(blocks: Sequence[Block]) -> list[str]:
    """From where a head may stand."""
    first = _behind_captions(blocks)
    texts = (block.text for block in blocks[first:])
    return list(map(str.strip, texts))


def _paragraphs(blocks: Sequence[Block]) -> list[str]:
    """The lines in which a head may say who wrote it and when; empty for what is no paragraph."""
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
    """The place of the first block that is no caption."""
    for place, block in enumerate(blocks):
        if block.kind != "caption":
            return place
    return 0


def is_spam(line: str) -> bool:
    """Many short items between bars, and no sentence: links sold to others.

    >>> is_spam("甲县| 乙市| 丙镇| 丁区| 房产| 戊县| 己市| 庚县|")
    True
    """
    pieces = re.split(r"[|｜]", line)
    lengths = [len(item) for item in map(str.strip, pieces) if item]
    if len(lengths) < SPAM_ITEMS or SENTENCE.search(line):
        return False
    return max(lengths) <= SPAM_ITEM


def _without_spam(blocks: Sequence[Block]) -> tuple[list[Block], list[Change]]:
    """Spam stands at the end, below it at most chrome."""
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
    """Without buttons and menus from block `first` on, and without a list of other articles at the
    end."""
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
    """The places of the first and the last paragraph; behind the last block where there is none."""
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
    """A date in the head is not a menu's."""
    return is_bare(text) and not date_of(text)


def _first_over_others(blocks: Sequence[Block], begin: int) -> int:
    """From where on a list of other articles stands; behind the last block where there is none."""
    for place in range(begin, len(blocks)):
        if _is_over_others(blocks[place]):
            return place
    return len(blocks)


def _is_text(block: Block) -> bool:
    """Whether it is a paragraph: longer than a heading, or a sentence, and no chrome."""
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
    """The head of a plain text; a line that is not the title that its source states is text."""
    head = find_head(lines)
    stated = _letters(title)
    found = _letters(head.title)
    is_other = stated and found and stated != found
    return find_byline(lines, title) if is_other else head


def _letters(title: str) -> str:
    return re.sub(r"[\W_]+", "", title).casefold()


def _with_head(article: Article, head: Head) -> Article:
    """What the source says of itself stays."""
    return replace(
        article,
        title=article.title or head.title,
        author=article.author or head.author,
        publication=article.publication or head.publication,
        date=article.date or head.date,
    )
