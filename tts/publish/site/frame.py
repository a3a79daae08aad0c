"""What all pages share: the head, the assets, and the templates, compiled once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape

from tts.locale.language_tags import direction, html_of
from tts.publish.site import scripts, template_cache
from tts.publish.site.text import one_line
from tts.show.library import Show

if TYPE_CHECKING:
    from jinja2 import Template

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; "
    "form-action 'none'"
)
"""Nothing from other sites, nothing inline. frame-ancestors can't be set by a meta element, so it
is left to the server."""


_ICONS: Final = {
    "print": "M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z",
    "report": "M4 20l1-5L16 4l4 4L9 19zM13 7l4 4",
    "phone": "M7 2h10v20H7zM11 19h2",
    "keys": "M3 6h18v12H3zM7 10h.01M12 10h.01M17 10h.01M8 14h8",
    "download": "M12 3v12M7 10l5 5 5-5M4 20h16",
    "feed": "M5 19h.01M5 12a7 7 0 0 1 7 7M5 5a14 14 0 0 1 14 14",
    "play": "M8 5v14l11-7z",
    "pause": "M7 5h3v14H7zM14 5h3v14h-3z",
    "source": "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
}
"""Name -> the path that draws it."""
_ICON: Final = (
    '<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" focusable="false">'
    '<path d="{}"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The content of a page's head."""

    title: str
    show: str
    canonical: str = ""
    feed: str = ""
    oembed: str = ""
    """Address of the oEmbed response."""
    description: str = ""
    author: str = ""
    private: bool = False
    hidden: bool = False
    """Asks search engines not to index the page."""
    links: Sequence[tuple[str, str]] = ()
    """`rel` and `href`."""
    open_graph: Sequence[tuple[str, str]] = ()
    policy: str = POLICY

    @property
    def css(self) -> str:
        return asset("page.css")[0]

    @property
    def listening_css(self) -> str:
        return asset("listening.css")[0]

    @property
    def listening_js(self) -> str:
        return scripts.asset(scripts.LISTENING)[0]

    @property
    def search_js(self) -> str:
        return scripts.asset(scripts.SEARCH)[0]

    @property
    def js(self) -> str:
        return scripts.asset(scripts.PAGE)[0]

    @property
    def report_js(self) -> str:
        return scripts.asset(scripts.REPORT)[0]

    @property
    def frame(self) -> str:
        return scripts.asset(scripts.FRAME)[0]

    @property
    def app(self) -> str:
        return scripts.asset(scripts.APP)[0]

    @property
    def han(self) -> str:
        return asset("han.js")[0]

    @property
    def icon(self) -> str:
        return asset("icon.svg")[0]


@lru_cache
def asset(file: str) -> tuple[str, bytes]:
    """The name in the show's folder, with a hash of the content, and the content."""
    stem, _, ending = file.partition(".")
    parts = ("site", "packed", f"{stem}.min.css") if ending == "css" else ("templates", file)
    content = resources.files("tts.publish").joinpath(*parts).read_bytes()
    return f"pagecast/{stem}-{hashlib.sha256(content).hexdigest()[:8]}.{ending}", content


def assets() -> dict[str, bytes]:
    """What the pages load, except for the player and the covers."""
    names = ("page.css", "listening.css", "han.js", "icon.svg")
    return {**dict(map(asset, names)), **scripts.assets()}


def render(template: str, values: Mapping[str, Any]) -> bytes:
    return _template(template).render(values).encode()


def render_alike(template: str, values: Mapping[str, Any], **fixed: Any) -> bytes:
    """Like `render`, for a template used for many pages: see `template_cache`."""
    return template_cache.page(template, values, fixed, _template(template).render).encode()


def prepare() -> None:
    """Compile the templates of an episode's pages."""
    for name in ("episode.html", "embed.html", "transcript.html", "show.html"):
        _template(name)


@lru_cache
def _template(name: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("tts.publish"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.globals["icons"] = {
        name: Markup(_ICON).format(line) for name, line in _ICONS.items()
    }
    return environment.get_template(name)


def show_name(show: Show) -> str:
    return one_line(show.settings.title)


def isolated(text: str, language: str = "", page: str = "") -> Markup:
    """A text by somebody else inside ours, isolated so that its direction does not affect the text
    around it."""
    return Markup(f"<bdi{language_attribute(language, page)}>{escape(text)}</bdi>")


_NONE: Final = Markup("")


def language_attribute(language: str, page: str, *, turned: bool = False) -> Markup:
    """` lang="…"` if it is not the page's language, and ` dir="…"` if the text runs the other
    way."""
    if not language or language == page:
        return _NONE
    named = f' lang="{escape(html_of(language))}"'
    side = direction(language) if turned else ""
    return Markup(f'{named} dir="{side}"' if side else named)


def joined(parts: Sequence[Markup], by: str = " · ") -> Markup:
    return Markup(by).join(part for part in parts if part)
