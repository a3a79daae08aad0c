"""Plain text -> Article: paragraphs as they are. Nothing is dropped or repaired here; `tts.text`
does that."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Set
from itertools import pairwise

from tts.model import Article, Block, Kind
from tts.sources.aozora import without_aozora
from tts.sources.gutenberg import unframed
from tts.sources.hyphens import is_parted, spelt_in
from tts.sources.line_groups import Run, line_groups
from tts.sources.printed_pages import ENDING, without_page_numbers

WIDTHS = range(50, 101)
"""Columns at which people and programs wrap lines. Longer lines are paragraphs, shorter ones
intended as lines."""
WIDE_WIDTHS = range(36, 105)
"""The same for scripts without spaces: 18 to 52 Han characters. Verse has fewer."""

WIDE = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Han, kana, Hangul and their punctuation, written without spaces."""

TWO_COLUMNS = re.compile(
    r"[\u1100-\u115f\u231a-\u231b\u2329-\u232a\u23e9-\u23ec\u25fd-\u25fe\u2614-\u2615\u26a1"
    r"\u2705\u2728\u274c\u2753-\u2755\u2757\u2795-\u2797\u2b50\u2b55\u2e80-\u303e\u3041-\u4dbf"
    r"\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f"
    r"\uff01-\uff60\uffe0-\uffe6\U0001f300-\U0001f64f\U0001f680-\U0001f6fc"
    r"\U0001f7e0-\U0001f7eb\U0001f900-\U0001faff\U00020000-\U0003fffd]+"
)
"""Characters twice as wide as a Latin letter: East Asian Width W or F, UAX 11. Rare pictographs are
omitted: a pattern over runs is ten times as fast as checking each character."""

CJK_QUOTES = "“”‘’…—·"
"""Signs used in both kinds of scripts: next to a wide character they count as wide."""

ENDED = re.compile(r"[。！？!?…][”’」』）)]*$")
PAUSED = re.compile(r"[。！？!?…：；:;][”’」』）)]*$")
"""Other endings of lines in lists and dialogue."""
CLOSING = "，。、；：！？”’」』）》】…—,.;:!?)"
"""Signs that never begin a line: the character before them moves with them."""
INDENTED = re.compile(r"\u3000|\t| {2}")
LISTED = re.compile(r"\s*([-*•·●]|\d{1,3}[.)、](?!\d)|[（(]?[一二三四五六七八九十]{1,3}[、）)])\s?")
OWN_WIDTHS = range(36, 101)
"""Number of columns of a text whose width is evident from all its lines."""
ITALICS = re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]{1,600}?)(?<=[^\s_])_(?!\w)")
LONGER = 12
"""One of so many lines may exceed the width at which a text is wrapped."""
LONGEST_WORD = 30
"""Maximum columns of a word that is moved to the next line."""
SLACK = 2
"""Tolerance in columns for a full line, for a sign that hangs over or does not fit."""
TIMES = 3
"""Minimum full lines in a wrapped text of wide characters."""


def read_text(text: str) -> Article:
    """Plain text: one block per paragraph; title, author and sections are found later."""
    plain = text.replace("\f", "\n\n").lstrip("\ufeff")
    lines = [line.rstrip() for line in plain.split("\n")]
    frame = unframed(lines)
    if not frame.changes:
        frame = without_aozora(lines)
    lines, numbers = without_page_numbers(frame.lines)
    held = list(line_groups(lines))
    bare = [line for run in held for line in ["", *run.lines]]
    width = wrapped_at(bare)
    ends = _marks_paragraphs(bare, width) or _are_paragraphs(held, width)
    spelt = spelt_in(text)
    blocks: list[Block] = []
    for run in held:
        own = _width_of(run.lines) or width
        for part in _paragraphs(run.lines, own, indented=ends):
            joined = join_lines(part, spelt)
            said = without_italics(joined)
            kind: Kind = "quote" if run.is_quoted else "paragraph"
            if said:
                blocks.append(Block(kind, said))
    stated = frame.stated
    return Article(
        tuple(blocks),
        title=stated.get("title", ""),
        author=stated.get("author", ""),
        language=stated.get("language", ""),
        changes=(*frame.changes, *numbers),
        plain=True,
    )


def without_italics(text: str) -> str:
    """Without the markers that plain text uses for italics.

    >>> without_italics("It was _the_ lamp, _of all things_."), without_italics("a_name_of")
    ('It was the lamp, of all things.', 'a_name_of')
    """
    return ITALICS.sub(r"\1", text)


