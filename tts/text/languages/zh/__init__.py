"""Chinese as it is said, in simplified and traditional characters: the rules are written in the simplified ones.

In comes a sentence with numbers, dates and units; out comes one in words. Start with `language`, its two rows.
"""
