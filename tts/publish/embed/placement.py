"""Where the player goes in a page: under the article's title, or before its first words; and where
the head ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from tts.publish.embed.html_positions import HEAD, Element, Outline, Token, tokens, words
from tts.publish.embed.page_bytes import Page

_HOLDERS = words(
    "html body div article section main header aside footer td th form fieldset center"
)
"""Elements that may contain a player among their blocks. Custom elements such as `<my-article>` may
as well."""
_BESIDE = words("nav aside footer")
"""Elements whose content is not part of the article."""
_HEADINGS = words("h1 h2 h3")
_LONGEST_HEADING = 2000
"""Characters of the page, including tags: anything longer is not a heading."""
_TITLES = words("div p span td")
_TITLED = re.compile(r"(?:^|[\s_-])(?:title|headline|biaoti|bt)(?:$|[\s_-])", re.IGNORECASE)
"""Classes of title elements, on sites that use no headings."""
_SUBTITLES = words("h2 h3 h4 h5 h6 p div span")
_SUBTITLED = re.compile(
    r"(?:^|[\s_-])"
    r"(?:sub-?title|sub-?heading|sub-?head|dek|standfirst|excerpt|description|fubiaoti)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes of subtitles in themes: Stack's `article-subtitle`, Casper's `article-excerpt`,
PaperMod's `post-description`."""
_LONGEST_SUBTITLE = 300
"""Letters: anything longer is text."""
_TEXTUAL = words("title style script noscript template")
"""Elements of a head that have content."""
_DECLARED = re.compile(r"<meta[^>]{0,200}?charset", re.IGNORECASE)
"""A declared encoding."""
_TRIED = (60, 24, 10)
"""Letters of a text's beginning that are searched for: the article reader removes notes further
on."""


class Stretch(NamedTuple):
    """Adjacent letters in a page."""

    first: int
    """Index of its first letter among all letters."""
    begin: int
    """Its position in the page."""
    around: Element | None


@dataclass(frozen=True, slots=True)
class Text:
    """All visible letters and digits, in order, and the position of each stretch."""

    letters: str
    stretches: tuple[Stretch, ...]

    def find(self, letters: str, begin: int = 0) -> int:
        """The index of a text in `letters`, or of the longest prefix found; -1 if there is none."""
        if not letters:
            return -1
        if len(letters) < _TRIED[-1]:
            return self.letters.find(letters, begin)
        for size in _TRIED:
            beginning = letters[:size]
            found = self.letters.find(beginning, begin)
            if found >= 0:
                return found
        return -1

    def stretch(self, place: int) -> Stretch:
        """The stretch that contains a letter."""
        behind = bisect_right(self.stretches, place, key=attrgetter("first"))
        return self.stretches[behind - 1]


def text_of(page: Page, outline: Outline) -> Text:
    from tts.sources.metadata_values import squeezed

    letters = []
    stretches = []
    size = 0
    for begin, end, element in outline.texts:
        text = squeezed(page.read(begin, end))
        if not text:
            continue
        letters.append(text)
        stretches.append(Stretch(size, begin, element))
        size += len(text)
    return Text("".join(letters), tuple(stretches))


def player_place(page: Page, outline: Outline, title: str, blocks: Sequence[str]) -> int:
    """The position of the player; -1 if no part of the article is found in the page."""
    from tts.sources.metadata_values import squeezed

    text = text_of(page, outline)
    wanted = squeezed(title)
    first = _first_words(text, wanted, list(map(squeezed, blocks)))
    words = text.stretch(first) if first >= 0 else None
    limit = words.begin if words else -1
    heading = _heading(page, outline, wanted, limit)
    if heading:
        outermost = _outermost(heading)
        return _behind_subtitle(page, outline, outermost).end
    if words is None:
        return -1
    return _before(words)


def _first_words(text: Text, title: str, blocks: Sequence[str]) -> int:
    """The index of the article's first words in the page's letters: the first block found, after
    the title if that comes before it (a page may repeat the beginning as a summary above the
    title)."""
    for block in blocks[:5]:
        if len(block) < _TRIED[-1]:
            continue
        found = text.find(block)
        if found >= 0:
            again = _behind_title(text, title, block)
            return again if again >= 0 else found
    return -1


def _behind_title(text: Text, title: str, block: str) -> int:
    """The index of a block after the title; -1 if either is missing."""
    place = text.letters.find(title) if title else -1
    if place < 0:
        return -1
    return text.find(block, place)


def _heading(page: Page, outline: Outline, title: str, limit: int) -> Element | None:
    """The article's title: the heading that contains it, before its first words; otherwise the last
    `h1` before them, in the same part of the page."""
    said = []
    for heading in _headings(outline):
        if limit < 0 or heading.begin < limit:
            text = _said(page, outline, heading)
            said.append((heading, text))
    same = _saying(said, title) if title else []
    if same:
        return max(same, key=_prominence)
    if limit < 0:
        return None
    mains = [one for one, text in said if one.name == "h1" and text]
    return _last_main(outline, mains, limit)


