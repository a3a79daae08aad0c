from __future__ import annotations

from pathlib import Path

import pytest

from tts.text.language import detect

CLEAN = (Path(__file__).parent / "data/text/library.clean.txt").read_text(encoding="utf-8")


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
