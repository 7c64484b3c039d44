"""Figures about mentoring: how much, how regularly, for whom; never a word of what anybody said."""
