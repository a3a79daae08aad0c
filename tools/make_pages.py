"""Write tts/publish/site/packed: the scripts and styles of the pages, each as the one file that pages load.

Needs Node: `make player` installs esbuild and terser and runs this. A test says when a file is stale.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

from tools import minify
from tts.locale.listening import LISTENING
from tts.locale.webapp import APP
from tts.publish.site import scripts

SITE = minify.ROOT / "tts" / "publish" / "site"
_SOURCE = SITE / "source"
_SOURCES = {
    scripts.PAGE: ("page.js",),
    scripts.REPORT: ("report.js",),
    scripts.FRAME: ("frame.js",),
    scripts.APP: ("app/saved.js", "app/app.js"),
    scripts.LISTENING: (
        "../../player/source/store.js",  # one format for what was heard, here and in the player
        "listening/items.js",
        "listening/shelf.js",
        "listening/deck.js",
        "listening/bar.js",
        "listening/queue.js",
        "listening/rows.js",
        "listening/navigation.js",
        "listening/loading.js",
        "listening/handover.js",
    ),
    scripts.SEARCH: ("search.js",),
}
"""Of each script its sources, in the order they need each other."""
NAMES = tuple(_SOURCES)
_STYLE = "app/app.css"
_OPTIONS = ("--minify", minify.TARGET, "--charset=utf8")


def head(name: str) -> str:
    """The first line of a script."""
    return minify.head(*_constants(name, _read(_STYLE)), *_scripts(name))


def built(name: str) -> str:
    """A script as pages load it."""
    style = minify.minified(_read(_STYLE), "css", "--minify", "--charset=utf8").strip()
    code = minify.enclosed(*_constants(name, style), *_scripts(name))
    return f"{head(name)}\n{minify.packed(minify.minified(code, 'js', *_OPTIONS))}"


def style_head(name: str) -> str:
    """The first line of a style sheet."""
    return minify.head(_style(name))


def style_built(name: str) -> str:
    """A style sheet as pages load it."""
    code = minify.minified(_style(name), "css", "--minify", "--charset=utf8")
    return f"{style_head(name)}\n{code}"


def _style(name: str) -> str:
    return (SITE.parent / "templates" / f"{name}.css").read_text(encoding="utf-8")


def target(name: str) -> Path:
    """Where a script lies."""
    return SITE / "packed" / f"{name}.min.js"


def _scripts(name: str) -> Iterator[str]:
    return map(_read, _SOURCES[name])


def _constants(name: str, style: str) -> Iterator[str]:
    if name == scripts.LISTENING:
        versions = {tag: asdict(each) for tag, each in LISTENING.by_language().items()}
        yield f"const SENTENCES = {_json(versions)};"
    if name == scripts.APP:
        versions = {tag: asdict(each) for tag, each in APP.by_language().items()}
        yield f"const WORDS = {_json(versions)};"
        yield f"const STYLE = {_json(style)};"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read(name: str) -> str:
    return (_SOURCE / name).read_text(encoding="utf-8")


def main() -> None:
    styles = {
        SITE / "packed" / f"{name}.min.css": partial(style_built, name) for name in scripts.STYLES
    }
    minify.write({target(name): partial(built, name) for name in NAMES} | styles)


if __name__ == "__main__":
    main()
