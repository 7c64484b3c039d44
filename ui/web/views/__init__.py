"""Domain objects into HTML. Every word that comes from data is escaped here, once, by `pieces.piece`."""
