"""Prepares a page for reading: without what is not spoken, and with notes, formulas and quotes as
elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Any

from lxml import etree

from tts.model import Change
from tts.sources.html.boilerplate import REASONS, is_hidden
from tts.sources.html.hover_cards import cards_of
from tts.sources.html.inline_elements import HEADINGS
from tts.sources.html.math import FORMULAS, write_formulas
from tts.sources.html.page_numbers import HINT, NUMBERS, drop_page_numbers, range_of
from tts.sources.html.sentence_punctuation import SENTENCE
from tts.sources.html.tree_edits import drop, join_texts, tagged
from tts.sources.plain import columns
from tts.sources.ruby import mark_ruby

NOTE_MARK = re.compile(
    r"[\[〔［【(]?\s*(\d{1,3}|[a-z]|[*†‡]|(注|註|note|nb)\s*\d{0,3})\s*[\]〕］】)]?", re.IGNORECASE
)
BRACKETED = re.compile(r"[\[〔［【]\s*\d{1,3}\s*([-–,，]\s*\d{1,3}\s*)*[\]〕］】]")
BACK = re.compile(
    r"[\s\[\]()]*(?:[↩↑^⤴]\ufe0e?|back|return|返回|jump up)[\s\[\]()]*", re.IGNORECASE
)
RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
POWER = re.compile("[0-9+−-]{1,4}")

MARKS = "//sup | //a[starts-with(@href, '#')][not(ancestor::sup)]"
LISTS_OF_NOTES = (
    "//*[contains(@class, 'notes') or contains(@class, 'references')"
    " or @role='doc-endnotes' or @id='footnotes']"
    "[self::section or self::div or self::ol or self::ul or self::aside]"
)
CLASSES_OF_NOTES = frozenset({"footnotes", "references", "endnotes"})
HOLDERS = frozenset({"li", "p", "div", "dd", "aside", "section"})
"""Elements that contain one note."""
LONGEST_NOTE = 2000
"""Maximum characters of a mark's target that counts as a note."""
UNWRAPPED = "unwrapped"
"""Tag of elements to be replaced by their content, all at once."""
NOTE = "note"
"""The element for a note."""
PERMALINK = re.compile(
    r"\W*|(?:perma(?:nent )?link|anchor|link|direct link)(?: (?:for|to) .*)?", re.IGNORECASE
)
"""The sign, or the words, of a link from a heading to itself."""
MOST_LINKS = 20
"""Maximum links of a heading that are checked; one with more is hostile."""
MOST_BRACKETED = 6
"""Maximum elements next to a link to a page's source: brackets and another link."""
EDIT = re.compile(
    r"[\[［〔【(]\s*"
    r"(?:edit|编辑|編輯|编辑源代码|編輯原始碼|修改|bearbeiten|modifier|editar|編集)\b"
    r"[^\]］]{0,30}[\]］〕】)]",
    re.IGNORECASE,
)
"""Links that wikis put next to their headings."""
EDIT_LINKS = (
    "//a[contains(@href, 'edit') or contains(@class, 'edit')]"
    " | //*[contains(@class, 'editsection')]//a"
)
SMALL = ("span", "div", "small", "sup")
"""Elements that contain such a link with its brackets."""
BOLD_LINES = "//p[count(*) = 1][strong or b]"
NO_HEADING_ENDS = '。！？，；：.!?,;:…”"）)'
"""Signs that never end a heading."""


def prepare(tree: Any, text: str) -> Iterator[Change]:
    """Prepare the tree; returns visible things that were removed. `text` is the original page."""
    lower = text.lower()  # to search it takes a sixth of the time of ignoring case
    if FORMULAS.search(lower):
        write_formulas(tree)
    mark_ruby(tree)
    etree.strip_elements(tree, "script", "style", "template", "rt", "rp", with_tail=False)
    if HINT.search(lower):
        yield from _page_numbers(tree)
    yield from _drop_hidden(tree)
    yield from _drop_cards(tree)
    yield from _set_notes_apart(tree)
    raised = tree.xpath("//sup")
    quotations = tree.xpath("//q[not(ancestor::q)]")
    for element in raised:
        _superscribe(element)
    for element in quotations:
        _wrap(element, "“", "”")
    around = tagged([*raised, *quotations], UNWRAPPED)
    etree.strip_tags(tree, UNWRAPPED)
    join_texts(around)
    name_bold_lines(tree)


