"""An EPUB's footnotes and endnotes: which links are marks of notes, and what the notes say.

Books of EPUB 3 declare them (`epub:type`, `role`). In others a link is a mark when it looks like
one and leads to what leads back to it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tts.sources.epub.markup import body_of, flat, kinds_of
from tts.sources.epub.package import is_page_name
from tts.sources.html.prepare import BRACKETED, NOTE_MARK

Key = tuple[str, str]
"""A page in the archive and an id on it."""
Resolve = Callable[[str, str], Key]
"""A page and an address on it -> where that leads."""

NOTE_KINDS = frozenset({"footnote", "endnote", "rearnote", "note"})
GROUP_KINDS = frozenset({"footnotes", "endnotes", "rearnotes", "notes"})
CHINESE_MARK = re.compile(r"[\[【〔（(]?\s*[①-⑳㈠-㈩㊀-㊉]\s*[\]】〕）)]?")
BACK = " ↩\ufe0e⏎↑^«←⤴"
"""Signs of links back."""
INLINE = frozenset({"a", "span", "sup", "sub", "b", "i", "em", "strong", "small", "img"})
HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
HANGING = re.compile(r"[a-z\u00df-\u024f.,;:!?”’)\]。，、；：？！」』）》]$")
"""What a note's mark hangs on. A Han character is not among them: numbers stand between these."""
LONGEST = 20_000
"""Characters of a note; what is longer is text that a link leads to."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A link that may be a note's mark."""

    page: str
    ids: frozenset[str]
    """Its own, and those of what it stands alone in: where the note leads back to."""
    text: str
    declared: bool
    small: bool
    """Raised."""


@dataclass
class Notes:
    """What is known of a book's notes."""

    texts: dict[Key, str] = field(default_factory=dict)
    lost: set[Key] = field(default_factory=set)
    """Where marks lead to, and nothing is."""

    def __contains__(self, key: object) -> bool:
        return key in self.texts

    def lose(self, path: str, names: Iterable[str]) -> None:
        for name in names:
            key = path, name
            self.lost.add(key)


def find_notes(pages: Iterable[str], page: Callable[[str], Any], resolve: Resolve) -> Notes:
    """All notes that links lead to. `page` gives the root of a page; one is held at a time."""
    wanted: dict[str, dict[str, list[_Mark]]] = defaultdict(lambda: defaultdict(list))
    read = set()
    for path in pages:
        read.add(path)
        for (target, name), mark in _marks(path, body_of(page(path)), resolve):
            wanted[target][name].append(mark)
    notes = Notes()
    for path, names in wanted.items():
        if path not in read and not is_page_name(path):
            # the links lead outside, to a file that is missing, or to a picture
            notes.lose(path, names)
            continue
        ids = ids_of(page(path))
        notes.lose(path, names.keys() - ids.keys())
        known = {
            name: ids[name]
            for name in names
            if name in ids and _is_note(ids[name], path, names[name], resolve)
        }
        for name, element in known.items():
            text = _note_text(element, frozenset(known), path, names[name], resolve)
            notes.texts[path, name] = text
    return notes


def ids_of(root: Any) -> dict[str, Any]:
    """The elements that links can lead to."""
    named = {e.get("name"): e for e in root.iter("a") if e.get("name")}
    return named | {e.get("id"): e for e in root.iter() if isinstance(e.tag, str) and e.get("id")}


def is_declared(element: Any) -> bool:
    """Whether an element says of itself that it is a note."""
    return bool(kinds_of(element) & NOTE_KINDS) or "duokan-footnote-item" in (
        element.get("class") or ""
    )


def place_of(element: Any) -> Any:
    """The note that an id stands in: the element itself, or the block around it."""
    while element.tag in INLINE and (parent := element.getparent()) is not None:
        element = parent
    inner = element
    while inner is not None and not is_declared(inner):
        inner = inner.getparent()
    return element if inner is None else inner


def elements_of(place: Any, ids: frozenset[str]) -> list[Any]:
    """A note's elements: with the paragraphs that go on with it before the next note (of `ids`)."""
    return [place, *_rest(place, ids)]


def _rest(place: Any, ids: frozenset[str]) -> list[Any]:
    if place.tag == "dt":
        follower = place.getnext()
        return [follower] if follower is not None and follower.tag == "dd" else []
    rest: list[Any] = []
    for sibling in place.itersiblings() if place.tag == "p" else ():
        if sibling.get("id") in ids or any(
            e.get("id") in ids for e in sibling.iter("a", "span", "sup", "p")
        ):
            return rest
        if sibling.tag != "p":
            break
        rest.append(sibling)
    return []  # no further note behind it: what follows is text


