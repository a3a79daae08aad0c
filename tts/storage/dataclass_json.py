"""Writes dataclasses as JSON objects of their fields, without the copies that `asdict` makes of
everything in them."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any


def to_json(value: Any) -> str:
    """JSON of a value that may contain dataclasses at any depth.

    >>> from tts.model import Change
    >>> to_json([Change("a", "b", "why")])
    '[{"text": "a", "became": "b", "reason": "why"}]'
    """
    return json.dumps(value, default=field_values)


def field_values(value: Any) -> dict[str, Any]:
    """The fields of a dataclass by name; their values are not copied."""
    return {each.name: getattr(value, each.name) for each in fields(value)}
