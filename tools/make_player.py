"""Write tts/publish/player/player.min.js: the player's scripts, sentences and styles as the one file that pages load;
tts/publish/listen_script/listen.min.js, which puts a player on pages of any site, with placing.min.js and
floating.min.js, which that loads where a page has an episode.

Needs Node: `make player` installs esbuild and terser and runs this. A test says when the file is stale.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields

from tools import minify
from tts.locale.player import PLAYER, Player
from tts.publish.listen_script.script_files import PARTS, floating, placing
from tts.sources.feed.entry import TRACKING

TARGET = minify.ROOT / "tts" / "publish" / "player" / "player.min.js"
_SOURCE = TARGET.parent / "source"
_STYLES = {"CSS_TEXT": "player.css", "PAGE_CSS": "page.css"}
"""What the scripts call the styles."""
_SCRIPTS = (
    "text.js",
    "colors.js",
    "store.js",
    "view.js",
    "words.js",
    "session.js",
    "follow.js",
    "panels.js",
    "acts.js",
    "player.js",
)
"""`player.js` needs all others. The others stand as they pack best."""
LISTEN = minify.ROOT / "tts" / "publish" / "listen_script" / "listen.min.js"
_LISTEN_SCRIPTS = ("address.js", "mount.js")
PLACING = LISTEN.with_name("placing.min.js")
_PLACING_SCRIPTS = ("hydration.js", "placement.js", "placing.js")
FLOATING = LISTEN.with_name("floating.min.js")
_ASCII = ("--minify", minify.TARGET, "--charset=ascii")
"""For scripts of other people's pages, whatever encoding these state."""
# Members whose names begin with `_` are nobody else's: they get short names too.
_OPTIONS = ("--minify", minify.TARGET, "--charset=utf8", "--mangle-props=^_")


def head() -> str:
    """The first line of the file: it names the sources, so that a stale file is known without Node."""
    return minify.head(*map(_read, (*_STYLES.values(), *_SCRIPTS)), *sentences())


def built() -> str:
    """The file. It works as a classic script and as a module, and leaves no name behind in the page."""
    code = "\n".join(["(() => {", *_styles(), *sentences(), *map(_read, _SCRIPTS), "})();"])
    return f"{head()}\n{minify.packed(minify.minified(code, 'js', *_OPTIONS))}"


def listen_head() -> str:
    """The first line of listen.js. It names placing.js by its content."""
    return minify.head(_listen_code())


def listen_built() -> str:
    """listen.js, but for the number of parts that the index of a show has."""
    code = minify.packed(minify.minified(_listen_code(), "js", *_ASCII), ascii_only=True)
    return f"{listen_head()}\n{code}"


def floating_head() -> str:
    """The first line of floating.js."""
    return minify.head(_floating_code())


def floating_built() -> str:
    """What listen.js loads to have an episode play on elsewhere."""
    code = minify.packed(minify.minified(_floating_code(), "js", *_ASCII), ascii_only=True)
    return f"{floating_head()}\n{code}"


def placing_head() -> str:
    """The first line of placing.js."""
    return minify.head(_placing_code())


def placing_built() -> str:
    """What listen.js loads to put a player in its place."""
    code = minify.packed(minify.minified(_placing_code(), "js", *_ASCII), ascii_only=True)
    return f"{placing_head()}\n{code}"


def tracking() -> str:
    """Parameters of addresses that name no page, as a regular expression of JavaScript."""
    return f"/^(?:{TRACKING.pattern})$/i"


def _listen_code() -> str:
    constants = (
        f"const TRACKING = {tracking()};",
        f"const PARTS = {int(PARTS)};",
        f'const PLACING = "{placing()[0]}";',
        f'const FLOATING = "{floating()[0]}";',
    )
    return minify.enclosed(*constants, *_listen_sources(_LISTEN_SCRIPTS))


def _placing_code() -> str:
    return minify.enclosed(*_listen_sources(_PLACING_SCRIPTS))


def _floating_code() -> str:
    return minify.enclosed(*_listen_sources(["floating.js"]))


def _listen_sources(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield (LISTEN.parent / "source" / name).read_text(encoding="utf-8")


def _styles() -> Iterator[str]:
    for name, file in _STYLES.items():
        css = minify.minified(_read(file), "css", "--minify", "--charset=utf8").strip()
        yield f"const {name} = {json.dumps(css, ensure_ascii=False)};"


def sentences() -> Iterator[str]:
    """What the player says in all versions, as constants of its code.

    Versions are a text each, not a list a sentence: the file is a fiftieth smaller when packed.
    """
    names = [_camel(field.name) for field in fields(Player)]
    versions = ["|".join(astuple(version)) for version in PLAYER.by_language().values()]
    yield f'const NAMES = "{" ".join(names)}".split(" ");'
    yield f"const VERSIONS = {json.dumps(versions, ensure_ascii=False)};"


def _camel(name: str) -> str:
    """As names are written in JavaScript.

    >>> _camel("sentence_back")
    'sentenceBack'
    """
    return re.sub("_([a-z])", lambda match: match[1].upper(), name)


def _read(name: str) -> str:
    return (_SOURCE / name).read_text(encoding="utf-8")


def main() -> None:
    # listen.js last: it names what the others became.
    minify.write(
        {
            TARGET: built,
            PLACING: placing_built,
            FLOATING: floating_built,
            LISTEN: listen_built,
        }
    )


if __name__ == "__main__":
    main()
