"""The three pages of an episode: its own, the player alone for an iframe, and the transcript for
podcast apps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from tts.locale.date_format import day
from tts.locale.language_tags import direction, html_of
from tts.locale.pages import PAGES, Pages
from tts.locale.webapp import APP
from tts.publish import qr
from tts.publish.catalog import Entry
from tts.publish.listen_script import script_files as listen
from tts.publish.player import markup
from tts.publish.site import oembed, player_keys, structured_data, text, webapp
from tts.publish.site.frame import (
    Frame,
    asset,
    isolated,
    joined,
    language_attribute,
    render_alike,
    show_name,
)
from tts.publish.site.line_breaks import clauses_class
from tts.publish.site.links import downloads, report
from tts.publish.site.text import one_line, page_text, shortened
from tts.show.disclosure import disclosure
from tts.show.library import Show
from tts.show.manifest import Manifest
from tts.show.saved_script import SavedScript


@dataclass(frozen=True, slots=True)
class _Around:
    """What an episode's page shows besides the episode."""

    base_url: str
    feed: str
    newer: Entry | None
    older: Entry | None


def episode_pages(
    show: Show,
    entry: Entry,
    script: SavedScript,
    *,
    newer: Entry | None = None,
    older: Entry | None = None,
    base_url: str = "",
    feed: str = "",
) -> dict[str, bytes]:
    """Names in the show's folder, and contents. `feed` is the feed's address, `base_url` that of
    the show's folder; both are empty if there is none."""
    about = _about(show, entry, script, base_url)
    around = _Around(base_url, feed, newer, older)
    data = markup.data_block(entry, script)
    pages = {
        entry.page: _page(show, entry, script, about, around),
        entry.path("embed.html"): _embed(show, entry, script, about, data),
        entry.path("transcript.html"): _transcript(entry, script, about["canonical"]),
    }
    player = entry.path(listen.PLAYER)
    pages[player] = listen.player(entry, script, data)
    if base_url:
        path = entry.path(oembed.NAME)
        pages[path] = oembed.answer(show, entry, base_url)
    return pages


def _about(show: Show, entry: Entry, script: SavedScript, base_url: str) -> dict[str, Any]:
    """The fields that the frames of its pages share."""
    name = show_name(show)
    return {
        "title": f"{one_line(entry.title)} – {name}",
        "show": name,
        "canonical": base_url and base_url + entry.page,
        "description": shortened(one_line(entry.manifest.summary), 300) or text.beginning(script),
        "author": one_line(entry.manifest.author),
        "private": show.settings.private,
    }


def _page(
    show: Show, entry: Entry, script: SavedScript, about: dict[str, Any], around: _Around
) -> bytes:
    manifest, language = entry.manifest, entry.manifest.language
    labels = PAGES.of(language)
    links = []
    if around.newer:
        links.append(("next", f"../{around.newer.page}"))
    if around.older:
        links.append(("prev", f"../{around.older.page}"))
    described = structured_data.open_graph(show, entry, about["description"], around.base_url)
    address = about["canonical"]
    frame = Frame(
        **about,
        feed=around.feed,
        hidden=show.settings.private,
        oembed=oembed.address(entry, around.base_url),
        links=links,
        open_graph=list(described),
    )
    h1, title = _heading(entry, script, labels.tag)
    offer = webapp.offer(show, entry)
    values: dict[str, Any] = {
        "page": frame,
        "data": _data(show, entry, around.base_url, around.feed),
        "script": _markup(markup.script_tag("../")),
        "h1": h1,
        "title": title,
        "byline": _byline(manifest, labels),
        "player": _markup(
            markup.player(entry, script, language=language, root="#article", inline=False)
        ),
        "report": report(show.settings.report, entry.title, address, labels),
        "qr": address and _markup(qr.picture(address, labels.qr)),
        "audio": manifest.audio.file,
        "offer": offer,
        "save": APP.of(language).save,
        "text_attributes": language_attribute(language, labels.tag, turned=True),
        "text": _markup(text.text(script)),
        "source": source(manifest, labels),
        "original": structured_data.original(manifest),
        "disclosure": page_text(disclosure(show.settings, manifest.language, manifest.voice)),
        "files": list(downloads(entry)),
        "newer": around.newer and _neighbour(around.newer, labels.tag),
        "older": around.older and _neighbour(around.older, labels.tag),
        "copyright": page_text(show.settings.copyright),
    }
    return render_alike("episode.html", values, w=labels, keys=player_keys.listed(language))


