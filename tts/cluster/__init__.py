"""Makes articles in the processes of a Dask cluster, on this machine and on others.

The tasks of `tts.episode.task` go in, their outcomes come out; the process that sent them numbers
and writes the episodes. Start with `performer`, which `batch.make_all` uses instead of its threads.
`connection` opens or starts the cluster, `workers` has the functions that its processes run,
`local` restarts those of this machine, `worker_timeout` measures how long there has been none,
`attempts` counts how often an article has killed one.

Dask is imported only when a cluster is used.
"""
