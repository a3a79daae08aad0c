"""Splits text into sentences, clauses and characters by rules; joined, the pieces give the text
again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from tts.text.languages.en.sentence_ends import ENGLISH_ENDS
from tts.text.languages.sentence_ends import SentenceEnds
from tts.text.languages.zh.variants import SIMPLER
from tts.text.unspoken import HAN_HOST, PATH

CLOSERS: Final = "”’」』）)］】〕》〉»\"'"
PAIRS: Final = {
    "“": "”",
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "《": "》",
    "【": "】",
    "«": "»",
}
STOPS: Final = "।॥۔؟։።፧។៕။"
"""Full stops and question marks of other scripts that have no other use: Hindi and related
languages, Urdu, Arabic, Armenian, Amharic, Khmer, Burmese."""
TOKEN = re.compile(
    rf"(?P<mask>(?:https?://|www\.){HAN_HOST}{PATH}"
    r"|(?:https?://|www\.|file:///)[^\s\u3000-\u9fff\uff00-\uffef]+"
    r"|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
    r"|(?P<newline>\n\s*)"
    r"|(?P<open>[“「『（(《【«])"
    rf"|(?P<end>[。！？｡!?…]+(?:\.+)?|\.+|[{STOPS}]+(?:\d+[।॥])?)"
    r"|(?P<close>[”」』）)》】»])"
    r"|(?P<straight>\")"
)
"""Text that matters for the end of a sentence; everything else is skipped."""
AFTER = re.compile(rf"(?P<closers>(?:[{re.escape(CLOSERS)}]|\[\d{{1,3}}\])*)(?P<space>\s*)")
GOES_ON = re.compile(
    r"[，、；：,;:—–）)」』”\]】》…]"
    r"|[的地得之]"
    r"|[他她它我你您咱]"
    r"|(?:[他她它我你您咱]们?|[^\s。！？，“「『”」』]{1,6}?)?(?:说|问|道|答|喊|叫|笑|叹|想|写道|回答)"
)
"""Text after the end of a quotation that continues the sentence: a sign, a particle, or who said
it."""
GOING: Final = 10
"""Number of characters in which this is decided."""
MODIFIES = re.compile(r"[，、；：,;:—–）)」』”\]】》…]|[的地得之]")
"""The same for a quotation whose speaker was named before it."""
FIRST = re.compile(r"[\"'“‘(]*(\w{0,20})")
ORDINAL = re.compile(r"\d{1,3}|[ivxl]{2,}")
"""Numbers that a full stop makes ordinals, in lower case."""
NUMBER = re.compile(r"\d|[IVX]{2,}\b|[VX](?=[,.;:)\s])|I(?=[,;:)])")
NUMERAL = re.compile(r"\d+|[IVX]+")
INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]")
MARKS: Final = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"  # Latin, Hebrew, Arabic
    "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e"  # India, Thai
)
"""Parts of words other than letters: accents, points and vowel signs."""
BEFORE = re.compile(rf"(?:[A-Za-z]\.)*(?:[^\W\u2e80-\uffef]|['’{MARKS}])*$")
CLAUSE = re.compile(r"[；，、;:：—،؛၊፣፤]+[”’」』）)]*\s*|,(?!\d)[”’」』）)]*\s*|(?<=\s)[–-]\s+")
GRAPHEME = re.compile(
    "\r\n|(?:[\U0001f1e6-\U0001f1ff]{2}|.)"
    "(?:[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef]|\u200d.)*",
    re.DOTALL,
)
"""Units that must not be split: a character with its combining marks, an emoji sequence (after UAX
#29)."""
LONG: Final = 160
"""Width in columns (a Chinese character has two) after which a sentence may end inside a
quotation."""
SHORT_PAUSE: Final = 20
"""Width in columns below which an ellipsis is a hesitation and not an end."""


def split_sentences(text: str, language: SentenceEnds = ENGLISH_ENDS) -> list[str]:
    """The sentences, each with its trailing white space; `language` has the abbreviations.

    >>> split_sentences("“你好！”他说。我没回答。")
    ['“你好！”他说。', '我没回答。']
    >>> split_sentences("Dr. Lee paid $3.50. Why? Nobody knows.")
    ['Dr. Lee paid $3.50. ', 'Why? ', 'Nobody knows.']
    >>> split_sentences("बारिश रुक गई। हम चले।")
    ['बारिश रुक गई। ', 'हम चले।']
    """
    unquoted = text.translate(language.quotes)
    ends = _ends(unquoted, language)
    return list(_cut(text, ends))


def _cut(text: str, ends: Iterable[int]) -> Iterator[str]:
    """The text split at these positions, with the rest after the last."""
    start = 0
    for end in ends:
        if end > start:
            yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def split_clauses(text: str) -> list[str]:
    """The clauses, split after ；，、 and the like.

    >>> split_clauses("一斤1,200元，两斤；不贵")
    ['一斤1,200元，', '两斤；', '不贵']
    """
    ends = [match.end() for match in CLAUSE.finditer(text)]
    return list(_cut(text, ends))


def graphemes(text: str) -> list[str]:
    """The user-perceived characters of a text.

    >>> graphemes("e\u0301👩‍🚀好")
    ['e\u0301', '👩‍🚀', '好']
    """
    return GRAPHEME.findall(text)


def _ends(text: str, language: SentenceEnds) -> Iterator[int]:
    """The positions where sentences end, after their white space."""
    start = at = 0
    opened = _Opened(text)
    while match := TOKEN.search(text, at):
        at = match.end()
        kind = match.lastgroup
        if kind == "newline":
            start = at
            yield at
        if kind == "mask":
            at -= len(match[0]) - len(match[0].rstrip(".,;:!?。！？…'\")"))
        if kind != "end":
            opened.see(match)
            continue
        at = _closers(text, at, straight=opened.straight >= 0)
        closers = text[match.end() : at]
        opening = opened.close(closers)
        space = AFTER.match(text, at)
        end = space.end("space") if space and not space["closers"] else at
        if "\n" in text[at:end] or end == len(text):
            continue
        if opened and _columns(text, start, match.start()) < LONG:
            continue
        introduced = opening > 0 and text[opening - 1] in "：:"
        if _is_end(text, start, match, closers, end, language=language, introduced=introduced):
            start = at = end
            yield end


class _Opened:
    """The open quotations and brackets, with the position of each."""

    def __init__(self, text: str) -> None:
        self._closes = _Finder(text)
        self._opened: list[int] = []
        self.straight = -1
        """Position of an open straight quotation mark, or -1."""

    def __bool__(self) -> bool:
        return bool(self._opened) or self.straight >= 0

    def see(self, match: re.Match[str]) -> None:
        """Process a token that does not end a sentence. A mark that is never closed on its line
        does not count as open."""
        kind = match.lastgroup
        if kind == "newline":
            self._opened.clear()
            self.straight = -1
        elif kind == "open" and self._closes.before_newline(PAIRS[match[0]], match.end()):
            self._opened.append(match.start())
        elif kind == "close":
            del self._opened[-1:]
        elif kind == "straight":
            opens = self.straight < 0 and self._closes.before_newline('"', match.end())
            self.straight = match.start() if opens else -1

    def close(self, closers: str) -> int:
        """Process closing marks after the end of a sentence; returns where the outermost of what
        they close was opened, or -1."""
        closed = sum(char in "”」』）)》】»" for char in closers)
        count = len(self._opened)
        opening = self._opened[-closed] if 0 < closed <= count else -1
        left = max(0, count - closed)
        del self._opened[left:]
        if closers.count('"') % 2:
            opening = self.straight
            self.straight = -1
        return opening


class _Finder:
    """Finds the next occurrence of characters; for increasing positions, each character of the text
    is examined only once per sign."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: dict[str, int] = {}

    def before_newline(self, sign: str, at: int) -> bool:
        """Whether the sign occurs on this line: a quotation that is never closed does not hold
        sentences together."""
        return self._find(sign, at) < self._find("\n", at)

    def _find(self, sign: str, at: int) -> int:
        if self._next.get(sign, -1) < at:
            found = self._text.find(sign, at)
            self._next[sign] = found if found >= 0 else len(self._text) + (sign != "\n")
        return self._next[sign]


def _closers(text: str, at: int, *, straight: bool) -> int:
    """The position after closing marks and footnote marks; a straight quotation mark closes only if
    one is open."""
    match = AFTER.match(text, at)
    closers = match["closers"] if match else ""
    if '"' in closers and not straight:
        closers = closers[: closers.index('"')]
    return at + len(closers)


def _is_end(
    text: str,
    start: int,
    match: re.Match[str],
    closers: str,
    end: int,
    *,
    language: SentenceEnds,
    introduced: bool,
) -> bool:
    """Whether the sign at `match` ends a sentence if the following text starts at `end`."""
    sign = match[0]
    following = text[end]
    spaced = text[end - 1].isspace()
    speech = _quoted(closers) and not spaced
    if following in "，、；：,;:" or (
        closers and not spaced and _goes_on(text, closers, end, introduced=introduced)
    ):
        return False
    if set(sign) <= {"…"} and not _quoted(closers):
        is_long = _columns(text, start, end) > SHORT_PAUSE
        return not following.islower() if spaced else is_long
    if sign[0] in "。！？｡" or sign[0] in STOPS or (introduced and speech and _is_wide(following)):
        return True
    if sign[0] == ".":
        return _is_stop(text, start, match, end, language)
    # ASCII ! and ?: "Yahoo! is", "why? he asked"; in Chinese no space follows them.
    named = (
        sign == "!"
        and not closers
        and _word_before(text, start, match.start()) in language.exclaimed
    )
    if spaced:
        return not following.islower() and (not named or _starts(text, end, language))
    return _is_wide(following) and not named


def _goes_on(text: str, closers: str, end: int, *, introduced: bool) -> bool:
    """Whether the text directly after closing marks continues their sentence."""
    if text[end] in "。！？" or "》" in closers:
        return True
    if not _quoted(closers):
        return False
    behind = MODIFIES if introduced else GOES_ON
    return behind.match(_simpler(text, end)) is not None


def _simpler(text: str, at: int) -> str:
    """The characters that show whether a sentence continues, in simplified form."""
    return text[at : at + GOING].translate(SIMPLER)


def _is_stop(text: str, start: int, match: re.Match[str], end: int, language: SentenceEnds) -> bool:
    """Whether the ASCII full stop at `match` ends a sentence."""
    dot = match.start()
    following = text[end]
    if not text[end - 1].isspace():
        last = text[dot - 1 : dot] or "a"
        return _is_wide(following) and _is_wide(last)
    if following.islower() or len(match[0]) > 1:
        return not following.islower()
    before = _word_before(text, start, dot)
    begin = dot - len(before)
    sign_before = text[begin - 1 : begin] if begin > start else ""
    if sign_before == "°":
        return True
    starts = _starts(text, end, language)
    # the number of a list item, or its first character
    is_item = before.isdigit() and len(before) < 3 and sign_before in "；;：:、，,"
    is_ordinal = language.ordinals and ORDINAL.fullmatch(before) and not starts
    is_number = dot - start < 5 and NUMERAL.fullmatch(text[start:dot].strip())
    if is_item or is_ordinal or is_number:
        return False
    alone = not text[start:begin].strip()
    counts = alone and language.counted is not None and language.counted.match(text, end)
    numbered = NUMBER.match(text, end) is not None and not counts
    return _ends_after(before, following, language, starts=starts, numbered=numbered)


def _word_before(text: str, start: int, at: int) -> str:
    begin = max(start, at - 40)
    word = BEFORE.search(text, begin, at)
    return word[0].lower() if word else ""


def _starts(text: str, at: int, language: SentenceEnds) -> bool:
    """Whether a usual first word follows."""
    first = FIRST.match(text, at)
    return first is not None and first[1].lower() in language.starters


def _ends_after(
    before: str, following: str, language: SentenceEnds, *, starts: bool, numbered: bool
) -> bool:
    """Whether a sentence ends at the full stop after the word `before`; `starts`: a usual first
    word follows; `numbered`: a number follows."""
    if (
        before in language.ending
        or before.endswith(language.compounds)
        or INITIALS.fullmatch(before)
    ):
        return starts or not (following.isupper() or following.isdigit() or following in "([")
    if before in language.abbreviations:
        return False
    if before in language.numbered:
        return not numbered
    is_initial = len(before) == 1 and before.isalpha() and before != "i"
    return starts or not is_initial


def _quoted(closers: str) -> bool:
    return any(char in '”’」』"' for char in closers)


def _is_wide(char: str) -> bool:
    """Whether it is a Chinese character, kana or a full-width sign."""
    return "\u2e80" <= char <= "\uffef" or char in "“‘"


def _columns(text: str, start: int, end: int) -> int:
    """Width of a stretch, limited to slightly more than LONG: the rest does not matter."""
    stretch = text[start : min(end, start + LONG)]
    return len(stretch) + sum(map(_is_wide, stretch))
