"""English words -> the phonemes of the embedded voices.

In comes text in any script; out come phonemes, a sign each. Start with `phonemizer`.
"""
