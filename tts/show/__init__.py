"""A show: a folder of episodes, and a show.toml that remembers its voices.

A folder goes in; its episodes come out as described by their manifests, its settings, and locks for
changing them. Start with `library`. `manifest` describes an episode.json, which `manifest_file`
reads and writes; `saved_script` describes a script.json, `settings` and `settings_file` a
show.toml. `draft` writes an episode; `recovery` completes what a killed command left.
"""
