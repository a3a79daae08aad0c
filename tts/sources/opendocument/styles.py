"""The meaning of styles in an OpenDocument file, from the built-in ones that they derive from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

DEEPEST = 20
"""Maximum number of styles that derive from each other."""


def local(name: object) -> str:
    """A name without its namespace; empty if it is not an element."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its name without the namespace."""
    for key, value in element.attrib.items():
        if local(key) == name:
            return str(value)
    return ""


class Styles:
    """The document's named and automatic styles."""

    def __init__(self, roots: Iterable[Any]) -> None:
        self._parents: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._numbered: set[str] = set()
        self._shifted: dict[str, str] = {}
        for root in roots:
            for element in root.iter():
                self._add(element)

    def _add(self, element: Any) -> None:
        name = attribute(element, "name")
        if local(element.tag) == "style" and name:
            self._parents[name] = attribute(element, "parent-style-name")
            for properties in element:
                self._look(name, properties)
        elif local(element.tag) == "list-style":
            first = next(iter(element), None)
            if first is not None and local(first.tag) == "list-level-style-number":
                self._numbered.add(name)

    def _look(self, name: str, properties: Any) -> None:
        """What a style does to its text: hidden, superscript or subscript."""
        if attribute(properties, "display") == "none":
            self._hidden.add(name)
        position = attribute(properties, "text-position").partition(" ")[0]
        if position.startswith("su") or position.strip("-%").isdigit():
            is_lower = position.startswith(("sub", "-"))
            if position not in ("0%", "0"):
                self._shifted[name] = "sub" if is_lower else "sup"

    def shifted(self, name: str) -> str:
        """`sup` or `sub` for superscript and subscript; otherwise empty."""
        return self._shifted.get(name, "")

    def base(self, name: str) -> str:
        """The name of the style from which a style ultimately derives, with spaces decoded."""
        for _ in range(DEEPEST):
            parent = self._parents.get(name, "")
            if not parent or parent in ("Standard", "Text_20_body", "Heading"):
                break
            name = parent
        return name.replace("_20_", " ")

    def is_hidden(self, name: str) -> bool:
        return name in self._hidden

    def is_numbered(self, name: str) -> bool:
        return name in self._numbered
