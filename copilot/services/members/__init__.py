"""Who takes part: reading rosters, keeping profiles, showing them to whom may see them."""
