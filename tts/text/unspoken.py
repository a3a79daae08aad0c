"""What is written and not said: footnote marks, addresses, markup, emoji, a pinyin gloss."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, Literal

Addresses = Literal["skip", "announce", "read"]
"""What is said of a web or mail address: nothing, the domain, all of it."""
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
HOST = r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
EMOJI = (
    "\U0001f000-\U0001faff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u25a0-\u25ff\u2500-\u257f\ufe0f\u20e3"
    "\U000e0020-\U000e007f"
)
RAISED: Final = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
PATH = r"(?:[/?#][!-~]*[A-Za-z0-9_/=&#-]|/)?"
ADDRESS = re.compile(
    rf"<?(?P<scheme>https?://)(?:[^\s@/]*@)?(?:www\.)?(?P<host>{HOST}|[\d.]+)(?P<port>:\d+)?(?P<path>{PATH})>?"
    rf"|(?<![A-Za-z0-9@.])www\.(?P<www>{HOST})(?P<rest>{PATH})"
    rf"|(?<![A-Za-z0-9._+-])(?P<user>[A-Za-z0-9._+-]{{1,64}})@(?P<mail>{HOST})"
)
SIGNS: Final = {
    ".": "dot", "/": "slash", "-": "dash", "_": "underscore", "@": "at", "?": "question mark",
    "=": "equals", "&": "and", "#": "hash", ":": "colon", "%": "percent", "+": "plus", "~": "tilde",
}  # fmt: skip
"""Of an address that is read, in English."""
Removal = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
MARKED: Final[tuple[Removal, ...]] = (
    (re.compile("\ufffd+"), ""),  # a character that was lost
    (re.compile(r"(?<=\d)\^(st|nd|rd|th)\^"), r"\1"),
    (
        re.compile(r"(?<=[\w)\]])\^([-−]?\d{1,3})\^"),
        lambda m: m[1].translate(RAISED),
    ),  # Markdown's x^2^
    (re.compile(r"(?<=10)\^([-−]?\d{1,3})(?!\d|\.\d|\^)"), lambda m: m[1].translate(RAISED)),
    (
        re.compile(r"(?<=[A-Za-z\d)])\^(?:([-−]?\d{1,3})(?![A-Za-z\d^]|\.\d)|\{([-−]?\d{1,3})\})"),
        lambda m: (m[1] or m[2]).translate(RAISED),
    ),
    (re.compile(r"(?<=[A-Za-z)])~(\d{1,2})~"), lambda m: m[1].translate(LOWERED)),  # its H~2~O
    (re.compile(r"!\[([^\]\n]{0,200})\]\([^)\n]{1,500}\)"), r"\1"),  # a picture of Markdown
    (
        re.compile(r"\[([^\]\n]{1,200})\]\((?:https?://|/|#|\.|[\w-]+[./])[^)\s]{0,500}\)"),
        r"\1",
    ),  # its link
)
"""What may hold an address, in order."""
REMOVED: Final[tuple[Removal, ...]] = (
    (re.compile(r"(?<=\S)(?:[\[［〔](?:[1-9]\d{0,2}|注\d{0,2}|註\d{0,2}|note \d+)[\]］〕])+"), ""),
    (
        re.compile(
            r"(?<=[。，；！？.,;!?”’\u3400-\u9fff])[¹²³⁰⁴-⁹]+|(?<=[A-Za-z]{4})[¹²³⁰⁴-⁹]+(?!\w)"
        ),
        "",
    ),  # a footnote
    (re.compile(rf"(?<=[\u3400-\u9fff])[(（](?=[^)）]*[{TONED}])[a-zü{TONED}' ]{{1,40}}[)）]"), ""),
    (re.compile(r"^\s*(?:#{1,6}|>|[-*+•·●■◆▪▸►※★☆–—])\s+"), ""),
    (re.compile(r"\*\*|__(?=\S)|(?<=\S)__|`+|~~"), ""),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,200})(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(rf"(?<=\w)[{EMOJI}\u200d]+(?=\w)"), " "),
    (re.compile(rf"(?:[{EMOJI}\U0001f3fb-\U0001f3ff]\u200d?)+"), ""),
    (re.compile(r">=(?=\s?[\w-])"), "≥"),
    (re.compile(r"<=(?=\s?[\w-])"), "≤"),
    (re.compile(r"(?<=[\w)])\s?!=(?=\s?[\w-])"), "≠"),
    (re.compile("[©®™℠]"), ""),
    (re.compile(r"§+(?!\s?\d)"), " "),
    (re.compile(r"(?<![\dA-Za-z])#([^\s#][^#\n]{0,50})#"), r"\1"),  # 话题
    (re.compile(r"(?<![\w&#/.])#(?=[^\W\d_])"), ""),
    (re.compile(r"(?<![\w.])@(?=\w)"), ""),
    (re.compile(r"(?<=\w)\s*(?:[→⇒➔]|->|=>)\s*(?=\w)"), ", "),
    (re.compile(r"(?<=\w)\s*[|｜]\s*(?=\w)"), ", "),
    (re.compile(r"(?<=[^\W_])_+(?=[^\W_])"), " "),
    (re.compile(r"(?<!\w)[#*_|^\\•·●※←→↑↓¶†‡｜]+(?!\w)|[#*=_~|^•●※<>←→↑↓]{2,}"), " "),
)
"""In order: the earlier see more of the text."""
HINT = re.compile(
    rf"[©®™℠@:\[\]［〔(（#*_`~|｜<>=^\\•·●■◆▪▸►※★☆→⇒➔←↑↓§¶†‡–—+>\-¹²³⁴-⁹⁰\ufffd{EMOJI}]|www"
)
"""What any of them needs: most sentences have none."""


def without_unspoken(
    text: str,
    *,
    addresses: Addresses = "announce",
    signs: Mapping[str, str] = SIGNS,
    spaced: bool = True,
) -> str:
    """The text without them; of an address what `addresses` asks for, `signs` telling how its signs are called.

    >>> without_unspoken("See https://www.example.com/a?b=1 now[1].[2] 🎉")
    'See example.com now. '
    >>> without_unspoken("**重(chóng)庆**的夜景[3]")
    '重庆的夜景'
    >>> without_unspoken("at example.com, https://example.com/a/b", addresses="read")
    'at example.com, example dot com slash a slash b'
    """
    if not HINT.search(text):
        return text
    for pattern, became in MARKED:
        text = pattern.sub(became, text)
    text = ADDRESS.sub(lambda match: _address(match, addresses, signs, spaced=spaced), text)
    for pattern, became in REMOVED:
        text = pattern.sub(became, text)
    return text


def _address(
    match: re.Match[str], addresses: Addresses, signs: Mapping[str, str], *, spaced: bool
) -> str:
    domain = str(match["host"] or match["www"] or match["mail"])
    if addresses == "skip":
        return ""
    if addresses == "announce":
        return domain
    user = match["user"] + "@" if match["user"] else ""
    path = (match["path"] or match["rest"] or "").rstrip("/")
    return _spelt(user + domain + (match["port"] or "") + path, signs, spaced=spaced)


def _spelt(address: str, signs: Mapping[str, str], *, spaced: bool) -> str:
    """Sign by sign and word by word."""
    pieces = re.findall(r"[^\W_]+|[\W_]", address)
    return (" " if spaced else "").join(signs.get(piece, piece) for piece in pieces)


def speakable(text: str) -> bool:
    """Whether there is anything to say: a letter or a digit.

    >>> speakable("……！"), speakable("🎉"), speakable("3")
    (False, False, True)
    """
    return any(map(str.isalnum, text))
