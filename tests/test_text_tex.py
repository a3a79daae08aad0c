from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.model import Article, Block
from tts.text import write_script
from tts.text.tex import say_formula, without_tex

GOLDEN = [
    line.split("\t")
    for line in (Path(__file__).parent / "data/text/formulas.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.mark.parametrize(("tex", "english", "chinese"), GOLDEN)
def test_formulas_in_words(tex: str, english: str, chinese: str) -> None:
    assert (say_formula(tex, "en"), say_formula(tex, "zh-Hant")) == (english, chinese)


@given(st.text("\\frac{}^_+-x1$ sum'[]()", max_size=80))
def test_no_formula_breaks_it(tex: str) -> None:
    for language in ("en", "zh-Hans", "fr"):
        say_formula(tex, language)
        without_tex(f"It is ${tex}$ here, and \\({tex}\\) there.", language)


def test_braces_without_end_take_no_time() -> None:
    assert say_formula("{" * 200, "en") == ""
    assert say_formula("x^" * 149, "en")


@pytest.mark.parametrize(
    "text", ["It costs $5 here and $6 there.", "$HOME and $PATH", "US$20–$30", "from $5m to $10m", "a $ b $ c", "$$"]
)
def test_money_and_shell_variables_are_no_formulas(text: str) -> None:
    assert without_tex(text, "en") == text


def test_an_inline_formula_is_said_in_words_and_written_as_it_was() -> None:
    article = Article((Block("paragraph", r"We have $\frac{a}{b}$, so \(x^2\) is 4."),), language="en")
    (sentence,) = write_script(article, fits=lambda s: True).chunks[0].sentences
    assert sentence.text == r"We have $\frac{a}{b}$, so \(x^2\) is 4."
    assert sentence.spoken == "We have a over b, so x squared is four."
