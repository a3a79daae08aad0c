"""Formulas of a page, each once and as text: MathML, and what MathJax, KaTeX, MediaWiki and
WordPress make of TeX."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

FORMULAS = re.compile(r"math|katex|mjx|tex\b", re.IGNORECASE)
"""Names without which a page has no formulas."""
TEX_SCRIPT = re.compile(r"math/(tex|asciimath)\b", re.IGNORECASE)
DRAWN = (
    "//*[contains(@class, 'katex-html') or contains(@class, 'MathJax_Preview') or contains(@class, 'MJXp-')"
    " or (contains(@class, 'MathJax') and (contains(@id, '-Frame') or contains(@class, 'MathJax_')))]"
)
"""What programs draw of a formula for the eye, beside its source."""
PICTURES = (
    "//img[@alt][contains(@class, 'latex') or contains(@class, 'tex') or contains(@class, 'math')]"
)
PICTURE_CLASS = re.compile(
    r"(?:^|\s)(?:latex|tex|math|mwe-math-fallback-image-(?:inline|display))(?:\s|$)", re.IGNORECASE
)
DISPLAYED = re.compile(
    r"katex-display|MathJax_Display|mwe-math-\S*-display|\bMathJax_SVG_Display\b"
)
STYLED = re.compile(r"\{\\(?:displaystyle|textstyle)\s+(.*)\}", re.DOTALL)
ALONE = re.compile(
    r"\s*(?:\$\$(.+)\$\$|\\\[(.+)\\\]|(\\begin\{(\w+\*?)\}.+\\end\{\4\}))\s*", re.DOTALL
)
"""A paragraph that is one formula in TeX's own signs."""
DRAWS = re.compile(r"mwe-math|katex|MathJax|MJX|mjx")
"""Names of elements around a formula that are a program's own."""
MARKED = re.compile(r"\\[A-Za-z]|[_^{}]")
"""TeX that is no running text: in a sentence it stands between the signs that TeX has for that."""
WRITTEN = "data-formula"
TAG = "formula"
"""The element that a formula standing by itself becomes."""


def write_formulas(tree: Any) -> None:
    """Every formula as text in its sentence, or as a `formula` element where it stands by
    itself."""
    for script in tree.xpath("//script[contains(@type, 'math/')]"):
        if TEX_SCRIPT.match(script.get("type", "")):
            _put(
                script, script.text or "", "mode=display" in script.get("type", "").replace(" ", "")
            )
    for math in tree.xpath("//*[local-name() = 'math']"):
        if math.getparent() is not None and next(math.iterancestors(TAG), None) is None:
            _put(math, _tex(math), _is_displayed(math))
    for drawn in tree.xpath(DRAWN):
        if drawn.getparent() is not None and _is_doubled(drawn):
            drawn.drop_tree()
    for image in tree.xpath(PICTURES):
        if PICTURE_CLASS.search(image.get("class", "")) and not _has_formula(image):
            _put(image, image.get("alt", ""), "display" in image.get("class", ""))


def alone(text: str) -> str:
    r"""The formula that a paragraph is nothing else than; empty where it is a paragraph.

    >>> alone(r"$$ a^2 + b^2 $$"), alone("It cost $$ and time.")
    ('a^2 + b^2', '')
    """
    match = ALONE.fullmatch(text)
    return next(filter(None, match.groups())).strip() if match else ""


def _tex(math: Any) -> str:
    """Its TeX, as annotation or alternative text; else what it shows."""
    for note in math.iter("{*}annotation"):
        if "tex" in (note.get("encoding") or "").lower() and (note.text or "").strip():
            return str(note.text)
    if alternative := (math.get("alttext") or "").strip():
        return alternative
    for note in list(math.iter("{*}annotation", "{*}annotation-xml")):
        note.drop_tree()
    return str(math.text_content())


def _is_displayed(math: Any) -> bool:
    if math.get("display") == "block" or math.get("mode") == "display":
        return True
    around = [one for one, _ in zip(math.iterancestors(), range(4), strict=False)]
    return any(
        one.get("display") == "true" or DISPLAYED.search(one.get("class", "")) for one in around
    )


def _is_doubled(drawn: Any) -> bool:
    """Whether the formula it draws stands beside it as text: a drawing alone is all there is of
    one."""
    around = drawn.getparent()
    places = (
        [drawn] if around is None or not DRAWS.search(around.get("class", "")) else [drawn, around]
    )
    beside = (
        one for place in places for one in (place.getprevious(), place.getnext()) if one is not None
    )
    return any(one.tag == TAG or one.get(WRITTEN) for one in beside)


def _has_formula(image: Any) -> bool:
    """Whether it is the picture of a formula that is in the page as text."""
    before = image.getprevious()
    return before is not None and (before.tag == TAG or bool(before.get(WRITTEN)))


def _put(element: Any, tex: str, displayed: bool) -> None:
    """Writes the formula where the element stands, out of what is hidden or drawn around it."""
    text = " ".join(tex.split())
    if styled := STYLED.fullmatch(text):
        text = styled[1].strip()
    place = element
    for one in element.iterancestors():
        if not DRAWS.search(f"{one.tag} {one.get('class', '')}"):
            break
        place = one
    new = etree.Element(TAG if displayed else "span", {WRITTEN: "yes"})
    new.text, new.tail = (
        text if displayed or not MARKED.search(text) else rf"\({text}\)",
        place.tail,
    )
    parent = place.getparent()
    parent.replace(place, new)
