"""Who is allowed, who is a candidate, and the best assignment of all."""
