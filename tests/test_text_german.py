"""German: whatever espeak-ng misreads is spoken by our rules, in whole articles."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tts.engines.espeak.bindings import ipa
from tts.model import Article, Block, Script
from tts.text import write_script
from tts.text.languages.registry import find
from tts.text.normalize import to_spoken
from tts.text.sentences import split_sentences


def script(*blocks: Block, normalizes: bool = False) -> Script:
    article = Article(blocks, language="de")
    return write_script(article, fits=lambda said: True, normalizes=normalizes)


@pytest.mark.parametrize(
    "line",
    [
        "Am 3. Oktober 1990 regnete es. ¦Danach schien die Sonne.",
        "Das kostet z. B. 5 €. ¦Er zahlte bar.",
        "Dr. Lee kam um 8 Uhr. ¦Sie ging.",
        "Äpfel, Birnen usw. ¦Die Kiste war voll.",
        "Es war im 3. Jh. v. Chr. ¦Damals fror der See zu.",
        "Unter Ludwig XIV. blühte der Garten. ¦Er starb alt.",
        "Das war 1990. ¦Die Stadt wuchs.",
        "Sie wurde Dritte, er kam auf Platz 3. ¦Das genügte.",
        "Er wohnt in der Gartenstr. 4. ¦Dort ist es ruhig.",
        "Die 3. und die 4. Klasse sangen. ¦Alle lachten.",
        "„Komm!“ rief sie. ¦„Gleich“, sagte er. ¦„Warum?“, fragte sie.",
        "»So ist es.« ¦Er nickte.",
        "Auf diese Art. ¦Danach nicht mehr.",
        "1. Einleitung",
    ],
)
def test_sentences_end_where_germans_end_them(line: str) -> None:
    german = find("de")
    assert german
    assert split_sentences(line.replace("¦", ""), german.ends) == line.split("¦")


def test_a_german_article_is_said_in_words() -> None:
    paragraph = Block("paragraph", "Am 3. Oktober 1990 kamen 1.234 Leute. Um 8:30 Uhr waren es 5 °C.")
    said = [sentence.spoken.strip() for sentence in script(paragraph).chunks[0].sentences]
    assert said == [
        "Am dritten Oktober neunzehnhundertneunzig kamen eintausendzweihundertvierunddreißig Leute.",
        "Um acht Uhr dreißig waren es fünf Grad Celsius.",
    ]


def test_a_voice_that_reads_german_numbers_gets_them_as_they_are() -> None:
    text = "Am 3. Oktober 1990 kamen 1.234 Leute."
    assert script(Block("paragraph", text), normalizes=True).chunks[0].spoken == text


def test_omitted_blocks_are_announced_in_german() -> None:
    blocks = (
        Block("paragraph", "So."),
        Block("code", "a = 1"),
        Block("table", "1\t2\n" * 12),
        Block("caption", "Ein See"),
    )
    said = [chunk.spoken for chunk in script(*blocks).chunks]
    assert said == ["So.", "Code, eine Zeile.", "Eine Tabelle mit zwölf Zeilen.", "Ein See."]


def test_addresses_are_spelt_in_german() -> None:
    said = to_spoken("Siehe https://example.com/a-b hier.", "de", addresses="read")
    assert said == "Siehe example Punkt com Schrägstrich a Bindestrich b hier."


def test_a_chinese_character_makes_no_german_sentence_chinese() -> None:
    assert to_spoken("Das Zeichen 道 hat 12 Striche.", "de") == "Das Zeichen 道 hat zwölf Striche."


@pytest.mark.parametrize(
    ("written", "wrong", "right"),
    [
        ("Am 3. Oktober", "drei Oktober", "dritten Oktober"),
        ("1987", "eintausendneunhundert", "neunzehnhundertsiebenundachtzig"),
        ("5–7 Tage", "fünf sieben Tage", "fünf bis sieben Tage"),
        ("12,50 €", "zwölf Komma", "zwölf Euro fünfzig"),
        ("80 m²", "achtzig m zwei", "achtzig Quadratmeter"),
        ("3/4", "drei vier", "drei Viertel"),
    ],
)
def test_espeak_misreads_german_numbers(
    written: str,
    wrong: str,
    right: str,
) -> None:
    """The reason why numbers are put into words: as written it says one thing, in words the other."""
    assert to_spoken(written, "de") in (right, f"Am {right}")
    assert sounds(right) not in sounds(written)
    assert sounds(right) in sounds(to_spoken(written, "de"))


def sounds(text: str) -> str:
    """Without stress and spaces."""
    return re.sub(r"[ˈˌ^ ]", "", ipa(text, "de"))


@settings(max_examples=300, deadline=None)
@given(st.text("0123456789.,:-–/%€°²½ⅣXVI()kmh SNrMioUhrÄä\u202f", max_size=40))
@example("3.10.")
@example("1.0.0.0.:")
def test_no_digit_is_left_in_words(text: str) -> None:
    said = to_spoken(text, "de")
    assert not re.search("[0-9]", said)
    to_spoken(said, "de")
