"""A PowerPoint presentation (`.pptx`) -> an article: its slides in order, each with its notes.

In come its bytes; out comes an article. Start with `article`; `slide` reads one.
"""
