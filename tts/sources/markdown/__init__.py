"""Markdown with front matter -> an article.

In comes text; out comes an article. Start with `article`.
"""
