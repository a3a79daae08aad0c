"""Plain text -> Article: paragraphs as they stand. Nothing is dropped or repaired here; `tts.text`
does that."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tts.model import Article, Block

WIDTHS = range(50, 101)
"""Columns that people and programs wrap lines at. Longer lines are paragraphs, shorter ones are
meant as lines."""
WIDE_WIDTHS = range(36, 105)
"""The same for writing without spaces: 18 to 52 Han characters. Verse has fewer."""

WIDE = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Han, kana, Hangul and the signs that go with them: written without spaces in between."""

TWO_COLUMNS = re.compile(
    r"[\u1100-\u115f\u231a-\u231b\u2329-\u232a\u23e9-\u23ec\u25fd-\u25fe\u2614-\u2615\u26a1\u2705\u2728\u274c"
    r"\u2753-\u2755\u2757\u2795-\u2797\u2b50\u2b55\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c"
    r"\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
    r"\U0001f300-\U0001f64f\U0001f680-\U0001f6fc\U0001f7e0-\U0001f7eb\U0001f900-\U0001faff\U00020000-\U0003fffd]+"
)
"""Characters twice as wide as a Latin letter: East Asian Width W or F, UAX 11. Pictures that are
rare in text are not in it: a pattern over runs is ten times as fast as asking for each
character."""

CJK_QUOTES = "“”‘’…—·"
"""Signs that both kinds of writing use: beside a wide sign they count as wide."""

ENDED = re.compile(r"[。！？!?…][”’」』）)]*$")
PAUSED = re.compile(r"[。！？!?…：；:;][”’」』）)]*$")
"""How lines of lists and of talk end as well."""
CLOSING = "，。、；：！？”’」』）》】…—,.;:!?)"
"""What stands at no line's beginning: the sign before it goes down with it."""
ENDING = re.compile(r"[.!?:;。！？：；][\"”’)]*$")
INDENTED = re.compile(r"\u3000|\t| {2}")
LISTED = re.compile(r"\s*([-*•·●]|\d{1,3}[.)、](?!\d)|[（(]?[一二三四五六七八九十]{1,3}[、）)])\s?")
SLACK = 2
"""Columns that a full line may be short of, or over, for a sign that hangs or fits nowhere."""
TIMES = 3
"""Full lines that make a text of wide signs a wrapped one."""


def read_text(text: str) -> Article:
    """Plain text: a block a paragraph; title, author and sections are still to be found in them."""
    lines = [line.rstrip() for line in text.replace("\f", "\n\n").lstrip("\ufeff").split("\n")]
    width = wrapped_at(lines)
    blocks = tuple(
        Block("paragraph", joined)
        for part in _paragraphs(lines, width)
        if (joined := join_lines(part))
    )
    return Article(blocks, plain=True)


def wrapped_at(lines: list[str]) -> int:
    """The column that the lines of a text were wrapped at by hand or machine; 0 where they were
    not."""
    pairs = [(line, after) for line, after in pairwise(lines) if line.strip() and after.strip()]
    wide = sum(len(WIDE.findall(line)) * 2 > len(line) for line, _ in pairs)
    return _wide_wrap(lines, pairs) if wide * 2 > len(pairs) else _spaced_wrap(lines, pairs)


def _spaced_wrap(lines: list[str], pairs: list[tuple[str, str]]) -> int:
    """Of writing with spaces: the longest line, when most of the others that end in the middle of a
    sentence are as long as the next word allows."""
    width = max(
        (columns(line) for line in lines if " " in line.strip() or WIDE.search(line)), default=0
    )
    if width not in WIDTHS:
        return 0
    long = [pair for pair in pairs if columns(pair[0]) * 2 > width and not ENDING.search(pair[0])]
    unended = [pair for pair in long if not LISTED.match(pair[1])]
    soft = [after for line, after in unended if _is_soft(line, after, width)]
    enough = len(soft) >= 2 or any(after[:1].islower() for after in soft)
    return width if enough and len(soft) * 4 >= len(unended) * 3 else 0


