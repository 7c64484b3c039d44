"""Accounts of members: invited, signed in, locked."""
