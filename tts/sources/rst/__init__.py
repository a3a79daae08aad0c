"""reStructuredText -> an article, by docutils (`pip install 'pagecast[rst]'`).

Decoded text goes in; an article comes out. Start with `article`; `extensions` handles the roles and
directives that docutils lacks, most of them Sphinx's.
"""
