"""A show that updates itself: its sources are checked, new articles become episodes, the show is
published.

The `[[sources]]` of a show.toml go in; episodes, a published show, and a record of what was seen
(`tts.show.watch_state`), on which the next check is based, come out. Start with `watch_loop`.
`source_polling` checks one source, `choosing` selects its new articles, `new_episodes` makes them,
`schedule` says when to check again, `auto_publish` publishes.
"""
