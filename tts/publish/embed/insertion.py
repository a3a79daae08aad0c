"""What is added to a page: the player under its title, and metadata about the audio in its head.

Links are relative if the show is inside the site, so that they work under any path. Addresses that
programs read (og:audio, JSON-LD) have to be absolute, and are left out if the site's address is not
known.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from tts.locale.duration_format import iso_duration
from tts.locale.pages import PAGES
from tts.publish.catalog import Entry
from tts.publish.embed.page_metadata import PageMetadata
from tts.publish.listen_script.script_files import SCRIPT
from tts.publish.player import markup
from tts.publish.site import links
from tts.show.saved_script import SavedScript

_FEED = "feed.xml"
_HERE = re.compile(r"(localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\])(:\d+)?", re.IGNORECASE)
"""Hosts that a site has only during development."""
_NO_HOST = "http://page.invalid/"
"""Stands for the site's own host if only paths count."""


@dataclass(frozen=True, slots=True)
class ShowLocation:
    """Addresses of the site and the show."""

    site: str = ""
    """The site's address, ending with a slash; empty if not known."""
    show: str = ""
    """The show's folder relative to the site's, ending with a slash; empty if it is not inside."""
    url: str = ""
    """The show's address, ending with a slash; empty if not known."""
    feed: bool = False
    """A feed is published there."""
    report: str = ""
    """The show's setting for reports of misreadings."""


# --- addresses ------------------------------------------------------------------------------------


def site_of(pages: Iterable[tuple[str, str]]) -> str:
    """The site's address, computed from paths and canonical addresses of its pages: the one that
    most of them imply.

    >>> post = ("posts/a/index.html", "https://example.org/blog/posts/a/")
    >>> about = ("about.html", "https://example.org/blog/about")
    >>> site_of([post, about])
    'https://example.org/blog/'
    """
    sites = [_site_by(name, canonical) for name, canonical in pages]
    known = Counter(filter(None, sites))
    return max(known, key=known.__getitem__, default="")


def _site_by(name: str, canonical: str) -> str:
    parts = urlsplit(canonical)
    scheme, host = parts.scheme, parts.netloc
    if scheme not in ("http", "https") or not host or _HERE.fullmatch(host):
        return ""
    path = unquote(parts.path)
    for form in _forms(name):
        if path.endswith(f"/{form}"):
            root = path.removesuffix(form)
            return f"{scheme}://{host}{quote(root)}"
    return ""


def _forms(name: str) -> list[str]:
    """The forms that a page's path may have in its address."""
    stem = re.sub(r"\.x?html?$", "", name, flags=re.IGNORECASE)
    if stem == "index":
        return [name, ""]
    if stem.endswith("/index"):
        return [name, stem[: -len("index")], stem[: -len("/index")]]
    return [name, stem, f"{stem}/"]


def prefix(where: ShowLocation, name: str, metadata: PageMetadata) -> str:
    """The relative path from a page to the show's folder. Takes into account the page's `base`, and
    an address that differs from its path."""
    if not where.show:
        return where.url
    root = urlsplit(where.site).path or "/"
    if metadata.base:
        return _from_base(where, name, metadata.base, root)
    folder = posixpath.dirname(name)
    path = _path_in_site(where, metadata.canonical)
    if path in _forms(name)[1:]:
        if path.endswith("/"):
            folder = path.rstrip("/")
        elif path not in ("", name) and _is_index(name):
            # with or without a slash behind it: only the whole path is sure
            return quote(root + where.show)
    return quote(_relative(where.show, folder))


def _path_in_site(where: ShowLocation, canonical: str) -> str:
    """The path of a page's address within its site; empty if it is on another one."""
    if not where.site or not canonical.startswith(where.site):
        return ""
    path = canonical.removeprefix(where.site)
    return unquote(path)


def _is_index(name: str) -> bool:
    file = posixpath.basename(name)
    return file.lower().startswith("index.")


