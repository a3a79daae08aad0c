"""Mandarin text to its readings, and to the phonemes of the embedded voices.

A sentence goes in; words with numbered pinyin come out, with tones as spoken. Start with
`readings`; `polyphones` handles characters with several readings, `sandhi` tone changes, and
`phonemes` converts to Kokoro's phonemes.
"""
