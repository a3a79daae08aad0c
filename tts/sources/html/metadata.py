"""What a page states about its article: title, author, date, where it appeared, language, address,
image."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from tts.model import Source
from tts.sources.html.access import Access, access_of
from tts.sources.html.authors import FIRST_IN, author_of
from tts.sources.html.blocks import blocks_of
from tts.sources.html.images import image_address
from tts.sources.html.titles import best_title, is_head_of, site_parts
from tts.sources.metadata_values import iso_date, language_tag, squeezed
from tts.storage.parsing import parsed_json

ARTICLES = ("article", "posting", "report", "newsarticle", "webpage")
"""Endings of the JSON-LD types that mean the page's article."""

META = {
    "author": (
        "author",
        "article:author",
        "byl",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "citation_author",
        "author_name",
        "authors",
        "cxenseparse:author",
    ),
    "date": (
        *(
            "article:published_time",
            "og:published_time",
            "datepublished",
            "pubdate",
            "publishdate",
            "publish_date",
        ),
        *(
            "publish-date",
            "dc.date",
            "dc.date.issued",
            "dcterms.created",
            "dcterms.date",
            "parsely-pub-date",
        ),
        *("sailthru.date", "article.published", "citation_publication_date", "date"),
    ),
    "image": (
        "og:image",
        "og:image:url",
        "og:image:secure_url",
        "twitter:image",
        "twitter:image:src",
        "image",
    ),
    "language": ("og:locale", "content-language", "dc.language", "language"),
    "site": ("og:site_name", "application-name", "apple-mobile-web-app-title"),
    "summary": ("og:description", "description", "twitter:description", "dc.description"),
    "title": ("og:title", "twitter:title", "dc.title", "citation_title"),
    "url": ("og:url",),
}
"""Fields, and the names of their meta elements (lower case), best first."""

TIME_PLACES = (
    "//*[@itemprop='datePublished']/@datetime | //*[@itemprop='datePublished']/@content",
    "//time[@pubdate or contains(@class, 'publish')]/@datetime",
    "//article//time/@datetime | //header//time/@datetime | //main//time/@datetime",
    "//time/@datetime",
)
BEHIND_SOURCE = re.compile(
    r"\s{2,}|[|｜丨\t]|\s*本[报報网網刊台社](?:[记記]者|[讯訊])|\s*(?:作者|编辑|編輯|时间|時間|发布|發布|日期|[记記]者"
    r"|[责責][编編]|[责責]任[编編][辑輯]|打印|列印|字[号體体])|\s*(?:19|20)\d\d[-/.年](?!第)|\s*\d+\s*[人条條]"
)
LINED = frozenset({"p", "div", "span", "li", "td", "em"})
UNLINED = frozenset({"nav", "footer", "aside", "script"})
ABOUT = re.compile(
    r"来源|來源|时间|時間|发布|發布|日期|作者|编辑|^[记記]者|[报報][导導道][　\s/／]*(?=\d)|published|posted|^by ",
    re.IGNORECASE,
)
"""Contained in lines that state the article's date."""
YEAR = re.compile(r"(?:19|20)\d\d")
SHORT = 120
"""Maximum characters of a line about the article."""


@dataclass(frozen=True, slots=True)
class ArticleMetadata:
    """Metadata fields of an Article."""

    title: str
    author: str
    date: str
    publication: str
    site: str
    url: str
    image: str
    language: str
    summary: str


def metadata_of(tree: Any, source: Source) -> ArticleMetadata:
    """Everything that the page states; missing fields are empty."""
    metas = _metas(tree)
    data = list(_linked_data(tree))
    lines = list(_short_lines(tree))
    publishers = [_name(item.get("publisher")) for item in data]
    descriptions = [_text(item.get("description")) for item in data]
    url = _address(tree, metas, data, source)
    heads = _heads(tree)
    whole = _flat(tree.findtext(".//title"))
    site = _site(metas) or next(filter(None, publishers), "") or _home(tree, whole)
    headlines = [_headline(item, [*heads, whole]) for item in data]
    titles = [_first(metas, "title"), *headlines]
    title = best_title(titles, heads, whole, site, url or source.url)
    authors: list[str] = []
    for item in data:
        authors += _names(item.get("author"))
    places = [authors, _all(metas, "author")]
    sites = {site, *site_parts(title, whole)}
    return ArticleMetadata(
        title=title,
        author=author_of(tree, places, lines, sites),
        date=_date(tree, metas, data, lines),
        publication=_publication(lines),
        site=site,
        url=url,
        image=_image(tree, metas, data, source),
        language=_language(tree, metas, data),
        summary=_first(metas, "summary") or next(filter(None, descriptions), ""),
    )


