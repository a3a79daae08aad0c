"""Chinese as it is said, in simplified and traditional characters.

In comes a sentence with numbers, dates and units; out comes one in words. Start with `spoken`; `rewrites` is for
voices that read numbers themselves.
"""
