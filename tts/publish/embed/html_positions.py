"""The exact positions of elements in a page, so that something can be inserted without changing
anything else.

A serializing parser would change the page. This one only reads: tags by the rules of the HTML
standard's tokenizer, elements by those rules of its tree builder that decide where an element ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from html import unescape
from operator import attrgetter, itemgetter
from typing import Literal

_WS = r"\t\n\f\r "
_NAME = rf"[^{_WS}/>][^{_WS}/>=]*+"
_EQUALS = rf"[{_WS}]*+=[{_WS}]*+"
_BARE = rf"[^{_WS}>\"'][^{_WS}>]*+"
_ATTRIBUTE = rf"{_NAME}(?:{_EQUALS}(?:\"[^\"]*+\"|'[^']*+'|{_BARE})?+)?+"
_MARKUP = re.compile(
    rf"<(?:(?P<slash>/?)(?P<name>[A-Za-z][^{_WS}/>]*+)"
    rf"(?P<attributes>(?:[{_WS}/]++|{_ATTRIBUTE})*+)>|(?P<other>[!?]|/))"
)
_PARSED = re.compile(rf"({_NAME})(?:{_EQUALS}(?:\"([^\"]*+)\"|'([^']*+)'|({_BARE})?+))?+")
"""An attribute's name and value: in double quotes, in single quotes, or unquoted."""
_IN_SCRIPT = re.compile(rf"<!--|-->|<(/?)script(?=[{_WS}/>])", re.IGNORECASE)


def words(text: str) -> frozenset[str]:
    """A set of names, written with spaces between them."""
    return frozenset(text.split())


