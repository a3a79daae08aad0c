"""HTML -> Article: trafilatura finds the article, `blocks` its structure, `metadata` what the page
states about it."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import asdict, replace
from html import unescape
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from tts.model import Article, Block, Change, Source, SourceError
from tts.sources.html.access import Access
from tts.sources.html.attribute_limit import bounded
from tts.sources.html.blocks import blocks_of
from tts.sources.html.boilerplate import REASONS, SHORTEST
from tts.sources.html.container import found_places
from tts.sources.html.content import ArticleContent, left_out
from tts.sources.html.density import Page
from tts.sources.html.math import TAG as FORMULA
from tts.sources.html.metadata import ArticleMetadata, metadata_of, stated_access, stated_body
from tts.sources.html.paywall import refused, teaser_of
from tts.sources.html.prepare import NOTE, clear_headings, prepare
from tts.sources.html.refusals import refusal
from tts.sources.html.repeated_metadata import CREDIT, is_credit, without_credits, without_title
from tts.sources.html.sentence_punctuation import ENDS, SENTENCE
from tts.sources.plain import WIDE, columns, read_text

MOST_CHARACTERS = 10_000_000

UNREAD = ("button", "canvas", "iframe", "nav", "noscript", "object", "select", "svg", "textarea")
"""Elements that no extractor treats as text."""
LEAST = 80
"""Minimum columns of complete sentences in an article."""

SHELL = re.compile(
    r"javascript|cookies|\b(loading|sign in|log in|please wait)\b|登录|登錄|加载|載入",
    re.IGNORECASE,
)
"""Words of pages without an article yet."""


def read_html(text: str, source: Source) -> Article:
    """The article of a page. Raises SourceError if there is none."""
    if len(text) > MOST_CHARACTERS:
        size = MOST_CHARACTERS // 1_000_000
        message = f"{source.where} is larger than {size} MB"
        raise SourceError(message, "save only the article")
    tree = parse(text)
    elements = list(tree.iter())  # held, else lxml makes them anew for each look at them
    changes = list(clear_headings(tree))
    metadata, stated = metadata_of(tree, source), stated_body(tree)
    access = stated_access(tree)
    changes += prepare(tree, text)
    whole = _found(tree) or _without_scripts(tree)
    if not whole and (article := _as_stated(tree, stated, metadata)):
        return article
    if error := _refused(tree, whole, metadata, source):
        raise error
    if not whole:
        raise _no_article(source, access)
    changes += teaser_of(tree, whole, access, source)
    for change in left_out(whole, metadata.title):
        is_credited = change.reason == REASONS[""] and is_credit(change.text, metadata)
        changes.append(replace(change, reason=CREDIT) if is_credited else change)
    untitled = without_title(whole.blocks, metadata.title)
    blocks, credits = without_credits(untitled, metadata)
    del elements
    return Article(tuple(blocks), changes=(*changes, *credits), **asdict(metadata))


def _refused(
    tree: Any, content: ArticleContent | None, metadata: ArticleMetadata, source: Source
) -> SourceError | None:
    """The error for a page without an article, if something shows that it has none."""
    page = content.page if content else Page(tree)
    places = content.places if content else ()
    said = set(places) - page.notices
    width = sum(page.columns[place] for place in said)
    notices = sum(page.columns[place] for place in page.notices)
    title = tree.findtext(".//title") or ""
    titles = [metadata.title, " ".join(title.split())]
    return refusal(tree, titles, width, notices, source)


def _as_stated(tree: Any, stated: str, metadata: ArticleMetadata) -> Article | None:
    """The article of a page that shows none: from its metadata, or from its preformatted text."""
    article = _stated(stated) or _typed(tree)
    if article is None:
        return None
    known = {name: value for name, value in asdict(metadata).items() if value}
    return replace(article, **known)


def parse(text: str) -> Any:
    """The tree of a page. No network, no huge trees; lxml is given bytes, because it refuses a str
    that declares an encoding."""
    tree, is_cut = _parsed(text)
    if is_cut:
        # wrappers that nobody closes nest without end; the text in them is the same without them
        unwrapped = WRAPPERS.sub("", text)
        tree, is_cut = _parsed(PARTS.sub("<p>", unwrapped))
    if is_cut:
        flattened = OTHERS.sub("<p>", text)
        tree, is_cut = _parsed(flattened)
    if is_cut:
        message = "its elements are nested more than 256 deep"
        raise SourceError(message, "save the page's text and give that")
    return tree


BEHIND_SENTENCES = re.compile(r"(?<=[.!?؟۔।])\s+|(?<=[。！？])")
"""Where to split: a pattern for whole sentences would scan a text without any again from each
letter."""
MARKED = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|blockquote)\b[^>]*>", re.IGNORECASE)
ESCAPED = re.compile(r"&(?:lt|quot|amp|nbsp|#\d+);")
"""HTML escapes in a stated text."""
WRAPPERS = re.compile(r"</?(?:span|font|b|i|u|em|strong|small|big|center)\b[^>]*>", re.IGNORECASE)
PARTS = re.compile(r"</?(?:div|section)\b[^>]*>", re.IGNORECASE)
OTHERS = re.compile(
    r"</?(?!(?:html|head|body|title|meta|link|base|script|style|p|br|h[1-6]|a|img)\b)"
    r"[a-z][^\s/>]*[^<>]*>",
    re.IGNORECASE,
)
"""Elements that may be nested in each other: lists, quotes, tables and custom ones."""

EMPTY = "<html><head></head><body></body></html>"
BODY = re.compile(r"<body\b", re.IGNORECASE)
FIRST_IN_BODY = re.compile(
    r"<(?:main|article|section|header|nav|footer|aside|figure|hgroup)\b", re.IGNORECASE
)
"""The first element of a body whose tag minifiers have omitted. The parser does not know newer
elements, and leaves them in the head."""


def _parsed(text: str) -> tuple[Any, bool]:
    """The tree, and whether the parser dropped elements nested too deeply."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    if not BODY.search(text):
        text = FIRST_IN_BODY.sub(r"<body>\g<0>", text, count=1)
    without_nulls = text.replace("\0", "")
    content = bounded(without_nulls).encode("utf-8", "replace")
    try:
        tree = lxml_html.document_fromstring(content, parser=parser, ensure_head_body=True)
    except (etree.LxmlError, ValueError):
        return lxml_html.document_fromstring(EMPTY), False
    if tree.find("body") is None:  # there is none behind a lone `<html>`, whatever is ensured
        etree.SubElement(tree, "body")
    for behind in list(tree.itersiblings()):  # of a `</html>` that came too early
        if isinstance(behind.tag, str):
            tree.body.append(behind)
    is_cut = any("depth" in error.message for error in parser.error_log)
    return tree, is_cut


