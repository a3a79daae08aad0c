"""What scraped text carries along: buttons and menus, a head with title and author, spam at the
end, numbered sections.

Nothing goes unless its line as a whole is known for what it is, and all that goes is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tts.model import Article, Block, Change
from tts.text.boilerplate import RELATED, is_bare, is_chrome
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
    if not article.plain:
        places = [place for place, block in enumerate(blocks) if block.kind != "note"]
        blocks, dropped = _without_chrome(blocks, min(places[-TAIL:], default=0))
        first = next((i for i, block in enumerate(blocks) if block.kind != "caption"), 0)
        lines = [
            block.text.strip() if block.kind == "paragraph" else ""
            for block in blocks[first : first + LINES + 1]
        ]
        head = find_byline(lines, article.title)
        changes_so_far = [*article.changes, *changes, *dropped, *head.changes]
        body = blocks[:first] + blocks[first + head.size :]
        return replace(_with_head(article, head), blocks=tuple(body), changes=tuple(changes_so_far))
    blocks, pictures = without_markdown(blocks)
    blocks, dropped = _without_chrome(blocks, 0)
    first = next((i for i, block in enumerate(blocks) if block.kind != "caption"), 0)
    head = _head([block.text.strip() for block in blocks[first:]], article.title)
    body = with_sections(blocks[:first] + blocks[first + head.size :])
    changes_so_far = [*article.changes, *changes, *pictures, *dropped, *head.changes]
    return replace(_with_head(article, head), blocks=tuple(body), changes=tuple(changes_so_far))


def is_spam(line: str) -> bool:
    """Many short items between bars, and no sentence: links sold to others.

    >>> is_spam("甲县| 乙市| 丙镇| 丁区| 房产| 戊县| 己市| 庚县|")
    True
    """
    items = [item.strip() for item in re.split(r"[|｜]", line) if item.strip()]
    return (
        len(items) >= SPAM_ITEMS
        and all(len(item) <= SPAM_ITEM for item in items)
        and not SENTENCE.search(line)
    )


def _without_spam(blocks: Sequence[Block]) -> tuple[list[Block], list[Change]]:
    """Spam stands at the end, below it at most chrome."""
    kept = list(blocks)
    changes: list[Change] = []
    while kept and kept[-1].kind != "table" and is_spam(kept[-1].text):
        changes.insert(0, Change(kept.pop().text, "", "links to elsewhere, not the article's text"))
    return kept, changes


def _without_chrome(blocks: Sequence[Block], first: int) -> tuple[list[Block], list[Change]]:
    """Without buttons and menus from block `first` on, and without a list of other articles at the
    end."""
    count = len(blocks)
    begin = next((place for place, block in enumerate(blocks) if _is_text(block)), count)
    last = next(
        (place for place in reversed(range(begin, count)) if _is_text(blocks[place])), count
    )
    other = next(
        (place for place in range(last + 1, count) if _is_over_others(blocks[place])), count
    )
    kept: list[Block] = []
    changes: list[Change] = []
    for place, block in enumerate(blocks):
        text = block.text.strip()
        bare = place < begin and is_bare(text) and not date_of(text)
        if place < first or block.kind not in {"paragraph", "item"}:
            kept.append(block)
        elif place >= other:
            changes.append(Change(block.text, "", "links to elsewhere, not the article's text"))
        elif bare or is_chrome(text, below=place > last):
            changes.append(Change(block.text, "", "a button or menu of the page"))
        else:
            kept.append(block)
    return kept, changes


def _is_text(block: Block) -> bool:
    """Whether it is a paragraph: longer than a heading, or a sentence, and no chrome."""
    text = block.text.strip()
    is_sentence = len(text) > LONGEST_HEADING or (
        len(text) > SHORTEST and SENTENCE_END.search(text) is not None
    )
    return (
        is_sentence
        and block.kind != "note"
        and not is_chrome(text, below=True)
        and not is_spam(text)
    )


def _is_over_others(block: Block) -> bool:
    return (
        block.kind in {"paragraph", "item", "heading"}
        and RELATED.fullmatch(block.text.strip()) is not None
    )


def _head(lines: Sequence[str], title: str) -> Head:
    """The head of a plain text; a line that is not the title that its source states is text."""
    head = find_head(lines)
    stated, found = (re.sub(r"[\W_]+", "", one).casefold() for one in (title, head.title))
    return find_byline(lines, title) if stated and found and stated != found else head


def _with_head(article: Article, head: Head) -> Article:
    """What the source says of itself stays."""
    return replace(
        article,
        title=article.title or head.title,
        author=article.author or head.author,
        publication=article.publication or head.publication,
        date=article.date or head.date,
    )
