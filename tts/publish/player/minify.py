"""What is sent of our own JavaScript and CSS: no comments, no white space, short names for what is local.

It reads just what our sources are written in: a semicolon behind every statement, no template within a template.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<template>`(?:[^`\\]|\\.)*`)
    |(?P<name>[A-Za-z_$][\w$]*)
    |(?P<number>\d[\w.]*)
    |(?P<sign>=>|\.\.\.|\?\?=|\|\|=|&&=|\?\?|\?\.(?!\d)|[=!]==?|[-+*/<>]=|&&|\|\||>>|\+\+|--|.)""",
    re.VERBOSE,
)
_PATTERN = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
"""A regular expression; a slash divides only behind a value."""

_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_RESERVED = frozenset(
    re.findall(
        r"\w+",
        """async await break case catch class const continue default delete do else export extends false finally for
        from function get if import in instanceof let new null of return set static super switch this throw true try
        typeof undefined var void while yield constructor arguments""",
    )
)


def css(text: str) -> str:
    """
    >>> css("a > b { color: red; }  /* why */\\n@media (x: y) { i { top: 0 } }")
    'a>b{color:red}@media (x:y){i{top:0}}'
    """
    text = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    text = re.sub(r"\s*([{};,>!])\s*", r"\1", text)
    return re.sub(r"(?<=[\w)]): ", ":", text).replace(";}", "}").strip()


def javascript(source: str) -> str:
    """
    >>> javascript("// Why.\\nconst half = (value) => value / 2;\\nf(half, `${half(3)} /x`);")
    'const A=a=>a/2;f(A,`${A(3)} /x`);'
    """
    tokens = list(_tokens(source))
    shared, top = _shared_names(tokens) | _private_names(tokens), _top(tokens)
    out: list[str] = []
    for unit in _units(tokens):
        short = shared | _own_names(unit, shared, top)
        out.extend(_renamed(token, short) for token in unit)
    return _written(list(_joined(out)))


def _joined(tokens: Sequence[str]) -> Iterator[str]:
    """Declarations that follow each other become one."""
    constant, depths, skip = False, [False], False
    for i, token in enumerate(tokens):
        if skip:
            skip = False
            continue
        if token in _OPENING:
            depths.append(constant)
            constant = False
        elif token in _CLOSING and len(depths) > 1:
            constant = depths.pop()
        elif token == "const" and tokens[i - 1] != "(":
            constant = True
        elif token == ";":
            if constant and tokens[i + 1 : i + 2] == ["const"]:
                skip = True
                yield ","
                continue
            constant = False
        yield token


def _tokens(source: str) -> Iterator[str]:
    at, before = 0, ""
    while at < len(source):
        divides = before in {")", "]", "}"} or re.match(r"[\w$\"'`]", before or "=")
        pattern = None if divides and before not in {"return"} else _PATTERN.match(source, at)
        found = pattern or _TOKEN.match(source, at)
        assert found, source[at : at + 40]
        at = found.end()
        if found.lastgroup != "space":
            before = found[0]
            yield before


def _is_name(token: str) -> bool:
    return bool(re.match(r"[A-Za-z_$]", token)) and token not in _RESERVED


def _embedded(template: str) -> Iterator[str]:
    """The expressions in a template."""
    for inner in re.findall(r"\$\{((?:[^{}]|\{[^{}]*\})*)\}", template):
        yield from _tokens(inner)


# --- names ---------------------------------------------------------------------------------------------------


def _units(tokens: Sequence[str]) -> Iterator[Sequence[str]]:
    """Statements, and of a class its methods: names within one are unknown to the others."""
    depth, base, begin = 0, 0, 0
    for i, token in enumerate(tokens):
        depth += (token in _OPENING) - (token in _CLOSING)
        if depth == 0 and token in {"class", "}"}:
            base = int(token == "class")
        if depth == base and token in {"}", ";"}:
            yield tokens[begin : i + 1]
            begin = i + 1
    yield tokens[begin:]


def _top(tokens: Sequence[str]) -> set[str]:
    """What is declared for all."""
    depth, found = 0, set()
    for i, token in enumerate(tokens):
        depth += (token in _OPENING) - (token in _CLOSING)
        if depth == 0 and token in {"const", "let", "function", "class"}:
            found.add(tokens[i + 1])
    return found


def _shared_names(tokens: Sequence[str]) -> dict[str, str]:
    """Of what is declared for all, where the name nowhere stands for a property too."""
    everything = _with_embedded(tokens)
    known = {token for token in everything if _is_name(token)}
    return _shortened(_top(tokens) - _properties(everything), everything, known, string.ascii_uppercase)


def _private_names(tokens: Sequence[str]) -> dict[str, str]:
    """Members that begin with `_` are nobody else's."""
    everything = _with_embedded(tokens)
    used = Counter(token for token in everything if re.match(r"_\w", token))
    return dict(zip((name for name, _ in used.most_common()), (f"_{n}" for n in _letters()), strict=False))


