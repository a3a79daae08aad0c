"""A PDF -> an article.

In come its bytes; out comes an article, read in a process of its own. Start with `article`;
`page_text` takes fragments of text from PDFium, `reading_order` puts lines in order, `furniture`
drops what repeats, `blocks` makes paragraphs.
"""
