"""The Chinese pages match the English ones: the same headings, commands and tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
README = DOCS.parent / "README.zh-CN.md"
PAGES = sorted((DOCS / "zh").glob("*.md"))

TRANSLATED = (
    "howto-*.md",
    "embed.md",
    "keep.md",
    "phone.md",
    "publish.md",
    "serve.md",
    "watch.md",
)
"""The English pages that must have a Chinese one."""

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
ROW = re.compile(r"^\|", re.MULTILINE)
COMMENT = re.compile(r"(^|\s+)(#|//) .*$")
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")


def english_of(page: Path) -> str:
    return (DOCS / page.name).read_text(encoding="utf-8")


def prose(text: str) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", text)


def commands(text: str) -> list[str]:
    """The lines of all fenced blocks, each block after the name of its language, without comments."""
    lines: list[str] = []
    for language, body in FENCE.findall(text):
        lines.append(f"```{language}")
        lines += [bare for line in body.splitlines() if (bare := COMMENT.sub("", line).rstrip())]
    return lines


def says_the_same(chinese: str, english: str) -> bool:
    """Whether two lines are the same except for words in Chinese, such as the title of a show."""
    pattern = ".*".join(re.escape(piece) for piece in CHINESE.split(chinese))
    return re.fullmatch(pattern, english) is not None


@each_page
def test_headings_are_those_of_the_english_page(page: Path) -> None:
    levels = HEADING.findall(prose(page.read_text(encoding="utf-8")))
    assert levels == HEADING.findall(prose(english_of(page)))


@each_page
def test_commands_are_those_of_the_english_page(page: Path) -> None:
    chinese = commands(page.read_text(encoding="utf-8"))
    english = commands(english_of(page))
    different = [pair for pair in zip(chinese, english, strict=False) if not says_the_same(*pair)]
    assert not different
    assert len(chinese) == len(english)


@each_page
def test_tables_have_the_rows_of_the_english_page(page: Path) -> None:
    rows = ROW.findall(prose(page.read_text(encoding="utf-8")))
    assert len(rows) == len(ROW.findall(prose(english_of(page))))


@each_page
def test_the_chinese_readme_leads_to_it_and_it_leads_to_the_english_page(page: Path) -> None:
    assert f"(docs/zh/{page.name})" in README.read_text(encoding="utf-8")
    assert f"(../{page.name})" in page.read_text(encoding="utf-8")


@each_page
def test_links_stay_in_chinese_where_a_page_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8").replace(f"[English](../{page.name})", "")
    english = re.findall(r"\(\.\./([\w-]+\.md)", text)
    assert not [name for name in english if (page.parent / name).exists()]


def anchors_of(page: Path) -> set[str]:
    """What links may name after `#`: the headings of a page, in the form of GitHub's anchors."""
    text = prose(page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@each_page
def test_links_to_a_heading_find_it(page: Path) -> None:
    links = re.findall(r"\]\(([\w./-]*\.md)#([^)]+)\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if link[1] not in anchors_of(page.parent / link[0])]
    assert not missing


def test_every_way_of_use_has_a_chinese_page() -> None:
    needed = {english.name for pattern in TRANSLATED for english in DOCS.glob(pattern)}
    assert needed
    assert needed <= {page.name for page in PAGES}


def test_a_line_with_another_meaning_is_found() -> None:
    assert says_the_same('tts init show --title "晨间" -q', 'tts init show --title "Mornings" -q')
    assert not says_the_same("tts list -o 节目", "tts remove 3 -o show")
    assert not says_the_same('tts make - --title "甲"', 'tts make - --title "One" -o show')
    block = "```sh\n# aside\ntts list  # numbers\n\ncurl https://example.org/#part\n```\n"
    assert commands(block) == ["```sh", "tts list", "curl https://example.org/#part"]
