"""Pages that hold nothing but the way to another: a refresh by `<meta>`, or one line of script.

Link shorteners and sites that moved lead on in this way. A page that has a text of its own and
loads itself anew, as live reports do, is that text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_BYTES = 100_000
"""Of a page that only leads on."""
MOST_LETTERS = 600
"""Of its text: who has no script is told to click."""
MOST_SCRIPT = 2_000
"""Characters of script in a page that leads on by it: an application decides where it goes."""
MOST_SECONDS = 30.0
"""Until it leads on; a page that waits longer is meant to be read."""
HINTS = re.compile(rb"http-equiv|location", re.IGNORECASE)
REFRESH = re.compile(
    r"(?P<seconds>\d*(?:\.\d*)?)\s*[;,\s]\s*(?:url\s*=\s*)?+(?P<url>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
"""As browsers read it: HTML standard, "shared declarative refresh steps"."""
SCRIPTED = re.compile(
    r"""(?<![\w$])(?:(?:window|document|self|top|parent)\.)?location
        (?:\.href\s*=|\s*=|\.(?:replace|assign)\s*\()
        \s*(?P<quote>["'])(?P<url>[^"'\s]{1,2000})(?P=quote)""",
    re.VERBOSE,
)


def leads_to(content: bytes, url: str) -> str:
    """The address that a page does nothing but lead to, joined with its own; else empty."""
    if len(content) > MOST_BYTES or not HINTS.search(content):
        return ""
    from lxml import etree, html

    try:
        tree = html.document_fromstring(content)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    target = _refreshed(tree) or _scripted(tree)
    if not target or _letters(tree) > MOST_LETTERS:
        return ""
    base = next(iter(tree.xpath("//base/@href")), "")
    try:
        return urljoin(urljoin(url, str(base)), target)
    except ValueError:
        return ""


def _refreshed(tree: HtmlElement) -> str:
    for meta in tree.iter("meta"):
        if meta.get("http-equiv", "").strip().lower() != "refresh":
            continue
        found = REFRESH.fullmatch(meta.get("content", "")[:3000].strip())
        if found and _seconds(found["seconds"]) <= MOST_SECONDS:
            return found["url"].strip("\"'").strip()
    return ""


def _seconds(written: str) -> float:
    return float(written) if written.strip(".") else 0.0


def _scripted(tree: HtmlElement) -> str:
    """Where its script goes, if it is short and knows one place only."""
    scripts = "\n".join(script.text or "" for script in tree.iter("script"))
    if len(scripts) > MOST_SCRIPT:
        return ""
    targets = {found["url"].replace("\\/", "/") for found in SCRIPTED.finditer(scripts)}
    return targets.pop() if len(targets) == 1 else ""


def _letters(tree: HtmlElement) -> int:
    """How many characters a reader would see, without script too."""
    silent = ("script", "style", "title", "template")
    total = 0
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        own = "" if element.tag in silent else element.text or ""
        total += len("".join((own + (element.tail or "")).split()))
    return total