def _no_article(source: Source, access: Access) -> SourceError:
    if access.is_paid:
        return refused(source.where)
    single = "it has to show a single article, not a login or a list of links"
    hint = f"open it in a browser, save it, and use the file; {single}"
    return SourceError(f"no article found in {source.where}", hint)


# --- the article in its page ----------------------------------------------------------------------


def _found(tree: Any) -> ArticleContent | None:
    """The extractor's result, corrected by where the page's running text is; None if that is no
    article."""
    page = Page(tree)
    first = None if page.is_clear() else page.region()
    for region in dict.fromkeys((first, tree.body)):
        extracted = _extracted(page, region)
        found = found_places(page, extracted)
        for places in dict.fromkeys((found, frozenset())):
            whole = ArticleContent(page, places)
            if whole.root is not None and is_article(whole):
                return whole
    return _short(page)


def _without_scripts(tree: Any) -> ArticleContent | None:
    """The article that a page shows in browsers without scripts."""
    shown = [one for one in tree.iter("noscript") if len(one.text_content()) > LEAST]
    if not shown:
        return None
    for element in shown:
        element.tag = "div"
    return _found(tree)


def _extracted(page: Page, region: Any) -> list[Block]:
    """What trafilatura considers the article, by its precise rules, within the element that has the
    page's running text; the rest would only cost time."""
    if region is None or page.is_crowded():
        return []
    from trafilatura import bare_extraction

    copied = lxml_html.document_fromstring("<html><body></body></html>")
    copied.body.append(deepcopy(region))
    etree.strip_elements(copied, NOTE, FORMULA, *UNREAD, with_tail=False)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it finds is told by us
    document: Any = bare_extraction(copied, favor_precision=True, include_comments=False, fast=True)
    if document is None or document.body is None:
        return []
    return blocks_of(document.body)


