"""What goes into a page: the player under its title, and what its head tells programs of the audio.

Addresses are relative wherever the show stands in the site, so that they hold under any path; what
programs read (og:audio, JSON-LD) has to be absolute, and is left out where the site's address is
not known.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from tts.locale.duration_format import iso_duration
from tts.locale.pages import PAGES
from tts.publish.catalog import Entry
from tts.publish.embed.page_metadata import Facts
from tts.publish.listen.listen_files import SCRIPT
from tts.publish.player import markup
from tts.publish.site import links
from tts.show.saved_script import SavedScript

_FEED = "feed.xml"
_HERE = re.compile(r"(localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\])(:\d+)?", re.IGNORECASE)
"""Hosts that a site has only while it is written."""


@dataclass(frozen=True, slots=True)
class ShowLocation:
    """ShowLocation site and show are found."""

    site: str = ""
    """The site's address, with a slash; empty where it is not known."""
    show: str = ""
    """The show's folder as seen from the site's, with a slash; empty where it is not in it."""
    url: str = ""
    """The show's address, with a slash; empty where it is not known."""
    feed: bool = False
    """A feed is published there."""
    report: str = ""
    """The show's setting for where misreadings are told."""


# --- addresses ------------------------------------------------------------------------------------


def site_of(pages: Iterable[tuple[str, str]]) -> str:
    """The site's address by what its pages state: paths and canonical addresses. The one that most of them give.

    >>> site_of([("posts/a/index.html", "https://example.org/blog/posts/a/"), ("b.html", "https://example.org/blog/b")])
    'https://example.org/blog/'
    """
    counts: dict[str, int] = {}
    for name, canonical in pages:
        if site := _site_by(name, canonical):
            counts[site] = counts.get(site, 0) + 1
    return max(counts, key=lambda site: counts[site], default="")


def _site_by(name: str, canonical: str) -> str:
    parts = urlsplit(canonical)
    if parts.scheme not in ("http", "https") or not parts.netloc or _HERE.fullmatch(parts.netloc):
        return ""
    path = unquote(parts.path)
    for form in _forms(name):
        if path.endswith("/" + form) or (not form and path.endswith("/")):
            return f"{parts.scheme}://{parts.netloc}{quote(path[: len(path) - len(form)])}"
    return ""


def _forms(name: str) -> list[str]:
    """How a page's path may stand in its address."""
    stem = re.sub(r"\.x?html?$", "", name, flags=re.IGNORECASE)
    if stem == "index":
        return [name, ""]
    if stem.endswith("/index"):
        return [name, stem[: -len("index")], stem[: -len("/index")]]
    return [name, stem, f"{stem}/"]


def prefix(where: ShowLocation, name: str, facts: Facts) -> str:
    """Leads from a page to the show's folder. A page's own `base`, and an address that differs from
    its path, count."""
    if not where.show:
        return where.url
    root = urlsplit(where.site).path or "/"
    if facts.base:
        return _from_base(where, name, facts.base, root)
    folder = posixpath.dirname(name)
    path = (
        unquote(facts.canonical.removeprefix(where.site)) if where.site and facts.canonical else ""
    )
    if path != facts.canonical and path in _forms(name)[1:]:
        if path.endswith("/"):
            folder = path.rstrip("/")
        elif path and name != path and posixpath.basename(name).lower().startswith("index."):
            return quote(
                root + where.show
            )  # with or without a slash behind it: only the whole path is sure
    return quote(_relative(where.show, folder))


def root_of(where: ShowLocation, name: str, facts: Facts) -> str:
    """Leads from a page to its site."""
    inside = replace(where, show="x/")
    return prefix(inside, name, facts).removesuffix("x/") or "./"


def _relative(show: str, folder: str) -> str:
    return posixpath.relpath("/" + show, "/" + folder) + "/"


def _from_base(where: ShowLocation, name: str, base: str, root: str) -> str:
    start = urljoin(urljoin("http://page.invalid/", quote(root.lstrip("/") + name)), base)
    if not start.startswith("http://page.invalid/"):
        return where.url or urljoin(base, "/") + quote(root.lstrip("/") + where.show)
    path = unquote(urlsplit(start).path)
    folder = posixpath.dirname(path).lstrip("/")
    inside = (folder + "/").startswith(root.lstrip("/"))
    return quote(_relative(root.lstrip("/") + where.show if inside else where.show, folder))


# --- what is put in -------------------------------------------------------------------------------


def player_html(
    entry: Entry, script: SavedScript, lead: str, where: ShowLocation, canonical: str = ""
) -> str:
    """A row above the article that opens when it is played; `canonical` is the page's address,
    empty where it states none."""
    words = PAGES.of(entry.manifest.language)
    absolute = canonical.startswith(("https://", "http://"))
    reporting = links.report(where.report, entry.title, canonical, words)
    return markup.player(
        entry,
        script,
        prefix=f"{lead}{entry.folder}/",
        code=canonical if absolute else where.url and where.url + quote(entry.page),
        slim=True,
        menu=True,
        report=reporting.pattern if reporting else "",
    )


