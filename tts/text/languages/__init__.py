"""How languages say what is written: numbers, dates, units, abbreviations.

In comes a sentence as written; out comes the sentence as it is said. A folder a language; start with `spoken` in it.
"""
