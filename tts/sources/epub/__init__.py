"""An EPUB -> one article, or one per chapter.

Bytes go in; a book or its chapters come out. Start with `book`; `package` reads the book's
metadata, `nav` its tables of contents, `chapters` finds where chapters begin, `page_blocks` and
`footnotes` read the text.
"""
