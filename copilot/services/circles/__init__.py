"""Circles at work: who is in one, whose turn it is, how it is, and how it is split, merged or left."""
