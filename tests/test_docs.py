"""Documentation that is not true any more fails here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import make_cli_docs

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]


def test_the_page_of_the_command_is_what_help_prints() -> None:
    told = "docs/cli.md is stale: python tools/make_cli_docs.py"
    assert make_cli_docs.TARGET.read_text(encoding="utf-8") == make_cli_docs.text(), told
    assert make_cli_docs.HELP.read_text(encoding="utf-8") == make_cli_docs.help_text(), told


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} points to {target}"


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_what_the_readme_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for example in re.findall(r"examples/[\w.-]+", text):
        assert (ROOT / example).exists()
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    for goal in re.findall(r"\bmake (demo|test|check|bench)\b", text):
        assert f"\n{goal}:" in make
