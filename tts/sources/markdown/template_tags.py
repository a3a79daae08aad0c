"""The tags of template languages and of MDX in a Markdown text: their syntax, and their words.

Shortcodes of Hugo, Liquid (Jekyll, Hexo, GitBook), what Vue, Jinja and MDN put between double
braces, ERB and EJS, and the components, comments and expressions of MDX.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

INNER = r"[^{}]"
BRACES: Final = r"\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+\})*+\}"
"""A JavaScript expression with braces in it, four levels deep."""
VALUE: Final = rf"""(?:"[^"]*+"|'[^']*+'|{BRACES}|[^\s"'>{{}}=<`]+)"""
PROPERTIES: Final = rf"(?:\s++(?:[\w:.@#-]+(?:\s*+=\s*+{VALUE})?|{BRACES}))*+"
TEMPLATES: Final = (
    r"\{\{<(?P<angle>(?:[^{}>]|>(?!\}\})|\{(?!\{)|\}(?!\}))*+)>\}\}"
    r"|\{\{%(?P<percent>(?:[^{}%]|%(?!\}\})|\{(?!\{)|\}(?!\}))*+)%\}\}"
    r"|\{%(?P<liquid>(?:[^{%]|%(?!\})|\{(?![{%])|\{\{[^{}]*+\}\})*+)%\}"
    r"|\{#(?=\s)(?P<remark>(?:[^#{]|#(?!\})|\{(?!#))*+)#\}"
    r"|\{/\*(?P<comment>(?:[^*{]|\*(?!/\})|\{(?!/\*))*+)\*/\}"
    r"|\{\{\{?(?P<output>(?:[^{}]|\{(?!\{)|\}(?!\}))*+)\}\}\}?"
    r"|<%(?P<erb>(?:[^%<]|%(?!>)|<(?!%))*+)%>"
)
COMPONENTS: Final = rf"|<(?P<jsx>/?(?:[A-Z][\w.]*{PROPERTIES}|(?=\s*/?>))\s*+/?)>"
"""Names of components begin with a capital; a fragment has none."""
ELEMENTS: Final = rf"|<(?P<html>[a-z][\w-]*{PROPERTIES}\s*+/?)>"
IMPORT: Final = (
    r"""|^(?P<module>import\s+(?:[\w*{}$,\s]{1,500}?\s+from\s+)?(?:"[^"\n]+"|'[^'\n]+');?[ \t]*)$"""
)
EXPORT: Final = (
    r"|^(?P<export>export\s+(?:default|const|let|var|function|class|async|type)\b"
    rf"(?:[^\n{{}}]|{BRACES}|\n(?!\s*\n))*+)"
)
EXPRESSIONS: Final = rf"|(?P<expression>{BRACES})"

IN_TEXT: Final = re.compile(TEMPLATES + COMPONENTS + IMPORT, re.MULTILINE)
IN_MDX: Final = re.compile(
    TEMPLATES.replace(r"\{\{\{?(?P<output>", r"\{\{(?P<output>")
    + COMPONENTS
    + ELEMENTS
    + IMPORT
    + EXPORT
    + EXPRESSIONS,
    re.MULTILINE,
)

ARGUMENT: Final = re.compile(
    r"""(?:(?P<key>[\w:.-]+)\s*[=:]\s*)?"""
    r"""(?:"(?P<double>(?:[^"\\]|\\.)*+)"|'(?P<single>(?:[^'\\]|\\.)*+)'"""
    r"""|`(?P<raw>[^`]*+)`|(?P<bare>[^\s"'=,()|]+))"""
)
NAME: Final = re.compile(r"[-\s]*(?P<close>/?)\s*(?P<name>[\w./-]*)")


@dataclass(frozen=True, slots=True)
class Tag:
    """A parsed tag."""

    syntax: str
    """The name of the pattern that matched."""
    source: str
    """As written."""
    name: str = ""
    closes: bool = False
    closed: bool = False
    """Whether it is self-closing: `<Name />`."""
    strings: tuple[str, ...] = ()
    """Quoted strings without a key."""
    words: tuple[str, ...] = ()
    """Unquoted words without a key."""
    values: dict[str, str] = field(default_factory=dict)
    """Values by key."""

    @property
    def pair(self) -> tuple[str, str]:
        """What a closing tag shares with the one that it closes."""
        syntax = "shortcode" if self.syntax in ("angle", "percent") else self.syntax
        return syntax, self.name

    def first(self, *keys: str) -> str:
        """The first existing value among some keys."""
        return next((self.values[key] for key in keys if self.values.get(key)), "")


def tag_of(match: re.Match[str]) -> Tag:
    """Parse a match of the patterns above."""
    syntax = match.lastgroup or ""
    inner = match[syntax]
    head = NAME.match(inner)
    name = head["name"] if head else ""
    rest = inner[head.end() :] if head else inner
    closes = bool(head and head["close"])
    if syntax == "liquid" and name.startswith("end"):
        closes, name = True, name.removeprefix("end")
    strings, words, values = _arguments(rest)
    closed = inner.rstrip().endswith("/") and syntax != "liquid"
    return Tag(syntax, match[0], name, closes, closed and not closes, strings, words, values)


def _quoted(argument: re.Match[str]) -> str | None:
    """The content of single or double quotes, or backticks."""
    for quotes in ("double", "single", "raw"):
        inside = argument[quotes]
        if inside is not None:
            return str(inside)
    return None


def _arguments(text: str) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, str]]:
    strings: list[str] = []
    words: list[str] = []
    values: dict[str, str] = {}
    for found in ARGUMENT.finditer(text):
        quoted = _quoted(found)
        value = found["bare"] if quoted is None else quoted
        key = found["key"]
        if key:
            plain = value.strip("{}") if value else ""
            values.setdefault(key.lower(), plain)
        elif quoted is not None:
            strings.append(quoted)
        elif value.strip("/|-"):
            words.append(value)
    return tuple(strings), tuple(words), values
