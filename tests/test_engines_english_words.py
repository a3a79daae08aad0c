"""English words of two readings, names of other languages and letters with accents, as the phonemes of the embedded
voices."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tools.make_homographs import OWN, TARGET
from tts.engines.english.homographs import choose, homographs, weights
from tts.engines.english.listed_names import load_names
from tts.engines.english.phonemizer import english_phonemes
from tts.engines.english.tagged_tokens import in_dictionary, phonemizer, tokens_of
from tts.engines.kokoro.vocabulary import VOCABULARY

DATA = Path(__file__).parent / "data/english"
FLOORS = json.loads((DATA / "floors.json").read_text("utf-8"))
"""How many rows of a table are right: may be raised, never lowered."""


def rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]


def sense_in(marked: str) -> str:
    before, word, behind = marked.split("*")
    earlier = len(re.findall(rf"(?<![^\W_]){word}(?![^\W_])", before, re.IGNORECASE))
    tokens = tokens_of(before + word + behind)
    places = [i for i, token in enumerate(tokens) if token.text.lower() == word.lower()]
    return choose(homographs()[word.lower()], tokens, places[earlier], weights())


def test_words_with_two_readings_are_read_by_their_context() -> None:
    table = rows(DATA / "homographs.tsv")
    wrong = [(sense, text) for sense, text in table if sense_in(text) != sense]
    assert len(table) >= 172
    assert len(table) - len(wrong) >= FLOORS["homographs"], wrong


def test_names_of_other_languages_are_said_as_written_by_hand() -> None:
    table = rows(DATA / "names.tsv")
    wrong = []
    for said, text in table:
        sentence = re.sub("[.,?]", "", english_phonemes(text.replace("*", "")))
        if f" {said} " not in f" {sentence} ":
            wrong.append((text, said, sentence))
    assert len(table) >= 116
    assert len(table) - len(wrong) >= FLOORS["names"], wrong


def test_nothing_that_is_measured_was_learnt_from() -> None:
    measured = {text for _, text in rows(DATA / "homographs.tsv")}
    learnt = {line.partition("\t")[2] for line in OWN.read_text("utf-8").splitlines()}
    assert learnt and not measured & learnt


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a lead pipe", "ɐ lˈɛd pˈIp"),
        ("the lead singer", "ðə lˈid sˈɪŋəɹ"),
        ("He led the way.", "hˌi lˈɛd ðə wˈA."),
        ("a bow tie", "ɐ bˈO tˈI"),
        ("took a bow", "tˈʊk ɐ bˈW"),
        ("a bass guitar", "ɐ bˈAs ɡətˈɑɹ"),
        ("sea bass", "sˈi bˈæs"),
        ("for heaven's sake", "fɔɹ hˈɛvᵊnz sˈAk"),
        ("a bottle of sake", "ɐ bˈɑTəl ʌv sˈɑkˌA"),
        ("on the content side", "ˌɔn ðə kˈɑntɛnt sˈId"),
        ("was content to", "wʌz kəntˈɛnt tu"),
    ],
)
def test_neighbours_settle_it(text: str, said: str) -> None:
    assert english_phonemes(text) == said


@pytest.mark.parametrize(
    ("written", "like"),
    [("cafés", "cafes"), ("élite", "elite"), ("hôtels", "hotels"), ("rôle", "role")],
)
def test_accents_fall_away_where_only_the_plain_word_is_known(written: str, like: str) -> None:
    assert english_phonemes(written) == english_phonemes(like)


@pytest.mark.parametrize("word", ["Søren", "Łukasz", "Strauß", "Đặng", "Æsir", "Ærø", "ħamrun", "Ŧest", "Řeka", "Ęcki"])
def test_no_letter_with_a_mark_is_lost(word: str) -> None:
    assert len(re.sub("[ˈˌ]", "", english_phonemes(word))) >= len(word) - 2


def test_composed_and_decomposed_accents_are_one() -> None:
    assert english_phonemes("Zoe\u0308's re\u0301sume\u0301") == english_phonemes("Zoë's résumé") == "zˈOiz ɹˈɛzəmˌA"


def test_a_word_with_a_hyphen_that_is_known_stays_whole() -> None:
    assert english_phonemes("live-action") == "lˌIvˈækʃən"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Olivia and Angela", "əlˈɪviə ænd ˈænʤələ"),
        ("Karen's Uber", "kˈɛɹənz ˈubəɹ"),
        ("two MacBooks", "tˈu mˈækbˌʊks"),
        ("ADIDAS", "ədˈidəs"),
        ("Pokemon", "pˈOkəmˌɑn"),
        ("TOEFL", "tˈOfəl"),
    ],
)
def test_names_and_brands_are_said_as_their_owners_say_them(text: str, said: str) -> None:
    assert english_phonemes(text) == said


def test_capitals_are_read_alike() -> None:
    assert english_phonemes("BASS GUITAR") == english_phonemes("bass guitar")
    assert english_phonemes("SEAN") == english_phonemes("Sean")


def test_every_listed_sound_is_one_that_the_models_know() -> None:
    listed = load_names(lambda name: [text for text, _ in phonemizer().tokenizer(name)], in_dictionary)
    said = [phonemes for entries in listed.values() for _, phonemes in entries]
    said += [phonemes for word in homographs().values() for _, phonemes in word.senses]
    assert len(listed) >= 400
    assert all(symbol in VOCABULARY for phonemes in said for symbol in phonemes)


def test_the_model_is_small_and_knows_only_senses_that_are_listed() -> None:
    assert TARGET.stat().st_size < 2_000_000
    senses = {sense for word in homographs().values() for sense, _ in word.senses}
    assert set(weights()) <= senses | {"verb"}
