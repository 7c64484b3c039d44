"""Short surveys: when both sides of a relationship are asked, what, and what may be counted of their answers."""
