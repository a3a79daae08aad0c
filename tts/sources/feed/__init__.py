"""Feeds, sitemaps and OPML -> the articles in them.

In come bytes and where they are from; out come the articles or addresses that they hold. Start with
`articles`.
"""
