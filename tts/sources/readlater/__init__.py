"""Exports of read-later services and browsers -> the articles in them.

In: an export as it was downloaded, or what a server answered. Out: `Parts`, as of a feed: texts at
hand where the export has them, else addresses. Start with `json_exports.py`.
"""
