"""A manual in Markdown; the theme is given on the command line."""

project = "Harbour Manual"
author = "The Harbour"
copyright = "2026, The Harbour"
extensions = ["myst_parser"]
exclude_patterns = ["_build", "node_modules"]
html_baseurl = "https://manual.example.org/"
html_copy_source = False
html_extra_path = ["extra"]
suppress_warnings = ["myst.header", "image.not_readable"]
