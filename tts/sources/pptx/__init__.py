"""A PowerPoint presentation (`.pptx`) -> an article: its slides in order, each with its notes.

Bytes go in; an article comes out. Start with `article`; `slide` reads one slide.
"""
