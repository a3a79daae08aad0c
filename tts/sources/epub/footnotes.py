"""An EPUB's footnotes and endnotes: which links are marks of notes, and what the notes say.

EPUB 3 books declare them (`epub:type`, `role`). In others, a link is a mark if it looks like one
and its target links back to it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from tts.sources.epub.package import is_page_name
from tts.sources.epub.xml_trees import body_of, flat, kinds_of
from tts.sources.html.prepare import BRACKETED, NOTE_MARK

Key = tuple[str, str]
"""A page in the archive and an id on it."""
Resolve = Callable[[str, str], Key]
"""A page and an address on it -> where that leads."""

NOTE_KINDS = frozenset({"footnote", "endnote", "rearnote", "note"})
GROUP_KINDS = frozenset({"footnotes", "endnotes", "rearnotes", "notes"})
CHINESE_MARK = re.compile(r"[\[【〔（(]?\s*[①-⑳㈠-㈩㊀-㊉]\s*[\]】〕）)]?")
BACK = " ↩\ufe0e⏎↑^«←⤴"
"""Characters used for links back."""
INLINE = frozenset({"a", "span", "sup", "sub", "b", "i", "em", "strong", "small", "img"})
HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
HANGING = re.compile(r"[a-z\u00df-\u024f.,;:!?”’)\]。，、；：？！」』）》]$")
"""Characters to which a note's mark is attached. Han characters are not included, because numbers
occur between them."""
LONGEST = 20_000
"""Maximum characters of a note; anything longer is ordinary text that is linked to."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A link that may be a note's mark."""

    page: str
    ids: frozenset[str]
    """Its own ids, and those of elements that contain nothing else, to which the note links
    back."""
    text: str
    declared: bool
    small: bool
    """Superscript."""


Wanted = dict[str, list[_Mark]]
"""The marks that link to a page, by target id."""


@dataclass
class Notes:
    """What is known of a book's notes."""

    texts: dict[Key, str] = field(default_factory=dict)
    lost: set[Key] = field(default_factory=set)
    """Missing targets of marks."""

    def __contains__(self, key: object) -> bool:
        return key in self.texts

    def lose(self, path: str, names: Iterable[str]) -> None:
        for name in names:
            key = path, name
            self.lost.add(key)


def find_notes(pages: Iterable[str], page: Callable[[str], Any], resolve: Resolve) -> Notes:
    """All notes that are linked to. `page` returns the root of a page; only one is held at a
    time."""
    wanted: dict[str, Wanted] = defaultdict(lambda: defaultdict(list))
    read: set[str] = set()
    for path in pages:
        read.add(path)
        body = body_of(page(path))
        for (target, name), mark in _marks(path, body, resolve):
            wanted[target][name].append(mark)
    notes = Notes()
    for path, names in wanted.items():
        if path in read or is_page_name(path):
            _read_notes(notes, path, page(path), names, resolve)
        else:
            # the links lead outside, to a file that is missing, or to a picture
            notes.lose(path, names)
    return notes


def _read_notes(notes: Notes, path: str, root: Any, wanted: Wanted, resolve: Resolve) -> None:
    """Read the notes of one page."""
    ids = ids_of(root)
    notes.lose(path, wanted.keys() - ids.keys())
    known: list[str] = []
    for name, marks in wanted.items():
        if name in ids and _is_note(ids[name], path, marks, resolve):
            known.append(name)
    ids_of_notes = frozenset(known)
    for name in known:
        text = _note_text(ids[name], ids_of_notes, path, wanted[name], resolve)
        notes.texts[path, name] = text


def ids_of(root: Any) -> dict[str, Any]:
    """The elements that can be linked to, by id."""
    named: dict[str, Any] = {}
    for link in root.iter("a"):
        name = link.get("name")
        if name:
            named[name] = link
    for element in root.iter():
        is_element = isinstance(element.tag, str)
        name = element.get("id") if is_element else None
        if name:
            named[name] = element
    return named


def is_declared(element: Any) -> bool:
    """Whether an element declares itself as a note."""
    if kinds_of(element) & NOTE_KINDS:
        return True
    classes = element.get("class") or ""
    return "duokan-footnote-item" in classes


def place_of(element: Any) -> Any:
    """The note at an id: the element itself, or the block around it."""
    while element.tag in INLINE:
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    inner = element
    while inner is not None and not is_declared(inner):
        inner = inner.getparent()
    return element if inner is None else inner


def elements_of(place: Any, ids: frozenset[str]) -> list[Any]:
    """A note's elements: including the following paragraphs before the next note (of `ids`)."""
    return [place, *_rest(place, ids)]


def _rest(place: Any, ids: frozenset[str]) -> list[Any]:
    if place.tag == "dt":
        follower = place.getnext()
        has_text = follower is not None and follower.tag == "dd"
        return [follower] if has_text else []
    if place.tag != "p":
        return []
    rest: list[Any] = []
    for sibling in place.itersiblings():
        if _has_id(sibling, ids):
            return rest
        if sibling.tag != "p":
            break
        rest.append(sibling)
    return []  # no further note behind it: what follows is text


def _has_id(element: Any, ids: frozenset[str]) -> bool:
    """Whether it has one of the ids, or contains an element that has."""
    if element.get("id") in ids:
        return True
    inner = element.iter("a", "span", "sup", "p")
    return any(one.get("id") in ids for one in inner)


