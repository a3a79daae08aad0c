r"""TeX formulas as spoken: `\frac{a}{b}` is a over b, b分之a, by the reading rules that teachers use.

Commands without a rule are read by name; a formula too long to be understood by ear is not spoken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from tts.locale.language_tags import is_chinese

LONGEST: Final = 300
"""Maximum characters of a formula that can be understood by ear."""
DEEPEST: Final = 40
"""Maximum nesting of groups."""

INLINE = re.compile(
    r"(?<![\w$\\])\$(?=[^\s$])(?P<dollar>[^$\n]{1,300}?)(?<=[^\s\\])\$(?![\w$])"
    r"|\\\((?P<paren>[^\n]{1,300}?)\\\)"
)
"""TeX in running text: between dollar signs, or `\\(` and `\\)`."""
LOOKS_LIKE = re.compile(
    r"\\[A-Za-z]|[_^={}]|^[A-Za-z]'*$|^[A-Za-z\d](?:\s?[+\-*/<>]\s?[A-Za-z\d])+$"
)
"""Text between dollar signs that is not an amount of money."""

TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:\.\d+)?|[A-Za-z]|'+|\S")
TEXTS: Final = frozenset(
    {"text", "textrm", "mathrm", "mathbf", "mathit", "mathbb", "mathcal", "operatorname", "textbf"}
)
OVER: Final = {
    "bar": ("bar", "拔"),
    "overline": ("bar", "拔"),
    "hat": ("hat", "帽"),
    "widehat": ("hat", "帽"),
    "tilde": ("tilde", "波浪"),
    "vec": ("vector", "向量"),
    "dot": ("dot", "点"),
    "ddot": ("double dot", "两点"),
}
"""Marks above a letter, spoken after it."""
FUNCTIONS: Final = frozenset([*"fghFGHP", "'", "''"])
"""Names before a bracket: f of x."""
SIGNED: Final = frozenset("({[=<>,^")
"""Tokens after which a minus is the sign of a number."""
LAYOUT: Final = frozenset(
    str.split(
        "left right big Big bigg Bigg displaystyle textstyle scriptstyle limits nolimits "
        "boldsymbol mathop underbrace overbrace label tag notag nonumber phantom mathstrut strut "
        "rm bf it cal"
    )
)
"""Layout commands, which are not spoken."""
BIG: Final = frozenset({"sum", "prod", "int", "iint", "oint", "lim", "max", "min"})
"""Operators with limits."""
UNSAYABLE = re.compile(r"\\begin\{|\\\\|&|\\(?:over|atop|substack|xymatrix)\b")


@cache
def _said() -> Mapping[str, tuple[str, str]]:
    """Commands with their backslash, and symbols -> English and Chinese."""
    path = files("tts").joinpath("data", "formulas.tsv")
    found = {}
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("# "):
            name, english, chinese, *_ = line.split("\t")
            found[name] = (english, chinese)
    return found


def has_formula(text: str) -> bool:
    """Whether running text may contain TeX."""
    return "$" in text or "\\(" in text


def without_tex(text: str, language: str) -> str:
    r"""Running text with its inline formulas in words.

    >>> without_tex("As $E = mc^2$ shows, $5 is $5.", "en")
    'As E equals m c squared shows, $5 is $5.'
    """
    if not has_formula(text):
        return text
    return INLINE.sub(lambda found: _inline(found, language), text)


def _inline(found: re.Match[str], language: str) -> str:
    tex = found["dollar"] or found["paren"]
    if found["dollar"] and not LOOKS_LIKE.search(tex):
        return found[0]
    return say_formula(tex, language) or tex


def say_formula(tex: str, language: str) -> str:
    r"""A formula in words; empty if it can't be understood by ear.

    >>> say_formula(r"\frac{a}{b} + \sqrt{x}", "en"), say_formula(r"\frac{a}{b}", "zh-Hans")
    ('a over b plus the square root of x', 'b分之a')
    >>> say_formula(r"\sum_{i=1}^{n} x_i^2", "en")
    'the sum from i equals 1 to n of x sub i squared'
    """
    tex = tex.strip().strip("$").strip()
    if len(tex) > LONGEST or UNSAYABLE.search(tex):
        return ""
    chinese = is_chinese(language)
    reader = _Reader(TOKEN.findall(tex), 1 if chinese else 0)
    try:
        said = reader.all()
    except _TooDeep:
        return ""
    said = re.sub(r"\s+([,，:：])", r"\1", " ".join(said.split()))
    return _closed_up(said) if chinese else said


def _closed_up(said: str) -> str:
    """The text without spaces next to Chinese characters."""
    return re.sub(r"(?<=[\u3400-\u9fff，：]) | (?=[\u3400-\u9fff，：])", "", said)


class _TooDeep(Exception):
    """Groups are nested more deeply than anybody writes."""


@dataclass
class _Reader:
    """A recursive-descent parser of tokens."""

    tokens: list[str]
    tongue: int
    """0 for English, 1 for Chinese: the column in the tables."""
    at: int = 0
    depth: int = 0

    def all(self) -> str:
        words = []
        while self.at < len(self.tokens):
            words.append(self.term())
        return " ".join(filter(None, words))

    def term(self) -> str:
        """An atom with its superscripts and subscripts."""
        token = self.peek()
        said = self.atom()
        if token[1:] in BIG:
            return self.limits(said)
        while self.peek() in ("^", "_"):
            sign = self.next()
            said += " " + (self.raised(self.group()) if sign == "^" else self.lowered(self.group()))
        return said

    def limits(self, said: str) -> str:
        """The limits of `\\sum_{i=1}^{n}`."""
        low = high = ""
        while self.peek() in ("^", "_"):
            sign = self.next()
            low, high = (low, self.group()) if sign == "^" else (self.group(), high)
        if said == "当":
            return f"当{low}时，极限" if low else "极限"
        if self.tongue:
            return said + (f"，从{low}到{high}，" if low and high else f"，{low}，" if low else "")
        between = (
            f" from {low} to {high}"
            if low and high
            else f" as {low}"
            if "limit" in said
            else f" over {low}"
        )
        return f"{said}{between if low else ''}{' of' if said.startswith('the ') else ''}"

    def group(self) -> str:
        """The contents of braces, or the next atom."""
        if self.peek() != "{":
            return self.atom()
        self.depth += 1
        if self.depth > DEEPEST:
            raise _TooDeep
        self.next()
        words = []
        while self.at < len(self.tokens) and self.peek() != "}":
            words.append(self.term())
        self.next()
        self.depth -= 1
        return " ".join(filter(None, words))

    def atom(self) -> str:
        token = self.next()
        if token == "{":
            self.at -= 1
            return self.group()
        if token.startswith("\\"):
            return self.command(token[1:].rstrip("*"))
        if token.startswith("'"):
            return " ".join(["撇" if self.tongue else "prime"] * len(token))
        if (
            token == "("
            and self.at > 1
            and self.tokens[self.at - 2] in FUNCTIONS
            and not self.tongue
        ):
            return "of"
        if token in "-−" and token and (self.at < 2 or self.tokens[self.at - 2] in SIGNED):
            return "负" if self.tongue else "minus"
        return (
            _said()[token][self.tongue] if token in _said() else token if token not in "^_}" else ""
        )

    def command(self, name: str) -> str:
        if name in COMMANDS:
            return COMMANDS[name](self)
        if name in TEXTS:
            return self.letters()
        if name in OVER:
            return f"{self.group()} {OVER[name][self.tongue]}"
        if name in LAYOUT or not name[:1].isalpha():
            return "" if name not in ("%", "$", "&", "#") else name
        return _said()[f"\\{name}"][self.tongue] if f"\\{name}" in _said() else name.lower()

    def letters(self) -> str:
        """The contents of braces as words whose letters belong together."""
        if self.peek() != "{":
            return self.atom()
        self.next()
        said = ""
        while self.at < len(self.tokens) and self.peek() != "}":
            said += self.next()
        self.next()
        return said

    def fraction(self) -> str:
        top, bottom = self.group(), self.group()
        return f"{bottom}分之{top}" if self.tongue else f"{top} over {bottom}"

    def root(self) -> str:
        degree = ""
        if self.peek() == "[":
            self.next()
            while self.at < len(self.tokens) and self.peek() != "]":
                degree += self.next()
            self.next()
        inner = self.group()
        if self.tongue:
            return f"{inner}的{degree}次方根" if degree else f"根号{inner}"
        name = {"": "square root", "3": "cube root"}.get(degree, f"{degree}-th root")
        return f"the {name} of {inner}"

    def raised(self, power: str) -> str:
        if power in ("degrees", "度", "prime", "撇"):
            return power
        if self.tongue:
            return {"2": "的平方", "3": "的立方"}.get(power, f"的{power}次方")
        return {"2": "squared", "3": "cubed"}.get(power, f"to the power of {power}")

    def lowered(self, index: str) -> str:
        return index if self.tongue else f"sub {index}"

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""


COMMANDS: Final[Mapping[str, Callable[[_Reader], str]]] = {
    "frac": _Reader.fraction,
    "dfrac": _Reader.fraction,
    "tfrac": _Reader.fraction,
    "sqrt": _Reader.root,
    "binom": lambda reader: (
        f"{reader.group()} {'取' if reader.tongue else 'choose'} {reader.group()}"
    ),
}
