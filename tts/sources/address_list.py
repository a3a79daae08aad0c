"""A text that consists of addresses -> the articles at them.

It is a list as named by `@list`, but given without the `@`. A list that contains files needs the
`@`, because a text must not name files on this machine.
"""

from __future__ import annotations

import re
from itertools import filterfalse

from tts.model import Article, Change, Parts, Selection, SeveralArticles, Source, SourceError
from tts.sources.encoding import decoded
from tts.sources.format import Sample

LINE = re.compile(
    r"\s*(?:[-*+•]\s+|\d{1,4}[.)]\s+)?(?:<(https?://[^\s<>]+)>|\[[^\]\n]*\]\((https?://[^\s()]+)\)"
    r"|(https?://[^\s<>\"]+))\s*"
)
"""An address on its own line, as in a list, or the link of a Markdown list."""
COMMENT = re.compile(r"\s*(?:#.*|//.*)?")
MOST = 100_000
LONGEST_TOLD = 200


def is_address_list(sample: Sample) -> bool:
    """Whether each line is an address or a comment. The undecoded bytes are checked first."""
    if b"://" not in sample.start or sample.start.startswith((b"<!", b"<?", b"{")):
        return False
    lines = sample.head.lstrip("\ufeff").split("\n")
    is_cut = len(sample.text) > len(sample.head)
    if is_cut:
        lines.pop()
    named = list(filterfalse(COMMENT.fullmatch, lines))
    return bool(named) and all(map(LINE.fullmatch, named))


def read_one(text: str, source: Source) -> Article:
    message = f"{source.where} is a list of addresses; only one article can be read"
    raise SeveralArticles(message, "give one of its addresses")


def split_addresses(source: Source, selection: Selection) -> Parts:
    """The addresses in the text, each once. Raises SourceError if it has more than a list may
    have."""
    text, changes = decoded(source)
    addresses: list[str] = []
    others: list[Change] = []
    for line in text.lstrip("\ufeff").split("\n"):
        found = LINE.fullmatch(line)
        if found:
            addresses.append(found[1] or found[2] or found[3])
        elif not COMMENT.fullmatch(line):
            others.append(_no_address(line))
    if len(addresses) > MOST:
        raise SourceError(f"{source.where} lists more than {MOST:,} addresses", "split it")
    once = tuple(dict.fromkeys(addresses))
    return Parts(once, (*changes, *others), each="source")


def _no_address(line: str) -> Change:
    return Change(line.strip()[:LONGEST_TOLD], "", "not an address, in a list of addresses")
