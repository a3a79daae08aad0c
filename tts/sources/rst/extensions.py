"""Roles and directives that docutils does not know, mostly Sphinx's.

Of a role its title is read, of a directive its content; directives that make lists or show code are
left out and listed.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.directives.body import MathBlock
from docutils.parsers.rst.languages import en

USED_ROLES = re.compile(r":([A-Za-z][\w+.:-]{0,60}):`")
USED_DIRECTIVES = re.compile(r"^[ \t]*\.\. ([A-Za-z][\w+.:-]{0,60})::", re.MULTILINE)
KNOWN_ROLES = frozenset(en.roles)
KNOWN_DIRECTIVES = frozenset(en.directives)
OPTION = re.compile(r":[\w-]+:")
TITLED = re.compile(r"(.*?)\s*<([^<>]*)>", re.DOTALL)
CITATIONS = frozenset({"cite", "footcite", "cite:p", "cite:t", "eq", "numref", "index"})
"""Citation roles, which contain nothing to say."""
LISTED = frozenset(
    {
        "toctree",
        "index",
        "automodule",
        "autoclass",
        "autofunction",
        "automethod",
        "autodata",
        "autosummary",
        "autoattribute",
        "literalinclude",
        "bibliography",
        "tabularcolumns",
        "highlight",
        "plot",
        "jupyter-execute",
        "ipython",
        "graphviz",
        "mermaid",
        "uml",
        "inheritance-diagram",
        "testoutput",
        "testsetup",
        "currentmodule",
        "module",
        "default-domain",
        "program",
        "py:module",
        "py:currentmodule",
        "youtube",
        "video",
        "iframe",
        "sphinx_gallery",
        "sectionauthor",
        "codeauthor",
        "ifconfig",
        "argparse",
        "click",
        "openapi",
        "autosectionlabel",
    }
)
"""Directives that make lists, show code or configure something."""
SHOWS_CODE = frozenset({"code", "code-block", "sourcecode", "prompt", "testcode", "ipython"})
NAMED = {
    "versionadded": "New in version {}.",
    "versionchanged": "Changed in version {}.",
    "deprecated": "Deprecated since version {}.",
}
"""Labels that Sphinx writes above the content of a directive."""
ARRANGES = frozenset(
    {
        "only",
        "rst-class",
        "cssclass",
        "grid",
        "grid-item",
        "grid-item-card",
        "tabs",
        "tab-set",
        "hlist",
        "container",
        "highlight",
        "details",
    }
)
"""Directives whose first line controls how their content is displayed."""
_TABLES: tuple[Any, Any] = (roles, directives)
_LOCK = threading.Lock()
"""docutils keeps its registries in global tables."""


class _Math(MathBlock):
    """A formula, with Sphinx's options."""

    option_spec: ClassVar[Any] = {
        **MathBlock.option_spec,
        "label": directives.unchanged,
        "nowrap": directives.flag,
        "no-wrap": directives.flag,
    }


@contextmanager
def known(text: str) -> Iterator[None]:
    """A context in which docutils knows the roles and directives of a text."""
    with _LOCK:
        tables = (_TABLES[0]._roles, _TABLES[1]._directives)
        before = [dict(table) for table in tables]
        try:
            _register(text)
            yield
        finally:
            for table, old in zip(tables, before, strict=True):
                table.clear()
                table.update(old)


def _register(text: str) -> None:
    for name in set(map(str.lower, USED_ROLES.findall(text))):
        if name not in KNOWN_ROLES:
            _TABLES[0].register_local_role(name, _role)
    for name in set(map(str.lower, USED_DIRECTIVES.findall(text))):
        if name in SHOWS_CODE or name not in KNOWN_DIRECTIVES:
            directives.register_directive(name, _Unknown)
    directives.register_directive("math", _Math)


def _role(
    name: str, rawtext: str, text: str, lineno: int, inliner: Any, *_: Any, **__: Any
) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """The title of the target, otherwise its name without the path."""
    text = text.replace("\0", "")
    if name.lower() in CITATIONS:
        inliner.document.settings.left_out.append(f":{name}:`{text}`")
        return [], []
    titled = TITLED.fullmatch(text)
    if titled and titled[1]:
        return [nodes.inline(rawtext, titled[1])], []
    said = text.lstrip("!")
    if said.startswith("~"):
        said = said[1:].rpartition(".")[2]
    if name.lower() in ("menuselection", "guilabel"):
        said = said.replace("-->", "→").replace("&", "")
    return [nodes.inline(rawtext, said)], []


class _Unknown(Directive):
    """A directive whose content is read normally; see `LISTED` for those without."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        name = self.name.lower()
        first = 0
        while first < len(self.content) and OPTION.match(self.content[first].strip()):
            first += 1
        lines = self.content[first:]
        if name in SHOWS_CODE:
            code = "\n".join(lines).strip("\n")
            return [nodes.literal_block(code, code)] if code else []
        if name in LISTED:
            words = " ".join([name, *self.arguments, *lines])
            self.state.document.settings.left_out.append(words)
            return []
        return [self._read(name, lines, self.content_offset + first)]

    def _read(self, name: str, lines: Any, offset: int) -> nodes.Node:
        """A container with the first line and the content."""
        found = nodes.container()
        first = "".join(self.arguments)
        if name in NAMED:
            version, _, first = first.replace("\n", " ").partition(" ")
            title = NAMED[name].format(version)
            found += nodes.paragraph(title, title)
        if first and name not in ARRANGES:
            words, messages = self.state.inline_text(first, self.lineno)
            found += [nodes.paragraph(first, "", *words), *messages]
        self.state.nested_parse(lines, offset, found)
        return found
