"""The texts that are searched for first: no pattern matches a page that contains none of its texts."""

from __future__ import annotations

import re

import pytest

from tts.publish.embed import hydration

PATTERNS = {name: (texts, pattern) for name, texts, pattern in hydration._KNOWN}
PATTERNS |= {"marks": (hydration._MARKS, hydration._MARKED.pattern), "data": (("__",), hydration._STATE.pattern)}


def alternatives(pattern: str) -> list[str]:
    """The alternatives outside all brackets, without backslashes before signs."""
    found, depth = [""], 0
    for part in re.findall(r"\\.|\[(?:\\.|[^]])+\]|.", pattern):
        depth += (part == "(") - (part == ")")
        if part == "|" and not depth:
            found.append("")
        elif part != r"\b":
            found[-1] += re.sub(r"^\\(\W)$", r"\1", part)
    return found


def test_alternatives_are_those_outside_of_brackets() -> None:
    assert alternatives(r"a(b|c)[|]|\$d\b|e\|f") == ["a(b|c)[|]", "$d", "e|f"]


@pytest.mark.parametrize("name", PATTERNS)
def test_each_alternative_has_one_of_the_texts_and_each_text_an_alternative(name: str) -> None:
    texts, pattern = PATTERNS[name]
    each = alternatives(pattern)
    assert [one for one in each if not any(text in one for text in texts)] == []
    assert [text for text in texts if not any(text in one for one in each)] == []
