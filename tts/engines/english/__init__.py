"""English words -> the phonemes of the embedded voices.

In comes text in any script; out come phonemes, a sign each. Start with `phonemizer`,
which brings all letters to Latin; `tokens` has the words said, `names` those that are listed,
`homographs` those of two readings by what `contexts` sees around them.
"""
