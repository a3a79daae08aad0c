"""Novels in plain text: where their chapters begin, and what sites add to them.

The blocks of a plain text go in; a book with chapters comes out, as from an EPUB. Start with
`article`. `headings` recognizes headings of chapters, `site_lines` lines of the sites that such
files come from; `book` makes chapters after `mark_headings` has marked them.
"""
