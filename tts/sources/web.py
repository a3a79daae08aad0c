"""HTML -> Article: trafilatura finds the article, `blocks` its structure, `metadata` what the page states about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import asdict, replace
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from tts.model import Article, Block, Change, Source, SourceError
from tts.sources.blocks import blocks_of
from tts.sources.boxes import ENDS, REASONS, is_hidden
from tts.sources.density import Page, found_places
from tts.sources.document import WIDE, columns
from tts.sources.facts import squeezed
from tts.sources.metadata import Facts, facts_of
from tts.sources.whole import Whole, left_out

MOST_CHARACTERS = 10_000_000

ENOUGH = 600
"""Columns of text (a Han character has two) that leave no doubt that the article was found."""
LEAST = 80
"""Columns of whole sentences that an article has at least."""
MOST_COMPARED = 200_000
"""Characters that are searched for links."""

SENTENCE = re.compile(r"[。！？!?.…]|[。！？!?.…][”’」』）)\"']$")
SHELL = re.compile(r"javascript|cookies|\b(loading|sign in|log in|please wait)\b|登录|登錄|加载|載入", re.IGNORECASE)
"""Words of pages that hold no article yet."""
NOTE_MARK = re.compile(r"[\[〔［【(]?\s*(\d{1,3}|[a-z]|[*†‡]|(注|註|note|nb)\s*\d{0,3})\s*[\]〕］】)]?", re.IGNORECASE)
BRACKETED = re.compile(r"[\[〔［【]\s*\d{1,3}\s*([-–,，]\s*\d{1,3}\s*)*[\]〕］】]")
RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")

NOTES = (
    "//*[self::section or self::div or self::ol or self::ul or self::aside]"
    "[contains(concat(' ', @class, ' '), ' footnotes ') or contains(concat(' ', @class, ' '), ' references ')"
    " or contains(concat(' ', @class, ' '), ' endnotes ') or @role='doc-endnotes' or @id='footnotes']"
)
CHROME = "//nav | //aside | //footer | //form | //header[not(ancestor::article)] | //script | //style | //noscript"
CREDITS = re.compile(
    r"^(by|written by|published|posted|updated)\b|^([发發]布|[时時][间間]|[记記]者)"
    r"|^([来來]源|作者|[编編][辑輯]|[责責][编編]|[责責]任[编編][辑輯])|([来來]源|作者|[编編][辑輯]|[责責][编編])\s*[:：]",
    re.IGNORECASE,
)
CREDIT = "the line that names author, source or date"
EDITOR_LINE = re.compile(r"[（(【\[]?\s*([责責]任)?([编編][辑輯]|[责責][编編]|校[对對]|[审審][核校])\s*[:：/|].{1,30}")
DATED = re.compile(r"(19|20)\d\d\s*[-/.年]\s*\d{1,2}|\d{1,2}:\d\d")


def read_html(text: str, source: Source) -> Article:
    """The article of a page. Raises SourceError when there is none."""
    if len(text) > MOST_CHARACTERS:
        raise SourceError(f"{source.where} is larger than {MOST_CHARACTERS // 1_000_000} MB", "save the article alone")
    tree = parse(text)
    facts = facts_of(tree, source)
    changes = list(_prepare(tree))
    whole = _found(tree)
    if not whole:
        raise _no_article(source)
    for change in left_out(whole, facts.title):
        credit = change.reason == REASONS[""] and _is_credit(change.text, facts)
        changes.append(replace(change, reason=CREDIT) if credit else change)
    blocks, credits = _without_credits(_without_title(whole.blocks, facts.title), facts)
    return Article(tuple(blocks), changes=(*changes, *credits), **asdict(facts))


def parse(text: str) -> Any:
    """The tree of a page. No network, no huge trees; lxml gets bytes, for it takes no str that declares an encoding."""
    tree, cut = _parsed(text)
    if cut:  # wrappers that nobody closes nest without end; the text in them is the same without them
        tree, cut = _parsed(PARTS.sub("<p>", WRAPPERS.sub("", text)))
    if cut:
        raise SourceError("its elements are nested more than 256 deep", "save the page's text and give that")
    return tree


WRAPPERS = re.compile(r"</?(?:span|font|b|i|u|em|strong|small|big|center)\b[^>]*>", re.IGNORECASE)
PARTS = re.compile(r"</?(?:div|section)\b[^>]*>", re.IGNORECASE)


def _parsed(text: str) -> tuple[Any, bool]:
    """The tree, and whether the parser dropped what stands deeper than it goes."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    content = text.replace("\0", "").encode("utf-8", "replace")
    try:
        tree = lxml_html.document_fromstring(content, parser=parser, ensure_head_body=True)
    except (etree.LxmlError, ValueError):
        return lxml_html.document_fromstring("<html><head></head><body></body></html>"), False
    tree.body.extend(one for one in tree.itersiblings() if isinstance(one.tag, str))  # behind a `</html>` too early
    return tree, any("depth" in error.message for error in parser.error_log)