def marks_in(path: str, body: Any, resolve: Resolve) -> Iterator[tuple[Any, Key]]:
    """Links that may be marks, and where they lead."""
    for link in body.iter("a"):
        address = link.get("href") or ""
        if _is_declared_mark(link) or ("#" in address and _looks_like_mark(link)):
            yield link, resolve(path, address)


def _marks(path: str, body: Any, resolve: Resolve) -> Iterator[tuple[Key, _Mark]]:
    for link, key in marks_in(path, body, resolve):
        around = [link, *link.iterancestors(), *link.iterdescendants()][:4]
        ids = frozenset(one.get("id") or one.get("name") or "" for one in around) - {""}
        small = any(
            one.tag == "sup" for one in (*link.iterancestors("sup"), *link.iterdescendants("sup"))
        )
        yield key, _Mark(path, ids, flat(link), _is_declared_mark(link), small)


def is_surely_mark(link: Any, *, lost: bool) -> bool:
    """Whether a link that leads to no note is a note's mark all the same: it says so, or it leads
    nowhere in the book (`lost`) and is raised, stands in brackets, or hangs on a word."""
    if _is_declared_mark(link):
        return True
    raised = any(one.tag == "sup" for one in (*link.iterancestors(), *link.iterdescendants()))
    return lost and (raised or bool(BRACKETED.fullmatch(flat(link))) or _hangs(link))


def _hangs(link: Any) -> bool:
    """Whether it stands behind a word or a sign without a space, and before no word."""
    before, parent = link.getprevious(), link.getparent()
    text = (parent.text if before is None else before.tail) or ""
    return bool(HANGING.search(text)) and not (link.tail or "")[:1].isalnum()


def _is_declared_mark(link: Any) -> bool:
    return "noteref" in kinds_of(link) or "duokan-footnote" in (link.get("class") or "").split()


def _looks_like_mark(link: Any) -> bool:
    text = flat(link)
    if not text:
        return next(link.iter("img"), None) is not None
    return bool(NOTE_MARK.fullmatch(text) or CHINESE_MARK.fullmatch(text))


def _is_note(element: Any, path: str, marks: list[_Mark], resolve: Resolve) -> bool:
    """Whether what marks lead to is a note, and not a chapter or a paragraph that is numbered."""
    place = place_of(element)
    if place.tag in (*HEADS, "body", "html") or next(place.iter(*HEADS), None) is not None:
        return False
    text = flat(place)
    if len(text) > LONGEST or any(mark.page == path and _stands_in(mark, place) for mark in marks):
        return False
    declared = is_declared(place) or any(
        kinds_of(one) & GROUP_KINDS for one in place.iterancestors()
    )
    if declared or any(mark.declared for mark in marks):
        return True
    back = [link for link in place.iter("a") if _leads_back(link, path, marks, resolve)]
    if any(text.startswith(flat(link)) or not _looks_like_mark(link) for link in back):
        return True  # a mark in the middle is none that leads back: it leads there
    return all(mark.small and mark.text and text.startswith(mark.text) for mark in marks)


def _stands_in(mark: _Mark, place: Any) -> bool:
    return any(one.get("id") in mark.ids for one in place.iter())


def _note_text(
    element: Any, ids: frozenset[str], path: str, marks: list[_Mark], resolve: Resolve
) -> str:
    """What a note says, without its mark and the links back."""
    place = place_of(element)
    parts = elements_of(place, ids)
    back = {
        link for part in parts for link in part.iter("a") if _leads_back(link, path, marks, resolve)
    }
    text = " ".join(" ".join(_said(part, back) for part in parts).split()).strip(BACK)
    mark = next((mark.text for mark in marks if mark.text), "")
    begins = mark != "" and text.startswith(mark) and not text[len(mark) :][:1].isalnum()
    return (text.removeprefix(mark) if begins else text).lstrip(".:)]】〕、 ")


def _leads_back(link: Any, path: str, marks: list[_Mark], resolve: Resolve) -> bool:
    if "backlink" in kinds_of(link):
        return True
    page, name = resolve(path, link.get("href") or "")
    return any(page == mark.page and name in mark.ids for mark in marks)


def _said(element: Any, skipped: Collection[Any]) -> str:
    """The text of an element without some of those in it; paragraphs do not run together."""
    if element in skipped:
        return ""
    inner = "".join(
        (_said(child, skipped) if isinstance(child.tag, str) else "") + (child.tail or "")
        for child in element
    )
    return f"{element.text or ''}{inner}{'' if element.tag in INLINE else ' '}"
