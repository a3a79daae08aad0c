"""An article's clips -> an episode in a folder.

What a user named and the show go in; an episode comes out: one MP3 with tag and chapters,
transcript, cover, manifest. Start with `pipeline`, which shows the whole process from top to
bottom. `manage` handles episodes afterwards.
"""
