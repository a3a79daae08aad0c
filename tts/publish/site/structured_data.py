"""Machine-readable metadata of pages: JSON-LD, Open Graph. Addresses are absolute, so most of it
needs the base URL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from markupsafe import Markup

from tts.locale.duration_format import iso_duration
from tts.locale.language_tags import base_of, display_language
from tts.publish import escape as plain
from tts.publish.catalog import Entry
from tts.publish.compact_json import compact
from tts.publish.site.text import one_line
from tts.show.library import Show
from tts.show.manifest import Manifest

_ESCAPES: Final = (
    ("<", "\\u003c"),
    (">", "\\u003e"),
    ("&", "\\u0026"),
    ("\u2028", "\\u2028"),
    ("\u2029", "\\u2029"),
)
"""Escapes, so that a `</script>` in a title does not end the script."""


_LOCALES: Final = {"en": "en_US", "zh-Hans": "zh_CN", "zh-Hant": "zh_TW"}


def json_ld(what: Mapping[str, Any]) -> Markup:
    """A data block from which no text can escape."""
    text = compact(what)
    for (
        sign,
        escape,
    ) in _ESCAPES:  # `str.translate` looks at every letter, and takes a hundred times as long
        text = text.replace(sign, escape)
    return Markup(f'<script type="application/ld+json">{text}</script>')


def episode_data(show: Show, entry: Entry, base_url: str, feed: str) -> dict[str, Any]:
    """The page in schema.org's terms: an article with audio, which is an episode of a series."""
    manifest = entry.manifest
    page, by = base_url + entry.page, publication(manifest)
    audio = {
        "@type": "AudioObject",
        "@id": f"{page}#audio",
        "contentUrl": base_url + entry.audio,
        "encodingFormat": manifest.audio.type,
        "contentSize": str(manifest.audio.bytes),
        "duration": iso_duration(manifest.audio.duration),
        "inLanguage": manifest.language,
    }
    article = _said(
        {
            "@type": "Article",
            "@id": f"{page}#article",
            "headline": one_line(entry.title)[:110],  # as long as search engines take it
            "author": {"@type": "Person", "name": one_line(manifest.author)}
            if manifest.author
            else None,
            "publisher": {"@type": "Organization", "name": one_line(by)} if by else None,
            "datePublished": manifest.stated_date,
            "inLanguage": manifest.language,
            "description": one_line(manifest.summary)[:300],
            "image": base_url + entry.path(manifest.cover.file),
            "mainEntityOfPage": page,
            "isBasedOn": original(manifest),
            "audio": audio,
        }
    )
    episode = {
        "@type": "PodcastEpisode",
        "@id": f"{page}#episode",
        "url": page,
        "name": one_line(entry.title),
        "datePublished": entry.published.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "timeRequired": audio["duration"],
        "associatedMedia": {"@id": audio["@id"]},
        "partOfSeries": series(show, base_url, feed),
    }
    return {"@context": "https://schema.org", "@graph": [article, episode]}


def series(show: Show, base_url: str, feed: str) -> dict[str, Any]:
    """The show in schema.org's terms."""
    settings = show.settings
    return _said(
        {
            "@type": "PodcastSeries",
            "@id": f"{base_url}#show",
            "url": base_url,
            "name": one_line(settings.title),
            "description": one_line(settings.description),
            "author": {"@type": "Person", "name": one_line(maker(show))} if maker(show) else None,
            "webFeed": feed,
        }
    )


def open_graph(
    show: Show, entry: Entry, description: str, base_url: str
) -> Iterator[tuple[str, str]]:
    """Names and contents of an episode's Open Graph `meta` elements."""
    manifest = entry.manifest
    yield "og:type", "article"
    yield "og:title", one_line(entry.title)
    yield "og:site_name", one_line(show.settings.title)
    yield "og:locale", locale(manifest.language)
    if description:
        yield "og:description", description
    if manifest.stated_date:
        yield "article:published_time", manifest.stated_date
    if base_url:
        yield "og:url", base_url + entry.page
        yield "og:image", base_url + entry.path(manifest.cover.file)
        yield "og:audio", base_url + entry.audio
        yield "og:audio:type", manifest.audio.type


def show_graph(show: Show, language: str, base_url: str, cover: str) -> Iterator[tuple[str, str]]:
    """The same for the show's own page."""
    yield "og:type", "website"
    yield "og:title", one_line(show.settings.title)
    yield "og:locale", locale(language)
    if description := one_line(show.settings.description)[:300]:
        yield "og:description", description
    if base_url:
        yield "og:url", base_url + "index.html"
        yield "og:image", base_url + cover


def original(manifest: Manifest) -> str:
    """The article's address, if it may be linked to."""
    return plain.address(manifest.url)


def publication(manifest: Manifest) -> str:
    return manifest.publication or manifest.site


def maker(show: Show) -> str:
    return show.settings.author or show.settings.owner


def locale(language: str) -> str:
    """A language as written in Open Graph.

    >>> locale("yue"), locale("en-GB"), locale("fr-CA")
    ('zh_TW', 'en_US', 'fr')
    """
    base = base_of(language)
    return (
        _LOCALES[display_language(language)]
        if base == "en" or display_language(language) != "en"
        else base
    )


def _said(what: dict[str, Any]) -> dict[str, Any]:
    """Without empty values."""
    return {name: value for name, value in what.items() if value}
