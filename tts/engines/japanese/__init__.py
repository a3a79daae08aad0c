"""Japanese text -> how it is read and the phonemes that Kokoro-82M was trained with.

In comes a sentence; out come its phonemes, and its words each with its own. Start with `phonemes`;
`analysis` cuts words and knows their readings (by pyopenjtalk-plus, the extra `ja`), `kana` is the
table of sounds.
"""
