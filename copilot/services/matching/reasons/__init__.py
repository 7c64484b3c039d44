"""Why a match, why not, and what would change it."""
