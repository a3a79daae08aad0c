"""Which `<names>` in a Markdown text are HTML elements, and which are plain text.

In `press <Enter>`, `List<String>` and `<your-key>` the brackets and the names are text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from tts.sources.markdown.code_spans import line_stretches, outside

TAG: Final = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w.:-]*)(?P<rest>[^<>]*)>")
ENDS: Final = {
    "<!--": "-->",
    "<?": "?>",
    "<!": ">",
    "<script": "</script",
    "<style": "</style",
    "<textarea": "</textarea",
    "<pre": "</pre",
}
"""Constructs that extend to their end mark, or to the end of the text without one."""

TEXT: Final = frozenset(
    re.findall(
        r"\S+",
        "a abbr acronym b bdi bdo big blink cite code del dfn em font i ins kbd mark nobr q rb"
        " rp rt rtc ruby s samp small span strike strong sub sup tt u var wbr br hr img",
    )
)
"""Elements of running text."""
BLOCKS: Final = frozenset(
    re.findall(
        r"\S+",
        "article aside blockquote body caption center col colgroup dd details dialog dir div dl"
        " dt fieldset figcaption figure footer frameset h1 h2 h3 h4 h5 h6 head header hgroup"
        " html iframe legend li main math menu nav noscript ol optgroup option p picture pre"
        " search section summary svg table tbody td tfoot th thead tr ul video audio canvas"
        " noembed noframes",
    )
)
WORDS: Final = frozenset(
    re.findall(
        r"\S+",
        "address applet button data datalist form label map marquee menuitem meter object"
        " output progress script select slot style template textarea time title xmp",
    )
)
"""Elements whose names are also used as placeholders: HTML only if they are closed, or have
attributes."""
VOID: Final = frozenset(
    re.findall(
        r"\S+",
        "area base basefont bgsound command embed frame image input keygen link meta param"
        " source track",
    )
)
"""Void elements that mean nothing without an attribute."""
DRAWN: Final = frozenset(
    re.findall(
        r"\S+",
        "circle defs desc ellipse g line lineargradient marker mask path pattern polygon"
        " polyline radialgradient rect stop symbol text tspan use",
    )
)
"""Elements of drawings: only if there are drawings."""


ALONE: Final = frozenset(
    re.findall(
        r"\S+",
        "allowfullscreen async autofocus autoplay border checked clear compact controls default"
        " defer disabled download hidden inert ismap itemscope loop markdown multiple muted noshade"
        " nowrap open required reversed selected",
    )
)
"""Attributes that need no value."""


MADE: Final = re.compile(r"[-:@#]")
"""A sign in names of custom attributes."""


def _is_attributes(rest: str) -> bool:
    """Whether what follows a name in a tag can be attributes, unlike the words in `a <b and c>
    d`."""
    words = rest.lower().strip(" \t\n/").split()
    named = (word in ALONE or MADE.search(word) for word in words)
    return "=" in rest or all(named)


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of a text."""

    closed: frozenset[str] = frozenset()
    """Names with a closing tag somewhere, as written."""
    drawings: bool = False
    ends: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, *, indented: bool = True) -> Elements:
        """The elements according to the tags outside code."""
        closed: set[str] = set()
        drawings = False
        for is_code, piece in line_stretches(text, indented=indented):
            for tag in () if is_code else outside(piece, TAG):
                if tag["close"] or tag["rest"].endswith("/"):
                    closed.add(tag["name"])
                drawings = drawings or tag["name"].lower() == "svg"
        return cls(frozenset(closed), drawings)

    def has(self, tag: re.Match[str]) -> bool:
        """Whether a tag is that of an element."""
        name = tag["name"]
        lower = name.lower()
        if lower in TEXT or lower in BLOCKS:
            return _is_attributes(tag["rest"])
        if lower in VOID:
            return "=" in tag["rest"]
        if lower in WORDS:
            return name in self.closed or "=" in tag["rest"]
        if lower in DRAWN:
            return self.drawings
        made = "-" in name or ":" in name
        return made and name in self.closed

    def begin(self, text: str, at: int) -> bool:
        """Whether HTML begins at a `<`."""
        start = text[at : at + 12].lower()
        for begin, end in ENDS.items():
            if start.startswith(begin):
                return self.last(text, end) >= at
        tag = TAG.match(text, at)
        return tag is None or self.has(tag)

    def last(self, text: str, end: str) -> int:
        """Position of the last end mark of a kind, searched once."""
        if end not in self.ends:
            self.ends[end] = text.lower().rfind(end)
        return self.ends[end]

    def escaped(self, html: str) -> str:
        """HTML in which everything else is escaped as text."""

        def kept(tag: re.Match[str]) -> str:
            return tag[0] if self.has(tag) else tag[0].replace("<", "&lt;", 1)

        return TAG.sub(kept, html)
