"""An EPUB -> one article, or one per chapter.

In come its bytes; out comes a book or its chapters. Start with `book`; `package` reads what the
book states, `nav` its tables of contents, `chapters` decides where one begins, `page_blocks` and
`footnotes` read the text.
"""
