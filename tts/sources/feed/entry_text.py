"""The text of a feed's entry -> blocks: all of it is article, except what feeds and their plugins
append."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from tts.model import Block, Change
from tts.sources.feed.entry import Entry
from tts.sources.html.blocks import blocks_of
from tts.sources.html.boilerplate import REASONS, SILENT_KINDS
from tts.sources.html.images import image_address
from tts.sources.metadata_values import squeezed
from tts.sources.plain import read_text

TAG = re.compile(r"</?[A-Za-z][^<>]*>")
ESCAPED = re.compile(r"&lt;(?:/p|/div|/li|br ?/?)&gt;", re.IGNORECASE)
"""Markup that was escaped once too often."""
SHARES = (
    "facebook.com/share",
    "twitter.com/intent",
    "twitter.com/share",
    "x.com/intent",
    "linkedin.com/share",
    "reddit.com/submit",
    "pinterest.com/pin/create",
    "t.me/share",
    "wa.me/",
    "service.weibo.com/share",
    "connect.qq.com/widget",
    "getpocket.com/",
    "news.ycombinator.com/submit",
    "feeds.feedburner.com/~ff",
    "feeds.wordpress.com/1.0/go",
    "addtoany.com/",
    "mailto:?",
)
"""Targets of share buttons."""

MOST_BOXES = 200
"""Maximum number of buttons whose surroundings are checked, since that takes time proportional to
the text."""
LONGEST_BOX = 500
"""Maximum characters around a button, including white space."""

TAIL = 4
"""Blocks at the end that are checked for additions by plugins."""
CONTINUES = re.compile(
    r"[\[(（]?\W{0,3}(?:(?:read|continue|keep) (?:more|reading|the (?:rest|full)\b[^.!?。！？]*)"
    r"|read on|full (?:story|article)|(?:see )?more|weiterlesen|lire la suite|leer más"
    r"|(?:continue reading|read more) [^.!?。！？]{1,200}"
    r"|[阅閱][读讀](?:全文|更多)|[继繼][续續][阅閱][读讀]|查看(?:全文|更多)|展[开開]全文|全文[阅閱][读讀]|更多)"
    r"(?:\.{3}|[^\w.!?。！？]){0,4}",
    re.IGNORECASE,
)
"""Links to the rest of a truncated text."""
HUNG_ON = (
    (
        re.compile(
            r"(?:the (?:post|article|entry) .{1,300} (?:first appeared|appeared first)"
            r" (?:on|at|in) .{1,200}"
            r"|this (?:post|article|story|piece) (?:was )?(?:first|originally)"
            r" (?:appeared|published|posted) .{1,200}"
            r"|der beitrag .{1,300} erschien zuerst auf .{1,200}"
            r"|l[’']article .{1,300} est apparu en premier sur .{1,200}"
            r"|la entrada .{1,300} (?:se publicó primero|aparece primero) en .{1,200})",
            re.IGNORECASE,
        ),
        "the line that names where it appeared",
    ),
    (CONTINUES, "a link to the whole text"),
    (
        re.compile(
            r"\W{0,3}(?:(?:[阅閱][读讀]|查看)原文|原文[链鏈][接結]|view (?:the )?original|read (?:it )?on .{1,40}"
            r"|permalink|(?:leave a |\d+ )?comments?|comment on this.{0,30}|[评評][论論]|discuss.{0,40}"
            r"|(?:share|follow us|subscribe)(?: (?:this|on)\b.{0,40})?|分享到?)\W{0,6}",
            re.IGNORECASE,
        ),
        "a link below the text",
    ),
)
"""Additions at the end, as whole blocks, and what they are."""
CUT = re.compile(r"[\[(【]\s*(?:…|\.{3}|⋯|&hellip;)+\s*[\])】]$")
DOTS = re.compile(r"(?:…|\.{3}|⋯)$")
TINY = frozenset({"0", "1", "2", "0px", "1px", "2px"})
"""Widths and heights of tracking pixels."""


@dataclass(frozen=True, slots=True)
class Text:
    """The content of an entry."""

    blocks: tuple[Block, ...]
    changes: tuple[Change, ...] = ()
    image: str = ""
    """Address of its first picture, as stated."""
    cut: bool = False
    """The text itself says that it is incomplete."""
    dotted: bool = False
    """It ends in dots, which may mean that it was truncated."""


def text_of_entry(entry: Entry) -> Text:
    """The entry's content, otherwise its summary."""
    if entry.text and not entry.html:
        return _without_tail(entry, list(read_text(entry.text).blocks), [], "")
    html = entry.html or entry.summary
    if not TAG.search(html) and ESCAPED.search(html):
        html = unescape(html)
    if not TAG.search(html):
        return _without_tail(entry, list(read_text(unescape(html)).blocks), [], "")
    return _from_html(entry, html)


