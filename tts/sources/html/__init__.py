"""A web page -> an article.

In comes HTML; out comes the article in it as blocks, with what the page states about it. Start with
`article`; `density` finds where running text stands, `boilerplate` what is no text, `blocks` its
structure, `metadata` the rest.
"""