def _embed(
    show: Show, entry: Entry, script: SavedScript, about: dict[str, Any], data: str
) -> bytes:
    language = entry.manifest.language
    labels = PAGES.of(language)
    address = about["canonical"]
    link = address or "index.html"
    reporting = report(show.settings.report, entry.title, address, labels)
    player = markup.player(
        entry,
        script,
        language=language,
        link=link,
        data=data,
        sticky=False,
        code=address,
        menu=True,
        report=reporting.pattern if reporting else "",
    )
    values = {
        "page": Frame(**about, hidden=True),
        "script": _markup(markup.script_tag("../")),
        "link": link,
        "title": page_text(entry.title),
        "lang": language_attribute(language, labels.tag),
        "player": _markup(player),
    }
    return render_alike("embed.html", values, w=labels)


def _transcript(entry: Entry, script: SavedScript, address: str) -> bytes:
    language = str(script.get("language") or entry.manifest.language)
    values = {
        "language": html_of(language),
        "direction": direction(language),
        "title": one_line(entry.title),
        "canonical": address,
        "css": asset("page.css")[0],
        "text": _markup("\n".join(text.transcript(script))),
    }
    return render_alike("transcript.html", values)


# --- parts ----------------------------------------------------------------------------------------


def _markup(html: str) -> Markup:
    """HTML that we generated: external text in it is already escaped."""
    return Markup(html)


def _heading(entry: Entry, script: SavedScript, page: str) -> tuple[Markup, Markup]:
    """The attributes and the content of the page's h1: the title's chunk with its times, if the
    title is spoken."""
    n, html = text.title(script, entry.title)
    language = entry.manifest.language
    if n >= 0:
        chunk = script["chunks"][n]
        language = chunk.get("language") or language
    broken = clauses_class(one_line(entry.title), language)
    attributes = Markup(f'{broken} dir="auto"{language_attribute(language, page)}')
    if n < 0:
        return attributes, escape(page_text(entry.title))
    return Markup(f' data-pc-chunk="{n}"{attributes}'), Markup(html)


def _data(show: Show, entry: Entry, base_url: str, feed: str) -> Markup | str:
    return (
        structured_data.json_ld(structured_data.episode_data(show, entry, base_url, feed))
        if base_url
        else ""
    )


def _byline(manifest: Manifest, labels: Pages) -> Markup:
    stated = (manifest.author, structured_data.publication(manifest))
    names = [isolated(page_text(name)) for name in stated if name]
    return joined([*names, _date(manifest, labels)])


def _date(manifest: Manifest, labels: Pages) -> Markup:
    """The article's own date; empty if it states none."""
    date = manifest.stated_date
    if not date:
        return Markup("")
    return Markup(f'<time datetime="{escape(date)}">{escape(day(date, labels.tag))}</time>')


def source(manifest: Manifest, labels: Pages) -> Markup | str:
    """A sentence on the article's origin; empty if nothing is known."""
    author, publication = (
        page_text(manifest.author),
        page_text(structured_data.publication(manifest)),
    )
    date = _date(manifest, labels)
    if not (author or publication):
        return ""
    parts = []
    if author:
        parts.append(_filled(labels.written_by, author))
    if publication:
        parts.append(
            _filled(labels.appeared_in, publication) + (_filled(labels.dated, date) if date else "")
        )
    elif date:
        parts.append(_filled(labels.appeared_on, date))
    return _markup(labels.start) + _markup(labels.joined_by).join(parts) + labels.full_stop


def _filled(pattern: str, name: str | Markup) -> Markup:
    return _markup(pattern).replace("{name}", isolated(name))


def _neighbour(entry: Entry, page: str) -> dict[str, Any]:
    return {
        "page": entry.page,
        "title": page_text(entry.title),
        "lang": language_attribute(entry.manifest.language, page),
    }
