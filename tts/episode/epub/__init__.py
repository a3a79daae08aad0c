"""An episode -> an EPUB 3 that reads along: text, audio and their times in one file.

In come an episode's manifest, script, cover and MP3 (`book.Book`); out goes a file, the same bytes
for the same episode. Start with `book`; `book_pages` cuts the script into pages, `page_writer`
writes their text, `overlay` what is heard when, `package` what the book states of itself.
"""
