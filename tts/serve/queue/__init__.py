"""The queue of articles added to a served show, until each is an episode.

In comes an addition: an address, a text or a file; out comes an episode in the show, or an error
that is kept with its hint. Start with `store`: what waits, on the disk. `worker` hands one after
the other to a process of its own, which runs `job_process`.
"""
