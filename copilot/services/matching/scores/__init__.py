"""How well two people suit: the named parts of a score and their weights."""
