"""HTML -> Article: trafilatura finds the article, `blocks` its structure, `metadata` what the page
states about it."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import asdict, replace
from html import unescape
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from tts.model import Article, Block, Change, Source, SourceError
from tts.sources.html.attributes import bounded
from tts.sources.html.blocks import blocks_of
from tts.sources.html.boilerplate import REASONS, SHORTEST
from tts.sources.html.container import found_places
from tts.sources.html.content import Whole, left_out
from tts.sources.html.density import Page
from tts.sources.html.math import TAG as FORMULA
from tts.sources.html.metadata import Facts, facts_of, stated_body
from tts.sources.html.prepare import NOTE, clear_headings, prepare
from tts.sources.html.signs import ENDS, SENTENCE
from tts.sources.plain import WIDE, columns, read_text
from tts.sources.stated import squeezed

MOST_CHARACTERS = 10_000_000

LEAST = 80
"""Columns of whole sentences that an article has at least."""

SHELL = re.compile(
    r"javascript|cookies|\b(loading|sign in|log in|please wait)\b|登录|登錄|加载|載入",
    re.IGNORECASE,
)
"""Words of pages that hold no article yet."""
CREDITS = re.compile(
    r"^(by|written by|published|posted|updated)\b|^([发發]布|[时時][间間]|[记記]者)"
    r"|^([来來]源|作者|[编編][辑輯]|[责責][编編]|[责責]任[编編][辑輯])|([来來]源|作者|[编編][辑輯]|[责責][编編])\s*[:：]",
    re.IGNORECASE,
)
CREDIT = "the line that names author, source or date"
EDITOR_LINE = re.compile(
    r"(?:(?:本文)?[来來]源[:：]\s*\S{1,20}\s+)?[（(【\[]?\s*([责責]任)?([编編][辑輯]|[责責][编編]|校[对對]|[审審][核校])\s*[:：/|].{1,30}"
)
DATED = re.compile(r"(19|20)\d\d\s*[-/.年]\s*\d{1,2}|\d{1,2}:\d\d")


def read_html(text: str, source: Source) -> Article:
    """The article of a page. Raises SourceError when there is none."""
    if len(text) > MOST_CHARACTERS:
        raise SourceError(
            f"{source.where} is larger than {MOST_CHARACTERS // 1_000_000} MB",
            "save the article alone",
        )
    tree = parse(text)
    changes = list(clear_headings(tree))
    facts, stated = facts_of(tree, source), stated_body(tree)
    changes += prepare(tree, text)
    whole = _found(tree)
    if not whole:
        if article := _stated(stated) or _typed(tree):
            return replace(
                article, **{name: value for name, value in asdict(facts).items() if value}
            )
        raise _no_article(source)
    for change in left_out(whole, facts.title):
        credit = change.reason == REASONS[""] and _is_credit(change.text, facts)
        changes.append(replace(change, reason=CREDIT) if credit else change)
    blocks, credits = _without_credits(_without_title(whole.blocks, facts.title), facts)
    return Article(tuple(blocks), changes=(*changes, *credits), **asdict(facts))


def parse(text: str) -> Any:
    """The tree of a page. No network, no huge trees; lxml gets bytes, for it takes no str that
    declares an encoding."""
    tree, cut = _parsed(text)
    if (
        cut
    ):  # wrappers that nobody closes nest without end; the text in them is the same without them
        tree, cut = _parsed(PARTS.sub("<p>", WRAPPERS.sub("", text)))
    if cut:
        tree, cut = _parsed(OTHERS.sub("<p>", text))
    if cut:
        raise SourceError(
            "its elements are nested more than 256 deep", "save the page's text and give that"
        )
    return tree


BEHIND_SENTENCES = re.compile(r"(?<=[.!?؟۔।])\s+|(?<=[。！？])")
"""Places to cut at: a pattern of whole sentences would look at a text without any again from each
of its letters."""
MARKED = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|blockquote)\b[^>]*>", re.IGNORECASE)
ESCAPED = re.compile(r"&(?:lt|quot|amp|nbsp|#\d+);")
"""Signs of HTML in a text that is stated."""
WRAPPERS = re.compile(r"</?(?:span|font|b|i|u|em|strong|small|big|center)\b[^>]*>", re.IGNORECASE)
PARTS = re.compile(r"</?(?:div|section)\b[^>]*>", re.IGNORECASE)
OTHERS = re.compile(
    r"</?(?!(?:html|head|body|title|meta|link|base|script|style|p|br|h[1-6]|a|img)\b)[a-z][^\s/>]*[^<>]*>",
    re.IGNORECASE,
)
"""Tags whose elements stand in each other: lists, quotes, tables and whatever somebody made up."""

BODY = re.compile(r"<body\b", re.IGNORECASE)
FIRST_IN_BODY = re.compile(
    r"<(?:main|article|section|header|nav|footer|aside|figure|hgroup)\b", re.IGNORECASE
)
"""Where a body begins that minifiers have left out. The parser knows older elements only, and
leaves these in the head."""


def _parsed(text: str) -> tuple[Any, bool]:
    """The tree, and whether the parser dropped what stands deeper than it goes."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    if not BODY.search(text):
        text = FIRST_IN_BODY.sub(r"<body>\g<0>", text, count=1)
    content = bounded(text.replace("\0", "")).encode("utf-8", "replace")
    try:
        tree = lxml_html.document_fromstring(content, parser=parser, ensure_head_body=True)
    except (etree.LxmlError, ValueError):
        return lxml_html.document_fromstring("<html><head></head><body></body></html>"), False
    if tree.find("body") is None:  # there is none behind a lone `<html>`, whatever is ensured
        etree.SubElement(tree, "body")
    tree.body.extend(
        one for one in tree.itersiblings() if isinstance(one.tag, str)
    )  # behind a `</html>` too early
    return tree, any("depth" in error.message for error in parser.error_log)