def _no_article(source: Source) -> SourceError:
    hint = "open it in a browser, save it, and give the file of a single article (not a login, not a list of links)"
    return SourceError(f"no article found in {source.where}", hint)


# --- before the extractor -----------------------------------------------------------------------------------


def _prepare(tree: Any) -> Iterator[Change]:
    """Takes out what is not said, and dresses what the extractor would lose; tells of notes that were dropped."""
    etree.strip_elements(tree, "script", "style", "template", "rt", "rp", with_tail=False)
    yield from _drop_hidden(tree)
    yield from _drop_notes(tree)
    for element in tree.xpath("//sup"):
        _raise(element)
    for element in tree.xpath("//q[not(ancestor::q)]"):
        _wrap(element, "“", "”")
    heading = "h3" if tree.xpath("//h2") else "h2"
    for element in tree.xpath(
        "//p[count(*) = 1][strong or b][following-sibling::* or ../following-sibling::* or ../../following-sibling::*]"
    ):
        if _is_bold_heading(element):
            element.tag = heading


def _drop_hidden(tree: Any) -> Iterator[Change]:
    """What a page hides from its readers, told where it stood in the article. A page that hides itself until its
    script has run is not taken at its word."""
    most = len(_flat(tree)) // 2
    for element in tree.xpath("//body//*[@hidden or contains(@style, 'display') or contains(@style, 'visibility')]"):
        text = _flat(element)
        if element.getparent() is None or not is_hidden(element) or len(text) > most:
            continue
        if text and (SENTENCE.search(text) or element.xpath("ancestor::article or ancestor::main")):
            yield Change(text, "", "hidden on the page")
        element.drop_tree()


def _is_bold_heading(element: Any) -> bool:
    """A short line that is bold from end to end, and no sentence: what pages without headings have for them."""
    loose = (element.text or "").strip() or (element[0].tail or "").strip()
    text = _flat(element)
    return not loose and 2 < columns(text) <= 60 and text[-1] not in '。！？，；：.!?,;:…”"）)'


def _flat(element: Any) -> str:
    return " ".join(element.text_content().split())


def _drop_notes(tree: Any) -> Iterator[Change]:
    marks = []
    for element in tree.xpath("//sup | //a[starts-with(@href, '#')][not(ancestor::sup)]"):
        if element.getparent() is not None and _is_note_mark(element):
            marks.append(element.text_content().strip())
            element.drop_tree()
    if marks:
        yield Change(" ".join(marks), "", "marks of footnotes")
    for element in tree.xpath(NOTES):
        if element.getparent() is None or len(element.text_content()) * 2 > len(tree.text_content()):
            continue
        for note in element.xpath(".//li") or [element]:
            yield Change(_flat(note).rstrip(" ↩︎↑^"), "", "a footnote")
        element.drop_tree()


def _is_note_mark(element: Any) -> bool:
    text = _flat(element)
    linked = element.tag == "a" or bool(element.xpath(".//a[contains(@href, '#')]"))
    if element.tag == "a" and element.getparent().tag in ("li", "nav", "td"):
        return False
    return bool(BRACKETED.fullmatch(text) or (linked and NOTE_MARK.fullmatch(text)))


