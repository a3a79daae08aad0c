"""Makes articles in the processes of a Dask cluster, on this machine and on others.

In come the tasks of `tts.episode.task`, out come their outcomes; episodes are numbered and written
by the process that sent them. Start with `performer`, which `batch.make_all` is given in place of
its threads. `connection` opens or starts the cluster, `workers` is what its processes run, `local`
keeps those of this machine alive, `worker_timeout` counts how long there is none, `attempts` how
often an article has killed one.

Dask is imported only where a cluster is asked for.
"""
