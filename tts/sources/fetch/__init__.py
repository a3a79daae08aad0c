"""A path, standard input or a URL -> its bytes.

In comes what a user named; out comes a source: bytes as they came, and what was said of them. Start
with `fetch`; `http` asks the web within bounds, `public_addresses` says what may be asked.
"""