def _all(metas: dict[str, list[str]], what: str) -> list[str]:
    """All values of a field in meta elements, the most reliable first."""
    found: list[str] = []
    for name in META[what]:
        found += metas.get(name, [])
    return found


# --- where pages state things ---------------------------------------------------------------------


def _metas(tree: Any) -> dict[str, list[str]]:
    """Contents of meta elements by name, property, itemprop or http-equiv."""
    metas: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = _flat(element.get("content"))
        names = (element.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
        for name in filter(None, names):
            if content:
                metas.setdefault(name.strip().lower(), []).append(content)
    return metas


def _home(tree: Any, whole: str) -> str:
    """The site's name in the page's first line: a heading that links to the home page, if the
    page's title has more than it."""
    for link in tree.xpath("//h1//a[@href='/' or @href='./' or @href='../' or @rel='home']"):
        name = _flat(link.text_content())
        if name and name in whole and squeezed(name) != squeezed(whole):
            return name
    return ""


def _first(metas: dict[str, list[str]], field: str) -> str:
    return next((metas[name][0] for name in META[field] if name in metas), "")


def _site(metas: dict[str, list[str]]) -> str:
    """The site's name; some state their address as the name."""
    name = _first(metas, "site")
    return "" if "://" in name else name


def _is_of_page(item: dict[str, Any]) -> bool:
    return "webpage" in _types(item)


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """JSON-LD objects about an article, those about it before those about the page."""
    scripts = tree.xpath("//script[contains(@type, 'ld+json')]")
    stated = [_json(script.text or "") for script in scripts]
    found: list[dict[str, Any]] = []
    for value in stated:
        found += _objects(value)
    persons = _persons(stated)
    for item in sorted(found, key=_is_of_page):
        author = item.get("author")
        reference = author.get("@id") if isinstance(author, dict) else None
        known = persons.get(reference) if isinstance(reference, str) else None
        yield {**item, "author": known} if known and not _name(author) else item


def _persons(stated: list[Any]) -> dict[str, dict[str, Any]]:
    """Persons in a graph by `@id`, which articles use to refer to them."""
    persons: dict[str, dict[str, Any]] = {}
    for value in stated:
        graph = value.get("@graph") if isinstance(value, dict) else None
        for item in graph if isinstance(graph, list) else ():
            if not isinstance(item, dict) or "person" not in _types(item):
                continue
            name = item.get("@id")
            if isinstance(name, str):
                persons[name] = item
    return persons


def stated_access(tree: Any) -> Access:
    """Who may read the article, and its length."""
    return access_of(tree, _linked_data(tree))


def stated_body(tree: Any) -> str:
    """The article's text in the page's metadata, the longest one; empty if missing."""
    bodies = (item.get("articleBody") for item in _linked_data(tree))
    return max((body for body in bodies if isinstance(body, str)), key=len, default="")


def _json(text: str) -> Any:
    try:
        return parsed_json(
            re.sub(r"^\s*(//)?\s*<!\[CDATA\[|(//)?\s*\]\]>\s*$", "", text).strip().rstrip(";"),
            strict=False,
        )
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        if any(kind.endswith(ARTICLES) for kind in _types(value)):
            yield value
        yield from _objects([value.get("@graph"), value.get("mainEntity")], depth + 1)


def _types(item: dict[str, Any]) -> list[str]:
    kinds = item.get("@type", [])
    return [str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])]


