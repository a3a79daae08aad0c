"""A web page -> an article.

HTML goes in; its article comes out as blocks, with what the page states about it. Start with
`article`; `density` finds the running text, `boilerplate` what does not belong to it, `blocks` its
structure, `metadata` the rest.
"""
