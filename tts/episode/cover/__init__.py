"""A picture for an episode.

In comes a lead image, or a title where there is none; out comes a square JPEG. Start with
`picture`; `lettering` sets titles in type.
"""
