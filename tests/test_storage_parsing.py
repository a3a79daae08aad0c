"""Excessive nesting counts as damage, like a syntax error, in every file of a show, a site or a source."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tts.cli.errors import as_error
from tts.cli.main import cli
from tts.storage.parsing import MOST_LEVELS, parsed_json, parsed_toml

ROOT = Path(__file__).parents[1] / "tts"
DEPTHS = [MOST_LEVELS + 1, 900, 5_000, 100_000]
TEXT = "The ferry leaves at six, and nobody has ever seen it leave late; those who miss it wait. " * 5
PAGE = (
    f"<html><head><title>Ferries</title>%s</head><body><article><h1>Ferries</h1><p>{TEXT}</p></article></body></html>"
)


def tts(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, [*map(str, args)])


def foreseen(result: Result) -> bool:
    """Assert success, or a message with what to do next; never an internal error."""
    said = result.stderr
    fault = "failed unexpectedly" in said or "Traceback" in said or not isinstance(result.exception, SystemExit | None)
    return not fault and (result.exit_code == 0 or "→" in said or "✗" in result.stdout or "note" in said)


def lists(depth: int) -> str:
    return "[" * depth + "]" * depth


def tables(depth: int) -> str:
    return '{"a":' * depth + "1" + "}" * depth


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("nested", [lists, tables])
def test_json_nested_too_deeply_is_invalid(nested: object, depth: int) -> None:
    text = nested(depth)  # type: ignore[operator]
    for given in (text, text.encode()):
        with pytest.raises(ValueError, match="nested more than 100 levels"):
            parsed_json(given)


def test_usual_nesting_is_read() -> None:
    assert parsed_json(lists(MOST_LEVELS)) == json.loads(lists(MOST_LEVELS))
    wide = {"chunks": [{"sentences": [{"words": [[1, 2]] * 50}] * 50}] * 50}
    assert parsed_json(json.dumps(wide)) == wide
    assert parsed_toml("a = [1, [2]]\n[b.c]\nd = 1") == {"a": [1, [2]], "b": {"c": {"d": 1}}}


@pytest.mark.parametrize("depth", DEPTHS[:3])
def test_toml_nested_too_deeply_is_invalid(depth: int) -> None:
    for text in (f"a = {lists(depth)}", "a = " + "{a = " * depth + "1" + "}" * depth, ".".join("a" * depth) + " = 1"):
        with pytest.raises(tomllib.TOMLDecodeError, match="nested more than 100 levels"):
            parsed_toml(text)


def test_all_json_and_toml_goes_through_one_file() -> None:
    """Except for the first line of our own processes, which reads what we wrote."""
    for path in ROOT.rglob("*.py"):
        if path.name == "parsing.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert not re.fullmatch(r"(json|tomllib)\.loads?", called), f"{path}:{node.lineno}: {called}"


# --- every file that somebody else may have written -----------------------------------------------------------

SHOW_FILES = ["show.toml", "lexicon.toml", "*/episode.json", "*/script.json", "*/chapters.json", "*/transcript.json",
              ".pagecast/state.json", ".pagecast/index.sqlite", ".pagecast/serve.json",
              ".pagecast/digests.json"]  # fmt: skip
COMMANDS = [["list"], ["check"], ["publish"], ["retag"], ["rename", "1", "New"],
            ["make", "ferry.md", "--engine", "silent"],
            ["script", "ferry.md"], ["lexicon", "list"], ["lexicon", "add", "tea", "tee"], ["init"]]  # fmt: skip


@pytest.mark.parametrize("key", ["k" + ".k" * 100_000, '"k"' + " . 'k'" * 100_000])
@pytest.mark.parametrize("text", ["{key} = 1", "[{key}]", "t = {{ {key} = 1 }}", "a = 1\n  {key} = 1"])
def test_a_dotted_key_of_100_000_parts_is_refused_before_it_is_looked_up(key: str, text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError, match="nested more than 100 levels"):
        parsed_toml(text.format(key=key))


def test_dots_in_a_value_are_not_a_key() -> None:
    dots = ".a" * 1_000
    assert parsed_toml(f'title = "a{dots}"') == {"title": f"a{dots}"}


@pytest.mark.parametrize("name", SHOW_FILES)
def test_every_file_of_a_show(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ferry.md").write_text(f"# Ferries\n\n{TEXT}\n", encoding="utf-8")
    assert tts("make", "ferry.md", "--engine", "silent").exit_code == 0
    assert tts("publish", "--base-url", "https://example.org/").exit_code == 0
    folder = tmp_path / "output"
    path = next(folder.glob(name), folder / name)
    path.parent.mkdir(exist_ok=True)
    for command in COMMANDS:
        for depth in (200, 20_000):
            content = f"title = {lists(depth)}\n" if name.endswith("toml") else tables(depth)
            path.write_text(content, encoding="utf-8")
            result = tts(*command)
            assert foreseen(result), (command, depth, result.output, result.exception)


SOURCES = {
    "lists.html": PAGE % f'<script type="application/ld+json">{lists(100_000)}</script>',
    "tables.html": PAGE % f'<script type="application/ld+json">{tables(100_000)}</script>',
    "author.html": PAGE
    % (
        '<script type="application/ld+json">{"@type": "Article", '
        f'"author": {lists(900)}, "image": {tables(400)}}}</script>'
    ),
    "yaml.md": f"---\ntitle: Ferries\nx: {'[' * 10_000}\n---\n\n{TEXT}\n",
    "yaml2.md": f"---\ntitle: Ferries\nauthor: {lists(900)}\n---\n\n{TEXT}\n",
    "toml.md": f"+++\ntitle = 'Ferries'\nx = {lists(20_000)}\n+++\n\n{TEXT}\n",
}


@pytest.mark.parametrize("name", SOURCES)
def test_metadata_nested_too_deeply_hide_no_article(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The article is read all the same."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(SOURCES[name], encoding="utf-8")
    result = tts("script", name)
    assert result.exit_code == 0 and result.stdout.count("The ferry leaves at six") >= 5, result.stderr


@pytest.mark.parametrize("name", [name for name in SOURCES if name.endswith("html")])
def test_nor_on_a_site(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(SOURCES[name], encoding="utf-8")
    result = tts("embed", tmp_path, "--engine", "silent")
    assert foreseen(result) and (tmp_path / name).read_text("utf-8").count("<pagecast-player") == 1, result.output


def test_a_feed_nested_too_deeply_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    path.write_text(f'{{"version": "https://jsonfeed.org/version/1.1", "items": {lists(100_000)}}}', encoding="utf-8")
    result = tts("make", path)
    assert result.exit_code == 1 and foreseen(result) and "nested" in result.stderr


def test_unexpected_nesting_is_still_reported_as_nesting() -> None:
    def endless(n: int) -> int:
        return endless(n + 1) + 1

    with pytest.raises(RecursionError) as caught:
        endless(0)
    told = as_error(caught.value)
    assert "nested too deeply" in told.message and told.hint
    assert "memory" in as_error(MemoryError()).message
