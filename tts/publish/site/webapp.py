"""A show as an installable app: the manifest, the service worker for offline use, and the page that
lists saved episodes.

If the setting `app` is off, these are replaced by a worker that removes itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any, Final

from markupsafe import Markup

from tts.locale.language_tags import direction, html_of
from tts.locale.pages import PAGES
from tts.locale.webapp import APP
from tts.publish import covers
from tts.publish.catalog import Entry
from tts.publish.compact_json import compact
from tts.publish.escape import quoted
from tts.publish.player import markup
from tts.publish.site import frame, listing, scripts
from tts.publish.site.frame import Frame, render, show_name
from tts.publish.site.icons import icons
from tts.publish.site.listing import Listings
from tts.publish.site.text import one_line, page_text
from tts.show.library import Show

WORKER, MANIFEST, OFFLINE = "sw.js", "app.webmanifest", "offline.html"
_GROUND: Final = "#fcfbf8"
"""Background of the pages, in light mode."""
_CATEGORIES: Final = frozenset(
    (
        "books",
        "business",
        "education",
        "entertainment",
        "fitness",
        "food",
        "games",
        "government",
        "health",
        "kids",
        "lifestyle",
        "magazines",
        "medical",
        "music",
        "navigation",
        "news",
        "personalization",
        "photo",
        "politics",
        "productivity",
        "security",
        "shopping",
        "social",
        "sports",
        "travel",
        "utilities",
        "weather",
    )
)
"""Categories in W3C's list of app categories; several of Apple's map to the same one."""
_SHORT: Final = 24
"""Maximum characters of a name below an icon; launchers show fewer."""
_TRANSCRIPTS: Final = ("text/vtt", "application/x-subrip")
"""The transcripts that an episode's page links to."""


def assets(show: Show) -> dict[str, bytes]:
    """What the pages load, except for the player and the covers."""
    if not show.settings.app:
        return frame.assets()
    name, content = scripts.asset(scripts.APP)
    drawn = {icon.name: icon.content for icon in icons(show)}
    return {**frame.assets(), name: content, **drawn}


def files(show: Show, language: str) -> Iterator[tuple[str, bytes]]:
    """Names in the show's folder, and contents; the worker last, because it requests the others."""
    if not show.settings.app:
        yield WORKER, _signed(_source("sw-off.js"))
        return
    page = _offline(show, language)
    yield MANIFEST, _manifest(show, language)
    yield OFFLINE, page
    yield WORKER, _worker(show, page)


# --- the manifest ---------------------------------------------------------------------------------


def _manifest(show: Show, language: str) -> bytes:
    """The manifest, with relative addresses. It has no `id`: that is resolved against the origin,
    so two shows on one site would be the same app; by their start addresses they differ."""
    settings, labels = show.settings, APP.of(language)
    name = show_name(show)
    drawn = icons(show)
    pictures = [_picture(icon.name, icon.side, icon.purpose) for icon in drawn]
    said = {
        "name": name,
        "short_name": name if len(name) <= _SHORT else name[: _SHORT - 1].rstrip() + "…",
        "description": one_line(settings.description)[:300],
        "lang": html_of(language),
        "dir": direction(language) or "ltr",
        "start_url": "index.html",
        "scope": "./",
        "display": "standalone",
        "theme_color": _GROUND,
        "background_color": _GROUND,
        "categories": _categories(settings.category),
        "icons": pictures,
        "shortcuts": [{"name": labels.list, "url": OFFLINE, "icons": pictures[:1]}],
        "generator": "Pagecast",
    }
    kept = {key: value for key, value in said.items() if value}
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode()


def _picture(name: str, side: int, purpose: str) -> dict[str, str]:
    return {"src": name, "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}


def _categories(category: str) -> list[str]:
    names = [part.strip().lower() for part in category.replace("&", ">").split(">")]
    return [name for name in names if name in _CATEGORIES] or ["entertainment"]


# --- the worker -----------------------------------------------------------------------------------


def _worker(show: Show, page: bytes) -> bytes:
    """The service worker. It includes the list of files that it caches at first, so that it changes
    when one of those does."""
    load = Frame("", "")
    small_icon = icons(show)[0].name
    shell = [
        OFFLINE,
        load.css,
        load.js,
        load.app,
        load.icon,
        markup.asset()[0],
        covers.names(show)[1],
        small_icon,
    ]
    code = _source("sw.js")
    open_ = not show.settings.private
    digest = hashlib.sha256("\n".join((*shell, str(open_), code)).encode() + page)
    constants = {"version": digest.hexdigest()[:12], "open": open_, "shell": shell}
    return _signed(f"const TOLD = {json.dumps(constants)};\n{code}")


def _source(name: str) -> str:
    """The source of a worker."""
    return resources.files("tts.publish").joinpath("templates", name).read_text(encoding="utf-8")


def _signed(code: str) -> bytes:
    return f"// Pagecast: the worker of a show.\n{code}".encode()


# --- pages ----------------------------------------------------------------------------------------


def _offline(show: Show, language: str) -> bytes:
    w = PAGES.of(language)
    app = APP.of(language)
    private = show.settings.private
    page = Frame(f"{app.list} – {show_name(show)}", show_name(show), private=private, hidden=True)
    copyright_ = page_text(show.settings.copyright)
    return render("offline.html", {"w": w, "app": app, "page": page, "copyright": copyright_})


def offer(show: Show, entry: Entry) -> Markup:
    """What the episode's page tells the script that saves it: JSON with all its files, or nothing
    if the show is no app."""
    if not show.settings.app:
        return Markup("")
    manifest = entry.manifest
    audio = manifest.audio
    names = [manifest.cover.file, *(manifest.transcripts.get(kind, "") for kind in _TRANSCRIPTS)]
    beside = [quoted(name) for name in names if name and name in manifest.files]
    more = {
        "sha256": audio.sha256,
        "type": audio.type,
        "duration": audio.duration,
        "lang": html_of(manifest.language),
        "files": [*beside, "transcript.html"],
    }
    return _json({**_offered(entry, audio.file, audio.bytes), **more})


def offers(show: Show, entries: Sequence[Entry], listings: Listings) -> list[Markup]:
    """The same for each episode in a list; empty if the show is no app."""
    if not show.settings.app:
        return []
    found = []
    for entry in entries:
        listed = listing.of(entry, listings)
        found.append(_json(_offered(entry, listed.audio, listed.bytes)))
    return found


def _offered(entry: Entry, audio: str, size: int) -> dict[str, Any]:
    return {
        "page": entry.page,
        "title": page_text(entry.title),
        "guid": entry.guid,
        "audio": quoted(audio),
        "bytes": size,
    }


def _json(what: dict[str, Any]) -> Markup:
    """JSON for an attribute in single quotes, since it is full of double quotes."""
    said = compact(what)
    return Markup(said.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;"))
