"""A picture for an episode.

A lead image, or a title if there is none, goes in; a square JPEG comes out. Start with `picture`;
`lettering` typesets titles.
"""
