"""Novels in plain text: where their chapters begin, and what sites add to them.

In come the blocks of a plain text; out comes a book with chapters, as an EPUB has them. Start with
`article`; `headings` knows how chapters are called, `site_lines` the lines of the sites that such
files come from, `book` makes chapters of what `mark_headings` has marked.
"""
