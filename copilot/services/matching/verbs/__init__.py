"""What can be asked of matching, a verb a module."""