def _page_numbers(tree: Any) -> Iterator[Change]:
    """The page numbers of a printed book, as one change."""
    numbers = drop_page_numbers(tree)
    if numbers:
        shown = range_of(numbers)
        yield Change(shown, "", NUMBERS)


def name_bold_lines(tree: Any) -> None:
    """Turn lines that are completely bold into headings."""
    heading = "h3" if tree.xpath("//h2") else "h2"
    for element in tree.xpath(BOLD_LINES):
        if _is_followed(element) and _is_bold_heading(element):
            element.tag = heading


def clear_headings(tree: Any) -> Iterator[Change]:
    """Remove buttons in and next to headings: `¶` links to the heading itself, `[edit]` to its
    source."""
    for heading in tree.iter(*HEADINGS):
        _clear_links(heading)
    buttons: dict[Any, str] = {}
    for link in tree.xpath(EDIT_LINKS):
        button = _button_of(link)
        if button is not None:
            buttons[button] = flat(button)
    drop(tree, buttons)
    if buttons:
        texts = " ".join(buttons.values())
        yield Change(texts, "", REASONS["buttons"])


def _clear_links(heading: Any) -> None:
    """Remove links to the heading itself; of other links inside the page, keep the words."""
    first = islice(heading.iter("a"), MOST_LINKS + 1)
    links = [link for link in first if "#" in link.get("href", "")]
    if not links or len(links) > MOST_LINKS:
        return
    whole = flat(heading)
    for link in links:
        text = flat(link)
        is_inside = link.get("href").startswith("#")
        if text != whole and PERMALINK.fullmatch(text):
            link.drop_tree()
        elif is_inside and not NOTE_MARK.fullmatch(text):
            link.drop_tag()  # its words are the heading's, and lead nowhere else


def _button_of(link: Any) -> Any:
    """The link, or the small element with its brackets, if it is an edit button."""
    around = takewhile(_holds_few, islice(link.iterancestors(), 3))
    small = [one for one in around if one.tag in SMALL]
    for button in (link, *small):
        if EDIT.fullmatch(flat(button)):
            return button
    return None


def _holds_few(element: Any) -> bool:
    """Whether an element has few children; counting thousands each time would be slow."""
    return next(islice(element, MOST_BRACKETED, None), None) is None


def flat(element: Any) -> str:
    """The text of an element on one line."""
    words = element.text_content().split()
    return " ".join(words)


def _drop_hidden(tree: Any) -> Iterator[Change]:
    """Remove hidden elements; returns those inside the article as changes. A page that hides itself
    until its script has run is not hidden."""
    hidden = [one for one in tree.xpath("//body//*[@hidden or @style]") if is_hidden(one)]
    if not hidden:
        return
    most = len(flat(tree)) // 2
    dropped = []
    for element in hidden:
        text = flat(element)
        if len(text) > most:
            continue
        if text and _is_of_article(element, text):
            yield Change(text, "", "hidden on the page")
        dropped.append(element)
    drop(tree, dropped)


def _is_of_article(element: Any, text: str) -> bool:
    if SENTENCE.search(text):
        return True
    return bool(element.xpath("ancestor::article or ancestor::main"))


def _drop_cards(tree: Any) -> Iterator[Change]:
    cards = cards_of(tree)
    for card in cards:
        yield Change(flat(card), "", REASONS["links"])
    drop(tree, cards)


def _is_followed(element: Any) -> bool:
    """Whether anything follows it, or one of its two nearest ancestors. XPath would collect
    everything that follows."""
    around = [element, *islice(element.iterancestors(), 2)]
    return any(next(one.itersiblings(etree.Element), None) is not None for one in around)


