"""Uploads the published folder to another folder or a bucket.

Only what changed is sent, and nothing is removed before its replacement is there. Start with
`send`.
"""
