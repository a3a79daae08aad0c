"""The contrast between the player and its background, measured in the pixels of a screenshot."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, Any

from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Page

Colour = tuple[int, int, int]

LEAST = {"text": 4.5, "graphic": 3.0}
"""WCAG 2.2, 1.4.3 and 1.4.11, at level AA."""

# What the player shows now: its texts with their colours, its signs, and where each of them stands.
SHOWN = """() => {
  const player = document.querySelector("pagecast-player");
  player.scrollIntoView({ block: "center", behavior: "instant" });
  const found = [];
  const seen = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  for (const e of player.shadowRoot.querySelectorAll("*")) {
    const box = e.getBoundingClientRect();
    if (!seen(e) || box.width < 3 || box.height < 3 || e.closest(".float, [popover]")) continue;
    if (e.matches("option, style, script")) continue;
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    const text = own || (e.matches("select") && getComputedStyle(e).opacity !== "0");
    const graphic = e.matches("svg, [type=range]");
    if (!text && !graphic) continue;
    const name = [e.localName, e.className.baseVal ?? e.className].filter(Boolean).join(".");
    found.push({ kind: text ? "text" : "graphic", name, color: getComputedStyle(e).color,
      box: [box.x, box.y, box.width, box.height] });
  }
  return found;
}"""

AS_RGBA = """(colors) => colors.map((color) => {
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  pen.fillStyle = color;
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data];
})"""


def ratio(one: Colour, other: Colour) -> float:
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    linear = []
    for part in colour:
        share = part / 255
        linear.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def faint(page: Page) -> list[str]:
    """The parts of the player with too little contrast, each with its ratio."""
    shown: list[dict[str, Any]] = page.evaluate(SHOWN)
    assert any(one["kind"] == "text" for one in shown), "the player shows no text"
    colours = page.evaluate(AS_RGBA, [one["color"] for one in shown])
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    told = []
    for one, colour in zip(shown, colours, strict=True):
        x, y, width, height = one["box"]
        part = picture.crop((round(x), round(y), round(x + width), round(y + height)))
        if not part.width or not part.height:
            continue
        found = _text(part, colour) if one["kind"] == "text" else _graphic(part)
        if found < LEAST[one["kind"]]:
            told.append(f"{one['name']} {found:.2f}")
    return told


def _ground(part: Image.Image) -> tuple[Colour, Counter[Colour]]:
    counted: Counter[Colour] = Counter(part.get_flattened_data())  # type: ignore[arg-type]
    return counted.most_common(1)[0][0], counted


def _text(part: Image.Image, colour: list[int]) -> float:
    """The contrast of its text, in the colour set by its style, to the colour of most of its box."""
    ground, _ = _ground(part)
    share = colour[3] / 255
    red, green, blue = (round(c * share + g * (1 - share)) for c, g in zip(colour, ground, strict=False))
    return ratio((red, green, blue), ground)


def _graphic(part: Image.Image) -> float:
    """The contrast of its strongest pixel to the colour of most of its box: icons are thin, and their edges mixed."""
    ground, counted = _ground(part)
    return max(ratio(colour, ground) for colour in counted)
