"""Article -> Script: what will be said, in chunks of sentences."""
