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
"""Ends of the types of JSON-LD and microdata that speak of an article."""
_LISTS = frozenset(("collectionpage", "searchresultspage", "itemlist", "blog", "profilepage"))

_DEEPEST = 6
"""Levels of JSON-LD that are looked into."""
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]\s*(?:url\s*=)?\s*['\"]?([^'\"]+)", re.IGNORECASE)
_ITEM = re.compile(
    r"\sitemtype\s*=\s*[\"']?https?://schema\.org/(\w*(?:Article|Posting))\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page states; empty where it states nothing."""

    base: str = ""
    """Of a `base` element: what relative addresses start from."""
    canonical: str = ""
    kind: str = ""
    """og:type, lower case."""
    classes: tuple[str, ...] = ()
    """Of `html` and `body`, lower case."""
    article: str = ""
    """The type under which JSON-LD or microdata speak of an article; empty where they don't."""
    node: str = ""
    """The `@id` of that, in JSON-LD."""
    listed: str = ""
    """The type under which JSON-LD speaks of a list."""
    has_audio: bool = False
    """JSON-LD names audio already."""
    has_og_audio: bool = False
    """Open Graph names it."""
    feeds: tuple[str, ...] = ()
    """Addresses of feeds that the page names."""
    policies: tuple[str, ...] = ()
    """Content security policies."""
    hydrated: str = ""
    """What takes the page over in the browser; empty where nothing does."""
    leads_to: str = ""
    """Where the page sends its readers at once."""
    amp: bool = False
    """It is an AMP page, which allows no scripts of others."""
    player: bool = False
    """It has a player that is not marked as ours."""


def metadata_of(page: Page, outline: Outline) -> PageMetadata:
    """All of it, of a page and its outline."""
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
    """An attribute of each; empty where one has none."""
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
    """It tells of audio."""
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
    """The attributes of each element of these names."""
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
    """JSON-LD objects, those in a graph too."""
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
    """The type, as it is written; of several the article's."""
    kinds = item.get("@type", "")
    if not isinstance(kinds, list):
        kinds = [kinds]
    names = [str(kind) for kind in kinds]
    for name in names:
        if name.lower().endswith(_ARTICLES):
            return name
    return names[0] if names else ""


def _microdata(page: Page) -> str:
    """The type of the one element that microdata calls an article; several are a list."""
    kinds = _ITEM.findall(page.text)
    return str(kinds[0]) if len(kinds) == 1 else ""
