"""Nudges: what is due for whom, whether it may go now, and in which words; and on its way."""