def _letters() -> Iterator[str]:
    yield from string.ascii_letters
    yield from (a + b for a in string.ascii_letters for b in string.ascii_lowercase)


def _own_names(unit: Sequence[str], shared: Mapping[str, str], top: set[str]) -> dict[str, str]:
    everything = _with_embedded(unit)
    known = {shared.get(token, token) for token in everything if _is_name(token)}
    return _shortened(_declared(unit) - _properties(everything) - top, everything, known, string.ascii_lowercase)


def _shortened(mine: set[str], tokens: Sequence[str], known: set[str], letters: str) -> dict[str, str]:
    """The most used name gets the first letter that stands for nothing else."""
    used = Counter(token for token in tokens if token in mine)
    known = (known | _RESERVED) - {name for name in mine if len(name) > 1}
    names = (*letters, *(a + b for a in letters for b in string.ascii_lowercase))
    free = (name for name in names if name not in known)
    return {name: next(free) for name, _ in used.most_common() if len(name) > 1}


def _with_embedded(tokens: Sequence[str]) -> list[str]:
    return [*tokens, *(t for token in tokens if token.startswith("`") for t in _embedded(token))]


def _declared(tokens: Sequence[str]) -> set[str]:
    """By const, let, function and class, and as parameters."""
    found = set()
    for i, token in enumerate(tokens):
        if token in {"const", "let", "function", "class"}:
            found |= set(_names_in(tokens, i + 1))
        elif token == "=>" and tokens[i - 1] != ")":
            found.add(tokens[i - 1])
        elif token == ")" and tokens[i + 1 : i + 2] in (["=>"], ["{"]):
            found |= set(_parameters(tokens, i))
    return {name for name in found if _is_name(name)}


def _names_in(tokens: Sequence[str], at: int) -> Iterator[str]:
    """The name that is declared there, or those of a pattern."""
    if tokens[at] not in {"[", "{"}:
        yield tokens[at]
        return
    end = _closing(tokens, at)
    yield from tokens[at + 1 : end]


def _closing(tokens: Sequence[str], at: int) -> int:
    depth = 0
    for i in range(at, len(tokens)):
        depth += (tokens[i] in _OPENING) - (tokens[i] in _CLOSING)
        if depth == 0:
            return i
    return len(tokens)


def _parameters(tokens: Sequence[str], closing: int) -> Sequence[str]:
    depth, at = 0, closing
    while at >= 0:
        depth += (tokens[at] in _CLOSING) - (tokens[at] in _OPENING)
        if depth == 0:
            break
        at -= 1
    if tokens[at - 1] in {"if", "for", "while", "switch"}:
        return ()
    return tokens[at + 1 : closing]


def _properties(tokens: Sequence[str]) -> set[str]:
    """Names behind a dot, before a colon, in short for a property of the same name, or of a method."""
    found: set[str] = set()
    brackets = [""]
    for i, token in enumerate(tokens):
        before, after = tokens[i - 1] if i else "", tokens[i + 1] if i + 1 < len(tokens) else ""
        if token in {"(", "[", "{"}:
            brackets.append(token)
        elif token in {")", "]", "}"} and len(brackets) > 1:
            brackets.pop()
        elif _is_name(token):
            short = brackets[-1] == "{" and before in {"{", ","} and after in {"}", ",", "="}
            method = brackets[-1] == "{" and before in {"{", "}", "async", "get"} and after == "("
            if before in {".", "?."} or after == ":" or short or method:
                found.add(token)
    return found


# --- writing -------------------------------------------------------------------------------------------------


def _renamed(token: str, short: dict[str, str]) -> str:
    if not token.startswith("`"):
        return short.get(token, token)
    return re.sub(
        r"\$\{((?:[^{}]|\{[^{}]*\})*)\}",
        lambda found: f"${{{_written([_renamed(t, short) for t in _tokens(found[1])])}}}",
        token,
    )


def _written(tokens: Sequence[str]) -> str:
    """With a space where two would else be one."""
    out = [""]
    for token in _bare(tokens):
        joined = re.fullmatch(r"[\w$]{2}|\+\+|--|//", out[-1][-1:] + token[:1])
        out.append(f" {token}" if joined else token)
    return "".join(out)


def _bare(tokens: Sequence[str]) -> Iterator[str]:
    """Without the brackets around a single parameter, and commas and semicolons before a closing bracket."""
    skip = 0
    for i, token in enumerate(tokens):
        after = tokens[i + 1 : i + 2]
        if skip:
            skip -= 1
        elif token == "(" and tokens[i + 2 : i + 4] == [")", "=>"] and _is_name(tokens[i + 1]):
            skip = 2
            yield tokens[i + 1]
        elif (token == ";" and after == ["}"]) or (token == "," and after and after[0] in _CLOSING):
            continue
        elif token.startswith("0."):
            yield token[1:]
        elif token in {"true", "false"} and not (after == [":"] or tokens[i - 1] == "."):
            yield "!0" if token == "true" else "!1"
        else:
            yield token
