"""Which of the people named on a page wrote its article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from tts.sources.html.boilerplate import chrome_kind
from tts.sources.metadata_values import people, person, squeezed

AUTHOR_PLACES = (
    "//*[@itemprop='author' or @rel='author' or contains(@class, 'author')"
    " or contains(@class, 'byline') or contains(@class, 'writer')]"
)
AUTHOR_CLASSES = frozenset({"author", "author-name", "byline-name", "p-author"})
AUTHOR_CLASS = re.compile(
    r"(?:p|(?:article|post|entry|story|news|meta|byline)[-_]*)?[-_]*(?:author|writer)s?"
    r"(?:[-_]*(?:full)?(?:name|link|display)s?)?|byline[-_]*(?:author|name|link)s?",
    re.IGNORECASE,
)
"""Classes of elements that contain a name and little else."""
ELSEWHERE = frozenset({"comments", "more", "related"})
"""Kinds of boxes that name authors of other articles."""
NEAR = 6
"""Number of ancestors of a name that are checked."""
NAMED = re.compile(
    r"(?:作\s*者|撰\s*文|(?<![\u4e00-\u9fff])[图圖]?文)\s*[:：|｜丨/]\s*([^\s:：|｜丨，,。;；（(\[]{2,20}"
    r"(?:[ 、,，][^\s:：|｜丨，,。（(]{2,4}(?![:：\w]))*)"
)
REPORTER = re.compile(
    r"(?:本[報报网網刊][记記]者|^[记記]者)\s*[:：]?\s*"
    r"(?!注意|了解|[获獲][悉知]|[从從在就对對通走采發发看致联聯梳调調报報昨今近日随隨表按实實的们們])"
    r"([\u4e00-\u9fff·]{2,4})"
    r"(?=$|[\s,，、;；)）】|/]|[编編][辑輯]|[摄攝]影|[报報][道導])"
)
EDITOR = re.compile(
    r"(?:责任编辑|責任編輯|责编|責編|编辑|編輯|校对|审核)\s*[:：|｜]?\s*([\u4e00-\u9fff·]{2,6})"
)
FIRST_IN = re.compile(r"(?:稿件)?[来來]\s*源\s*[:：]\s*(.+)")
BYLINE = re.compile(
    r"^\s*(?:written )?by\s+([A-Z][^|·•\d]{2,60}?)\s*"
    r"(?:[|·•]|\d|$|,?\s+(?:on|published|updated|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d)\b)",
    re.IGNORECASE,
)
CREDITED = re.compile(r"[作撰文记記责責编編校审審]|\bby\b", re.IGNORECASE)
"""Found in every line that credits somebody."""
SECTION = re.compile(
    r"(?:新闻|新聞|财经|財經|科技|文化|娱乐|娛樂|体育|體育|资讯|資訊|订阅|訂閱|.{0,2}频道|.{0,2}頻道)$"
)
"""What large sites append to their name for a section."""
LONGEST = 40
"""Maximum characters of a byline."""
MOST = 5
"""Maximum number of authors."""


def author_of(tree: Any, stated: list[list[str]], lines: list[str], sites: set[str]) -> str:
    """The author: the first candidate who is neither the editor nor the site.

    `stated` are the names in the page's metadata, by place, the most reliable first; `lines` its
    short lines; `sites` the names of the site and its sections.
    """
    credits = list(filter(CREDITED.search, lines))
    banned: set[str] = set()
    for line in credits:
        editors = EDITOR.findall(line)
        banned.update(map(squeezed, editors))
    for site in sites:
        section = SECTION.sub("", site)
        banned |= {squeezed(site), squeezed(section)}
    banned.discard("")
    for names in (*stated, *_named_places(tree), _credited(credits)):
        authors = []
        for name in filter(None, map(person, names)):
            is_banned = squeezed(name) in banned
            if not is_banned and not EDITOR.search(name):
                authors.append(name)
        if authors:
            return people(authors[:MOST])
    return ""


def _credited(lines: list[str]) -> list[str]:
    """The names in the first line that credits somebody."""
    for line in lines:
        if match := NAMED.search(line) or REPORTER.search(line):
            return [match[1]]
    for line in lines:
        if match := BYLINE.search(line):
            return [match[1]]
    return []


def _named_places(tree: Any) -> Iterator[list[str]]:
    """The texts of elements that the page marks as author or byline, the most reliable first."""
    marked: list[Any] = []
    linked: list[Any] = []
    sure: list[Any] = []
    bylines: list[Any] = []
    classed: list[Any] = []
    for one in tree.xpath(AUTHOR_PLACES):
        names = frozenset(one.get("class", "").split())
        if one.get("itemprop") == "author":
            marked.append(one)
        if _is_elsewhere(one):
            continue
        if one.tag == "a" and one.get("rel") == "author":
            linked.append(one)
        if names & AUTHOR_CLASSES:
            sure.append(one)
        if "byline" in names:
            bylines.append(one)
        if any(map(AUTHOR_CLASS.fullmatch, names)):
            classed.append(one)
    inner = [name for one in marked for name in one.xpath(".//*[@itemprop='name']")]
    for elements in (inner or marked, linked, sure, bylines, classed):
        yield [_byline(element.text_content()) for element in elements]


def _is_elsewhere(element: Any) -> bool:
    """Whether it is in a box of other articles, or of comments."""
    around = islice(element.iterancestors(), NEAR)
    return any(chrome_kind(one)[0] in ELSEWHERE for one in around)


def _byline(text: str) -> str:
    """The name in the text of an element that the page marks as author or byline."""
    flat = " ".join(text.split())
    match = BYLINE.search(flat) or NAMED.search(flat)
    if match:
        return str(match[1])
    if len(flat) > LONGEST or re.search(r"\d", flat) or FIRST_IN.search(flat):
        return ""
    return flat
