"""What is inside an article's container but not part of its text: menus, buttons, forms, related
links, boxes.

A box's content counts more than its names: `share-story` may be a paragraph, unlike `share-bar`,
and a paragraph of complete sentences is kept even if the page calls it `meta`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from lxml import etree

from tts.sources.html.blocks import blocks_of
from tts.sources.html.inline_elements import ITEMS, LISTS
from tts.sources.html.sentence_punctuation import ENDS
from tts.sources.plain import columns

CHROME_WORD = re.compile(
    r"(?P<ad>ads?|adsense|adslots?|adunits?|advert\w*|banner|popup|promo(?:s|tion\w*)?|sponsor\w*"
    r"|interstitial|outbrain|taboola|zergnet|revcontent|dfp|guanggao)"
    r"|(?P<consent>cookies?\w*|consent\w*|gdpr|ccpa|cmp|onetrust|didomi|usercentrics|truste"
    r"|quantcast)"
    r"|(?P<about>authors?|bio|byline|editor|meta|zeren\w*|bianji)"
    r"|(?P<comments>comments?|respond|repl(?:y|ies)|disqus\w*|livefyre|pinglun|liuyan)"
    r"|(?P<foot>copyright|disclaimer|footer)"
    r"|(?P<form>login|newsletters?|paywall|regwall|subscri\w+|signup|rating)"
    r"|(?P<buttons>buttons?|btn|toggle)"
    r"|(?P<media>captions?|cap|credits?|cutline|gallery|image|photos?|player|slideshow|carousel"
    r"|video)"
    r"|(?P<menu>breadcrumbs?|menu|nav\w*|pag(?:er|ination))"
    r"|(?P<more>more|readmore)"
    r"|(?P<related>recommend\w*|recirc\w*|related\w*|teasers?|xiangguan|upnext|next|trending"
    r"|popular|mostread|mostpopular|yarpp)"
    r"|(?P<share>qrcode|share\w*|sharing|social)"
    r"|(?P<tags>tags?)"
    r"|(?P<hidden>hidden)"
    r"|(?P<box>sidebar|tool\w*|tooltip|popover|rollover|hovercard|dropdown|widget)",
    re.IGNORECASE,
)
"""Words in class names and ids for what is not text, and its kind."""

FRAME_WORDS = frozenset(
    re.findall(
        r"\w+",
        "archive area articles article aside asset bar block bottom box card cards collapsed"
        " container content custom entry expandable feed form group header icons icon info inline"
        " inner items item jp js layer left links link list main module outer"
        " page panel posts post read right row sdk section sign single site sticky stories"
        " summary td title top up wall wide wp wrap wrapper",
    )
)
"""Neutral words: a name made only of these and chrome words belongs to a box, not a text."""

SOFT = frozenset({"about", "box", "foot", "hidden", "menu", "more", "related", "tags"})
"""Kinds that are also used for paragraphs (`meta`, `teaser`, `widget`): one with complete sentences
is kept."""

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
HARD_TAGS = {"nav": "menu", "form": "form", "footer": "foot", "dialog": "consent"}
ROLES = {
    "alertdialog": "consent",
    "contentinfo": "foot",
    "dialog": "consent",
    "menu": "menu",
    "navigation": "menu",
    "search": "form",
    "tooltip": "box",
}
"""Kinds of elements by their role."""
SOFT_TAGS = frozenset({"aside", "header"})
CONTROLS = ("form", "input", "button", "select", "textarea", "iframe", "nav")

PROMOTES = re.compile(
    r"\b(subscribe|sign(ing)? up|newsletter|follow us|share this|(read|see) (more|also)"
    r"|click here|cookies|log ?in|about the author|leave a (comment|reply)|all rights reserved)\b"
    r"|关注|關注|订阅|訂閱|扫码|掃碼|扫一扫|掃一掃|点击|點擊|下载|下載|分享到|转载|轉載|版权所有|版權所有|相关阅读|相關閱讀",
    re.IGNORECASE,
)
SHORTEST = 25
"""Minimum columns of a sentence in a box."""

REASONS = {
    "ad": "an advertisement or a banner",
    "consent": "a notice about cookies or consent",
    "about": "a line about the author or the page",
    "comments": "comments",
    "foot": "the foot of the page",
    "form": "a form",
    "media": "the caption of a picture or a player",
    "menu": "a menu",
    "more": "related links",
    "related": "related links",
    "share": "buttons for sharing",
    "tags": "tags",
    "hidden": "hidden on the page",
    "box": "a box beside the article",
    "links": "links",
    "call": "an invitation to follow, subscribe or read on elsewhere",
    "buttons": "buttons",
    "code": "shown only without JavaScript",
    "math": "a formula",
    "drawing": "a drawing",
    "embedded": "an embedded page",
    "player": "a player",
    "head": "the head of the page",
    "": "apart from the article's text",
}

SILENT_KINDS = {
    **dict.fromkeys(("select", "textarea"), "form"),
    **dict.fromkeys(("iframe", "object"), "embedded"),
    **dict.fromkeys(("video", "audio", "canvas"), "player"),
    "button": "buttons",
    "math": "math",
    "nav": "menu",
    "noscript": "code",
    "svg": "drawing",
}
"""Kinds of elements whose content is visible, but not running text."""


def chain(element: Any, place: Any) -> Iterator[Any]:
    """The element and its ancestors, up to but excluding `place`."""
    while element is not None and element is not place:
        yield element
        element = element.getparent()


def is_hidden(element: Any) -> bool:
    if element.get("hidden", "until-found") != "until-found":
        return True
    style = element.get("style")
    return bool(style) and bool(HIDDEN.search(style))


def chrome_kind(element: Any) -> tuple[str, bool]:
    """The kind of chrome that an element is by its tag and names, and whether that is certain;
    empty if it seems to be text."""
    if is_hidden(element):
        return "hidden", True
    tag = element.tag
    if tag in HARD_TAGS and not (
        tag == "footer" and next(element.iterancestors("blockquote"), None) is not None
    ):
        return HARD_TAGS[tag], True
    if role := ROLES.get(element.get("role", "")):
        return role, True
    names = f"{element.get('class', '')} {element.get('id', '')}".split()
    if not names:
        return "", False
    named = [_named(name) for name in names]
    sure = next((kind for kind, whole in named if whole), "")
    return (sure, True) if sure else (next((kind for kind, _ in named if kind), ""), False)


@lru_cache(maxsize=4096)
def _named(name: str) -> tuple[str, bool]:
    """The kind named by a class, and whether the class has no other words.

    >>> _named("share-bar"), _named("share-story"), _named("lead")
    (('share', True), ('share', False), ('', False))
    """
    kind, whole = "", True
    if name == "__next":  # the root of pages that Next.js writes
        return "", False
    for word in filter(None, re.split(r"[_-]", name.lower())):
        if match := CHROME_WORD.fullmatch(word):
            kind = kind or str(match.lastgroup)
        elif word not in FRAME_WORDS:
            whole = False
    return kind, bool(kind) and whole


def is_linked(element: Any) -> bool:
    """Whether half of its text is links."""
    linked = sum(len(a.text_content().strip()) for a in element.iter("a"))
    return linked * 2 > len(element.text_content().strip())


def is_prose(element: Any) -> bool:
    """Whether it is mostly complete sentences, without controls, separate links, or calls to
    action."""
    if next(element.iter(*CONTROLS), None) is not None or is_linked(element):
        return False
    for link in element.iter("a"):
        parent = link.getparent()
        if (
            parent is not None
            and len(parent.text_content().strip()) == len(link.text_content().strip()) > 0
        ):
            return False
    texts = [block.text for block in blocks_of(element)]
    width = sum(columns(text) for text in texts if ENDS.search(text) and columns(text) >= SHORTEST)
    promotes = any(PROMOTES.search(text) for text in texts)
    return width * 10 > sum(map(columns, texts)) * 6 and not promotes


def is_text_of_article(element: Any, place: Any, *, near: bool, caption: bool = False) -> bool:
    """Whether a block that was not extracted is still part of the article; `place` is the
    surrounding element with extracted text. `near` means that it is directly in there, without a
    box of its own."""
    around = list(chain(element, place))
    doubtful = [] if near else around[-1:]
    for one in around:
        kind, sure = chrome_kind(one)
        if caption and kind == "media":
            continue
        if sure and not (_is_text_element(one) and kind in SOFT and not is_hidden(one)):
            return False
        if kind or one.tag in SOFT_TAGS:
            doubtful.append(one)
    if doubtful:
        return all(is_prose(element if one.tag == "header" else one) for one in doubtful)
    part = next(element.iterancestors(*LISTS), element) if element.tag in ITEMS else element
    return not is_linked(part)


def _is_text_element(element: Any) -> bool:
    return element.tag in (
        "p",
        "blockquote",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "dd",
        "figure",
        "pre",
        "table",
        *LISTS,
    )


def reason_of(box: Any) -> str:
    """Why a box in an article is not read: by its own tag and names, otherwise by those of its
    first elements."""
    for one in islice(box.iter(etree.Element), 4):
        if kind := chrome_kind(one)[0] or SILENT_KINDS.get(one.tag, ""):
            return REASONS[kind]
    if box.tag in SOFT_TAGS:
        return REASONS["box" if box.tag == "aside" else "head"]
    return REASONS["links" if is_linked(box) else ""]