def _last_main(outline: Outline, mains: list[Element], limit: int) -> Element | None:
    """The last `h1` before a position, in the enclosing article; in a page without marked articles,
    the only one, since several would be ambiguous."""
    articles = outline.all("article", "main")
    around = [one for one in articles if one.begin < limit < one.end]
    if around:
        begin = around[-1].begin
        mains = [one for one in mains if one.begin > begin]
    elif len(mains) > 1:
        return None
    return mains[-1] if mains else None


def _saying(said: Sequence[tuple[Element, str]], title: str) -> list[Element]:
    """The headings equal to the title; otherwise those that contain a part of it, or more."""
    exactly = [one for one, text in said if text == title]
    return exactly or [one for one, text in said if _is_part(text, title)]


def _is_part(text: str, title: str) -> bool:
    """Whether a heading contains a part of the title, or more than it."""
    return len(text) > 3 and (text in title or title in text)


def _prominence(heading: Element) -> tuple[bool, bool, int]:
    """The sort key by which the best heading is the greatest."""
    name = heading.name
    return name == "h1", name == "h2", heading.begin


def _headings(outline: Outline) -> Iterator[Element]:
    """Headings in the text, and elements with the class of a title."""
    for one in outline.elements:
        size = one.end - one.begin
        if one.inert or size > _LONGEST_HEADING:
            continue
        if one.name not in _HEADINGS and not _is_called_title(one):
            continue
        if not any(around.name in _BESIDE for around in one.ancestors()):
            yield one


def _is_called_title(element: Element) -> bool:
    if element.name not in _TITLES or "class" not in element.tag.lower():
        return False
    classes = element.attributes.get("class", "")
    return _TITLED.search(classes) is not None


def _said(page: Page, outline: Outline, element: Element) -> str:
    from tts.sources.metadata_values import squeezed

    texts = outline.within(element.inner, element.close)
    read = [page.read(begin, end) for begin, end, _ in texts]
    return squeezed(" ".join(read))


def _holds(element: Element | None) -> bool:
    return element is None or element.name in _HOLDERS or "-" in element.name


def _outermost(element: Element) -> Element:
    """The outermost element around a heading next to which a player may be placed."""
    while not _holds(element.parent):
        assert element.parent is not None
        element = element.parent
    return element


def _behind_subtitle(page: Page, outline: Outline, heading: Element) -> Element:
    """The subtitle that a theme places right after the title, otherwise the title."""
    behind = outline.first_from(heading.end)
    if behind is None or behind.parent is not heading.parent or not _is_subtitle(behind):
        return heading
    for begin, end, _ in outline.within(heading.end, behind.begin):
        if page.read(begin, end).strip():
            return heading
    said = _said(page, outline, behind)
    return behind if len(said) <= _LONGEST_SUBTITLE else heading


def _is_subtitle(element: Element) -> bool:
    if element.inert or element.name not in _SUBTITLES:
        return False
    attributes = element.attributes
    classes = attributes.get("class", "")
    if _SUBTITLED.search(classes):
        return True
    return attributes.get("role") == "doc-subtitle"


def _before(text: Stretch) -> int:
    """The position before a text or its enclosing element: a player is not placed in a paragraph,
    list or quote."""
    place = text.begin
    around = text.around
    while around is not None and not _holds(around):
        place = around.begin
        around = around.parent
    return place


def head_place(page: Page) -> int:
    """The position where browsers end the head: before the first element not allowed in it. A page
    without a head has an implied one. -1 if the page declares its encoding only after that."""
    skip = ""
    for token in tokens(page.text):
        if skip:
            is_over = token.kind == "end" and token.name == skip
            skip = "" if is_over else skip
        elif token.kind == "start" and token.name in HEAD:
            skip = token.name if token.name in _TEXTUAL else ""
        elif _ends_head(page, token):
            return _unless_declared_behind(page.text, token.begin)
    return -1


def mount_place(page: Page, outline: Outline) -> int:
    """The position of the script that mounts players, in a page that is taken over by its own: last
    in the head, otherwise last in the body, where React tolerates it."""
    place = head_place(page)
    if place >= 0:
        return place
    bodies = outline.all("body")
    return bodies[-1].close if bodies else len(page.text)


def _ends_head(page: Page, token: Token) -> bool:
    if token.kind == "text":
        text = page.text[token.begin : token.end]
        return bool(text.strip())
    if token.kind == "start":
        return token.name not in ("html", "head")
    return token.kind == "end"


def _unless_declared_behind(text: str, place: int) -> int:
    """Browsers look for the encoding in the first 1,024 bytes, so it must not move."""
    behind = text[place : place + 1024]
    return -1 if _DECLARED.search(behind) else place
