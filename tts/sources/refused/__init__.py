"""Formats that are recognized but not read: the user is told the kind, and what to do instead.

A sample goes in; an error with a hint comes out. Start with `file_signatures`, for formats
recognized by first bytes or the content of a ZIP. `broken` has those known only by their suffix;
`code`, `data` and `logs` are texts not meant to be read aloud.
"""
