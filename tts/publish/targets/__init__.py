"""Uploads the published folder to another folder or a bucket.

In comes a folder; only what changed is sent, and nothing is removed before what replaces it is
there. Start with `send`.
"""
