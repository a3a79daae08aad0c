"""Formulas of a page, each once and as text: MathML, and TeX as rendered by MathJax, KaTeX,
MediaWiki and WordPress."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from lxml import etree

FORMULAS = re.compile(r"math|katex|mjx|tex\b")
"""A page without any of these names, in lower case, has no formulas."""
TEX_SCRIPT = re.compile(r"math/(tex|asciimath)\b", re.IGNORECASE)
DRAWN = (
    "//*[contains(@class, 'katex-html') or contains(@class, 'MathJax_Preview')"
    " or contains(@class, 'MJXp-') or (contains(@class, 'MathJax')"
    " and (contains(@id, '-Frame') or contains(@class, 'MathJax_')))]"
)
"""Elements that display a formula, in addition to its source."""
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
"""A paragraph that is one formula in TeX's delimiters."""
DRAWS = re.compile(r"mwe-math|katex|MathJax|MJX|mjx")
"""Names of elements around a formula that a program generates."""
MARKED = re.compile(r"\\[A-Za-z]|[_^{}]")
"""TeX that is not running text: within a sentence it is put between TeX's delimiters."""
WRITTEN = "data-formula"
TAG = "formula"
"""The element for a displayed formula."""


def write_formulas(tree: Any) -> None:
    """Replace every formula by text in its sentence, or by a `formula` element if it is
    displayed."""
    for script in tree.xpath("//script[contains(@type, 'math/')]"):
        kind = script.get("type", "")
        if TEX_SCRIPT.match(kind):
            is_displayed = "mode=display" in kind.replace(" ", "")
            _put(script, script.text or "", is_displayed)
    for math in tree.xpath("//*[local-name() = 'math']"):
        if math.getparent() is not None and not _is_in_formula(math):
            tex = _tex(math)
            _put(math, tex, _is_displayed(math))
    for drawn in tree.xpath(DRAWN):
        if drawn.getparent() is not None and _is_doubled(drawn):
            drawn.drop_tree()
    for image in tree.xpath(PICTURES):
        classes = image.get("class", "")
        if PICTURE_CLASS.search(classes) and not _has_formula(image):
            tex = image.get("alt", "")
            _put(image, tex, "display" in classes)


def _is_in_formula(element: Any) -> bool:
    return next(element.iterancestors(TAG), None) is not None


def only_formula(text: str) -> str:
    r"""The formula of a paragraph that contains nothing else; otherwise empty.

    >>> only_formula(r"$$ a^2 + b^2 $$"), only_formula("It cost $$ and time.")
    ('a^2 + b^2', '')
    """
    match = ALONE.fullmatch(text)
    return next(filter(None, match.groups())).strip() if match else ""


def _tex(math: Any) -> str:
    """A formula's TeX, from an annotation or alternative text; otherwise its visible text."""
    for note in math.iter("{*}annotation"):
        encoding = note.get("encoding", "")
        text = note.text or ""
        if "tex" in encoding.lower() and text.strip():
            return str(text)
    alternative = str(math.get("alttext", "")).strip()
    if alternative:
        return alternative
    for note in list(math.iter("{*}annotation", "{*}annotation-xml")):
        note.drop_tree()
    return str(math.text_content())


def _is_displayed(math: Any) -> bool:
    if math.get("display") == "block" or math.get("mode") == "display":
        return True
    return any(map(_displays, islice(math.iterancestors(), 4)))


def _displays(around: Any) -> bool:
    """Whether a formula in this element is displayed on its own line."""
    classes = around.get("class", "")
    if DISPLAYED.search(classes):
        return True
    return bool(around.get("display") == "true")


def _is_doubled(drawn: Any) -> bool:
    """Whether the formula it displays is also there as text; otherwise the image is all there
    is."""
    beside = [drawn.getprevious(), drawn.getnext()]
    around = drawn.getparent()
    if around is not None and DRAWS.search(around.get("class", "")):
        beside += [around.getprevious(), around.getnext()]
    return any(map(_is_written, beside))


def _has_formula(image: Any) -> bool:
    """Whether it is the picture of a formula that the page also has as text."""
    return _is_written(image.getprevious())


def _is_written(element: Any) -> bool:
    """Whether there is one, and it is a formula as text."""
    if element is None:
        return False
    return element.tag == TAG or bool(element.get(WRITTEN))


def _put(element: Any, tex: str, displayed: bool) -> None:
    """Replace the element, including its hidden or generated wrapper, by the formula."""
    text = " ".join(tex.split())
    if styled := STYLED.fullmatch(text):
        text = styled[1].strip()
    place = element
    for around in element.iterancestors():
        classes = around.get("class", "")
        if not DRAWS.search(f"{around.tag} {classes}"):
            break
        place = around
    tag = TAG if displayed else "span"
    new = etree.Element(tag, {WRITTEN: "yes"})
    needs_signs = not displayed and MARKED.search(text) is not None
    new.text = rf"\({text}\)" if needs_signs else text
    new.tail = place.tail
    parent = place.getparent()
    parent.replace(place, new)
