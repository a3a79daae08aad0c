"""Exports of read-later services and browsers -> the articles in them.

An export or a server's response goes in; `Parts` come out, as for a feed: texts if the export has
them, otherwise addresses. Start with `json_exports.py`.
"""
