"""English words -> the phonemes of the embedded voices.

Text in any script goes in; phonemes, one character each, come out. Start with `phonemizer`, which
converts all letters to Latin; `tagged_tokens` has the spoken words, `listed_names` the listed ones,
and `homographs` chooses between two pronunciations by the features of `homograph_features`.
"""
