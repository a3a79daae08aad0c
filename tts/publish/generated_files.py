"""Whether Pagecast made a file in a published folder, by a mark that only it writes, found with a
parser.

A page that mentions Pagecast, shows its markup as text, or has a player inserted by `tts embed` is
not ours.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Final

from tts.publish import thumbnails
from tts.publish.public_files import is_made
from tts.storage.parsing import parsed_json

GENERATOR = "Pagecast"
"""The `meta` element `generator` of our pages; the feed adds a version."""
_STYLE = re.compile(r"(\.\./)?pagecast/page-[0-9a-f]{8}\.css")
"""Pages of 0.1 had no generator, but load this style sheet, and their policy allows nothing from
other sites."""
_POLICY = "default-src 'none';"
_HEAD = frozenset(("html", "head", "meta", "title", "link", "script", "style", "base"))
_SIGNED = re.compile(r"\s*Pagecast [\w.+-]+\s*")
"""The comment at the end of address lists, and the feed's generator."""
_SCRIPTS = (b"/* Pagecast */", b"/* Pagecast, MIT", b"// Pagecast: ")
_BEGINNINGS = {"robots.txt": (b"# Pagecast: a private show\n",)}
"""Beginnings of generated files other than scripts."""


def is_ours(name: str, content: bytes) -> bool:
    """Whether this or another version of Pagecast made the published file with that name and
    content."""
    path = PurePosixPath(name)
    if path.parts[0] == "pagecast":  # folder and name with its hash are Pagecast's own
        return is_made(name)
    known = _BY_NAME.get(path.name) or _BY_ENDING.get(path.suffix)
    if known:
        return known(content)
    return content.startswith(_BEGINNINGS.get(name, _SCRIPTS))


def _is_our_manifest(content: bytes) -> bool:
    try:
        data = parsed_json(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and data.get("generator") == GENERATOR


def _is_our_answer(content: bytes) -> bool:
    """Whether it is our oEmbed response."""
    return b'"provider_url"' in content and b"/embed.html" in content


# --- pages ----------------------------------------------------------------------------------------


def _is_our_page(content: bytes) -> bool:
    head = _Head()
    head.feed(content.decode("utf-8", "replace"))
    return head.generator == GENERATOR or (head.styled and head.policy.startswith(_POLICY))


class _Head(HTMLParser):
    """What a page's head says about its origin."""

    def __init__(self) -> None:
        super().__init__()
        self.generator = self.policy = ""
        self.styled = self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._over = self._over or tag not in _HEAD
        if self._over:
            return
        attributes = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self._read_meta(attributes)
        elif tag == "link" and attributes.get("rel") == "stylesheet":
            self.styled = self.styled or bool(_STYLE.fullmatch(attributes.get("href", "")))

    def _read_meta(self, attributes: dict[str, str]) -> None:
        content = attributes.get("content", "")
        if attributes.get("name", "").lower() == "generator":
            self.generator = content
        elif attributes.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = content


# --- feeds, sitemaps, subscriptions ---------------------------------------------------------------


def _is_our_list(content: bytes) -> bool:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    if root.tag == "rss":
        return bool(_SIGNED.fullmatch(root.findtext("channel/generator") or ""))
    behind = [each.text or "" for each in root.itersiblings() if each.tag is etree.Comment]
    return bool(behind) and bool(_SIGNED.fullmatch(behind[-1]))


# --- by their names -------------------------------------------------------------------------------

_BY_NAME: Final = {
    "app.webmanifest": _is_our_manifest,
    "oembed.json": _is_our_answer,
    thumbnails.NAME: thumbnails.is_ours,
}
_BY_ENDING: Final = {
    ".html": _is_our_page,
    ".xml": _is_our_list,
    ".opml": _is_our_list,
}
