"""A show: a folder of episodes, and a show.toml that remembers its voices.

In comes a folder; out come its episodes as their manifests say, its settings, and locks to change
them under. Start with `library`; `manifest` says what an episode.json holds, and `manifest_file`
reads and writes it; `saved_script` says what a script.json holds, `settings` and `settings_file`
what a show.toml does. `draft` writes an episode, `recovery` finishes what a killed command left of
one.
"""
