"""Serves a show over HTTP to phones on the same network.

A show goes in; pages, feed and audio come out, rendered in memory. Nothing is written to the
folder except the queue of added articles. Start with `server`, which runs `app`: a request passes
the `gate`, is answered with a file or a page, and is logged. `served_show` is what is currently
published, `page_cache` its pages for each address used to request them, `responses` headers and
ranges. Everything that is not a file of the show is a row in a table of `routes`; those of
`queue_routes` add articles to the `queue`.
"""
