"""Write tts/publish/player/player.min.js: the player's scripts, sentences and styles as the one file that pages load;
tts/publish/listen/listen.min.js, which puts a player on pages of any site, and placing.min.js, which that loads where
a page has an episode.

Needs Node: `make player` installs esbuild and terser and runs this. A test says when the file is stale.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path

from tts.locale.player import PLAYER, Player
from tts.publish.listen.files import PARTS, placing
from tts.sources.feed.entry import TRACKING

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "tts" / "publish" / "player" / "player.min.js"
_BIN = ROOT / "tests" / "npm" / "node_modules" / ".bin"
ESBUILD = _BIN / "esbuild"
TERSER = _BIN / "terser"

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
LISTEN = ROOT / "tts" / "publish" / "listen" / "listen.min.js"
_LISTEN_SCRIPTS = ("address.js", "mount.js")
PLACING = LISTEN.with_name("placing.min.js")
_PLACING_SCRIPTS = ("hydration.js", "placement.js", "placing.js")
_ASCII = ("--minify", "--target=es2022", "--charset=ascii")
"""For scripts of other people's pages, whatever encoding these state."""
# Members whose names begin with `_` are nobody else's: they get short names too.
_OPTIONS = ("--minify", "--target=es2022", "--charset=utf8", "--mangle-props=^_")


def head() -> str:
    """The first line of the file: it names the sources, so that a stale file is known without Node."""
    digest = hashlib.sha256()
    for name in (*_STYLES.values(), *_SCRIPTS):
        digest.update(_read(name).encode())
    digest.update("".join(sentences()).encode())
    return f"/* Pagecast, MIT; of {digest.hexdigest()[:8]} */"


def built() -> str:
    """The file. It works as a classic script and as a module, and leaves no name behind in the page."""
    code = "\n".join(["(() => {", *_styles(), *sentences(), *map(_read, _SCRIPTS), "})();"])
    return f"{head()}\n{_packed(_minified(code, 'js', *_OPTIONS))}"


def listen_head() -> str:
    """The first line of listen.js. It names placing.js by its content."""
    return _head_of(_listen_code())


def listen_built() -> str:
    """listen.js, but for the number of parts that the index of a show has."""
    code = _packed(_minified(_listen_code(), "js", *_ASCII), "ascii_only=true")
    return f"{listen_head()}\n{code}"


def placing_head() -> str:
    """The first line of placing.js."""
    return _head_of(_placing_code())


def placing_built() -> str:
    """What listen.js loads to put a player in its place."""
    code = _packed(_minified(_placing_code(), "js", *_ASCII), "ascii_only=true")
    return f"{placing_head()}\n{code}"


def _head_of(code: str) -> str:
    return f"/* Pagecast, MIT; of {hashlib.sha256(code.encode()).hexdigest()[:8]} */"


def tracking() -> str:
    """Parameters of addresses that name no page, as a regular expression of JavaScript."""
    return f"/^(?:{TRACKING.pattern})$/i"


def _listen_code() -> str:
    constants = (
        f"const TRACKING = {tracking()};",
        f"const PARTS = {int(PARTS)};",
        f'const PLACING = "{placing()[0]}";',
    )
    return _enclosed(*constants, *_listen_sources(_LISTEN_SCRIPTS))


def _placing_code() -> str:
    return _enclosed(*_listen_sources(_PLACING_SCRIPTS))


def _listen_sources(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield (LISTEN.parent / "source" / name).read_text(encoding="utf-8")


def _enclosed(*code: str) -> str:
    return "\n".join(['(() => {"use strict";', *code, "})();"])


def _styles() -> Iterator[str]:
    for name, file in _STYLES.items():
        css = _minified(_read(file), "css", "--minify", "--charset=utf8").strip()
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


def _minified(source: str, loader: str, *options: str) -> str:
    command = [str(ESBUILD), f"--loader={loader}", *options]
    return subprocess.run(
        command, input=source, capture_output=True, encoding="utf-8", check=True
    ).stdout


def _packed(code: str, form: str = "ascii_only=false") -> str:
    """What esbuild made, a hundredth smaller once it is gzipped: it keeps names as they repeat."""
    options = "passes=2,ecma=2022,inline=0,reduce_vars=false,collapse_vars=false"
    command = [str(TERSER), "--compress", options, "--mangle", "--format", form]
    packed = subprocess.run(command, input=code, capture_output=True, encoding="utf-8", check=True)
    return f"{packed.stdout.strip()}\n"


def _read(name: str) -> str:
    return (_SOURCE / name).read_text(encoding="utf-8")


_TARGETS = ((TARGET, built), (PLACING, placing_built), (LISTEN, listen_built))
"""listen.js last: it names what placing.js became."""


def main() -> None:
    if not (ESBUILD.exists() and TERSER.exists()):
        sys.exit("esbuild or terser is not installed: npm ci --prefix tests/npm")
    for target, code in _TARGETS:
        try:
            target.write_text(code(), encoding="utf-8", newline="\n")
        except subprocess.CalledProcessError as e:
            sys.exit(f"the sources can't be packed for {target.name}:\n{e.stderr}")
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
