"""Formats that are recognized but not read: the user is told the kind, and what to do instead.

In comes a sample; out comes an error with a hint. Start with `file_signatures`, for what is told by
first bytes or by what is in a ZIP; `broken` has what only its suffix still names; `code`, `data`
and `logs` are texts that nobody wants to hear.
"""
