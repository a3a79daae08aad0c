"""Documents that another installed program converts -> articles.

In come their bytes; out comes an article, by pandoc, asciidoctor, Calibre or LibreOffice, run
within bounds. Start with `article`; `formats` has the rows of the table, `tools` how each program
is asked, `bounded_process` its bounds, `converted_html` reads the HTML that comes back.
"""
