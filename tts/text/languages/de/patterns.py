"""Parts of patterns shared by several tables of German rules: spaces, numbers, dashes."""

from __future__ import annotations

from typing import Final

SPACE: Final = r"[ \u00a0\u2009\u202f]?"
THOUSANDS: Final = r"\d{1,3}(?:[.'’\u00a0\u2009\u202f ]\d{3})+(?!\d)"
NUMBER: Final = rf"(?:{THOUSANDS}|\d+)(?:,\d+)?"
DASH: Final = r"\s?[-–—]\s?"
