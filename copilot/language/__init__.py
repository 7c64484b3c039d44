"""Words into vectors, facts into words."""
