"""Pages that only redirect to another: a refresh by `<meta>`, or one line of script.

Link shorteners and sites that moved redirect like this. A page with its own text that reloads
itself, such as a live report, is not a redirect.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_BYTES = 100_000
"""Maximum bytes of a redirecting page."""
MOST_LETTERS = 600
"""Maximum letters of its text, which may tell readers without scripts to click."""
MOST_LETTERS_OF_SCRIPTED = 200
"""The same for a redirect by script: a short note may have one for phones."""
MOST_SCRIPT = 2_000
"""Maximum characters of the script; a longer one is an application that decides where to go."""
MOST_SECONDS = 30.0
"""Maximum seconds until the redirect; a page that waits longer is meant to be read."""
HINTS = re.compile(rb"http-equiv|location", re.IGNORECASE)
REFRESH = re.compile(
    r"(?P<seconds>\d*(?:\.\d*)?)\s*[;,\s]\s*(?:url\s*=\s*)?+(?P<url>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
"""As parsed by browsers: HTML standard, "shared declarative refresh steps"."""
SCRIPTED = re.compile(
    r"""(?<![\w$])(?:(?:window|document|self|top|parent)\.)?location
        (?:\.href\s*=|\s*=|\.(?:replace|assign)\s*\()
        \s*(?P<quote>["'])(?P<url>[^"'\s]{1,2000})(?P=quote)""",
    re.VERBOSE,
)


CONDITION = re.compile(r"\bif\s*\(|\?|&&|\|\||\bswitch\b|addEventListener|\.on[a-z]+\s*=")
"""A script with a condition decides where to go, or whether."""
ON_WEB = re.compile(r"https?:|/|[\w.-]+(?:/|\.html?|$)", re.IGNORECASE)
"""An absolute or relative web address; `app://open` is none."""
STATED = b'"articleBody"'
"""A page with its text in JSON-LD is no redirect."""


def leads_to(content: bytes, url: str) -> str:
    """The absolute address to which a page only redirects; otherwise empty."""
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
    """Whether it is for browsers without scripts: others see the page itself."""
    return any(parent.tag == "noscript" for parent in meta.iterancestors())


def _seconds(written: str) -> float:
    return float(written) if written.strip(".") else 0.0


def _scripted(tree: HtmlElement) -> str:
    """The target of its script, if it is short, unconditional, and contains one web address."""
    scripts = "\n".join(script.text or "" for script in tree.iter("script"))
    if len(scripts) > MOST_SCRIPT or CONDITION.search(scripts):
        return ""
    targets = {found["url"].replace("\\/", "/") for found in SCRIPTED.finditer(scripts)}
    on_web = [target for target in targets if ON_WEB.match(target)]
    return on_web[0] if len(on_web) == len(targets) == 1 else ""


def _letters(tree: HtmlElement) -> int:
    """The number of letters that a reader sees, without scripts too."""
    silent = ("script", "style", "title", "template")
    total = 0
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        own = "" if element.tag in silent else element.text or ""
        total += len("".join((own + (element.tail or "")).split()))
    return total
