"""Documents that another installed program converts -> articles.

Bytes go in; an article comes out, by pandoc, asciidoctor, Calibre or LibreOffice, run with limits.
Start with `article`; `formats` has the rows of the table, `tools` the command lines,
`bounded_process` the limits, and `converted_html` reads the resulting HTML.
"""
