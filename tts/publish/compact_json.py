"""JSON as published files have it: in letters as they are, with nothing between its signs."""

from __future__ import annotations

import json
from typing import Any, Final

compact: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":")
).encode
"""A value as text. `json.dumps` sets up an encoder for each, which takes longer than a short one
is; what is published is a tree."""
ascii_compact: Final = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode
"""The same in ASCII."""


def flat_lines(values: dict[str, Any]) -> str:
    """A flat object with a name a line, as `json.dumps` has it with an indent of 1, for which it
    takes its slow encoder."""
    return f"{{\n {_lines(values)[1:-1]}\n}}"


_lines: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",\n ", ": ")
).encode
