"""Mandarin text -> how it is read, and the phonemes of the embedded voices.

In comes a sentence; out come words with numbered pinyin, tones as they are when spoken. Start with
`readings`; `polyphones` are characters of several readings, `sandhi` tones beside tones, `phonemes`
what Kokoro is given.
"""
