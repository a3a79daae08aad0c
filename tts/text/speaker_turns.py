"""How far a speaker's turn extends: an answer of several paragraphs in an interview.

A label applies to the paragraphs up to the next one in the same section. After the last label of a
section nothing ends the turn, and the author may continue in their own words: there it only applies
if an earlier turn in the section also had several paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tts.model import Block
from tts.speech_rates import RULE

LABELLED: Final = frozenset({"paragraph", "item", "quote"})
"""Kinds of blocks in which people speak."""
SECTIONS: Final = frozenset({"title", "heading", "intro", "outro"})
"""Kinds that end all turns."""
MOST: Final = 12
"""Maximum number of paragraphs in a turn; if there are more, the labels are not dialogue."""
ASIDE: Final = re.compile(r"\s*(?:（[^（）]*）|\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】)[。.]?\s*")
"""A paragraph in brackets: an action during the conversation, or an editor's note."""
OTHER: Final = re.compile(
    r"\s*(?P<name>[\u3400-\u9fff·]{1,6}|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})"
    r"(?:\s*[（(][^）)\n]{1,20}[）)])?\s*(?:：|:\s)\s*\S"
)
"""A label that is not named in the show."""
LEADS: Final = re.compile(
    r"第.{1,3}|其.{1,2}|注意?|备注|備註|附注?|例如|比如|譬如|譬喻|原因|结果|結果|结论|結論|另外|此外|总之|總之|首先|最后|最後"
    r"|答案|问题|問題|(?:.*)(?:如下|说|說|是|为|為|道|想|有|下)"
    r"|Note|First|Second|Third|Finally|Example|Warning|Tip|P\.?S\.?|Step.*|One|Two|Three"
)
"""Introductory phrases that name nobody."""


@dataclass(slots=True)
class _Section:
    """Turns since the last heading or rule."""

    held: dict[int, str]
    speaker: str = ""
    open: list[int] = field(default_factory=list)
    """Blocks after the last label."""
    runs_on: bool = False
    """Whether a turn in this section had several paragraphs before another label ended it."""

    def label(self, name: str) -> None:
        self.runs_on |= self._hold()
        self.speaker = name

    def go_on(self, place: int) -> None:
        if self.speaker:
            self.open.append(place)

    def end(self) -> None:
        if self.runs_on:
            self._hold()
        self.open.clear()
        self.speaker = ""
        self.runs_on = False

    def _hold(self) -> bool:
        holds = 0 < len(self.open) <= MOST
        if holds:
            self.held.update(dict.fromkeys(self.open, self.speaker))
        self.open.clear()
        return holds


def continued_turns(
    blocks: Sequence[Block], name_of: Callable[[Block], str | None]
) -> dict[int, str]:
    """Indexes of blocks that continue a turn -> its speaker.

    `name_of` returns the name in a block's own label or mark, an empty string for somebody without
    a turn, and None for a block with neither.

    >>> texts = ("Q: Why?", "A: It rained.", "All day.", "Q: And then?")
    >>> blocks = [Block("paragraph", text) for text in texts]
    >>> continued_turns(blocks, lambda block: block.text[0] if block.text[1] == ":" else None)
    {2: 'A'}
    """
    section = _Section({})
    language = ""
    for place, block in enumerate(blocks):
        if block.kind in SECTIONS:
            section.end()
        if block.kind not in LABELLED:
            continue
        name = name_of(block)
        if name is None and is_other_label(block.text):
            name = ""
        if name is not None:
            section.label(name)
            language = block.language
        elif block.language == language and not ASIDE.fullmatch(block.text):
            section.go_on(place)
        if block.pause >= RULE:
            section.end()
    section.end()
    return section.held


def is_other_label(text: str) -> bool:
    """Whether a paragraph starts with somebody's label.

    >>> is_other_label("丙：走吧。"), is_other_label("原因如下：下雨了。"), is_other_label("Note: it rains.")
    (True, False, False)
    """
    label = OTHER.match(text)
    return label is not None and not LEADS.fullmatch(label["name"])
