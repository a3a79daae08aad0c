"""Serves a show over HTTP to phones on the same network.

In comes a show; out come pages, feed and audio, rendered in memory: nothing is written to the
folder but the queue of what was added. Start with `server`, which runs `app`: through the `gate`,
to a file, into the log. `shelf` is what is published now, `page_cache` its pages for each address
that they were asked for by, `responses` headers and ranges. What is no file of the show is a row in
a table of `routes`: those of `queue_routes` take articles into the `queue`.
"""
