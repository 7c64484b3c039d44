"""Informal requests: a hand with one thing, asked for in a minute and given within days."""
