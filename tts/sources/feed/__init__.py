"""Feeds, sitemaps and OPML -> the articles in them.

A source goes in; the articles or addresses in it come out. Start with `articles`.
"""
