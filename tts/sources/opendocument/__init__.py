"""OpenDocument texts and presentations (LibreOffice's own) -> an article.

In come their bytes; out comes an article. Start with `article`; `html_writer` writes the elements
as HTML, `styles` knows what a style stands for.
"""
