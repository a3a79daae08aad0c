"""Japanese text to its readings and the phonemes that Kokoro-82M was trained with.

A sentence goes in; its phonemes come out, and its words with their own. Start with `phonemes`;
`analysis` splits words and finds their readings (with pyopenjtalk-plus, the extra `ja`), `kana` is
the table of sounds.
"""