def _are_paragraphs(held: list[Run], width: int) -> bool:
    """Whether empty lines separate the paragraphs of a wrapped text: then a full line that ends
    with a sentence ends no paragraph."""
    if not width or len(held) < 2:
        return False
    least = width * 0.8
    inner = full = 0
    for run in held:
        for line in run.lines[:-1]:
            inner += 1
            full += columns(line) > least
    return full * 20 >= inner * 19 > 0


def _width_of(run: list[str]) -> int:
    """The width of a paragraph wrapped at its own width, such as a letter or a quotation; 0 if its
    lines don't show it."""
    pairs = list(pairwise(run))
    count = len(pairs)
    if count < 2 or any(map(LISTED.match, run[1:])):
        return 0
    width = max(columns(line) for line in run[:-1])
    if width not in OWN_WIDTHS:
        return 0
    going_on = ended = soft = 0
    for line, after in pairs:
        begin = after.lstrip()[:1]
        going_on += begin.islower()
        ended += ENDING.search(line) is not None
        soft += _is_soft(line, after, width)
    if going_on * 2 < count or ended * 2 > count:
        return 0
    is_full = soft * 5 >= count * 4
    return width if is_full else 0


def wrapped_at(lines: list[str]) -> int:
    """The column at which the lines of a text were wrapped; 0 if they were not."""
    pairs: list[Pair] = []
    wide = 0
    for line, after in pairwise(lines):
        if line.strip() and after.strip():
            pairs.append((line, after))
            signs = WIDE.findall(line)
            wide += len(signs) * 2 > len(line)
    if wide * 2 > len(pairs):
        return _wide_wrap(lines, pairs)
    return _spaced_wrap(pairs)


def _spaced_wrap(pairs: list[Pair]) -> int:
    """In scripts with spaces: the width for which most lines that end within a sentence are as long
    as the next word permits. A few may be longer."""
    unended = _unended(pairs, ENDING)
    width = _commonest_width(unended)
    if not width:
        return 0
    longer = sum(columns(line) > width for line, _ in pairs)
    if longer * LONGER > max(len(pairs), LONGER):
        return 0
    long = soft = 0
    goes_on = False
    for line, after in unended:
        size = columns(line)
        long += size * 2 > width
        is_within = width < size * 2 <= width * 2
        if is_within and _is_soft(line, after, width):
            soft += 1
            goes_on = goes_on or after[:1].islower()
    is_enough = goes_on or soft >= 2
    return width if is_enough and soft * 4 >= long * 3 else 0


Pair = tuple[str, str]
"""A line, and the one after it."""


def _unended(pairs: list[Pair], end: re.Pattern[str]) -> list[Pair]:
    """Lines that end within a sentence."""
    unended: list[Pair] = []
    for line, after in pairs:
        is_ended = end.search(line) or LISTED.match(after)
        if not is_ended:
            unended.append((line, after))
    return unended


def _commonest_width(pairs: list[Pair]) -> int:
    """The width for which most line breaks are where they are: not shorter than the line, and too
    short for the next word."""
    fits: Counter[int] = Counter()
    for line, after in pairs:
        size = columns(line)
        first, *_ = after.split(maxsplit=1)
        length = columns(first)
        behind = size + min(length, LONGEST_WORD) + 1
        fits.update(range(size, behind))
    known = {width: count for width, count in fits.items() if width in WIDTHS}
    return _commonest(known)


def _commonest(counts: dict[int, int]) -> int:
    """The smallest of the most frequent values; 0 if there are none."""
    most = max(counts.values(), default=0)
    widths = [width for width, count in counts.items() if count == most]
    return min(widths, default=0)


def _wide_wrap(lines: list[str], pairs: list[Pair]) -> int:
    """In scripts without spaces: the most frequent width of lines that end within a sentence, if
    nearly all of those are full, hardly any line is longer, and paragraphs end with a sentence.

    The lines of verse, addresses, titles and dialogue end anywhere.
    """
    unended = _unended(pairs, PAUSED)
    width = _commonest_wide_width(unended)
    count = len(unended)
    longest = width + SLACK
    longer = sum(_core(line) > longest for line in lines)
    soft = sum(_is_soft(line, after, width) for line, after in unended)
    is_short = len(pairs) <= TIMES
    least = count if is_short else TIMES
    if not count or soft < least:
        return 0
    if soft * 4 < count * 3:
        return 0
    if longer * LONGER > max(len(lines), LONGER):
        return 0
    return width if _end_with_sentences(lines, width) else 0


