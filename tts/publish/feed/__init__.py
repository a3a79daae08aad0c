"""Manifests -> the podcast feed.

In come the entries of a catalog and the base URL; out come pages of RSS. Start with `channel`;
`item` is one episode.
"""
