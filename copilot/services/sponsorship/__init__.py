"""Sponsorship at work: what is pledged, what may be said, what was done and what came of it."""