def _is_bold_heading(element: Any) -> bool:
    """A short completely bold line that is no sentence: pages without headings use these."""
    before = element.text or ""
    behind = element[0].tail or ""
    if before.strip() or behind.strip():
        return False
    text = flat(element)
    return 2 < columns(text) <= 60 and text[-1] not in NO_HEADING_ENDS


# --- notes ----------------------------------------------------------------------------------------


def _set_notes_apart(tree: Any) -> Iterator[Change]:
    """Remove marks of notes; their targets, and marked lists of notes, become `note` elements."""
    marks = [one for one in tree.xpath(MARKS) if _is_note_mark(one)]
    holders = _holders(tree) if marks else {}
    small = {one for one in set(holders.values()) if len(one.text_content()) <= LONGEST_NOTE}
    notes: dict[Any, None] = {}
    gathered = []
    for mark in marks:
        around = list(mark.iterancestors())
        if any(one in notes for one in around):
            continue  # a note's link back to its mark
        gathered.append(flat(mark))
        for target in _targets(mark):
            holder = holders.get(target)
            if holder in small and holder not in around:
                notes[holder] = None
    drop(tree, marks)
    if gathered:
        yield Change(" ".join(gathered), "", "marks of footnotes")
    for element in [*notes, *_listed(tree)]:
        is_in_note = next(element.iterancestors(NOTE), None) is not None
        if not is_in_note and flat(element):
            _make_note(element)


def _targets(mark: Any) -> Iterator[str]:
    """The ids that a mark refers to."""
    for address in mark.xpath("descendant-or-self::a/@href"):
        _, _, name = address.rpartition("#")
        yield name


def _holders(tree: Any) -> dict[str, Any]:
    """The elements that contain an id, which may belong to an anchor in them."""
    holders = {}
    for named in tree.xpath("//body//*[@id] | //body//a[@name]"):
        for around in (named, *named.iterancestors()):
            if around.tag in HOLDERS:
                name = named.get("id") or named.get("name")
                holders[name] = around
                break
    return holders


def _listed(tree: Any) -> Iterator[Any]:
    """The notes in marked lists."""
    found = tree.xpath(LISTS_OF_NOTES)
    half = len(tree.text_content()) // 2 if found else 0
    for element in found:
        if _is_called_notes(element) and len(element.text_content()) <= half:
            yield from element.xpath(".//li") or [element]


def _is_called_notes(element: Any) -> bool:
    if element.get("role") or element.get("id") == "footnotes":
        return True
    classes = element.get("class", "").split()
    return not CLASSES_OF_NOTES.isdisjoint(classes)


def _is_note_mark(element: Any) -> bool:
    is_link = element.tag == "a"
    if is_link and element.getparent().tag in ("li", "nav", "td"):
        return False
    text = flat(element)
    if BRACKETED.fullmatch(text):
        return True
    if not NOTE_MARK.fullmatch(text):
        return False
    return is_link or bool(element.xpath(".//a[contains(@href, '#')]"))


def _make_note(element: Any) -> None:
    """Turn an element into a `note`, without links back to its mark."""
    links = list(element.iter("a"))
    drop(element, filter(_leads_back, links))
    for part in element.iter("p", "div"):
        if part is not element:
            part.tag = "span"
            part.tail = f" {part.tail or ''}"
    element.tag = NOTE


def _leads_back(link: Any) -> bool:
    text = flat(link)
    if BACK.fullmatch(text):
        return True
    return link.get("href", "").startswith("#") and len(text) <= 2


# --- signs ----------------------------------------------------------------------------------------


def _superscribe(element: Any) -> None:
    """Write a power with raised characters: `10<sup>6</sup>` is not 106."""
    text = element.text_content().strip()
    if not POWER.fullmatch(text):
        return
    for child in list(element):
        child.drop_tree()
    element.text = text.translate(RAISED)


def _wrap(element: Any, before: str, after: str) -> None:
    """Insert text at the beginning and the end of an element."""
    element.text = before + (element.text or "")
    if len(element):
        last = element[-1]
        last.tail = (last.tail or "") + after
    else:
        element.text += after
