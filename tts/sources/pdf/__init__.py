"""A PDF -> an article.

Bytes go in; an article comes out, read in a separate process. Start with `article`. `page_text`
gets fragments of text from PDFium, `reading_order` puts lines in order, `furniture` drops what
repeats, `blocks` makes paragraphs.
"""
