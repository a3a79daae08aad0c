"""English words -> the phonemes of the embedded voices.

In comes text in any script; out come phonemes, a sign each. Start with `phonemizer`, which brings
all letters to Latin; `tagged_tokens` has the words said, `listed_names` those that are listed,
`homographs` those of two readings by what `homograph_features` sees around them.
"""
