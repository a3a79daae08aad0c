"""Pages that only redirect to another: a refresh by `<meta>`, or one line of script.

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
MOST_LETTERS_OF_SCRIPTED = 200
"""The same of a page that leads on by script: a short note may have one for phones."""
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


CONDITION = re.compile(r"\bif\s*\(|\?|&&|\|\||\bswitch\b|addEventListener|\.on[a-z]+\s*=")
"""A script with one decides where to go, or whether."""
ON_WEB = re.compile(r"https?:|/|[\w.-]+(?:/|\.html?|$)", re.IGNORECASE)
"""An address, whole or from where the page is; `app://open` is none."""
STATED = b'"articleBody"'
"""A page that states its text in JSON-LD has one."""


def leads_to(content: bytes, url: str) -> str:
    """The address that a page does nothing but lead to, joined with its own; else empty."""
    if len(content) > MOST_BYTES or not HINTS.search(content) or STATED in content:
        return ""
    from lxml import etree, html

    try:
        tree = html.document_fromstring(content)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    letters = _letters(tree)
    target = _refreshed(tree) if letters <= MOST_LETTERS else ""
    if not target and letters <= MOST_LETTERS_OF_SCRIPTED:
        target = _scripted(tree)
    if not target:
        return ""
    base = next(iter(tree.xpath("//base/@href")), "")
    try:
        return urljoin(urljoin(url, str(base)), target)
    except ValueError:
        return ""


def _refreshed(tree: HtmlElement) -> str:
    for meta in tree.iter("meta"):
        if meta.get("http-equiv", "").strip().lower() != "refresh" or _is_without_script(meta):
            continue
        found = REFRESH.fullmatch(meta.get("content", "")[:3000].strip())
        if found and _seconds(found["seconds"]) <= MOST_SECONDS:
            return found["url"].strip("\"'").strip()
    return ""


def _is_without_script(meta: HtmlElement) -> bool:
    """Whether it is for browsers that run no script: the page itself is for the others."""
    return any(parent.tag == "noscript" for parent in meta.iterancestors())


def _seconds(written: str) -> float:
    return float(written) if written.strip(".") else 0.0


def _scripted(tree: HtmlElement) -> str:
    """Where its script goes, if it is short, asks for nothing and knows one place on the web."""
    scripts = "\n".join(script.text or "" for script in tree.iter("script"))
    if len(scripts) > MOST_SCRIPT or CONDITION.search(scripts):
        return ""
    targets = {found["url"].replace("\\/", "/") for found in SCRIPTED.finditer(scripts)}
    on_web = [target for target in targets if ON_WEB.match(target)]
    return on_web[0] if len(on_web) == len(targets) == 1 else ""


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
