"""A Jupyter notebook -> an article: the text between its code.

Decoded JSON goes in; an article comes out. Start with `article`; `recognise` distinguishes it from
other JSON.
"""