def root_of(where: ShowLocation, name: str, metadata: PageMetadata) -> str:
    """The relative path from a page to the root of its site."""
    inside = replace(where, show="x/")
    return prefix(inside, name, metadata).removesuffix("x/") or "./"


def _relative(show: str, folder: str) -> str:
    return posixpath.relpath("/" + show, "/" + folder) + "/"


def _from_base(where: ShowLocation, name: str, base: str, root: str) -> str:
    site_folder = root.lstrip("/")
    show_folder = site_folder + where.show
    page = urljoin(_NO_HOST, quote(site_folder + name))
    start = urljoin(page, base)
    if not start.startswith(_NO_HOST):
        return where.url or urljoin(base, "/") + quote(show_folder)
    path = unquote(urlsplit(start).path)
    folder = posixpath.dirname(path).lstrip("/")
    is_in_site = f"{folder}/".startswith(site_folder)
    show = show_folder if is_in_site else where.show
    return quote(_relative(show, folder))


# --- what is put in -------------------------------------------------------------------------------


def player_html(
    entry: Entry, script: SavedScript, lead: str, where: ShowLocation, canonical: str = ""
) -> str:
    """The player as a row above the article that opens when played; `canonical` is the page's
    address, empty if it states none."""
    words = PAGES.of(entry.manifest.language)
    reporting = links.report(where.report, entry.title, canonical, words)
    is_absolute = canonical.startswith(("https://", "http://"))
    address = canonical if is_absolute else _in_show(where, entry.page)
    return markup.player(
        entry,
        script,
        prefix=f"{lead}{entry.folder}/",
        code=address,
        slim=True,
        menu=True,
        report=reporting.pattern if reporting else "",
    )


def _in_show(where: ShowLocation, path: str) -> str:
    """The address of a file of the show; empty if the show's address is not known."""
    if not where.url:
        return ""
    return where.url + quote(path)


def mount_html(where: ShowLocation, lead: str, root: str) -> str:
    """The script tag that inserts the player after the page's own script has taken over; `root` is
    the path from the page to the site."""
    return f'<script defer src="{escape(lead)}{SCRIPT}" data-site="{escape(root)}"></script>'


def head_html(
    entry: Entry, metadata: PageMetadata, where: ShowLocation, lead: str, show_title: str
) -> str:
    """The metadata for a head; each item is left out if the page has its own."""
    return "".join(_head_parts(entry, metadata, where, lead, show_title))


def _head_parts(
    entry: Entry, metadata: PageMetadata, where: ShowLocation, lead: str, show_title: str
) -> Iterable[str]:
    if where.feed and not _names_feed(metadata, where):
        yield _feed_link(show_title, lead + _FEED)
    audio = _in_show(where, entry.audio)
    if audio and not metadata.has_og_audio:
        yield f'<meta property="og:audio" content="{escape(audio)}">'
        yield '<meta property="og:audio:type" content="audio/mpeg">'
    if audio and not metadata.has_audio:
        data = linked_data(entry, metadata, audio)
        yield _data_script(data)
    if not metadata.hydrated:
        yield markup.script_tag(lead)


def _names_feed(metadata: PageMetadata, where: ShowLocation) -> bool:
    """Whether the page already links to the show's feed."""
    path = f"/{where.show}{_FEED}"
    named = [urljoin(where.site, feed) for feed in metadata.feeds]
    return any(address.endswith(path) for address in named)


def _feed_link(title: str, address: str) -> str:
    kind = 'rel="alternate" type="application/rss+xml"'
    return f'<link {kind} title="{escape(title)}" href="{escape(address)}">'


def _data_script(data: dict[str, Any]) -> str:
    code = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    code = code.replace("<", "\\u003c")
    code = code.replace("&", "\\u0026")
    return f'<script type="application/ld+json">{code}</script>'


