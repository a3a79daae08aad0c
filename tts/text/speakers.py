"""Who speaks a block, for separate voices: a label before it (`Q:`, `甲：`) or before its turn, a
mark (`[voice: NAME]`), or quotation marks.

Only speakers named in the show's `[speakers]` are looked for; a show without any has one voice per
language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from tts.model import Article, Block
from tts.text.script import PIECE
from tts.text.speaker_turns import LABELLED, continued_turns
from tts.text.unspoken import speakable

QUOTATION: Final = "quotation"
"""The speaker of quotations."""
LABELS: Final = "labels"
"""A key in `[speakers]` that is not a name, but says whether labels are spoken."""
MARKED: Final = re.compile(
    r"\s*[\[［【]\s*(?:voice|speaker|声音|聲音|说话人|說話人)\s*[:：]\s*(?P<name>[^\]］】\n]{1,80}?)\s*[\]］】]\s*",
    re.IGNORECASE,
)
NOBODY: Final = "(?!)"
ASIDE: Final = r"(?:\s*[（(][^）)\n]{1,20}[）)])?"
"""A manner of speaking in a script: `甲（笑）：`."""
QUOTED: Final = re.compile(r"“[^”\n]+”|「[^」\n]+」|『[^』\n]+』|«[^»\n]+»|\"[^\"\n]+\"")
SAID: Final = re.compile(r"[。！？!?….,，—–][”」』»\"]$")
"""How speech ends, unlike a word in quotation marks."""
LED_IN: Final = re.compile(r"[:：,，]\s*$")


def with_speakers(
    article: Article, names: Collection[str], *, read_labels: bool = False
) -> Article:
    """The article with a speaker from `names` for each block. A paragraph is split where a
    quotation starts or ends if `quotation` is one of them. Labels are spoken with `read_labels`.

    >>> blocks = (Block("paragraph", "甲：走吧。"), Block("paragraph", "Then it rained."))
    >>> spoken = with_speakers(Article(blocks), {"甲"}).blocks
    >>> [(block.speaker, block.label) for block in spoken]
    [('甲', 2), ('', 0)]
    """
    if not names:
        return article
    finder = _Finder(names, read_labels)
    turns = continued_turns(article.blocks, finder.named)
    blocks: list[Block] = []
    for place, block in enumerate(article.blocks):
        blocks += finder.spoken(block, turns.get(place, ""))
    return replace(article, blocks=tuple(blocks))


class _Finder:
    """Finds the speaker of a block."""

    def __init__(self, names: Collection[str], read_labels: bool) -> None:
        self._read_labels = read_labels
        self._names = {name.casefold(): name for name in names}
        people = [name for name in names if name != QUOTATION]
        people.sort(key=len, reverse=True)
        labels = "|".join(map(re.escape, people)) or NOBODY
        self._label = re.compile(rf"\s*({labels}){ASIDE}\s*[:：]\s*", re.IGNORECASE)
        self._next = ""
        """The speaker named by a mark on a separate line."""

    def named(self, block: Block) -> str | None:
        """The speaker by a block's label; empty for a mark, which applies to one paragraph."""
        if MARKED.match(block.text):
            return ""
        label = self._label.match(block.text)
        return self._known(label[1]) if label else None

    def spoken(self, block: Block, turn: str = "") -> Iterator[Block]:
        """The block with its speaker; none for a mark by itself, several if it is split.

        `turn` is the speaker of the turn that it continues.
        """
        if block.kind not in LABELLED:
            yield block
            return
        if mark := MARKED.match(block.text):
            self._next = self._known(mark["name"])
            block = replace(block, text=block.text[mark.end() :])
            if not speakable(block.text):
                return
        if self._next:
            yield replace(block, speaker=self._next)
            self._next = ""
            return
        if turn:
            yield replace(block, speaker=turn)
            return
        yield from self._by_its_text(block)

    def _by_its_text(self, block: Block) -> Iterator[Block]:
        text = block.text
        label = self._label.match(text)
        if label and speakable(text[label.end() :]):
            name = self._known(label[1])
            unsaid = 0 if self._read_labels else label.end()
            yield replace(block, speaker=name, label=unsaid)
        elif QUOTATION not in self._names:
            yield block
        elif block.kind == "quote":
            yield replace(block, speaker=QUOTATION)
        else:
            yield from _parted(block)

    def _known(self, name: str) -> str:
        return self._names.get(name.casefold(), name)


def _parted(block: Block) -> Iterator[Block]:
    """The quotations in a paragraph, and the text between them."""
    pieces = _pieces(block.text)
    for text, speaker in pieces[:-1]:
        yield replace(block, text=text, speaker=speaker, pause=PIECE)
    text, speaker = pieces[-1]
    yield replace(block, text=text, speaker=speaker)


def _pieces(text: str) -> list[tuple[str, str]]:
    """Stretches with their speakers; punctuation is joined to the stretch before it."""
    found: list[tuple[str, str]] = []
    at = 0
    for quote in QUOTED.finditer(text):
        if not _is_speech(text, quote):
            continue
        between = text[at : quote.start()]
        found.append((between, ""))
        found.append((quote[0], QUOTATION))
        at = quote.end()
    found.append((text[at:], ""))
    pieces: list[tuple[str, str]] = []
    lead = ""
    for stretch, speaker in found:
        if speakable(stretch):
            pieces.append((lead + stretch, speaker))
            lead = ""
        elif pieces:
            before, who = pieces[-1]
            pieces[-1] = (before + stretch, who)
        else:
            lead += stretch
    return pieces or [(text, "")]


def _is_speech(text: str, quote: re.Match[str]) -> bool:
    if not speakable(quote[0]):
        return False
    if SAID.search(quote[0]):
        return True
    before = text[: quote.start()]
    return LED_IN.search(before) is not None