def plain(html: str) -> str:
    """A summary as plain text on one line."""
    from tts.sources.html.blocks import fragment_blocks

    return " ".join(
        (
            " ".join(b.text for b in fragment_blocks(html)) if TAG.search(html) else unescape(html)
        ).split()
    )


def _from_html(entry: Entry, html: str) -> Text:
    from tts.sources.html.article import read_fragment

    tree, changes = read_fragment(html)
    image = _first_image(tree)
    changes += [*_without_shares(tree), *_unseen(tree)]
    return _without_tail(entry, blocks_of(tree.find("body")), changes, image)


def _without_shares(tree: Any) -> Iterator[Change]:
    """Remove share buttons, and the elements that contain nothing else."""
    links = [
        a
        for a in tree.xpath("//a[@href]")
        if any(share in a.get("href").lower() for share in SHARES)
    ]
    for number, link in enumerate(links):
        if link.getparent() is not None:
            box = _box_of(link) if number < MOST_BOXES else link
            if text := _flat(box):
                yield Change(text, "", REASONS["share"])
            box.drop_tree()


def _box_of(link: Any) -> Any:
    """The largest element around a link with no other text."""
    box, said = link, squeezed(link.text_content())
    for outer in link.iterancestors():
        if outer.tag == "body" or outer.xpath("string-length()") > LONGEST_BOX:
            break
        if squeezed(outer.text_content()) != said:
            break
        box = outer
    return box


def _unseen(tree: Any) -> Iterator[Change]:
    for element in tree.iter(*SILENT_KINDS):
        if text := _flat(element):
            yield Change(text, "", REASONS[SILENT_KINDS[element.tag]])


def _flat(element: Any) -> str:
    return " ".join(element.text_content().split())


def _first_image(tree: Any) -> str:
    """The first real picture: no tracking pixel, no emoji."""
    for image in tree.iter("img"):
        address = image.get("data-src") or image.get("src") or ""
        tiny = image.get("width", "") in TINY or image.get("height", "") in TINY
        if (
            address
            and not tiny
            and "emoji" not in address
            and not re.search("smiley|emoji", image.get("class", ""))
        ):
            return str(address)
    return ""


def _without_tail(entry: Entry, blocks: list[Block], changes: list[Change], image: str) -> Text:
    """The text without its title and additions, which are listed; and whether it is truncated."""
    blocks = _without_title(blocks, entry.title)
    kept = []
    is_cut = False
    tail = len(blocks) - TAIL
    for place, block in enumerate(blocks):
        reason = _hung_on(block) if place >= tail else ""
        if not reason:
            kept.append(block)
            continue
        changes.append(Change(block.text, "", reason))
        if CONTINUES.fullmatch(block.text):
            is_cut = True
    last = kept[-1].text.rstrip() if kept else ""
    ends_cut = CUT.search(last) is not None
    has_dots = DOTS.search(last) is not None
    return Text(tuple(kept), tuple(changes), image, is_cut or ends_cut, has_dots)


def _without_title(blocks: list[Block], title: str) -> list[Block]:
    """Without a first line that repeats the title."""
    letters = squeezed(title)
    if not letters:
        return blocks
    for place, block in enumerate(blocks[:2]):
        if block.kind in ("heading", "paragraph") and squeezed(block.text) == letters:
            return blocks[:place] + blocks[place + 1 :]
    return blocks


def _hung_on(block: Block) -> str:
    if block.kind not in ("paragraph", "heading", "item"):
        return ""
    return next(
        (reason for pattern, reason in HUNG_ON if pattern.fullmatch(block.text.strip())), ""
    )


def picture(entry: Entry, text: Text, where: str) -> str:
    """Address of the entry's picture: the one it names, otherwise the first in its text."""
    for image in (entry.image, text.image):
        try:
            if found := image_address(image.strip(), entry.base, where):
                return found
        except ValueError:  # no address
            continue
    return ""
