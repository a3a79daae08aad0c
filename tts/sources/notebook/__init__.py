"""A Jupyter notebook -> an article: the text between its code.

In comes the decoded JSON; out comes an article. Start with `article`; `recognise` tells it from
other JSON.
"""
