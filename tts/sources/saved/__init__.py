"""Saved pages, and files that contain an address -> articles.

In come the bytes of what a browser wrote; out comes the article of the page in it, or the address
to fetch. Start with `mhtml`; `webarchive` is Safari's, `zipped` has pages in a ZIP, `shortcuts`
what only leads to a page, `origin` the address that a saved page was at.
"""
