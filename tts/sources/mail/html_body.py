"""The HTML of a message -> blocks: all of it is text, except quotations and a signature."""

from __future__ import annotations

import re
from itertools import filterfalse
from typing import Any

from tts.model import Block, Change
from tts.sources.epub.xml_trees import flat
from tts.sources.html.article import read_fragment
from tts.sources.html.blocks import blocks_of
from tts.sources.html.tree_edits import drop
from tts.sources.mail.text_body import LONGEST_TOLD, QUOTE, SIGNED

QUOTES = (
    "//blockquote[@type='cite'] | //*[contains(@class, 'gmail_quote')"
    " or contains(@class, 'yahoo_quoted') or contains(@class, 'moz-cite-prefix')"
    " or contains(@class, 'protonmail_quote')"
    " or @id='OLK_SRC_BODY_SECTION']"
)
BELOW = "//*[@id='divRplyFwdMsg' or @id='appendonsend']"
"""Outlook's separator before a quoted mail."""
SIGNATURES = (
    "//*[contains(@class, 'gmail_signature') or contains(@class, 'moz-signature')"
    " or @id='Signature' or @id='ms-outlook-mobile-signature']"
)
FORWARDED = re.compile(
    r"\W*(?:forwarded message|begin forwarded message|weitergeleitete nachricht|message transféré"
    r"|[转轉][发發]的?[邮郵]件)",
    re.IGNORECASE,
)
FORWARDED_HEAD = "gmail_attr"
"""The class of the header lines of a forwarded mail."""
INVISIBLE = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u202f\u205f-\u206f\u2800"
    r"\u3000\u3164\ufeff]*"
)
"""Invisible characters that newsletters use to fill their previews."""


def html_blocks(html: str) -> tuple[list[Block], list[Change]]:
    """The writer's own text; quotations only if there is nothing else."""
    tree, changes = read_fragment(html)
    taken = dict.fromkeys(_quotes(tree), QUOTE)
    for signature in tree.xpath(SIGNATURES):
        taken[signature] = SIGNED
    left_out = [Change(_words(one), "", reason) for one, reason in taken.items()]
    all_blocks = _seen(tree.body)
    drop(tree, taken)
    blocks = _seen(tree.body)
    if blocks:
        return blocks, [*changes, *filter(_says, left_out)]
    return all_blocks, changes


def _quotes(tree: Any) -> list[Any]:
    """The quotations from other mails, each as a whole."""
    quotes = list(filterfalse(_is_forwarded, tree.xpath(QUOTES)))
    quotes += _below(tree)
    return _outermost(quotes)


def _words(element: Any) -> str:
    words = " ".join(element.itertext()).split()
    return " ".join(words)[:LONGEST_TOLD]


def _says(change: Change) -> bool:
    return change.text != ""


def _seen(body: Any) -> list[Block]:
    return [block for block in blocks_of(body) if not INVISIBLE.fullmatch(block.text)]


def _is_forwarded(element: Any) -> bool:
    """Whether it is not a quotation but a forwarded mail; its header is removed then."""
    if not FORWARDED.match(flat(element)[:100]):
        return False
    for head in element.find_class(FORWARDED_HEAD):
        head.drop_tree()
    return True


def _below(tree: Any) -> list[Any]:
    marks = tree.xpath(BELOW)[:1]
    if not marks:
        return []
    return [*marks, *marks[0].itersiblings()]


def _outermost(elements: list[Any]) -> list[Any]:
    known = set(elements)
    return [one for one in elements if not known & set(one.iterancestors())]
