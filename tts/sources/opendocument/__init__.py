"""OpenDocument texts and presentations (LibreOffice's own) -> an article.

Bytes go in; an article comes out. Start with `article`; `html_writer` writes the elements as HTML,
`styles` interprets the styles.
"""
