from __future__ import annotations

from pathlib import Path

import pytest

from tts.model import Article, Block
from tts.text import edit
from tts.text.detect import detect

CLEAN = (Path(__file__).parent / "data/text/library.clean.txt").read_text(encoding="utf-8")

SHORT_ENGLISH = """
Title here
Take the bus to town. A walk to a park. Do go.
Take a bus to a park.
Do go.
A to B
I do.
Go on, do it.
No more.
To be or not to be
Hello
Hello, world!
Good morning
Read me
Notes on tea
Tea for two
Die Hard is a film.
Chapter One
A man, a plan, a canal
O Captain
Do not go in.
We go by train.
Be on time.
No, I am not.
Go to bed!
My son is ten.
Van life
On a boat
He is at sea.
She may come.
Do as I do.
Let me in.
So it is.
All done.
To do: tea, jam, a pan
A cat sat on a mat.
Me too
Sale: 5 items
Old men sit.
Rain, rain, go away
An era ends
Come to a place by a river.
I met a man at a bar in Rome.
Go see a doctor, or do a test.
Café in Zürich
El Niño hits Peru
La La Land wins
Du Pont sells a unit
Los Angeles to San Francisco
Las Vegas, Los Angeles and San Diego
Santa Fe de la Vega
Da Vinci was a painter.
Jean de la Fontaine wrote it.
The Côte d'Azur was full.
Data: a, b, c, d, e
""".strip().splitlines()


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        (CLEAN, "", "zh-Hant"),
        (CLEAN, "en", "zh-Hant"),
        ("这座小城有一间书屋。", "", "zh-Hans"),
        ("这座小城有一间书屋。", "zh-TW", "zh-Hans"),
        ("大山大河", "", "zh-Hans"),
        ("大山大河", "zh-TW", "zh-Hant"),
        ("大山大河", "zh_HK", "zh-Hant"),
        ("用Python写代码很快", "", "zh-Hans"),
        ("The Chinese word 书 means book, and the word 门 means door.", "", "en"),
        ("本を読むのが好きです。", "", "ja"),
        ("東京都", "ja", "ja"),
        ("책을 읽는 것을 좋아합니다.", "", "ko"),
        ("Он читает книгу каждый вечер.", "", "ru"),
        ("Він читає книгу щовечора.", "uk", "uk"),
        ("Διαβάζω ένα βιβλίο.", "", "el"),
        ("أقرأ كتابا كل مساء.", "", "ar"),
        ("אני קורא ספר.", "", "he"),
        ("मैं किताब पढ़ता हूँ।", "", "hi"),
        ("The ship left the harbour at dawn and was not seen again.", "", "en"),
        ("The ship left the harbour at dawn and was not seen again.", "de", "en"),
        ("Le bateau a quitté le port à l'aube et n'est pas revenu dans la ville.", "", "fr"),
        ("Das Schiff hat den Hafen verlassen und ist nicht wieder in die Stadt gekommen.", "", "de"),
        ("El barco dejó el puerto al alba y no se volvió a ver en la ciudad.", "", "es"),
        ("La nave ha lasciato il porto all'alba e non è più tornata nella città.", "", "it"),
        ("O navio deixou o porto de madrugada e não foi visto na cidade.", "", "pt"),
        ("Het schip verliet de haven en is niet meer in de stad gezien.", "", "nl"),
        ("Statek opuścił port o świcie i nie wrócił już do miasta, bo się nie dało.", "", "pl"),
        ("Hello", "", "en"),
        ("Bonjour", "fr-CA", "fr"),
        ("Kitabu hiki ni kizuri sana", "sw", "sw"),
        ("123", "fr", "fr"),
        ("123", "", "en"),
        ("", "", "en"),
    ],
)
def test_detect(text: str, hint: str, language: str) -> None:
    assert detect(text, hint) == language


@pytest.mark.parametrize("text", SHORT_ENGLISH)
def test_short_english_is_english(text: str) -> None:
    assert detect(text) == "en"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le chat dort sur la table."),
        ("fr", "Il pleut et nous sommes dans la maison."),
        ("fr", "Où est la gare ?"),
        ("de", "Die Katze schläft auf dem Tisch."),
        ("de", "Wo ist der Bahnhof?"),
        ("de", "Ich habe keine Zeit und kein Geld."),
        ("es", "El gato duerme en la mesa."),
        ("es", "¿Dónde está la estación?"),
        ("es", "No hay pan y no hay leche."),
        ("it", "Il gatto dorme sul tavolo e non si muove."),
        ("it", "Dove è la stazione della città?"),
        ("pt", "O gato não está na mesa."),
        ("pt", "Onde fica a estação da cidade? Não sei."),
        ("nl", "De kat slaapt op het bed."),
        ("nl", "Ik heb geen tijd en ook geen geld."),
        ("sv", "Katten sover på bordet och vill inte gå."),
        ("sv", "Jag har inte tid."),
        ("da", "Katten sover på bordet og vil ikke gå."),
        ("da", "Jeg har ikke tid."),
        ("pl", "Kot śpi na stole i nie chce iść."),
        ("pl", "Gdzie jest dworzec? Nie wiem, ale się dowiem."),
        ("tr", "Kedi masada uyuyor ve çok mutlu."),
        ("tr", "Bu bir kitap değil."),
        ("vi", "Con mèo ngủ trên bàn."),
        ("vi", "Tôi không có thời gian."),
        ("id", "Kucing itu tidur di atas meja dan tidak bergerak."),
        ("id", "Saya tidak akan pergi ke kota ini."),
        ("cs", "Kočka spí na stole a není doma."),
        ("cs", "Kde je nádraží? To ještě nevím."),
    ],
)
def test_short_text_of_others(language: str, text: str) -> None:
    assert detect(text) == language
    assert detect(text, hint="en") in {language, "en"}


@pytest.mark.parametrize("text", ["Hello", "Title here", "A to B", "Data: a, b, c, d, e"])
def test_ambiguous_text_has_the_stated_language(text: str) -> None:
    assert detect(text, hint="cs") == "cs"


@pytest.mark.parametrize(
    ("stated", "asked", "changes"),
    [("yue", "", [("yue", "zh-Hant")]), ("yue", "yue", []), ("zh-HK", "", []), ("fr", "", [])],
)
def test_cantonese_that_is_read_as_mandarin_is_reported(
    stated: str, asked: str, changes: list[tuple[str, str]]
) -> None:
    article = Article((Block("paragraph", "今日我去咗街市買餸，條魚好貴呀，唔知點算好。"),), language=stated)
    edited = edit(article, language=asked)
    assert [(change.text, change.became) for change in edited.changes] == changes
    assert all("--lang yue" in change.reason for change in edited.changes)
