"""Random tokens of links and cookies, and the hash that is kept of them."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """256 random bits, as text that fits into addresses and cookies."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def kept_of(token: str) -> str:
    """The SHA-256 of a token, in hexadecimal. A token has too many bits to be guessed from it."""
    return hashlib.sha256(token.encode()).hexdigest()
