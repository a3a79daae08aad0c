"""A PDF -> an article.

In come its bytes; out comes an article, read in a process of its own. Start with `article`; `page`
takes fragments of text from PDFium, `columns` puts lines in order, `furniture` drops what repeats,
`flow` makes paragraphs.
"""