def _commonest_wide_width(unended: list[Pair]) -> int:
    """The width that most lines have, or nearly reach."""
    sizes = Counter(_core(line) for line, _ in unended)
    full: dict[int, int] = {}
    for size in sizes:
        if size in WIDE_WIDTHS:
            near = range(size - SLACK - 1, size + 1)
            full[size] = sum(sizes[one] for one in near)
    return _commonest(full)


def _end_with_sentences(lines: list[str], width: int) -> bool:
    """Whether most of the lines after a run of full ones end a sentence."""
    behind = [*lines[2:], ""]
    ends = paused = 0
    for before, line, after in zip(lines, lines[1:], behind, strict=False):
        is_last = line.strip() and not after.strip()
        if is_last and _is_soft(before, line, width):
            ends += 1
            paused += PAUSED.search(line) is not None
    return paused * 2 >= ends


def join_lines(lines: list[str], spelt: Set[str] = frozenset()) -> str:
    """One line from many: joined with a space, or with nothing between characters written without
    spaces.

    >>> join_lines(["one", "two"]), join_lines(["一行", "又一行"]), join_lines(["用 Python", "写"])
    ('one two', '一行又一行', '用 Python 写')
    >>> join_lines(["a hyphen-", "ated word"], {"hyphenated"})
    'a hyphenated word'
    """
    out = ""
    for line in filter(None, map(str.strip, lines)):
        if spelt and is_parted(out, line, spelt):
            out = out[:-1] + line
        elif not out or no_space(out, line):
            out += line
        else:
            out += f" {line}"
    return out


def no_space(before: str, after: str) -> bool:
    """Whether two lines are joined without a space."""
    last, first = before[-1], after[0]
    if last in "，。、；：！？（《" or first in "，。、；：！？）》":
        return True
    if last == "-" and before[-2:-1].isalpha() and first.islower():
        return True
    left = _is_wide(before[-8:])
    right = _is_wide(after[7::-1])
    if left:
        return right or first.isdigit()
    return right and last.isdigit()


def _is_wide(text: str) -> bool:
    """Whether the text ends in a wide character; quotes and dashes count like the character before
    them."""
    unquoted = text.rstrip(CJK_QUOTES)
    last = unquoted[-1:] or text[-1]
    return WIDE.match(last) is not None


def columns(text: str) -> int:
    """
    >>> columns("abc"), columns("漢字")
    (3, 4)
    """
    length = len(text)
    if text.isascii():
        return length
    wide = TWO_COLUMNS.findall(text)
    return length + sum(map(len, wide))


def _is_soft(line: str, after: str, width: int, *, indented: bool = False) -> bool:
    """Whether the line was broken because the next word did not fit; if all paragraphs of a text
    are indented, a full line may also end a sentence."""
    if INDENTED.match(after) or LISTED.match(after):
        return False
    size = columns(line)
    is_wide = WIDE.match(after) or WIDE.search(line[-1:])
    if is_wide:
        least = size + _least(after)
        most = _core(line) - SLACK
        if not most <= width < least:
            return False
        return indented or not ENDED.search(line)
    word, *_ = after.split(maxsplit=1)
    longer = size + 1 + columns(word)
    return longer > width


def _core(line: str) -> int:
    """Columns of a line without hanging punctuation."""
    return columns(line.rstrip(CLOSING))


def _least(text: str) -> int:
    """Columns of the first unbreakable part of a line, and the tolerance."""
    word = re.match(r"[\w.%-]+", text, re.ASCII)
    if word:
        return columns(word[0]) + SLACK - 1
    taken = 2 if text[1:2] in CLOSING else 0
    return 2 + SLACK - 1 + taken


def _marks_paragraphs(lines: list[str], width: int) -> bool:
    """Whether paragraphs, and only they, begin with wide spaces."""
    starts = [line for line in lines if line.startswith("\u3000\u3000")]
    if len(starts) < 2:
        return False
    for before, line in pairwise(["", *lines]):
        is_beginning = line.strip() and not before.strip()
        is_marked = line.startswith("\u3000") or columns(line) < width / 2
        if is_beginning and not is_marked:
            return False
    return True


def _paragraphs(run: list[str], width: int, *, indented: bool) -> Iterator[list[str]]:
    """The lines of each paragraph."""
    part: list[str] = []
    for line in run:
        if part and not (width and _is_soft(part[-1], line, width, indented=indented)):
            yield part
            part = []
        part.append(line)
    if part:
        yield part