def _wide_wrap(lines: list[str], pairs: list[tuple[str, str]]) -> int:
    """Of writing without: the commonest width of lines that end in the middle of a sentence, when
    nearly all of those are full, hardly any line is longer, and paragraphs end with a sentence.
    Verse, addresses, titles and talk have lines that end where they like."""
    unended = [
        (line, after)
        for line, after in pairs
        if not PAUSED.search(line) and not LISTED.match(after)
    ]
    sizes = Counter(_core(line) for line, _ in unended)
    full = {
        size: sum(sizes[one] for one in range(size - SLACK - 1, size + 1))
        for size in sizes
        if size in WIDE_WIDTHS
    }
    width = max(full, key=lambda size: (full[size], -size), default=0)
    longer = sum(_core(line) > width + SLACK for line in lines)
    soft = sum(_is_soft(line, after, width) for line, after in unended)
    enough = soft >= TIMES or (soft == len(unended) > 0 and len(pairs) <= TIMES)
    whole = (
        enough
        and soft * 4 >= len(unended) * 3
        and longer * 20 <= len(lines)
        and _end_with_sentences(lines, width)
    )
    return width if whole else 0


def _end_with_sentences(lines: list[str], width: int) -> bool:
    """Whether most of the lines that end a run of full ones end a sentence."""
    triples = zip(lines, lines[1:], [*lines[2:], ""], strict=False)
    ends = [
        line
        for before, line, after in triples
        if line.strip() and not after.strip() and _is_soft(before, line, width)
    ]
    return sum(bool(PAUSED.search(line)) for line in ends) * 2 >= len(ends)


def join_lines(lines: list[str]) -> str:
    """One line of many: with a space, but for nothing between signs that are written without.

    >>> join_lines(["one", "two"]), join_lines(["一行", "又一行"]), join_lines(["用 Python", "写"])
    ('one two', '一行又一行', '用 Python 写')
    """
    out = ""
    for line in filter(None, (line.strip() for line in lines)):
        out += line if not out or no_space(out, line) else f" {line}"
    return out


def no_space(before: str, after: str) -> bool:
    """Whether two lines are joined without a space."""
    left, right = _is_wide(before[-8:]), _is_wide(after[7::-1])
    hyphen = before[-1] == "-" and before[-2:-1].isalpha() and after[0].islower()
    number = (left and after[0].isdigit()) or (before[-1].isdigit() and right)
    return (
        (left and right)
        or number
        or hyphen
        or before[-1] in "，。、；：！？（《"
        or after[0] in "，。、；：！？）》"
    )


def _is_wide(text: str) -> bool:
    """Whether the text ends in a wide sign; quotes and dashes go by the sign before them."""
    return bool(WIDE.match(text.rstrip(CJK_QUOTES)[-1:] or text[-1]))


def columns(text: str) -> int:
    """
    >>> columns("abc"), columns("漢字")
    (3, 4)
    """
    return len(text) if text.isascii() else len(text) + sum(map(len, TWO_COLUMNS.findall(text)))


def _is_soft(line: str, after: str, width: int, *, indented: bool = False) -> bool:
    """Whether the line was broken because the next word did not fit; in a text whose paragraphs are
    all indented, a full line may end with its sentence."""
    if INDENTED.match(after) or LISTED.match(after):
        return False
    size = columns(line)
    if WIDE.match(after) or WIDE.search(line[-1:]):
        return size + _least(after) > width >= _core(line) - SLACK and (
            indented or not ENDED.search(line)
        )
    return size + 1 + columns(after.split(maxsplit=1)[0]) > width


def _core(line: str) -> int:
    """Columns of a line without the signs that hang behind it."""
    return columns(line.rstrip(CLOSING))


def _least(text: str) -> int:
    """Columns of what could not be parted from a line's beginning, and the slack of a line."""
    word = re.match(r"[\w.%-]+", text, re.ASCII)
    size = columns(word[0]) if word else 2
    return size + SLACK - 1 + (2 if text[1:2] in CLOSING and not word else 0)


def _paragraphs(lines: list[str], width: int) -> Iterator[list[str]]:
    """The lines of each paragraph."""
    part: list[str] = []
    beginnings = [
        line for before, line in pairwise(["", *lines]) if line.strip() and not before.strip()
    ]
    starts = sum(line.startswith("\u3000\u3000") for line in lines)
    indented = starts > 1 and all(
        line.startswith("\u3000") or columns(line) < width / 2 for line in beginnings
    )
    for line in lines:
        if part and not (
            line.strip() and width and _is_soft(part[-1], line, width, indented=indented)
        ):
            yield part
            part = []
        if line.strip():
            part.append(line)
    if part:
        yield part
