"""Saved pages, and files that contain an address -> articles.

A file written by a browser goes in; the article of its page comes out, or the address to fetch.
Start with `mhtml`. `webarchive` is Safari's format, `zipped` pages in a ZIP, `shortcuts` files that
only link to a page, `origin` the original address of a saved page.
"""
