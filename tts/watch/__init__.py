"""A show that updates itself: its sources are checked, new articles become episodes, the show is
published.

In come the `[[sources]]` of a show.toml; out come episodes, a published show, and a note of what
was seen (`tts.show.watch_state`), by which the next look goes on. Start with `watch_loop`.
`source_polling` asks one source, `choosing` says which of its articles are new, `new_episodes`
makes them, `schedule` says when it is asked again, `auto_publish` brings the show to the listeners.
"""
