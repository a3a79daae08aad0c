"""JSON as in published files: without escapes for letters, and without spaces between signs."""

from __future__ import annotations

import json
from typing import Any, Final

compact: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":")
).encode
"""Encodes a value. `json.dumps` would set up an encoder for each, which takes longer than encoding
a short value."""
ascii_compact: Final = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode
"""The same in ASCII."""


def flat_lines(values: dict[str, Any]) -> str:
    """A flat object with one name per line: the text of `json.dumps` with an indent of 1, which
    uses its slow encoder."""
    return f"{{\n {_lines(values)[1:-1]}\n}}"


_lines: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",\n ", ": ")
).encode
