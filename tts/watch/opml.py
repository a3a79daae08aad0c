"""OPML (opml.org/spec2.opml) in and out: the feeds of a show, for other programs."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tts import sources
from tts.model import Selection, SourceError
from tts.watch.asking import WEB


def feeds(path: Path) -> list[str]:
    """The addresses that an OPML file lists, in its order. Raises SourceError."""
    parts = sources.parts(sources.fetch(str(path)), Selection())
    if parts is None or parts.each != "feed":
        raise SourceError(f"{path} is no OPML", "export the feeds of your reader as OPML")
    return [part for part in parts if isinstance(part, str)]


def written(title: str, wheres: list[str]) -> str:
    """Those that are addresses on the web, as OPML 2.0."""
    web = [where for where in wheres if WEB.match(where)]
    outlines = [
        f"    <outline type={_RSS} text={quoteattr(w)} xmlUrl={quoteattr(w)}/>" for w in web
    ]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<opml version="2.0">',
            f"  <head><title>{escape(title)}</title></head>",
            "  <body>",
            *outlines,
            "  </body>",
            "</opml>",
            "",
        ]
    )


_RSS = '"rss"'
