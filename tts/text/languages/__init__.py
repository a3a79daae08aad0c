"""How languages read numbers, dates, units and abbreviations, and how their sentences end.

A sentence as written goes in; the sentence as spoken comes out. Each language has a folder and a
row in `registry`. Start with `registry`, then see `language` for the contents of a row, and `rule`
for a line of a language's tables.
"""
