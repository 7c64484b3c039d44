"""What the copilot can do, one capability a module or folder; every call says who is asking."""
