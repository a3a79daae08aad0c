"""An episode -> an EPUB 3 that reads along: text, audio and their times in one file.

An episode's manifest, script, cover and MP3 (`book.Book`) go in; a file comes out, with the same
bytes for the same episode. Start with `book`. `book_pages` divides the script into pages,
`page_writer` writes their text, `overlay` the times, `package` the book's metadata.
"""
