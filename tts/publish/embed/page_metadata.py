"""What a page's markup states that matters for embedding: addresses, metadata, policies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tts.publish.embed.html_positions import Element, Outline, attributes_of
from tts.publish.embed.hydration import hydration_of
from tts.publish.embed.page_bytes import Page
from tts.storage.parsing import parsed_json

_ARTICLES = ("article", "posting", "report")
"""Endings of the JSON-LD and microdata types that mean an article."""
_LISTS = frozenset(("collectionpage", "searchresultspage", "itemlist", "blog", "profilepage"))

_DEEPEST = 6
"""Levels of JSON-LD that are searched."""
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]\s*(?:url\s*=)?\s*['\"]?([^'\"]+)", re.IGNORECASE)
_ITEM = re.compile(
    r"\sitemtype\s*=\s*[\"']?https?://schema\.org/(\w*(?:Article|Posting))\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page states; empty if it states nothing."""

    base: str = ""
    """The `base` element, to which addresses are relative."""
    canonical: str = ""
    kind: str = ""
    """og:type, lower case."""
    classes: tuple[str, ...] = ()
    """Of `html` and `body`, lower case."""
    article: str = ""
    """The type that JSON-LD or microdata give the article; empty if none."""
    node: str = ""
    """The `@id` of that article in JSON-LD."""
    listed: str = ""
    """The type that JSON-LD gives a list."""
    has_audio: bool = False
    """JSON-LD already describes audio."""
    has_og_audio: bool = False
    """Open Graph already does."""
    feeds: tuple[str, ...] = ()
    """Addresses of feeds that the page links to."""
    policies: tuple[str, ...] = ()
    """Content security policies."""
    hydrated: str = ""
    """The framework that takes over the page in the browser; empty if none."""
    leads_to: str = ""
    """Where the page redirects its readers immediately."""
    amp: bool = False
    """It is an AMP page, which allows no other scripts."""
    player: bool = False
    """It has a player without our mark."""


def metadata_of(page: Page, outline: Outline) -> PageMetadata:
    """All metadata of a page and its outline."""
    metas = _all_attributes(page, outline, "meta")
    links = _all_attributes(page, outline, "link")
    bases = _all_attributes(page, outline, "base")
    roots = _all_attributes(page, outline, "html", "body")
    data: list[dict[str, Any]] = []
    for script in outline.all("script"):
        data += _linked_data(page, script)
    article = next(filter(_is_article, data), {})
    stated_base = next(filter(None, _values(bases, "href")), "")
    canonicals = [one for one in links if "canonical" in _rel(one)]
    canonical = next(_values(canonicals, "href"), "")
    feeds = filter(_is_feed, links)
    policies = filter(_is_policy, metas)
    return PageMetadata(
        base=stated_base.strip(),
        canonical=canonical.strip(),
        kind=_meta(metas, "og:type").lower(),
        classes=_classes(roots),
        article=_kind(article) or _microdata(page),
        node=str(article.get("@id", "")),
        listed=_kind(next(filter(_is_list, data), {})),
        has_audio=any(map(_is_heard, data)),
        has_og_audio=bool(_meta(metas, "og:audio") or _meta(metas, "og:audio:url")),
        feeds=tuple(_values(feeds, "href")),
        policies=tuple(_values(policies, "content")),
        hydrated=hydration_of(page, outline),
        leads_to=_leads_to(metas),
        amp=bool(roots) and _is_amp(roots[0]),
        player=bool(outline.by_name.get("pagecast-player")),
    )


def _values(elements: Iterable[dict[str, str]], name: str) -> Iterator[str]:
    """An attribute of each element; empty if missing."""
    for attributes in elements:
        yield attributes.get(name, "")


def _classes(elements: Iterable[dict[str, str]]) -> tuple[str, ...]:
    stated = " ".join(_values(elements, "class"))
    return tuple(stated.lower().split())


def _is_amp(root: dict[str, str]) -> bool:
    return "amp" in root or "⚡" in root


def _is_article(item: dict[str, Any]) -> bool:
    kind = _kind(item)
    return kind.lower().endswith(_ARTICLES)


def _is_list(item: dict[str, Any]) -> bool:
    kind = _kind(item)
    return kind.lower() in _LISTS


def _is_heard(item: dict[str, Any]) -> bool:
    """It describes audio."""
    if "audio" in item:
        return True
    kind = _kind(item)
    return kind.lower() in ("audioobject", "podcastepisode")


def _is_feed(link: dict[str, str]) -> bool:
    kind = link.get("type", "")
    if "rss" not in kind:
        return False
    relations = _rel(link)
    return "alternate" in relations


def _is_policy(meta: dict[str, str]) -> bool:
    header = meta.get("http-equiv", "")
    name = header.strip().lower()
    return name == "content-security-policy"


def _all_attributes(page: Page, outline: Outline, *names: str) -> list[dict[str, str]]:
    """The attributes of each element with these names."""
    return [_attributes(page, element) for element in outline.all(*names)]


def _attributes(page: Page, element: Element) -> dict[str, str]:
    tag = element.tag
    if not tag.isascii() and page.view == "latin-1":
        tag = tag.encode("latin-1").decode(page.codec, "replace")
    return attributes_of(tag)


def _rel(attributes: dict[str, str]) -> list[str]:
    stated = attributes.get("rel", "")
    plain = stated.lower()
    return plain.split()


def _meta(metas: list[dict[str, str]], name: str) -> str:
    for one in metas:
        prop = one.get("property", "")
        called = one.get("name", "")
        if name in (prop.lower(), called.lower()):
            content = one.get("content", "")
            return content.strip()
    return ""


def _leads_to(metas: list[dict[str, str]]) -> str:
    for one in metas:
        header = one.get("http-equiv", "")
        if header.strip().lower() != "refresh":
            continue
        content = one.get("content", "")
        if found := _REFRESH.match(content):
            return found[1].strip()
    return ""


def _linked_data(page: Page, script: Element) -> Iterator[dict[str, Any]]:
    """JSON-LD objects, including those in a graph."""
    if "ld+json" not in script.tag.lower():
        return
    code = page.text[script.inner : script.close]
    if page.view == "latin-1":
        code = code.encode("latin-1").decode(page.codec, "replace")
    try:
        yield from _objects(parsed_json(code, strict=False))
    except (ValueError, RecursionError):
        return


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth == _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        inner = [value.get("@graph"), value.get("mainEntity")]
        yield from _objects(inner, depth + 1)


def _kind(item: dict[str, Any]) -> str:
    """The type as written; the article's if there are several."""
    kinds = item.get("@type", "")
    if not isinstance(kinds, list):
        kinds = [kinds]
    names = [str(kind) for kind in kinds]
    for name in names:
        if name.lower().endswith(_ARTICLES):
            return name
    return names[0] if names else ""


def _microdata(page: Page) -> str:
    """The type of the one element that microdata marks as an article; several are a list."""
    kinds = _ITEM.findall(page.text)
    return str(kinds[0]) if len(kinds) == 1 else ""
