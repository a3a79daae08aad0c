"""Scientific papers as PDFs: formulas, figures inside sentences, references, accents in TeX's fonts."""

from __future__ import annotations

import pytest

from tests.papers import Paper
from tests.test_sources_pdf import SENTENCES, article, paragraph
from tts.model import Article, SourceError
from tts.sources.pdf import accents, illegible_text
from tts.sources.pdf.document import read_document
from tts.sources.pdf.glyph import Glyph, Type

BROKEN = (
    f"{SENTENCES[0]} The tide is told by a curve that nobody has drawn before, and its height at noon is the sum",
    f"where each of the terms is the height that the moon alone would give. {SENTENCES[1]}",
)


def read(paper: Paper) -> Article:
    return read_document(paper.bytes(), "paper.pdf")


def kinds(found: Article) -> list[str]:
    return [block.kind for block in found.blocks]


def test_a_formula_follows_the_sentence_that_it_interrupts() -> None:
    paper = Paper()
    paper.add_page()
    y = paper.column(60, 80, 300, [paragraph(3)])
    y = paper.column(60, y, 300, [BROKEN[0]])
    paper.at(150, y + 10, "h(t) = a + b sin(t)")
    paper.at(330, y + 10, "(3)")
    paper.column(60, y + 34, 300, [BROKEN[1]], indent=0)
    found = article(paper)
    assert [block.text for block in found.blocks if block.kind == "paragraph"] == [paragraph(3), " ".join(BROKEN)]
    assert [block.text for block in found.blocks if block.kind == "formula"] == ["h(t) = a + b sin(t)"]


def test_a_formula_between_sentences_stays_in_its_place() -> None:
    paper = Paper()
    paper.add_page()
    y = paper.column(60, 80, 300, [paragraph(1)])
    paper.at(150, y + 10, "E = mc²")
    paper.column(60, y + 34, 300, [paragraph(2)])
    found = article(paper)
    assert kinds(found) == ["paragraph", "formula", "paragraph"]
    assert found.blocks[1].text == "E = mc^{2}"


def test_a_formula_of_several_lines_is_one_block() -> None:
    paper = Paper()
    paper.add_page()
    y = paper.column(60, 80, 300, [paragraph(1)])
    for n, line in enumerate(["n", "S(t) = x + y - z", "k=1"]):
        paper.at(150, y + 10 + 12 * n, line)
    paper.column(60, y + 60, 300, [paragraph(2)])
    assert kinds(article(paper)) == ["paragraph", "formula", "paragraph"]


def test_numbers_and_short_lines_are_no_formula() -> None:
    paper = Paper()
    paper.add_page()
    y = paper.column(60, 80, 300, [paragraph(1)])
    for line in ("12 March", "Ann B.", "* * *", "p. 7"):
        paper.at(150, y + 10, line)
        y += 20
    paper.column(60, y + 30, 300, [paragraph(2)])
    assert "formula" not in kinds(article(paper))


def test_a_figure_in_the_middle_of_a_sentence() -> None:
    paper = Paper()
    paper.add_page()
    paper.column(50, 80, 240, [paragraph(0, 9)])
    long = SENTENCES[3] + " " + " ".join(SENTENCES[:3])
    first, second = long[:150].rsplit(" ", 1)[0], long[150 - len(long[:150].rsplit(" ", 1)[1]) :]
    y = paper.column(310, 80, 240, [first])
    y = paper.column(
        310,
        y + 30,
        240,
        ["Figure 2. The harbour at six, seen from the tower whose clock has stopped."],
        size=8,
        indent=0,
    )
    paper.column(310, y + 30, 240, [second], indent=0)
    found = article(paper)
    texts = [block.text for block in found.blocks]
    assert kinds(found)[-1] == "caption"
    assert any(text.startswith(SENTENCES[3]) and text.endswith(SENTENCES[2]) for text in texts), texts


def test_a_number_at_the_left_of_a_full_line_is_no_item() -> None:
    paper = Paper()
    paper.add_page()
    lines = [
        "The ferry leaves at six; compare all of the tables of the old harbour in 2 and",
        "4. They say the same of every day but Sunday, when nobody wants to go.",
    ]
    for n, line in enumerate([SENTENCES[0][:72], *lines]):
        paper.at(60, 80 + 12 * n, line)
    blocks = article(paper).blocks
    assert [block.kind for block in blocks] == ["paragraph"]
    assert "in 2 and 4. They say" in blocks[0].text


REFERENCES = [
    "[1] I. Moss, The clocks of the hall, Journal of Clocks 4, 12 (2001).",
    "[2] P. Holm and I. Moss, Salt, second edition (Harbour Press, 1998).",
    "[3] L. Xia, On bridges, in Proceedings of the River Society, 2012, pp. 3-9.",
    "[4] P. Holm, personal communication (2015).",
]  # fmt: skip