def _no_article(source: Source) -> SourceError:
    hint = "open it in a browser, save it, and give the file of a single article (not a login, not a list of links)"
    return SourceError(f"no article found in {source.where}", hint)


# --- the article in its page ----------------------------------------------------------------------


def _found(tree: Any) -> Whole | None:
    """What an extractor finds, put right by where the page's running text stands; None when that is
    no article."""
    page = Page(tree)
    found = found_places(page, [] if page.is_crowded() else _extracted(tree))
    for places in dict.fromkeys((found, frozenset())):
        whole = Whole(page, places)
        if whole.root is not None and is_article(whole):
            return whole
    return _short(page)


def _extracted(tree: Any) -> list[Block]:
    """What trafilatura takes for the article, by its precise rules."""
    from trafilatura import bare_extraction

    copied = deepcopy(tree)
    etree.strip_elements(copied, NOTE, FORMULA, with_tail=False)
    document: Any = bare_extraction(copied, favor_precision=True, include_comments=False, fast=True)
    return [] if document is None or document.body is None else blocks_of(document.body)


def _short(page: Page) -> Whole | None:
    """The text of a page that marks one article: of at least a whole sentence, or verse, which may
    be without any."""
    tree = page.tree
    marked = tree.xpath("//article[not(ancestor::article)]") or tree.xpath(
        "//main | //*[@role='main']"
    )
    if len(marked) != 1 or tree.xpath("//input[@type='password']"):
        return None
    whole = Whole(page, (), marked[0])
    texts = [block.text for block in whole.blocks if block.kind in ("paragraph", "quote")]
    verse = (
        marked[0].tag == "article"
        and sum(map(columns, texts)) >= LEAST
        and not any(map(SHELL.search, texts))
    )
    is_told = verse or any(map(_is_whole_sentence, texts))
    return whole if is_told and _is_unlinked(whole) else None


