"""The queue of articles added to a served show, until each is an episode.

An addition goes in: an address, a text or a file; an episode comes out, or an error that is kept
with its hint. Start with `store`, the queue on disk. `worker` hands the items one by one to a
separate process, which runs `job_process`.
"""
