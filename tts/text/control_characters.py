"""Removes what no field of an article may contain: control characters, broken lines, repeated
`�`."""

from __future__ import annotations

import re
from dataclasses import replace

from tts.model import Article, Block, Change
from tts.text.repair.repair import BREAKS, STRAY

CONTROLS = re.compile("[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Removed from addresses, whose other characters may be unusual but still work."""
SPACES = re.compile(r"\s{2,}|[^\S \u00a0\u3000]")
"""White space that is not a single space."""
LOST = re.compile("\ufffd+")
LINED = frozenset({"code", "table"})
"""Kinds of blocks in which lines and tabs have a meaning."""
UNCERTAIN = "what stood there is uncertain, and is not said"


def tidy(article: Article) -> Article:
    """The article with every field fit for display on a terminal and for use in a tag."""
    line = replace(
        article,
        title=one_line(article.title),
        author=one_line(article.author),
        publication=one_line(article.publication),
        site=one_line(article.site),
        summary=one_line(article.summary),
        date=one_line(article.date),
        language=one_line(article.language),
        url=CONTROLS.sub("", article.url).strip(),
        image=CONTROLS.sub("", article.image),
    )
    blocks = tuple(_block(block) for block in article.blocks)
    changes = tuple(_change(change) for change in article.changes) + _lost_characters(article)
    return replace(line, blocks=blocks, changes=changes)


def one_line(text: str) -> str:
    """
    >>> one_line(" a\\nb \\x1b[31m\\ufffd\\ufffd ")
    'a b �'
    """
    return LOST.sub("\ufffd", SPACES.sub(" ", bare(text)).strip())


def bare(text: str) -> str:
    """The text without control characters except tabs and line feeds."""
    return STRAY.sub("", BREAKS.sub("\n", text))


def _block(block: Block) -> Block:
    text = LOST.sub("\ufffd", bare(block.text)) if block.kind in LINED else one_line(block.text)
    return block if text == block.text else replace(block, text=text)


def _change(change: Change) -> Change:
    """The change, fit for display; if it reports lost characters, with the consequence."""
    reason = bare(change.reason)
    if change.became == "\ufffd":
        reason = f"{reason}: {UNCERTAIN}"
    return Change(bare(change.text), bare(change.became), reason)


def _lost_characters(article: Article) -> tuple[Change, ...]:
    """Reports of characters that were lost before the source was written, unless its reader
    reported them."""
    if any(change.became == "\ufffd" for change in article.changes):
        return ()
    texts = (article.title, article.author, article.publication, article.site, article.summary)
    runs = [
        run
        for text in (*texts, *(block.text for block in article.blocks))
        for run in LOST.findall(text)
    ]
    if not runs:
        return ()
    places = f"{len(runs)} places hold" if len(runs) > 1 else "a place holds"
    return (
        Change(
            max(runs, key=len)[:10], "\ufffd", f"{places} characters that were lost: {UNCERTAIN}"
        ),
    )
