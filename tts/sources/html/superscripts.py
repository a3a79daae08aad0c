"""Superscripts and subscripts: digits become Unicode's characters for them, so that 10⁶ is not
106."""

from __future__ import annotations

RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
LONGEST = 4


def raised(text: str) -> str:
    """
    >>> raised("6"), raised("-3"), raised("th")
    ('⁶', '⁻³', 'th')
    """
    return _shifted(text, RAISED)


def lowered(text: str) -> str:
    """
    >>> lowered("2"), lowered("max")
    ('₂', 'max')
    """
    return _shifted(text, LOWERED)


def _shifted(text: str, table: dict[int, int]) -> str:
    known = 0 < len(text) <= LONGEST and all(ord(char) in table for char in text)
    return text.translate(table) if known else text
