"""PDFs for tests, typeset with fpdf2 with lines at exact positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from fpdf import FPDF

FONT = Path(__file__).parents[1] / "tts" / "data" / "cover.otf"
"""Chinese, kana and Latin: the font of drawn covers."""

WIDTH, HEIGHT = 595.0, 842.0
LEADING = 1.2


class Paper(FPDF):
    """A PDF in points; `at` writes a line anywhere."""

    def __init__(self, **facts: str) -> None:
        super().__init__(unit="pt", format="A4")
        self.set_auto_page_break(False)
        for name, value in facts.items():
            getattr(self, f"set_{name}")(value)

    def set_font(self, family: str | None = None, style: str = "", size: float = 0) -> None:  # type: ignore[override]
        """Read the Chinese font once it is wanted: that takes a tenth of a second."""
        if family == "han" and "han" not in self.fonts:
            self.add_font("han", fname=FONT)
        super().set_font(family, style, size)

    def at(self, x: float, y: float, text: str, size: float = 10, *, style: str = "", font: str = "times") -> None:
        """A line: `x` from the left, `y` from the top."""
        self.set_font(font, style, size)
        self.text(x, y, text)

    def column(
        self,
        x: float,
        y: float,
        width: float,
        paragraphs: Iterable[str],
        *,
        size: float = 10,
        indent: float = 12,
        gap: float = 0,
        font: str = "times",
        breaks: str = " ",
    ) -> float:
        """Paragraphs broken into ragged-right lines; returns the height below the last one."""
        for paragraph in paragraphs:
            for number, line in enumerate(self.lines(paragraph, width, size, indent=indent, font=font, breaks=breaks)):
                self.at(x + (0 if number else indent), y, line, size, font=font)
                y += size * LEADING
            y += gap
        return y

    def lines(self, text: str, width: float, size: float, *, indent: float, font: str, breaks: str) -> Sequence[str]:
        """A paragraph in lines of at most `width`; `breaks` marks possible line breaks, empty for
        anywhere."""
        self.set_font(font, "", size)
        lines = [""]
        for word in text.split(breaks) if breaks else text:
            longer = f"{lines[-1]}{breaks}{word}" if lines[-1] else word
            if lines[-1] and self.get_string_width(longer) > width - (indent if len(lines) == 1 else 0):
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def bytes(self) -> bytes:
        return bytes(self.output())
