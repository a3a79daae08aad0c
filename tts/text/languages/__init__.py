"""How languages read numbers, dates, units and abbreviations, and how their sentences end.

In comes a sentence as written; out comes the sentence as it is said. A folder a language, a row in
`registry`: start with that, then `language`, which says what a row holds, and `rule`, one line of
a language's tables.
"""
