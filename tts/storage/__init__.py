"""Files that are written completely or not at all.

In come bytes and a path; out come files that are there after a crash, and nothing outside the
folder that was named. Start with `durable`; `confined_folder` is the one door to folders of
strangers, `locks` keep one process at a time, `cache_folder` says where the cache is, `parsing` and
`response_body` refuse what is damaged or cut.
"""
