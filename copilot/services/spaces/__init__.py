"""Spaces: who is in one, what is said there, success stories with consent, and search over what one may read."""
