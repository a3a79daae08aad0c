"""Where things stand in a page, to the character, so that something can be put between them and
nothing else changes.

A parser that writes a page anew would change it. This one only looks: tags by the rules of the HTML
standard's tokenizer, elements by the few rules of its tree builder that decide where an element
ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

_WS = r"\t\n\f\r "
_ATTRIBUTE = rf"[^{_WS}/>][^{_WS}/>=]*+(?:[{_WS}]*+=[{_WS}]*+(?:\"[^\"]*+\"|'[^']*+'|[^{_WS}>\"'][^{_WS}>]*+)?+)?+"
_MARKUP = re.compile(
    rf"<(?:(?P<slash>/?)(?P<name>[A-Za-z][^{_WS}/>]*+)(?P<attributes>(?:[{_WS}/]++|{_ATTRIBUTE})*+)>|(?P<other>[!?]|/))"
)
_PARSED = re.compile(
    rf"([^{_WS}/>][^{_WS}/>=]*+)(?:[{_WS}]*+=[{_WS}]*+(?:\"([^\"]*+)\"|'([^']*+)'|([^{_WS}>\"'][^{_WS}>]*+)?+))?+"
)
_IN_SCRIPT = re.compile(rf"<!--|-->|<(/?)script(?=[{_WS}/>])", re.IGNORECASE)


def words(text: str) -> frozenset[str]:
    """A set of names, written as they are read."""
    return frozenset(text.split())


_RAW = words("script style textarea title xmp iframe noembed noframes noscript")
"""Elements with text and no tags in them, as a browser with scripts sees them."""
_INERT = frozenset((*_RAW, "template", "head", "svg", "math", "object", "select"))
"""What is in them is no text of the page."""
_VOID = words("area base br col embed hr img input link meta param source track wbr")
_PARAGRAPH_ENDS = words(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section summary table ul li dd dt"
)
"""Their start tags end an open `p`."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SAME = {
    "li": ({"li"}, {"ul", "ol", "menu"}),
    "dd": ({"dd", "dt"}, {"dl"}),
    "dt": ({"dd", "dt"}, {"dl"}),
    "option": ({"option"}, {"select"}),
    "tr": ({"tr"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tbody": ({"tbody", "thead", "tfoot"}, {"table"}),
    "tfoot": ({"tbody", "thead", "tfoot"}, {"table"}),
    "thead": ({"tbody", "thead", "tfoot"}, {"table"}),
}
"""Start tags that end an open element of these, up to one of those."""
HEAD = words("title meta link base style script noscript template")
"""What a head holds; anything else ends it."""
_FORMATTING = words("a b big code em font i nobr s small strike strong tt u span")
"""Their end tags leave blocks open that were begun in them."""
_SCOPES = frozenset(("table", "td", "th", "template", "html", "caption"))
"""No end tag reaches beyond these."""


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the page."""

    kind: Literal["start", "end", "text", "other"]
    """`other` is a comment, a doctype, a processing instruction."""
    begin: int
    end: int
    name: str = ""
    """Lower case."""
    attributes: str = ""
    """As they stand."""


@dataclass(slots=True, eq=False)
class Element:
    name: str
    begin: int
    """Where its start tag begins."""
    inner: int
    """Where its start tag ends."""
    parent: Element | None
    tag: str = ""
    """Its attributes, as they stand."""
    close: int = -1
    """Where its content ends."""
    end: int = -1
    """Where its end tag ends, or where another tag ends it."""
    inert: bool = False

    @property
    def attributes(self) -> dict[str, str]:
        return attributes_of(self.tag)

    def ancestors(self) -> Iterator[Element]:
        one = self.parent
        while one is not None:
            yield one
            one = one.parent


@dataclass(frozen=True, slots=True)
class Outline:
    """Elements in the order of their start tags, and the texts that a reader sees."""

    elements: tuple[Element, ...]
    texts: tuple[tuple[int, int, Element | None], ...]
    """Begin, end, and the element they stand in."""
    by_name: Mapping[str, list[Element]] = field(repr=False)

    def all(self, *names: str) -> list[Element]:
        found = [one for name in names for one in self.by_name.get(name, ())]
        return sorted(found, key=lambda one: one.begin) if len(names) > 1 else found

    def first_from(self, place: int) -> Element | None:
        """The first element that begins there or later."""
        for one in self.elements:
            if one.begin >= place:
                return one
        return None

    def within(self, begin: int, end: int) -> Iterator[tuple[int, int, Element | None]]:
        """The texts between two places."""
        for place in range(bisect_left(self.texts, begin, key=lambda one: one[0]), len(self.texts)):
            if self.texts[place][0] >= end:
                return
            yield self.texts[place]


def attributes_of(tag: str) -> dict[str, str]:
    """Names in lower case, values unescaped; of two alike the first.

    >>> attributes_of(' CLASS=a class="b" hidden data-x=\\'1 &gt; 0\\'')
    {'class': 'a', 'hidden': '', 'data-x': '1 > 0'}
    """
    found: dict[str, str] = {}
    for name, double, single, bare in _PARSED.findall(tag):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


def tokens(text: str) -> Iterator[Token]:
    """All of the page, in order, without a gap."""
    at = foreign = 0
    size = len(text)
    search = at
    while found := _MARKUP.search(text, search):
        begin = found.start()
        if begin > at:
            yield Token("text", at, begin)
        at = search = _other_end(text, begin, foreign) if found["other"] else found.end()
        if found["other"]:
            yield Token("other", begin, at)
            continue
        name, closing = found["name"].lower(), bool(found["slash"])
        yield Token("end" if closing else "start", begin, at, name, found["attributes"])
        empty = bool(foreign) and found["attributes"].endswith("/")
        if name in ("svg", "math") and not empty:
            foreign = (
                max(0, foreign - 1)
                if closing
                else foreign + (not found["attributes"].endswith("/"))
            )
        if not closing and name == "plaintext":
            break
        if not closing and name in _RAW and not empty:
            stop = _raw_end(text, at, name)
            if stop > at:
                yield Token("text", at, stop)
            at = search = stop
    if at < size:
        yield Token("text", at, size)


def _other_end(text: str, begin: int, foreign: int) -> int:
    """Where a comment, or what is taken for one, ends."""
    if text.startswith("<!--", begin):
        if text.startswith((">", "->"), begin + 4):
            return text.index(">", begin + 4) + 1
        return min(_behind(text, "-->", begin + 4), _behind(text, "--!>", begin + 4))
    if foreign and text.startswith("<![CDATA[", begin):
        return _behind(text, "]]>", begin)
    return _behind(text, ">", begin)


def _behind(text: str, mark: str, begin: int) -> int:
    place = text.find(mark, begin)
    return len(text) if place < 0 else place + len(mark)


def _raw_end(text: str, at: int, name: str) -> int:
    """Where the end tag of an element without tags in it begins, or the page ends."""
    if name == "script":
        return _script_end(text, at)
    found = re.compile(rf"</{name}(?=[{_WS}/>])", re.IGNORECASE).search(text, at)
    return found.start() if found else len(text)


def _script_end(text: str, at: int) -> int:
    """A script that writes `<!--` and then `<script>` is not ended by the first `</script>`."""
    escaped = double = False
    while found := _IN_SCRIPT.search(text, at):
        at = found.end()
        if found[0] == "<!--":
            escaped, at = True, found.start() + 2  # `<!-->` ends at once
        elif found[0] == "-->":
            escaped = double = False
        elif not found[1]:
            double = escaped
        elif double:
            double = False
        else:
            return found.start()
    return len(text)


# --- elements -------------------------------------------------------------------------------------


def outline(text: str) -> Outline:
    """The elements of a page, each with its place."""
    builder = _Builder()
    for token in tokens(text):
        if token.kind == "text":
            if (
                builder.stack
                and builder.stack[-1].name == "head"
                and text[token.begin : token.end].strip()
            ):
                builder.pop_to(len(builder.stack) - 1, token.begin, token.begin)
            top = builder.stack[-1] if builder.stack else None
            if not (top and top.inert):
                builder.texts.append((token.begin, token.end, top))
        elif token.kind == "start":
            builder.start(token)
        elif token.kind == "end":
            builder.finish(token)
    builder.pop_to(0, len(text), len(text))
    by_name: dict[str, list[Element]] = {}
    for element in builder.elements:
        by_name.setdefault(element.name, []).append(element)
    return Outline(tuple(builder.elements), tuple(builder.texts), by_name)


class _Builder:
    """The stack of open elements."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.texts: list[tuple[int, int, Element | None]] = []
        self.stack: list[Element] = []

    def start(self, token: Token) -> None:
        self._end_implied(token)
        parent = self.stack[-1] if self.stack else None
        inert = token.name in _INERT or bool(parent and parent.inert)
        element = Element(token.name, token.begin, token.end, parent, token.attributes, inert=inert)
        self.elements.append(element)
        if token.name in _VOID or (
            inert and token.attributes.endswith("/") and token.name not in _RAW
        ):
            element.close = element.end = token.end
        else:
            self.stack.append(element)

    def _end_implied(self, token: Token) -> None:
        name, at = token.name, token.begin
        if name not in HEAD and self.stack and self.stack[-1].name == "head":
            self.pop_to(len(self.stack) - 1, at, at)
        if name in _PARAGRAPH_ENDS:
            self._end_up_to({"p"}, _SCOPES | {"button", "object"}, at)
        if name in _HEADINGS and self.stack and self.stack[-1].name in _HEADINGS:
            self.pop_to(len(self.stack) - 1, at, at)
        if name in _SAME:
            ended, bounds = _SAME[name]
            self._end_up_to(ended, bounds, at)

    def _end_up_to(self, names: set[str], bounds: set[str] | frozenset[str], at: int) -> None:
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place].name in names:
                self.pop_to(place, at, at)
                return
            if self.stack[place].name in bounds:
                return

    def finish(self, token: Token) -> None:
        """An end tag: of the innermost element of its name, or of any heading; else it ends
        nothing."""
        for place in range(len(self.stack) - 1, -1, -1):
            name = self.stack[place].name
            if name == token.name or (name in _HEADINGS and token.name in _HEADINGS):
                self.pop_to(place, token.begin, token.end)
                return
            if name in _SCOPES or (token.name in _FORMATTING and name not in _FORMATTING):
                return

    def pop_to(self, size: int, close: int, end: int) -> None:
        """End all open elements but the first `size`; the last of them by a tag from `close` to
        `end`."""
        while len(self.stack) > size:
            element = self.stack.pop()
            last = len(self.stack) == size
            element.close, element.end = close, end if last else close
