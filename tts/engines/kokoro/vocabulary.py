"""The phonemes of Kokoro-82M v1.0 and their tokens: `vocab` in its config.json (Apache-2.0)."""

from __future__ import annotations

_RUNS = {
    1: ";:,.!?",
    9: '—…"()“” \u0303ʣʥʦʨᵝ\uab67AI',
    31: "O",
    33: "Q",
    35: "ST",
    39: "W",
    41: "Yᵊabcdef",
    50: "hijklmnopqrstuvwxyzɑɐɒæ",
    75: "βɔɕç",
    80: "ɖðʤə",
    85: "ɚɛɜ",
    90: "ɟ",
    92: "ɡ",
    99: "ɥ",
    101: "ɨɪʝ",
    110: "ɯɰŋɳɲɴø",
    118: "ɸθœ",
    123: "ɹ",
    125: "ɾɻ",
    128: "ʁɽʂʃʈʧ",
    135: "ʊʋ",
    138: "ʌɣɤ",
    142: "χʎ",
    147: "ʒʔ",
    156: "ˈˌː",
    162: "ʰ",
    164: "ʲ",
    169: "↓",
    171: "→↗↘",
    177: "ᵻ",
}
"""The token of a first phoneme -> that phoneme and those of the following tokens."""


def _vocabulary() -> dict[str, int]:
    found = {}
    for first, symbols in _RUNS.items():
        for token, symbol in enumerate(symbols, first):
            found[symbol] = token
    return found


VOCABULARY = _vocabulary()
"""Phoneme -> token; token 0 surrounds a text."""
