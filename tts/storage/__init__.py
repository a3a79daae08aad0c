"""Files that are written completely or not at all.

Bytes and a path go in; the files survive a crash, and nothing is written outside the named folder.
Start with `durable`. `confined_folder` is the only access to untrusted folders, `locks` admit one
process at a time, `cache_folder` locates the cache, `parsing` and `response_body` reject damaged or
truncated data.
"""