def linked_data(entry: Entry, metadata: PageMetadata, audio: str) -> dict[str, Any]:
    """The audio as JSON-LD: added to the page's own article if that has an `@id`, otherwise with a
    new one."""
    manifest = entry.manifest
    sound = {
        "@type": "AudioObject",
        "name": entry.title,
        "contentUrl": audio,
        "encodingFormat": "audio/mpeg",
        "duration": iso_duration(manifest.audio.duration),
        "inLanguage": manifest.language,
    }
    context = {"@context": "https://schema.org"}
    if metadata.node:
        return context | {"@type": metadata.article, "@id": metadata.node, "audio": sound}
    if metadata.article:
        record = {"@type": metadata.article}
        if metadata.canonical:
            record["url"] = metadata.canonical
        record["headline"] = entry.title
        return context | sound | {"encodesCreativeWork": record}
    article: dict[str, Any] = {
        "@type": "Article",
        "headline": entry.title,
        "inLanguage": manifest.language,
        "audio": sound,
    }
    if manifest.author:
        article["author"] = {"@type": "Person", "name": manifest.author}
    if manifest.stated_date:
        article["datePublished"] = manifest.stated_date
    if manifest.url:
        article["url"] = manifest.url
    return context | article


_TAG = re.compile(r"<[a-z][^>]*>")
_BARE = re.compile(r"\s(controls|defer|sticky|slim|menu|hidden)(?=[\s>])")
"""Attributes without a value."""
_VOID = re.compile(r"<(meta|link)\b([^>]*[^/>])>")
_SCRIPT = re.compile(r"(<script\b[^>]*>)([^<]*)")


def as_xml(html: str) -> str:
    """The same HTML, for a page that is parsed as XML.

    >>> as_xml('<audio controls src="a&amp;b"></audio><meta content="x">')
    '<audio controls="" src="a&amp;b"></audio><meta content="x"/>'
    """
    html = _TAG.sub(_with_values, html)
    html = html.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    html = _VOID.sub(r"<\1\2/>", html)
    return _SCRIPT.sub(_with_escapes, html)


def _with_values(tag: re.Match[str]) -> str:
    return _BARE.sub(r' \1=""', tag[0])


def _with_escapes(script: re.Match[str]) -> str:
    code = script[2].replace("&", "\\u0026")
    return script[1] + code


# --- what a page forbids --------------------------------------------------------------------------


_DIRECTIVES = {
    "script-src": ("script-src-elem", "script-src", "default-src"),
    "media-src": ("media-src", "default-src"),
}
"""What the player needs, and the directives that may allow it: the first one present counts."""


def forbidden(metadata: PageMetadata, where: ShowLocation) -> tuple[str, ...]:
    """The directives of a page's own policies that block the player: `script-src`, `media-src`."""
    found = []
    for name, directives in _DIRECTIVES.items():
        rules = [_rule(policy, directives) for policy in metadata.policies]
        stated = [rule for rule in rules if rule is not None]
        if not all(_allows(rule, where, name) for rule in stated):
            found.append(name)
    return tuple(found)


def _rule(policy: str, names: tuple[str, ...]) -> list[str] | None:
    """The sources that the first directive present allows; None if there is no such directive."""
    directives: dict[str, list[str]] = {}
    for directive in policy.split(";"):
        words = directive.lower().split()
        if words:
            directives.setdefault(words[0], words[1:])
    for name in names:
        if name in directives:
            return directives[name]
    return None


_AROUND_HOST = re.compile(r"^(https?:)?//|/.*$")


def _allows(rule: list[str], where: ShowLocation, name: str) -> bool:
    if name == "script-src" and "'strict-dynamic'" in rule:
        return False
    if where.show and "'self'" in rule:
        return True
    target = urlsplit(where.url or where.site)
    if "*" in rule or f"{target.scheme}:" in rule:
        return True
    host = target.netloc.lower()
    allowed = [_AROUND_HOST.sub("", source) for source in rule]
    wild = [one.removeprefix("*") for one in allowed if one.startswith("*.")]
    is_named = bool(host) and host in allowed
    return is_named or host.endswith(tuple(wild))