def mount_html(where: ShowLocation, lead: str, root: str) -> str:
    """The script that puts the player in when the page's own has taken the page over; `root` leads
    from the page to the site."""
    return f'<script defer src="{escape(lead)}{SCRIPT}" data-site="{escape(root)}"></script>'


def head_html(entry: Entry, facts: Facts, where: ShowLocation, lead: str, show_title: str) -> str:
    """What a head gets, each only where the page has nothing of the kind."""
    return "".join(_head_parts(entry, facts, where, lead, show_title))


def _head_parts(
    entry: Entry, facts: Facts, where: ShowLocation, lead: str, show_title: str
) -> Iterable[str]:
    if where.feed and not any(
        urljoin(where.site, feed).endswith(f"/{where.show}{_FEED}") for feed in facts.feeds
    ):
        title = escape(show_title)
        yield f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{escape(lead + _FEED)}">'
    audio = where.url and where.url + quote(entry.audio)
    if audio and not facts.has_og_audio:
        yield f'<meta property="og:audio" content="{escape(audio)}">'
        yield '<meta property="og:audio:type" content="audio/mpeg">'
    if audio and not facts.has_audio:
        code = json.dumps(
            linked_data(entry, facts, audio), ensure_ascii=False, separators=(",", ":")
        )
        code = code.replace("<", "\\u003c").replace("&", "\\u0026")
        yield f'<script type="application/ld+json">{code}</script>'
    if not facts.hydrated:
        yield markup.script_tag(lead)


def linked_data(entry: Entry, facts: Facts, audio: str) -> dict[str, Any]:
    """The audio as JSON-LD: told of the page's own article where that has a name, of a new one
    where there is none."""
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
    if facts.node:
        return context | {"@type": facts.article, "@id": facts.node, "audio": sound}
    if facts.article:
        record = (
            {"@type": facts.article, "url": facts.canonical}
            if facts.canonical
            else {"@type": facts.article}
        )
        return context | sound | {"encodesCreativeWork": record | {"headline": entry.title}}
    article = {
        "@type": "Article",
        "headline": entry.title,
        "inLanguage": manifest.language,
        "audio": sound,
    }
    if manifest.author:
        article["author"] = {"@type": "Person", "name": manifest.author}
    if manifest.stated_date:
        article["datePublished"] = manifest.stated_date
    return context | article | ({"url": manifest.url} if manifest.url else {})


_BARE = re.compile(r"\s(controls|defer|sticky|slim|menu|hidden)(?=[\s>])")


def as_xml(html: str) -> str:
    """The same, for a page that is read as XML.

    >>> as_xml('<audio controls src="a&amp;b"></audio><meta content="x">')
    '<audio controls="" src="a&amp;b"></audio><meta content="x"/>'
    """
    html = re.sub(r"<[a-z][^>]*>", lambda tag: _BARE.sub(r' \1=""', tag[0]), html)
    html = html.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    html = re.sub(r"<(meta|link)\b([^>]*[^/>])>", r"<\1\2/>", html)
    return re.sub(
        r"(<script\b[^>]*>)([^<]*)", lambda found: found[1] + found[2].replace("&", "\\u0026"), html
    )


# --- what a page forbids --------------------------------------------------------------------------


def forbidden(facts: Facts, where: ShowLocation) -> tuple[str, ...]:
    """What a page's own policies keep from working: `script-src`, `media-src`."""
    found = []
    for name, fallbacks in (
        ("script-src", ("script-src-elem", "script-src")),
        ("media-src", ("media-src",)),
    ):
        rules = (_rule(policy, (*fallbacks, "default-src")) for policy in facts.policies)
        if any(rule is not None and not _allows(rule, where, name) for rule in rules):
            found.append(name)
    return tuple(found)


def _rule(policy: str, names: tuple[str, ...]) -> list[str] | None:
    """The sources that the first directive there is allows; None where nothing is said."""
    directives: dict[str, list[str]] = {}
    for directive in policy.split(";"):
        words = directive.split()
        if words:
            directives.setdefault(words[0].lower(), [word.lower() for word in words[1:]])
    return next((directives[name] for name in names if name in directives), None)


def _allows(rule: list[str], where: ShowLocation, name: str) -> bool:
    if name == "script-src" and "'strict-dynamic'" in rule:
        return False
    target = urlsplit(where.url or where.site)
    if where.show and "'self'" in rule:
        return True
    hosts = [re.sub(r"^(https?:)?//|/.*$", "", word) for word in rule]
    wild = any(host.startswith("*.") and target.netloc.lower().endswith(host[1:]) for host in hosts)
    named = bool(target.netloc) and target.netloc.lower() in hosts
    return "*" in rule or f"{target.scheme}:" in rule or named or wild
