"""A show that updates itself: its sources are asked, what is new becomes episodes, the show is
published.

In come the `[[sources]]` of a show.toml; out come episodes, a published show, and a note of what
was seen (`tts.show.watching`), by which the next look goes on. Start with `watch`: the loop.
`asking` asks one source, `choosing` says which of its articles are new, `making` makes them,
`schedule` says when it is asked again, `publishing` brings the show to the listeners.
"""
