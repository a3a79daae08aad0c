"""Published JSON is exactly what Python's own function writes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tts.publish.compact_json import ascii_compact, compact, flat_lines

VALUES: list[dict[str, Any]] = [
    {"version": "1.0", "title": "灯塔 “ok”\n\u2028</script>", "width": 600, "height": 0.5},
    {"one": None, "two": True, "": "", "a, b": ": ", "quote": '",\n "'},
    {"n": -3},
]


@pytest.mark.parametrize("value", VALUES)
def test_a_flat_object_has_a_line_for_each_name(value: dict[str, Any]) -> None:
    assert flat_lines(value) == json.dumps(value, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("value", [VALUES, "灯", [], {}, [[1, [2.5]], (3, "x")]])
def test_there_is_no_white_space_between_tokens(value: Any) -> None:
    assert compact(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert ascii_compact(value) == json.dumps(value, separators=(",", ":"))
