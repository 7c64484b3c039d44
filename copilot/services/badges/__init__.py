"""Badges as Open Badges 3.0 credentials: noticed, offered, taken, shown, checked, revoked."""
