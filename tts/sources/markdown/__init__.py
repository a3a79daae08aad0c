"""Markdown with front matter -> an article.

Text goes in; an article comes out. Start with `article`.
"""