def _raise(element: Any) -> None:
    """`10<sup>6</sup>` is not 106."""
    text = (element.text_content() or "").strip()
    if text and len(text) <= 4 and text.translate(RAISED) != text and all(char in "0123456789+-−" for char in text):
        for child in list(element):
            child.drop_tree()
        element.text = text.translate(RAISED)
    element.drop_tag()


def _wrap(element: Any, before: str, after: str) -> None:
    element.text = before + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + after
    else:
        element.text += after
    element.drop_tag()


# --- the article in its page ---------------------------------------------------------------------------------


def _found(tree: Any) -> Whole | None:
    """What an extractor finds, put right by where the page's running text stands; None when that is no article."""
    page = Page(tree)
    found = found_places(page, _extracted(tree))
    for places in dict.fromkeys((found, frozenset())):
        whole = Whole(page, places)
        if whole.root is not None and is_article(whole):
            return whole
    return _short(page)


def _extracted(tree: Any) -> list[Block]:
    """What trafilatura takes for the article, by its precise rules."""
    from trafilatura import bare_extraction

    document: Any = bare_extraction(deepcopy(tree), favor_precision=True, include_comments=False, fast=True)
    return [] if document is None or document.body is None else blocks_of(document.body)


def _short(page: Page) -> Whole | None:
    """The text of a page that marks one article, of at least a whole sentence: short, and an article all the same."""
    tree = page.tree
    marked = tree.xpath("//article[not(ancestor::article)]") or tree.xpath("//main | //*[@role='main']")
    if len(marked) != 1 or tree.xpath("//input[@type='password']"):
        return None
    whole = Whole(page, (), marked[0])
    told = any(b.kind in ("paragraph", "quote") and _is_whole_sentence(b.text) for b in whole.blocks)
    return whole if told and _is_unlinked(whole) else None


def _is_whole_sentence(text: str) -> bool:
    words = len(text.split()) >= 6 or len(WIDE.findall(text)) >= 8
    return words and bool(ENDS.search(text)) and not SHELL.search(text)


def is_article(whole: Whole) -> bool:
    """Whether there are sentences, and not mostly links."""
    sentences = 0
    for place in whole.places:
        block, _, linked = whole.page.placed[place]
        told = block.kind in ("paragraph", "quote", "item") and SENTENCE.search(block.text)
        sentences += whole.page.columns[place] if told and linked * 2 < len(block.text) else 0
    return sentences >= LEAST and _is_unlinked(whole)


def _is_unlinked(whole: Whole) -> bool:
    placed = [whole.page.placed[place] for place in whole.places]
    return sum(one.linked for one in placed) * 2 < sum(len(one.block.text) for one in placed)


# --- what repeats the metadata -------------------------------------------------------------------------------


def _without_title(blocks: list[Block], title: str) -> list[Block]:
    """Without the first heading or line that is the title again."""
    for place, block in enumerate(blocks[:4]):
        if title and block.kind in ("heading", "paragraph") and squeezed(block.text) == squeezed(title):
            return blocks[:place] + blocks[place + 1 :]
    return blocks


def _without_credits(blocks: list[Block], facts: Facts) -> tuple[list[Block], list[Change]]:
    """Without the lines at the head that only name author, source and date, and those at the end that name editors."""
    kept, changes = [], []
    for place, block in enumerate(blocks):
        head, tail = place < 5, place >= len(blocks) - 3
        credit = (head and _is_credit(block.text, facts)) or (tail and EDITOR_LINE.fullmatch(block.text.strip()))
        if credit and block.kind in ("paragraph", "item", "heading"):
            changes.append(Change(block.text, "", CREDIT))
        else:
            kept.append(block)
    return (kept, changes) if kept else (blocks, [])


def _is_credit(text: str, facts: Facts) -> bool:
    if columns(text) > 120 or re.search(r"[。！？!?]|\.\s", text):
        return False
    named = bool(facts.author) and facts.author in text and columns(text) <= columns(facts.author) + 40
    return bool(CREDITS.search(text) and (DATED.search(text) or re.search(r"[:：]", text) or named)) or (
        bool(DATED.search(text)) and columns(text) <= 40
    )