def _text(value: Any) -> str:
    """The string of a JSON-LD value, with markup unescaped."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value)), "")
    if not isinstance(value, str):
        return ""
    from html import unescape

    return _flat(unescape(value))


def _headline(item: dict[str, Any], shown: list[str]) -> str:
    """An article's headline; or its name, if the page shows that instead: encyclopedias use a
    description as headline."""
    headline, name = _text(item.get("headline")), _text(item.get("name"))
    key = squeezed(headline)
    is_known = any(key in squeezed(text) for text in shown)
    if is_known or not name:
        return headline
    is_shown = any(is_head_of(name, text) for text in shown)
    return name if is_shown else headline


def _name(value: Any) -> str:
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())


def _heads(tree: Any) -> list[str]:
    return [
        text
        for head in tree.xpath("//h1")
        if (text := " ".join(block.text for block in blocks_of(head)))
    ]


def _short_lines(tree: Any) -> Iterator[str]:
    """Lines that may name author, source and date: short elements, also with children
    (`来源：<a>…</a>`)."""
    inner = [tree.body]
    while inner:
        element = inner.pop()
        if element.tag in LINED and 2 < len(text := element.text_content().strip()) <= SHORT:
            yield re.sub(r"\s*\n\s*", "  ", text)
        inner += [child for child in reversed(element) if child.tag not in UNLINED]


# --- what they state ------------------------------------------------------------------------------


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [name for item in values if (name := _name(item))]


def _date(
    tree: Any, metas: dict[str, list[str]], data: list[dict[str, Any]], lines: list[str]
) -> str:
    """The date stated as that of publication: a date within the text does not count."""
    stated = [_text(item.get("datePublished")) for item in data]
    stated += _all(metas, "date")
    for place in TIME_PLACES:
        stated += tree.xpath(place)[:1]
    telling = list(filter(_tells_date, lines))
    stated += telling[:1]
    days = map(iso_date, stated)
    return next(filter(None, days), "")


def _tells_date(line: str) -> bool:
    """Whether a line is hardly more than a date, or says what the date is."""
    if (
        len(line) > 80
        or not YEAR.search(line)
        or not iso_date(line)
        or re.search(r"[。！？]|©|版权|copyright|ICP", line, re.IGNORECASE)
    ):
        return False
    return bool(ABOUT.search(line)) or len(line) <= 25


def _publication(lines: list[str]) -> str:
    for line in lines:
        if match := FIRST_IN.search(line):
            name = BEHIND_SOURCE.split(match[1].strip(), maxsplit=1)[0].strip(" ：:，,。")
            if name and len(name) <= 60:
                return name
    return ""


def _address(
    tree: Any, metas: dict[str, list[str]], data: list[dict[str, Any]], source: Source
) -> str:
    """The canonical address, made absolute; otherwise the one that was fetched."""
    stated = [
        *tree.xpath("//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href"),
        _first(metas, "url"),
    ]
    stated += [_text(item.get("url")) for item in data if "webpage" not in _types(item)]
    for candidate in filter(None, map(_flat, stated)):
        address = urljoin(source.url, candidate)
        if address.startswith(("http://", "https://")):
            return address
    return source.url


def _image(
    tree: Any, metas: dict[str, list[str]], data: list[dict[str, Any]], source: Source
) -> str:
    stated = [content for name in META["image"] for content in metas.get(name, [])]
    stated += [_image_url(item.get("image")) for item in data]
    images = tree.xpath("(//article | //main)//figure//img | //figure//img | //article//img")
    stated += [image.get("data-src") or image.get("src") or "" for image in images]
    base = (
        urljoin(source.url, _flat(next(iter(tree.xpath("//base/@href")), ""))) if source.url else ""
    )
    return next(
        (
            address
            for candidate in stated
            if (address := image_address(candidate.strip(), base, source.where))
        ),
        "",
    )


def _image_url(value: Any) -> str:
    if isinstance(value, list):
        return next(filter(None, map(_image_url, value)), "")
    return (
        _text(value.get("url") or value.get("contentUrl"))
        if isinstance(value, dict)
        else _text(value)
    )


def _language(tree: Any, metas: dict[str, list[str]], data: list[dict[str, Any]]) -> str:
    html = tree.xpath("/html/@lang | /html/@*[name()='xml:lang']")
    in_data = [_text(item.get("inLanguage")) for item in data]
    stated = [*html, *_all(metas, "language"), *in_data]
    tags = map(language_tag, stated)
    return next(filter(None, tags), "")
