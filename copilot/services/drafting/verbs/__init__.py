"""What can be asked of drafting, a verb or a kind a module."""
