"""The show over HTTP, for phones in the same network.

In comes a show; out come pages, feed and audio, rendered in memory: nothing is written to the
folder but a token. Start with `server`, which runs `app`: the gate, the way to a file, the log.
`shelf` is what is published now, `rendered` its pages for each address that they were asked for by,
`answers` headers and ranges.
"""
