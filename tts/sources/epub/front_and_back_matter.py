"""Which pages of a book are not read aloud: cover, title and copyright pages, lists, and the
publisher's advertising."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from tts.sources.epub.package import Package
from tts.sources.epub.page_blocks import PageText
from tts.sources.metadata_values import squeezed
from tts.sources.plain import columns

COVER: Final = "the cover"
TITLE_PAGE: Final = "the title page"
COPYRIGHT: Final = "the copyright page"
CONTENTS: Final = "the table of contents"
VENDOR: Final = "the publisher's advertising"
KINDS: Final[Mapping[str, str]] = {
    "cover": COVER,
    "titlepage": TITLE_PAGE,
    "title-page": TITLE_PAGE,
    "halftitlepage": TITLE_PAGE,
    "copyright-page": COPYRIGHT,
    "copyright": COPYRIGHT,
    "other.copyright": COPYRIGHT,
    "imprint": COPYRIGHT,
    "imprimatur": COPYRIGHT,
    "colophon": COPYRIGHT,
    "other.backcover": COVER,
    "other.ads": VENDOR,
    "toc": CONTENTS,
    "landmarks": CONTENTS,
    "page-list": CONTENTS,
    "loi": "a list of illustrations",
    "lot": "a list of tables",
    "index": "the index",
}
"""By `epub:type` (EPUB 3 Structural Semantics 1.1), landmark or guide (OPF 2.0.1)."""
LISTS: Final = frozenset({"toc", "landmarks", "page-list", "loi", "lot", "index"})
MOST_LEFT_OUT: Final = 6000
"""Maximum columns of a page that its declared kind leaves out; a longer one is text, whatever is
declared. Lists may have any length."""
TITLES: Final[Mapping[str, re.Pattern[str]]] = {
    COPYRIGHT: re.compile(
        r"copyright(?: (?:page|notices?|information|details|& permissions|and permissions))?"
        r"|imprint|impressum|colophon|legal (?:notice|information)|mentions légales|créditos"
        r"|(?:[书書]籍)?版[权權](?:信息|資訊|[页頁]|[说說]明|[声聲]明)?|著作[权權](?:信息|資訊|[页頁])?|奥付",
        re.IGNORECASE,
    ),
    COVER: re.compile(r"(?:front |back )?cover(?: (?:page|image))?|backcover|封面|封底", re.I),
    TITLE_PAGE: re.compile(
        r"(?:half[ -]?)?title[ -]?page|half[ -]?title|[扉内內][页頁]|[书書]名[页頁]|titelseite",
        re.IGNORECASE,
    ),
    CONTENTS: re.compile(
        r"(?:table of |brief |detailed )?contents|目[录錄次]|inhalt(?:sverzeichnis)?"
        r"|table des matières|sommaire|índice|indice",
        re.IGNORECASE,
    ),
    VENDOR: re.compile(
        r"about the publishers?|about (?:this|the) (?:e-?book|digital edition)"
        r"|(?:also|books|other (?:books|titles|works)|more (?:books|titles)) (?:by|from)\b.*"
        r"|by the same author|newsletter(?: sign[ -]?up)?|advertisements?|publisher['’]s catalogu?e"
        r"|(?:the )?(?:full )?project gutenberg.{0,12} licen[cs]e"
        r"|[关關]于(?:出版社|本[电電]子[书書])|[關关]於(?:出版社|本[电電]子[书書])|出版社(?:[简簡]介|介[绍紹])"
        r"|[电電]子[书書](?:制作|製作)?[说說]明|更多(?:好[书書]|[电電]子[书書]|[图圖][书書]).{0,12}",
        re.IGNORECASE,
    ),
}
"""Titles of such pages, in the table of contents or as their own heading."""
NUMBERED: Final = re.compile(r"^[\s\W]+|[\s\W]+$")
IMPRINT: Final = re.compile(
    r"(?:copyright\b|©|\(c\)\s|all rights reserved|isbn\b"
    r"|(?:first )?published (?:by|in)\b|printed in\b)"
    r"|(?:版[权權](?:信息|資訊|页|頁|所有)|[书書]名|作者|著者|[译譯]者|[图圖][书書]在版|出版(?:社|[发發]行|[时時][间間])?|ISBN|[书書][号號]"
    r"|[责責]任[编編][辑輯]|定[价價]|字[数數]|版次|印次|[开開]本|策[划劃])(?:\s*[:：]|$)|版[权權]所有|[侵翻]版必究",
    re.IGNORECASE,
)
"""Beginnings of lines on a copyright page."""
LONGEST_IMPRINT: Final = 200
"""Maximum columns of such a line."""


def reason_by_kind(kinds: Iterable[str], size: int, *, linked: bool) -> str:
    """Why a page is left out because of its declared kind; empty if it is read. `linked` means that
    it is mostly links."""
    kind = next(filter(KINDS.get, kinds), "")
    if not kind:
        return ""
    short = size <= MOST_LEFT_OUT or (linked and kind in LISTS)
    return KINDS[kind] if short else ""


def reason_by_title(titles: Iterable[str], size: int, *, linked: bool = False) -> str:
    """Why a page with such a title is left out; empty if it is read.

    >>> reason_by_title(["版权信息"], 300), reason_by_title(["Copyright law"], 300)
    ('the copyright page', '')
    """
    for title in titles:
        name = NUMBERED.sub("", title)
        for reason, pattern in TITLES.items():
            if pattern.fullmatch(name):
                short = size <= MOST_LEFT_OUT or (linked and reason == CONTENTS)
                return reason if short else ""
    return ""


def reason_of(page: PageText, package: Package, marked: str, named: Iterable[str]) -> str:
    """Why a page is left out; empty if it is read. `marked` is its kind in the landmarks or the
    guide, `named` its title in the table of contents."""
    texts = [block.text for _, block in page.blocks]
    known = {squeezed(package.title), squeezed(package.title + package.author)}
    if squeezed(" ".join(texts)) in known:
        return TITLE_PAGE
    names = {package.title, *re.split("[,、]", package.author)}
    if is_imprint(texts, names):
        return COPYRIGHT
    linked = page.links * 2 > len(texts)
    by_kind = reason_by_kind([marked, *page.kinds], page.size, linked=linked)
    by_name = reason_by_title(named, page.size, linked=linked)
    return by_kind or by_name or _reason_by_heading(page, texts, linked=linked)


def _reason_by_heading(page: PageText, texts: list[str], *, linked: bool) -> str:
    """Why a page is left out because of its own heading: copyright pages and tables of contents
    also have to look like it."""
    heading = texts[:1] if page.blocks[0][1].kind == "heading" else []
    reason = reason_by_title([*heading, page.title], page.size, linked=linked)
    if reason == COPYRIGHT:
        lines = texts[len(heading) :]
        printed = sum(bool(IMPRINT.match(line)) for line in lines)
        return reason if printed * 2 > len(lines) else ""
    if reason == CONTENTS:
        return reason if linked else ""
    return reason


def is_imprint(texts: list[str], names: Collection[str]) -> bool:
    """Whether an undeclared page consists of copyright lines, the book's title and its authors'
    names."""
    stated = set(map(squeezed, names))
    lines = [text for text in texts if squeezed(text) not in stated]
    if not lines:
        return False
    return all(IMPRINT.match(line) and columns(line) <= LONGEST_IMPRINT for line in lines)
