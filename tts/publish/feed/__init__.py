"""Manifests -> the podcast feed.

The entries of a catalog and the base URL go in; pages of RSS come out. Start with `channel`; `item`
renders one episode.
"""