def _short(page: Page) -> ArticleContent | None:
    """The text of a page that marks one article: at least a complete sentence, or verse, which may
    have none."""
    tree = page.tree
    articles = tree.xpath("//article[not(ancestor::article)]")
    marked = articles or tree.xpath("//main | //*[@role='main']")
    if len(marked) != 1 or tree.xpath("//input[@type='password']"):
        return None
    whole = ArticleContent(page, (), marked[0])
    texts = [block.text for block in whole.blocks if block.kind in ("paragraph", "quote")]
    is_verse = bool(articles) and _is_long_enough(texts)
    is_sure = is_verse or any(map(_is_whole_sentence, texts))
    return whole if is_sure and _is_unlinked(whole) else None


def _is_long_enough(texts: Sequence[str]) -> bool:
    """Whether they are as long as an article, and not the placeholder of one."""
    width = sum(map(columns, texts))
    return width >= LEAST and not any(map(SHELL.search, texts))


def _typed(tree: Any) -> Article | None:
    """A page that is one preformatted text, such as a letter or a memo."""
    typed = [element.text_content() for element in tree.iter("pre")]
    text = "\n\n".join(typed)
    is_most = len(text) * 2 > len(tree.text_content())
    return read_text(text) if is_most and _tells(text) else None


def _stated(text: str) -> Article | None:
    """The article's text in the metadata of a page rendered by its script: plain, or HTML."""
    text = unescape(text) if ESCAPED.search(text) else text
    if not MARKED.search(text):
        return read_text(text) if _tells(text) else None
    tree, changes = read_fragment(text)
    blocks = tuple(blocks_of(tree.body))
    lines = "\n".join(one.text for one in blocks)
    return Article(blocks, changes=tuple(changes)) if _tells(lines) else None


def _tells(text: str) -> bool:
    """Whether it has at least as many sentences as an article."""
    width = 0
    for part in BEHIND_SENTENCES.split(text):
        sentence = part.strip()
        size = columns(sentence)
        if size >= SHORTEST and ENDS.search(sentence[-4:]):
            width += size
    return width >= LEAST


def _is_whole_sentence(text: str) -> bool:
    words = text.split()
    characters = WIDE.findall(text)
    if len(words) < 6 and len(characters) < 8:
        return False
    return bool(ENDS.search(text)) and not SHELL.search(text)


def is_article(content: ArticleContent) -> bool:
    """Whether there are sentences, and not mostly links."""
    page = content.page
    sentences = 0
    for place in content.places:
        block = page.placed[place].block
        is_text = block.kind in ("paragraph", "quote", "item")
        is_sentence = page.running[place] or (is_text and SENTENCE.search(block.text))
        if is_sentence and not page.is_linked(place):
            sentences += page.columns[place]
    return sentences >= LEAST and _is_unlinked(content)


def _is_unlinked(content: ArticleContent) -> bool:
    placed = [content.page.placed[place] for place in content.places]
    linked = sum(one.linked for one in placed)
    length = sum(len(one.block.text) for one in placed)
    return linked * 2 < length


# --- what is all article --------------------------------------------------------------------------


def read_fragment(html: str) -> tuple[Any, list[Change]]:
    """The tree of an HTML fragment that is all article, such as a feed's entry, and what was
    removed from it."""
    tree = parse(html)
    cleared = clear_headings(tree)
    return tree, [*cleared, *prepare(tree, html)]