def marks_in(path: str, body: Any, resolve: Resolve) -> Iterator[tuple[Any, Key]]:
    """Links that may be marks, and their targets."""
    for link in body.iter("a"):
        address = link.get("href") or ""
        looks_like_mark = "#" in address and _looks_like_mark(link)
        if looks_like_mark or _is_declared_mark(link):
            target = resolve(path, address)
            yield link, target


def _marks(path: str, body: Any, resolve: Resolve) -> Iterator[tuple[Key, _Mark]]:
    for link, key in marks_in(path, body, resolve):
        ids: set[str] = set()
        around = chain([link], link.iterancestors(), link.iterdescendants())
        for element in islice(around, 4):
            name = element.get("id") or element.get("name")
            if name:
                ids.add(name)
        declared = _is_declared_mark(link)
        mark = _Mark(path, frozenset(ids), flat(link), declared, _is_raised(link))
        yield key, mark


def _is_raised(link: Any) -> bool:
    around = next(link.iterancestors("sup"), None)
    inside = next(link.iterdescendants("sup"), None)
    return around is not None or inside is not None


def is_surely_mark(link: Any, *, lost: bool) -> bool:
    """Whether a link without a note is still a note's mark: it declares itself as one, or its
    target is missing (`lost`) and it is superscript, in brackets, or attached to a word."""
    if _is_declared_mark(link):
        return True
    if not lost:
        return False
    if _is_raised(link) or BRACKETED.fullmatch(flat(link)):
        return True
    return _hangs(link)


def _hangs(link: Any) -> bool:
    """Whether it follows a word or sign without a space, and precedes no word."""
    last = link.getprevious()
    before = link.getparent().text if last is None else last.tail
    if not HANGING.search(before or ""):
        return False
    behind = link.tail or ""
    return not behind[:1].isalnum()


def _is_declared_mark(link: Any) -> bool:
    if "noteref" in kinds_of(link):
        return True
    classes = link.get("class") or ""
    return "duokan-footnote" in classes.split()


def _looks_like_mark(link: Any) -> bool:
    text = flat(link)
    if not text:
        return next(link.iter("img"), None) is not None
    mark = NOTE_MARK.fullmatch(text) or CHINESE_MARK.fullmatch(text)
    return mark is not None


def _is_note(element: Any, path: str, marks: list[_Mark], resolve: Resolve) -> bool:
    """Whether the target of marks is a note, rather than a chapter or a numbered paragraph."""
    place = place_of(element)
    if place.tag in ("body", "html") or next(place.iter(*HEADS), None) is not None:
        return False
    text = flat(place)
    if len(text) > LONGEST or _holds_mark(place, path, marks):
        return False
    if _is_among_notes(place) or any(mark.declared for mark in marks):
        return True
    for link in place.iter("a"):
        # a mark in the middle is none that leads back: it leads there
        is_back = text.startswith(flat(link)) or not _looks_like_mark(link)
        if is_back and _leads_back(link, path, marks, resolve):
            return True
    return all(_begins_with(text, mark) for mark in marks)


def _begins_with(text: str, mark: _Mark) -> bool:
    """Whether a text begins with a superscript mark, as a note does."""
    return mark.small and mark.text != "" and text.startswith(mark.text)


def _is_among_notes(place: Any) -> bool:
    """Whether the book declares it, or an element around it, as notes."""
    if is_declared(place):
        return True
    around = place.iterancestors()
    return any(kinds_of(one) & GROUP_KINDS for one in around)


def _holds_mark(place: Any, path: str, marks: list[_Mark]) -> bool:
    """Whether one of the marks is inside its own target."""
    same_page = [mark for mark in marks if mark.page == path]
    return any(_stands_in(mark, place) for mark in same_page)


def _stands_in(mark: _Mark, place: Any) -> bool:
    return any(one.get("id") in mark.ids for one in place.iter())


def _note_text(
    element: Any, ids: frozenset[str], path: str, marks: list[_Mark], resolve: Resolve
) -> str:
    """The text of a note, without its mark and links back."""
    elements = elements_of(place_of(element), ids)
    back: set[Any] = set()
    for each in elements:
        for link in each.iter("a"):
            if _leads_back(link, path, marks, resolve):
                back.add(link)
    said = " ".join(_said(each, back) for each in elements)
    text = " ".join(said.split()).strip(BACK)
    marks_shown = [mark.text for mark in marks if mark.text]
    if marks_shown:
        text = _without_mark(text, marks_shown[0])
    return text.lstrip(".:)]】〕、 ")


def _without_mark(text: str, mark: str) -> str:
    rest = text.removeprefix(mark)
    goes_on = rest[:1].isalnum()
    return text if goes_on else rest


def _leads_back(link: Any, path: str, marks: list[_Mark], resolve: Resolve) -> bool:
    if "backlink" in kinds_of(link):
        return True
    address = link.get("href") or ""
    page, name = resolve(path, address)
    same_page = [mark for mark in marks if mark.page == page]
    return any(name in mark.ids for mark in same_page)


def _said(element: Any, skipped: Collection[Any]) -> str:
    """The text of an element without the `skipped` ones inside it; paragraphs are kept apart."""
    if element in skipped:
        return ""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            pieces.append(_said(child, skipped))
        pieces.append(child.tail or "")
    if element.tag not in INLINE:
        pieces.append(" ")
    return "".join(pieces)