@pytest.mark.parametrize("heading", ["References", "REFERENCES", "7. References", "Bibliography", ""])
def test_the_bibliography_is_left_out_and_reported(heading: str) -> None:
    paper = Paper()
    paper.add_page()
    y = paper.column(60, 80, 400, [paragraph(n) for n in range(4)])
    if heading:
        paper.at(60, y + 20, heading, 13, style="B")
    y = paper.column(60, y + 44, 400, REFERENCES, indent=0, gap=4)
    found = read(paper)
    assert not any("Moss" in block.text or block.text == heading for block in found.blocks if heading)
    assert not any(block.text.startswith("[") for block in found.blocks)
    assert any("The clocks of the hall" in change.text and "references" in change.reason for change in found.changes)


def test_an_appendix_after_the_bibliography_is_read() -> None:
    paper = Paper()
    paper.add_page()
    y = paper.column(60, 80, 400, [paragraph(n) for n in range(4)])
    paper.at(60, y + 20, "References", 13, style="B")
    y = paper.column(60, y + 44, 400, REFERENCES, indent=0, gap=4)
    paper.at(60, y + 20, "Appendix", 13, style="B")
    paper.column(60, y + 44, 400, [paragraph(5)])
    assert read(paper).blocks[-1].text == paragraph(5)


def test_numbered_paragraphs_are_not_a_bibliography() -> None:
    paper = Paper()
    paper.add_page()
    texts = [f"[{n}] {SENTENCES[n]}" for n in range(1, 7)]
    paper.column(60, 80, 400, texts, indent=0, gap=6)
    assert len(read(paper).blocks) == 6


BODY = Type(10.0, 0, bold=False, mono=False, symbols=False)


def drawn(text: str) -> list[Glyph]:
    """Signs next to each other; an accent is above the one after it."""
    signs: list[Glyph] = []
    x, spaced = 0.0, False
    for letter in text:
        if letter == " ":
            x, spaced = x + 3, True
            continue
        signs.append(Glyph(letter, x, x + 5, 0.0, BODY, spaced, False))
        spaced = False
        if letter not in accents.COMBINING:
            x += 5
    return signs


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("caf´e", "café"), ("a na¨ıve ˚Ang", "a naïve Ång"), ("Dvoˇr´ak", "Dvořák"), ("¸ca", "ça"), ("a ´ b", "a ´ b"),
        ("plain", "plain"),
    ],
)  # fmt: skip
def test_an_accent_goes_with_the_letter_below_it(written: str, said: str) -> None:
    signs = accents.with_accents(drawn(written))
    assert "".join((" " if sign.spaced else "") + sign.text for sign in signs).strip() == said


def shifted(text: str) -> str:
    """The text of a font without a table, in which glyph numbers appear as characters: 29 places off."""
    return "".join(chr(ord(letter) - 29) if letter.isalpha() else letter for letter in text)


def test_letters_that_the_font_does_not_identify_are_not_read() -> None:
    paper = Paper()
    paper.add_page()
    paper.column(60, 80, 400, [shifted(paragraph(n)) for n in range(3)])
    with pytest.raises(SourceError, match="does not say which characters its fonts show") as caught:
        read(paper)
    assert "ocrmypdf" in caught.value.hint


def test_a_paragraph_of_such_letters_is_reported() -> None:
    paper = Paper()
    paper.add_page()
    y = paper.column(60, 80, 400, [paragraph(n) for n in range(6)])
    paper.column(60, y + 30, 400, [shifted(SENTENCES[2])], indent=0)
    found = read(paper)
    assert len(found.blocks) == 6
    assert [change.reason for change in found.changes] == [illegible_text.REASON]


@pytest.mark.parametrize(
    "text",
    [
        "Szczęście zależy od chrząszcza, który brzmi w trzcinie pod Szczebrzeszynem przez całe lato i jesień.",
        "Strč prst skrz krk; vlk zmrzl, zhltl hrst zrn, a pak se vrátil domů k řece a usnul pod mostem.",
        "HTTP, HTML, CSS und XML sind Kürzel, die in jedem Handbuch für Netze und Seiten stehen, mit PDF.",
        "Cwm, crwth a phth: mae'r llyn yn hir, ac nid oes neb yn gwybod pa mor ddwfn ydyw yn y gaeaf.",
        "市集上的老人数着零钱，萝卜比昨天便宜两毛。" * 5,
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35",
    ],
)
def test_every_language_is_legible(text: str) -> None:
    assert illegible_text.is_legible(text)
