"""reStructuredText -> an article, by docutils (`pip install 'pagecast[rst]'`).

In comes a decoded text; out comes an article. Start with `article`; `extensions` knows the roles
and directives that docutils does not, most of them Sphinx's.
"""
