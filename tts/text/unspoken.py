"""Text that is written but not spoken: footnote marks, addresses, markup, emoji, pinyin glosses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal

Addresses = Literal["skip", "announce", "read"]
"""What is spoken for a web address: nothing, the domain, or all of it. A mail address needs the
name before its @: it is dropped with the first and read in full with the others."""
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
HOST = r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
EMOJI = (
    "\U0001f000-\U0001faff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u25a0-\u25ff\u2500-\u257f"
    "\ufe0f\u20e3\U000e0020-\U000e007f"
)
DOMAINS: Final = ("host", "www", "mail", "bare", "idn", "file")
PATHS: Final = ("path", "rest", "way", "below", "folders")
"""Groups in ADDRESS."""
RAISED: Final = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
HAN_DOMAINS = (
    "中国|中國|公司|网络|網絡|网址|網址|网站|網站|网店|商城|商店|香港|台湾|台灣|澳门|澳門|新加坡"
    "|集团|集團|在线|在線|中文网|中文網|政务|政務|公益|手机|手機|移动|移動|信息|信息港|我爱你|我愛你"
)
"""Ends of Chinese host names."""
HAN_HOST = rf"(?:[A-Za-z0-9\u3400-\u9fff-]{{1,63}}\.){{1,6}}(?:[A-Za-z]{{2,}}|{HAN_DOMAINS})"
HAN_SEGMENT = (
    r"(?<=[/=_#-])(?![的是和与與或了在里裡上中看查即可就也及等])"
    r"(?:(?![的了是吧吗嗎])[\u3400-\u9fff])+(?:[!-~]*[A-Za-z0-9_/=&#-])?"
)
"""Chinese characters in a path, after a symbol. Text that reads like the rest of a sentence is not
part of it."""
PATH = rf"(?:(?:[/?#][!-~]*[A-Za-z0-9_/=&#-]|/)(?:{HAN_SEGMENT})*)?"
BARE = (
    r"(?:[a-z0-9-]+\.)+"
    r"(?:com|org|net|edu|gov|info|io|dev|app|ai|cn|hk|tw|jp|uk|de|fr|eu|us|tv|me|ly|co)"
)
"""A host without a scheme: an address if a path follows."""
ADDRESS = re.compile(
    rf"<?(?P<scheme>https?://)(?:[^\s@/]*@)?(?:www\.)?"
    rf"(?P<host>{HOST}(?:\.(?:{HAN_DOMAINS}))?|[\d.]+|{HAN_HOST})(?P<port>:\d+)?(?P<path>{PATH})>?"
    rf"|(?<![A-Za-z0-9@.])www\.(?P<www>{HOST}|{HAN_HOST})(?P<rest>{PATH})"
    rf"|(?<![A-Za-z0-9_+&-])(?P<user>[A-Za-z0-9][A-Za-z0-9._+&-]{{0,63}})@(?P<mail>{HOST})"
    rf"|(?<![A-Za-z0-9@./_-])(?P<bare>{BARE})(?=/)(?P<way>{PATH})"
    rf"|<?file:///?(?P<folders>(?:[!-;=?-~]*/)?)(?P<file>[!-.0-;=?-~]*[A-Za-z0-9_])/?>?"
    rf"|(?<=[\w-]\.)(?P<idn>{HAN_DOMAINS})(?=/)(?P<below>{PATH})"
)
SIGNS: Final = {
    ".": "dot",
    "/": "slash",
    "-": "dash",
    "_": "underscore",
    "@": "at",
    "?": "question mark",
    "=": "equals",
    "&": "and",
    "#": "hash",
    ":": "colon",
    "%": "percent",
    "+": "plus",
    "~": "tilde",
}
"""Names of symbols in an address that is read, in English."""
Removal = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
MARKED: Final[tuple[Removal, ...]] = (
    (re.compile(r"(?<=\d) \* (?=\d)"), " × "),
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
"""Patterns that may contain an address, in order."""
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
"""In order: earlier patterns see more of the text."""
HINT = re.compile(
    rf"[©®™℠@:\[\]［〔(（#*_`~|｜<>=^\\•·●■◆▪▸►※★☆→⇒➔←↑↓§¶†‡–—+>\-¹²³⁴-⁹⁰\ufffd{EMOJI}]"
    r"|www|\.[a-z\u4e00-\u9fff]+/"
)
"""Text required by any of them: most sentences have none."""


def without_unspoken(
    text: str,
    *,
    addresses: Addresses = "announce",
    signs: Mapping[str, str] = SIGNS,
    spaced: bool = True,
) -> str:
    """The text without them; addresses are treated as in `addresses`, with names for their symbols
    in `signs`.

    >>> without_unspoken("See https://www.example.com/a?b=1 now[1].[2] 🎉")
    'See example.com now. '
    >>> without_unspoken("Ask ann.lee@example.org.")
    'Ask ann dot lee at example.org.'
    >>> without_unspoken("Open file:///home/ann/notes.txt first.")
    'Open notes.txt first.'
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
    if addresses == "skip":
        return ""
    domain = _first_of(match, DOMAINS)
    user = match["user"]
    if addresses == "announce":
        if not user:
            return domain
        dash = f" {signs['-']} " if spaced else signs["-"]
        name = _spelt(user, signs, spaced=spaced)
        return f"{name} at {domain.replace('-', dash)}"
    if match["file"]:
        path = match["folders"] + domain
        return _spelt(path, signs, spaced=spaced).strip()
    before = f"{user}@" if user else ""
    port = match["port"] or ""
    path = _first_of(match, PATHS).rstrip("/")
    return _spelt(before + domain + port + path, signs, spaced=spaced)


def _first_of(match: re.Match[str], names: Iterable[str]) -> str:
    """The first of these groups that is not empty, otherwise an empty string."""
    for name in names:
        if match[name]:
            return str(match[name])
    return ""


def _spelt(address: str, signs: Mapping[str, str], *, spaced: bool) -> str:
    """An address read symbol by symbol and word by word."""
    pieces = re.findall(r"[^\W_]+|[\W_]", address)
    words = [signs.get(piece, piece) for piece in pieces]
    if spaced:
        return " ".join(words)
    said = "".join(words)
    at = signs["@"]
    return said.replace(at, f" {at} ", address.count("@"))


def speakable(text: str) -> bool:
    """Whether there is anything to pronounce: a letter or a digit.

    >>> speakable("……！"), speakable("🎉"), speakable("3")
    (False, False, True)
    """
    return any(map(str.isalnum, text))
