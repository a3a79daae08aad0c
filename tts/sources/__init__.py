"""Anything that can be read aloud -> Article."""
