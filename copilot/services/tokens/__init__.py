"""Personal tokens: made, revoked, and what whoever holds one may do."""
