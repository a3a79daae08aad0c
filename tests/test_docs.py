"""Outdated documentation fails here."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tools import make_cli_docs, make_man, make_module_table
from tts.cli.main import cli

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/zh/*.md")]


def test_the_page_of_the_command_is_what_help_prints() -> None:
    told = "docs/cli.md is stale: python -m tools.make_cli_docs"
    assert make_cli_docs.TARGET.read_text(encoding="utf-8") == make_cli_docs.text(), told
    assert make_cli_docs.HELP.read_text(encoding="utf-8") == make_cli_docs.help_text(), told
    assert make_man.TARGET.read_text(encoding="utf-8") == make_man.page(), told


def test_the_table_of_modules_is_what_their_docstrings_say() -> None:
    stale = "docs/modules.md is stale: python tools/make_module_table.py"
    assert make_module_table.TARGET.read_text(encoding="utf-8") == make_module_table.text(), stale


def test_the_map_is_short_enough_to_be_read() -> None:
    lines = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 150


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} points to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_page_has_the_marks_of_an_unfinished_merge(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if re.match(r"(<{7}|={7}|>{7})( |$)", line)]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_rows_of_a_table_have_as_many_cells_as_its_head(page: Path) -> None:
    """GitHub also cuts a row at a `|` in code, unless it is written as `\\|`."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    for table in re.findall(r"^\|[^\n]*\n\|[ :|-]+\n(?:\|[^\n]*\n)+", text, re.MULTILINE):
        head, _, *rows = table.splitlines()
        assert [row for row in rows if cells(row) != cells(head)] == []


def cells(row: str) -> int:
    return len(re.findall(r"(?<!\\)\|", row)) - 1


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_what_the_readme_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for example in re.findall(r"examples/[\w.-]+", text):
        assert (ROOT / example).exists()
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    for goal in re.findall(r"\bmake (demo|test|check|bench)\b", text):
        assert f"\n{goal}:" in make


# --- commands that stand in the pages -----------------------------------------------------------------------

FENCED = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(tts [^`\n]+)`")
BEHIND = re.compile(r"^(\||\|\||&&|;|>|>>|2>|2>&1|&)$")


def commands(text: str) -> Iterator[list[str]]:
    """The arguments of every `tts …`: in fenced blocks, where it may stand behind a prompt or another command, and in
    running text."""
    lines = [line for block in FENCED.findall(text) for line in block.replace("\\\n", " ").splitlines()]
    for line in [*lines, *INLINE.findall(FENCED.sub("", text))]:
        try:
            words = shlex.split(line, comments=True)
        except ValueError:  # an apostrophe in running text
            continue
        for at, word in enumerate(words):
            before = words[at - 1] if at else ""
            if word.rpartition("/")[2] == "tts" and (at == 0 or before in CALLERS or BEHIND.match(before)):
                end = next((n for n in range(at, len(words)) if BEHIND.match(words[n])), len(words))
                yield words[at + 1 : end]


CALLERS = ("$", "-n", "env", "xargs", "do", "then", "time", "exec")
"""What may stand before a command: `flock -n`, a prompt, a loop."""


def unknown(args: list[str]) -> str:
    """What is wrong with a command line; empty where `tts` takes it."""
    command: click.Command = cli
    context = click.Context(command, info_name="tts", **command.context_settings)
    while isinstance(command, click.Group):
        if not args or args[0].startswith(("-", "…", "...")):
            return ""
        found = command.get_command(context, args[0])
        if found is None:
            return f"there is no command {args[0]}"
        command, args = found, args[1:]
        context = click.Context(command, info_name=command.name, parent=context)
    try:
        told, _, given = command.make_parser(context).parse_args([a for a in args if a not in ("…", "...")])
        for param in given:
            value = told.get(param.name or "")
            if isinstance(param, click.Option) and isinstance(param.type, click.Choice | click.IntRange):
                param.type_cast_value(context, value)
    except click.UsageError as e:
        named = isinstance(e, click.BadOptionUsage) and args[-1] == e.option_name  # `tts publish --to`, in running text
        return "" if named else e.format_message()
    return ""


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_in_the_pages_exist(page: Path) -> None:
    wrong = {" ".join(args): told for args in commands(page.read_text(encoding="utf-8")) if (told := unknown(args))}
    assert not wrong


def test_commands_are_found_and_judged() -> None:
    text = "Say `tts list` or:\n```sh\n$ tts make a.md \\\n  --no-such  # why\npbpaste | tts make - && tts sing\n```\n"
    found = list(commands(text))
    assert found == [["make", "a.md", "--no-such"], ["make", "-"], ["sing"], ["list"]]
    assert [bool(unknown(args)) for args in found[:3]] == [True, False, True]
    assert unknown(["make", "a.md", "--format", "flac"])