_RAW = words("script style textarea title xmp iframe noembed noframes noscript")
"""Elements that contain text without tags, as seen by a browser with scripts."""
_FOREIGN = words("svg math")
"""Elements with their own rules: in them `/>` ends an element, and CDATA is recognized."""
_INERT = frozenset((*_RAW, *_FOREIGN, "template", "head", "object", "select"))
"""Elements whose content is not part of the page's text."""
_VOID = words("area base br col embed hr img input link meta param source track wbr")
_PARAGRAPH_ENDS = words(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section summary"
    " table ul li dd dt"
)
"""Their start tags end an open `p`."""
_HEADINGS = words("h1 h2 h3 h4 h5 h6")
_SIBLINGS = {
    "li": words("ul ol menu"),
    "dd dt": words("dl"),
    "option": words("select"),
    "tr": words("table"),
    "td th": words("tr table"),
    "tbody tfoot thead": words("table"),
}
"""A start tag of these ends an open element of the same kind, up to one of those."""
_SAME = {
    name: (words(names), bounds) for names, bounds in _SIBLINGS.items() for name in words(names)
}
HEAD = words("title meta link base style script noscript template")
"""Elements allowed in a head; anything else ends it."""
_FORMATTING = words("a b big code em font i nobr s small strike strong tt u span")
"""Their end tags leave blocks open that began inside them."""
_SCOPES = words("table td th template html caption")
"""Boundaries that no end tag crosses."""
_PARAGRAPH_SCOPES = _SCOPES | words("button object")
"""Boundaries across which an open `p` is not ended."""


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the page."""

    kind: Literal["start", "end", "text", "other"]
    """`other` is a comment, a doctype, or a processing instruction."""
    begin: int
    end: int
    name: str = ""
    """Lower case."""
    attributes: str = ""
    """As written in the page."""


@dataclass(slots=True, eq=False)
class Element:
    name: str
    begin: int
    """Start of its start tag."""
    inner: int
    """End of its start tag."""
    parent: Element | None
    tag: str = ""
    """Its attributes, as written in the page."""
    close: int = -1
    """End of its content."""
    end: int = -1
    """End of its end tag, or the position where another tag ends it."""
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
    """Elements in the order of their start tags, and the visible texts."""

    elements: tuple[Element, ...]
    texts: tuple[tuple[int, int, Element | None], ...]
    """Start, end, and the containing element."""
    by_name: Mapping[str, list[Element]] = field(repr=False)

    def all(self, *names: str) -> list[Element]:
        """The elements with these names, in order."""
        found: list[Element] = []
        for name in names:
            found += self.by_name.get(name, ())
        return sorted(found, key=attrgetter("begin"))

    def first_from(self, place: int) -> Element | None:
        """The first element that begins at that position or later."""
        for one in self.elements:
            if one.begin >= place:
                return one
        return None

    def within(self, begin: int, end: int) -> Iterator[tuple[int, int, Element | None]]:
        """The texts between two positions."""
        first = bisect_left(self.texts, begin, key=itemgetter(0))
        for place in range(first, len(self.texts)):
            text = self.texts[place]
            if text[0] >= end:
                return
            yield text


def attributes_of(tag: str) -> dict[str, str]:
    """Names in lower case, values unescaped; the first of duplicates counts.

    >>> attributes_of(' CLASS=a class="b" hidden data-x=\\'1 &gt; 0\\'')
    {'class': 'a', 'hidden': '', 'data-x': '1 > 0'}
    """
    found: dict[str, str] = {}
    for name, double, single, bare in _PARSED.findall(tag):
        value = double or single or bare
        found.setdefault(name.lower(), unescape(value))
    return found


def tokens(text: str) -> Iterator[Token]:
    """The tokens of the whole page, in order, without gaps."""
    at = foreign = 0
    while found := _MARKUP.search(text, at):
        begin = found.start()
        if begin > at:
            yield Token("text", at, begin)
        if found["other"]:
            at = _other_end(text, begin, foreign)
            yield Token("other", begin, at)
            continue
        at = found.end()
        tag = _tag(found)
        yield tag
        is_empty = foreign > 0 and tag.attributes.endswith("/")
        foreign = _foreign_behind(tag, foreign)
        if tag.kind == "end":
            continue
        if tag.name == "plaintext":
            break
        if tag.name in _RAW and not is_empty:
            stop = _raw_end(text, at, tag.name)
            if stop > at:
                yield Token("text", at, stop)
            at = stop
    size = len(text)
    if at < size:
        yield Token("text", at, size)


def _tag(found: re.Match[str]) -> Token:
    name = found["name"].lower()
    begin, end = found.span()
    if found["slash"]:
        return Token("end", begin, end, name, found["attributes"])
    return Token("start", begin, end, name, found["attributes"])


def _foreign_behind(tag: Token, depth: int) -> int:
    """How many foreign elements are open after a tag, given how many were open before it."""
    if tag.name not in _FOREIGN or tag.attributes.endswith("/"):
        return depth
    if tag.kind == "start":
        return depth + 1
    return max(0, depth - 1)


def _other_end(text: str, begin: int, foreign: int) -> int:
    """The end of a comment, or of what is parsed like one."""
    if text.startswith("<!--", begin):
        inner = begin + 4
        if text.startswith((">", "->"), inner):
            return _behind(text, ">", inner)
        return min(_behind(text, "-->", inner), _behind(text, "--!>", inner))
    if foreign and text.startswith("<![CDATA[", begin):
        return _behind(text, "]]>", begin)
    return _behind(text, ">", begin)


def _behind(text: str, mark: str, begin: int) -> int:
    place = text.find(mark, begin)
    return len(text) if place < 0 else place + len(mark)


def _raw_end(text: str, at: int, name: str) -> int:
    """Start of the end tag of an element without tags in it, or the end of the page."""
    if name == "script":
        return _script_end(text, at)
    end_tag = re.compile(rf"</{name}(?=[{_WS}/>])", re.IGNORECASE)
    found = end_tag.search(text, at)
    return found.start() if found else len(text)


def _script_end(text: str, at: int) -> int:
    """A script that contains `<!--` and then `<script>` is not ended by the first `</script>`."""
    escaped = double = False
    while found := _IN_SCRIPT.search(text, at):
        at = found.end()
        if found[0] == "<!--":
            escaped = True
            at = found.start() + 2  # `<!-->` ends at once
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
    """The elements of a page, with their positions."""
    builder = _Builder(text)
    for token in tokens(text):
        if token.kind == "text":
            builder.see_text(token)
        elif token.kind == "start":
            builder.start(token)
        elif token.kind == "end":
            builder.finish(token)
    size = len(text)
    builder.pop_to(0, size, size)
    by_name: dict[str, list[Element]] = {}
    for element in builder.elements:
        alike = by_name.setdefault(element.name, [])
        alike.append(element)
    return Outline(tuple(builder.elements), tuple(builder.texts), by_name)


class _Builder:
    """Keeps the stack of open elements."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.elements: list[Element] = []
        self.texts: list[tuple[int, int, Element | None]] = []
        self.stack: list[Element] = []

    def _top(self) -> Element | None:
        return self.stack[-1] if self.stack else None

    def _top_name(self) -> str:
        return self.stack[-1].name if self.stack else ""

    def _pop(self, at: int) -> None:
        self.pop_to(len(self.stack) - 1, at, at)

    def see_text(self, token: Token) -> None:
        begin, end = token.begin, token.end
        if self._top_name() == "head" and self.page[begin:end].strip():
            self._pop(begin)
        top = self._top()
        if top is None or not top.inert:
            self.texts.append((begin, end, top))

    def start(self, token: Token) -> None:
        self._end_implied(token)
        name, tag = token.name, token.attributes
        parent = self._top()
        is_inside_inert = parent is not None and parent.inert
        inert = is_inside_inert or name in _INERT
        element = Element(name, token.begin, token.end, parent, tag, inert=inert)
        self.elements.append(element)
        is_closed = inert and tag.endswith("/") and name not in _RAW
        if is_closed or name in _VOID:
            element.close = element.end = token.end
        else:
            self.stack.append(element)

    def _end_implied(self, token: Token) -> None:
        """End the open elements that can't contain an element of this name."""
        name, at = token.name, token.begin
        if name not in HEAD and self._top_name() == "head":
            self._pop(at)
        if name in _PARAGRAPH_ENDS:
            self._end_up_to({"p"}, _PARAGRAPH_SCOPES, at)
        if name in _HEADINGS and self._top_name() in _HEADINGS:
            self._pop(at)
        if name in _SAME:
            siblings, bounds = _SAME[name]
            self._end_up_to(siblings, bounds, at)

    def _end_up_to(self, names: Set[str], bounds: Set[str], at: int) -> None:
        """End the innermost element with one of these names, unless one of `bounds` encloses the
        tag first."""
        for place in _downwards(self.stack):
            name = self.stack[place].name
            if name in names:
                self.pop_to(place, at, at)
                return
            if name in bounds:
                return

    def finish(self, token: Token) -> None:
        """An end tag ends the innermost element of its name, or any heading; otherwise nothing."""
        is_formatting = token.name in _FORMATTING
        ended = _HEADINGS if token.name in _HEADINGS else {token.name}
        for place in _downwards(self.stack):
            name = self.stack[place].name
            if name in ended:
                self.pop_to(place, token.begin, token.end)
                return
            is_block = name not in _FORMATTING
            if name in _SCOPES or (is_formatting and is_block):
                return

    def pop_to(self, size: int, close: int, end: int) -> None:
        """End all open elements except the first `size`; the last of them with a tag from `close`
        to `end`."""
        while len(self.stack) > size:
            element = self.stack.pop()
            is_last = len(self.stack) == size
            element.close = close
            element.end = end if is_last else close


def _downwards(stack: Sequence[Element]) -> range:
    """Places of a stack, from its top."""
    top = len(stack) - 1
    return range(top, -1, -1)