def _typed(tree: Any) -> Article | None:
    """A page that is one text as it was typed, a letter or a memo."""
    text = "\n\n".join(element.text_content() for element in tree.iter("pre"))
    return read_text(text) if _tells(text) and len(text) * 2 > len(tree.text_content()) else None


def _stated(text: str) -> Article | None:
    """What a page that is written by its script states as its article's text: plain, or HTML."""
    text = unescape(text) if ESCAPED.search(text) else text
    if not MARKED.search(text):
        return read_text(text) if _tells(text) else None
    tree, changes = read_fragment(text)
    blocks = blocks_of(tree.body)
    return (
        Article(tuple(blocks), changes=tuple(changes))
        if _tells("\n".join(one.text for one in blocks))
        else None
    )


def _tells(text: str) -> bool:
    """Whether it holds as many sentences as an article has at least."""
    sentences = (part.strip() for part in BEHIND_SENTENCES.split(text))
    return (
        sum(columns(one) for one in sentences if ENDS.search(one[-4:]) and columns(one) >= SHORTEST)
        >= LEAST
    )


def _is_whole_sentence(text: str) -> bool:
    words = len(text.split()) >= 6 or len(WIDE.findall(text)) >= 8
    return words and bool(ENDS.search(text)) and not SHELL.search(text)


def is_article(whole: Whole) -> bool:
    """Whether there are sentences, and not mostly links."""
    sentences = 0
    for place in whole.places:
        block, _, linked = whole.page.placed[place]
        is_sentence = whole.page.running[place] or (
            block.kind in ("paragraph", "quote", "item") and SENTENCE.search(block.text)
        )
        sentences += (
            whole.page.columns[place] if is_sentence and linked * 2 < len(block.text) else 0
        )
    return sentences >= LEAST and _is_unlinked(whole)


def _is_unlinked(whole: Whole) -> bool:
    placed = [whole.page.placed[place] for place in whole.places]
    return sum(one.linked for one in placed) * 2 < sum(len(one.block.text) for one in placed)


# --- what repeats the metadata --------------------------------------------------------------------


def _without_title(blocks: list[Block], title: str) -> list[Block]:
    """Without the first heading or line that is the title again."""
    for place, block in enumerate(blocks[:4]):
        if (
            title
            and block.kind in ("heading", "paragraph")
            and squeezed(block.text) == squeezed(title)
        ):
            return blocks[:place] + blocks[place + 1 :]
    return blocks


def _without_credits(blocks: list[Block], facts: Facts) -> tuple[list[Block], list[Change]]:
    """Without the lines at the head that only name author, source and date, and those at the end
    that name editors."""
    kept, changes = [], []
    count = next((n for n in range(len(blocks), 0, -1) if blocks[n - 1].kind != "note"), 0)
    for place, block in enumerate(blocks):
        head, tail = place < 5, place >= count - 3
        credit = (head and _is_credit(block.text, facts)) or (
            tail and EDITOR_LINE.fullmatch(block.text.strip())
        )
        if credit and block.kind in ("paragraph", "item", "heading"):
            changes.append(Change(block.text, "", CREDIT))
        else:
            kept.append(block)
    return (kept, changes) if kept else (blocks, [])


def _is_credit(text: str, facts: Facts) -> bool:
    if columns(text) > 120 or re.search(r"[。！？!?]|\.\s", text):
        return False
    named = (
        bool(facts.author) and facts.author in text and columns(text) <= columns(facts.author) + 40
    )
    return bool(
        CREDITS.search(text) and (DATED.search(text) or re.search(r"[:：]", text) or named)
    ) or (bool(DATED.search(text)) and columns(text) <= 40)


# --- what is all article --------------------------------------------------------------------------


def read_fragment(html: str) -> tuple[Any, list[Change]]:
    """The tree of a piece of HTML that is all article, as an entry of a feed is, and what was taken
    out of it."""
    tree = parse(html)
    return tree, [*clear_headings(tree), *prepare(tree, html)]
