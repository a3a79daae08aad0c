"""An article's clips -> an episode in a folder.

In come what a user named and the show; out comes an episode: one MP3 with tag and chapters,
transcript, cover, manifest. Start with `pipeline`: it is the whole way, top to bottom. `manage` is
what happens to an episode later.
"""
