"""The conventions of Aozora Bunko, Japan's library of free texts: lines with title and author, its
marks and their explanation, and the source of a text."""

from __future__ import annotations

import re
from typing import Final

from tts.model import Change
from tts.sources.gutenberg import Frame, dropped

RULE: Final = re.compile(r"[-－―─]{10,}")
EXPLAINED: Final = re.compile(r"【テキスト中に現れる記号(?:について|一覧)】")
BASED_ON: Final = re.compile(r"底本\s*[：:]\s*\S.*")
OF_THE_FILE: Final = re.compile(
    r"(?:入力|校正|初出|初版発行|底本の親本|親本)\s*[：:]|青空文庫|\d{4}.{0,9}年.{0,12}(?:発行|作成|刷|公開)"
)
MARK: Final = re.compile(r"［＃[^］\n]{1,200}］")
TRANSLATED: Final = re.compile(r"\S.{0,20}[\s\u3000]*訳")
SENTENCE: Final = re.compile(r"[。、！？」]$")
FURTHEST: Final = 80
"""Lines from either end that are searched for these."""
MOST_NAMES: Final = 5
"""Maximum number of lines that name a text: title, subtitle, original title, author, translator."""
LONGEST_NAME: Final = 40


def without_aozora(lines: list[str]) -> Frame:
    """A text of Aozora Bunko without the explanation of its marks, its layout marks, and its
    colophon, which are listed; title and author become metadata. Any other text is unchanged."""
    begin, end = _explanation(lines)
    source = _colophon(lines)
    if end == 0 and source == len(lines):
        return Frame(lines)
    head = lines[:begin] if end else []
    text = lines[end:source]
    if not end:
        head, text = _first_run(text)
    stated, others = _named(head)
    kept, marks = _without_marks([*others, *text])
    changes: list[Change] = []
    if end:
        explained = lines[begin:end]
        change = dropped(explained, "Aozora Bunko's explanation of its marks")
        changes.append(change)
    if source < len(lines):
        colophon = lines[source:]
        change = dropped(colophon, "Aozora Bunko's note on the source")
        changes.append(change)
    return Frame(kept, stated, (*changes, *marks))


def _explanation(lines: list[str]) -> tuple[int, int]:
    """Start and end of the explanation of the marks, including the rules around it; 0, 0 if there
    is none."""
    front = lines[:FURTHEST]
    for place, line in enumerate(front):
        bare = line.strip()
        if not EXPLAINED.fullmatch(bare):
            continue
        rules = _rules(lines, place)
        below = [rule for rule in rules if rule > place]
        if below:
            above = place - 1
            begin = above if above in rules else place
            end = below[0] + 1
            return begin, end
    return 0, 0


def _rules(lines: list[str], place: int) -> list[int]:
    """Indexes of rules of dashes, from the line before an index on."""
    found: list[int] = []
    first = max(place - 1, 0)
    last = min(place + FURTHEST, len(lines))
    for at in range(first, last):
        line = lines[at].strip()
        if RULE.fullmatch(line):
            found.append(at)
    return found


def _colophon(lines: list[str]) -> int:
    """Index of the first line of the colophon; the number of lines if there is none."""
    size = len(lines)
    first = max(0, size - FURTHEST)
    for place in range(first, size):
        line = lines[place].strip()
        if BASED_ON.fullmatch(line):
            behind = lines[place + 1 :]
            below = "\n".join(behind)
            is_one = OF_THE_FILE.search(below)
            return place if is_one else size
    return size


def _first_run(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines up to the first empty one, and the others."""
    for place, line in enumerate(lines):
        if place and not line.strip():
            return lines[:place], lines[place:]
    return [], lines


def _named(head: list[str]) -> tuple[dict[str, str], list[str]]:
    """Title and author from the first and last line, and the remaining lines; empty if these are no
    names."""
    bare = map(str.strip, head)
    names = list(filter(None, bare))
    count = len(names)
    if count < 2 or count > MOST_NAMES:
        return {}, head
    for name in names:
        is_long = len(name) > LONGEST_NAME
        if is_long or SENTENCE.search(name):
            return {}, head
    title, *others, last = names
    stated = {"title": title, "language": "ja"}
    if others and TRANSLATED.fullmatch(last):
        author = others.pop()
        others.append(last)
    else:
        author = last
    stated["author"] = author
    return stated, [*others, ""]


def _without_marks(lines: list[str]) -> tuple[list[str], tuple[Change, ...]]:
    """Without `［＃「決意」に傍点］` and other marks of layout."""
    kept: list[str] = []
    marks: list[str] = []
    for line in lines:
        found = MARK.findall(line)
        bare = MARK.sub("", line)
        marks += found
        is_mark_alone = found and not bare.strip()
        if not is_mark_alone:
            kept.append(bare)
    if not marks:
        return kept, ()
    count = len(marks)
    what = "1 mark" if count == 1 else f"{count} marks"
    left_out = Change(marks[0], "", f"{what} of Aozora Bunko for the layout")
    return kept, (left_out,)
