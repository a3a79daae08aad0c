"""Language tags mean the same everywhere, and text shown to users is in one place in all languages."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
from babel import core

from tests.needs import needs
from tools import make_player
from tts.locale import language_tags
from tts.locale.episode import EPISODE
from tts.locale.feed import FEED
from tts.locale.landing import LANDING
from tts.locale.pages import PAGES
from tts.locale.player import PLAYER
from tts.locale.translations import Translations

PACKAGE = Path(__file__).parents[1] / "tts"

# --- tags ---------------------------------------------------------------------------------------------------

CANONICAL = {
    "zh": "zh",
    "ZH-hANT-hk": "zh-Hant-HK",
    "zh_TW": "zh-TW",
    "cmn": "zh",
    "cmn-Hant": "zh-Hant",
    "zh-cmn-Hans-CN": "zh-Hans-CN",
    "zh-yue": "yue",
    "zh-yue-HK": "yue-HK",
    "zh-min-nan": "nan",
    "zh-min": "nan",
    "zh-guoyu": "zh",
    "zh-hakka": "hak",
    "i-hak": "hak",
    "zh-xiang": "hsn",
    "zh-CHT": "zh-Hant",
    "zho-TW": "zh-TW",
    "en-us": "en-US",
    "es-419": "es-419",
    "sr-latn-rs": "sr-Latn-RS",
    "de-CH-1996": "de-CH-1996",
    "en-gb-oed": "en-GB-oxendict",
    "vi-VN-x-south": "vi-VN-x-south",
    "hy-hyw": "hy-hyw",
    "en-u-ca-gregory": "en-u-ca-gregory",
}
"""As anybody writes it -> canonical by RFC 5646, with the shorter names of CLDR."""


@pytest.mark.parametrize(("written", "canonical"), CANONICAL.items())
def test_a_tag_has_one_form(written: str, canonical: str) -> None:
    assert language_tags.normal(written) == canonical
    assert language_tags.normal(canonical) == canonical


@pytest.mark.parametrize(
    "garbage", ["", "-", "e", "english", "en-", "en--US", "zh-Hant-Hans", "en US", "zh/TW", "中文", "en-" + "a" * 9]
)
def test_invalid_tags_have_no_form(garbage: str) -> None:
    assert language_tags.normal(garbage) == ""
    assert language_tags.display_language(garbage) in ("en", "zh-Hans", "zh-Hant")


SHOWN = {
    "yue": "zh-Hant",
    "zh-HK": "zh-Hant",
    "zh-Hans-HK": "zh-Hans",
    "cmn-Hant": "zh-Hant",
    "zh-MO": "zh-Hant",
    "yue-Hans": "zh-Hans",
    "yue-CN": "zh-Hans",
    "zh-yue-Hant-HK": "zh-Hant",
    "zh-TW": "zh-Hant",
    "zh-Hant-CN": "zh-Hant",
    "zh-SG": "zh-Hans",
    "zh": "zh-Hans",
    "cmn": "zh-Hans",
    "wuu": "zh-Hans",
    "nan-TW": "zh-Hant",
    "hak": "zh-Hans",
    "en-HK": "en",
    "fr": "en",
    "ja": "en",
}
"""Tag -> the language of all that stands beside a text of it."""


@pytest.mark.parametrize("tag", SHOWN)
def test_every_surface_has_the_version_of_its_tag(tag: str) -> None:
    surfaces: list[Translations[Any]] = [PAGES, FEED, LANDING, PLAYER, EPISODE]
    for surface in surfaces:
        assert surface.of(tag) is surface.by_language()[language_tags.display_language(tag)]
    assert language_tags.display_language(tag) == PAGES.of(tag).tag == SHOWN[tag]


@pytest.mark.parametrize("tag", SHOWN)
def test_likely_scripts_are_those_of_cldr(tag: str) -> None:
    """Except `zh` with regions where no Chinese show is from, see `tts.locale.language_tags`."""
    likely = core.get_global("likely_subtags")
    found = language_tags.parsed(tag)
    if language_tags.is_chinese(tag) and not found.script:
        asked = "_".join(filter(None, (found.language, found.region)))
        assert language_tags.script_of(tag) == likely.get(asked, likely[found.language]).split("_")[1]


@needs("node")
def test_the_player_decides_as_the_pages_do() -> None:
    """It also has all sentences, by the same names, for the tags that pages use."""
    source = (PACKAGE / "publish" / "player" / "source" / "words.js").read_text(encoding="utf-8")
    asked = sorted({language_tags.html_of(language_tags.normal(tag)) for tag in (*SHOWN, *CANONICAL)})
    written = sorted({*asked, "", *(tag for tag in SHOWN if tag.startswith(("zh", "cmn", "yue")))})
    answer = f"console.log(JSON.stringify({json.dumps(written)}.map(wordsFor)))"
    code = "\n".join([*make_player.sentences(), source, answer])
    printed = subprocess.run(["node", "-e", code], capture_output=True, text=True, check=True).stdout
    for tag, words in zip(written, json.loads(printed), strict=True):
        assert list(words.values()) == list(astuple(PLAYER.of(tag))), tag
        assert words["sentenceBack"] == PLAYER.of(tag).sentence_back


# --- sentences ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("surface", [PAGES, FEED, LANDING, PLAYER, EPISODE], ids=lambda s: type(s.english).__name__)
def test_a_surface_says_the_same_in_all_versions(surface: Translations[Any]) -> None:
    """Nothing is empty, and the placeholders are the same."""
    versions = [astuple(sentences) for sentences in surface.by_language().values()]
    for same in zip(*versions, strict=True):
        assert all(same)
        assert len({frozenset(re.findall(r"{\w+}", sentence)) for sentence in same}) == 1


# --- nowhere else -------------------------------------------------------------------------------------------

SHOWING = ("publish", "serve", "show", "episode")
"""The parts of which people see pages, feeds and files."""
SIGNS_ALONE = re.compile(r"[^\u3400-\u9fff]*")
HANDLED = {
    "show/saved_script.py": "numbers that an article gives its own list items",
    "publish/templates/han.js": "traditional characters with their simplified ones, for the search",
    "publish/site/line_breaks.py": "numbers that headings begin with, and signs behind which they break",
    "publish/player/player.min.js": "the player as built, with the sentences of tts.locale.player",
    "publish/site/packed/app.min.js": "a script as built, with the sentences of tts.locale.webapp",
    "publish/site/packed/listening.min.js": "a script as built, with the sentences of tts.locale.listening",
}
"""Files with characters that are no sentences of their own, and why."""
ENGLISH = re.compile(r"[A-Za-z]{2,}")
PLACEHOLDER = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
SENTENCE = re.compile(r"""(["'`])([A-Z][a-z']+(?: [\w'.,]{2,})+[.!?]?|[A-Z][a-z]{3,}[.!?])\1""")
"""A string of JavaScript that begins as a sentence does."""


def literals(path: Path) -> Iterator[str]:
    """The strings of a module, except docstrings, also below names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.value


def files(*endings: str) -> list[Path]:
    found = [path for part in SHOWING for path in (PACKAGE / part).rglob("*")]
    return sorted(path for path in found if path.suffix in endings)


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def without_comments(script: str) -> str:
    return re.sub(r"(?m)^\s*//.*$|\s//\s.*$|/\*.*?\*/", "", script)


@pytest.mark.parametrize("path", files(".py"), ids=named)
def test_no_module_has_a_chinese_sentence_of_its_own(path: Path) -> None:
    found = [text for text in literals(path) if not SIGNS_ALONE.fullmatch(text)]
    assert bool(found) == (named(path) in HANDLED), f"belongs into tts/locale: {found}"


@pytest.mark.parametrize("path", files(".html", ".js"), ids=named)
def test_no_template_and_no_script_has_a_chinese_sentence(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    text = without_comments(text) if path.suffix == ".js" else text
    assert bool(re.search(r"[\u3400-\u9fff]", text)) == (named(path) in HANDLED)


@pytest.mark.parametrize("path", files(".html"), ids=named)
def test_a_template_has_placeholders_where_people_read(path: Path) -> None:
    """It has no text of its own, nor in attributes that are read out."""
    template = PLACEHOLDER.sub("", path.read_text(encoding="utf-8"))
    read_out = re.findall(r'\b(?:alt|title|label|placeholder|aria-label)="([^"]*)"', template)
    text = re.sub(r"<[^>]*>", " ", template)
    assert not ENGLISH.findall(" ".join([text, *read_out]))


@pytest.mark.parametrize("path", files(".js"), ids=named)
def test_a_script_has_no_english_sentence(path: Path) -> None:
    if named(path) in HANDLED:
        return
    script = without_comments(path.read_text(encoding="utf-8"))
    assert not [match[2] for match in SENTENCE.finditer(script)]


def test_a_sentence_elsewhere_would_be_found(tmp_path: Path) -> None:
    module = tmp_path / "page.py"
    module.write_text('"""收听"""\nTITLE = f"收听{1}"\n', encoding="utf-8")
    assert [text for text in literals(module) if not SIGNS_ALONE.fullmatch(text)] == ["收听"]
    assert SENTENCE.search('status = "Try again";') and SENTENCE.search("say('Loading.')")
    assert ENGLISH.search(re.sub(r"<[^>]*>", " ", PLACEHOLDER.sub("", "<p>{{ w.home }} Home</p>")))
