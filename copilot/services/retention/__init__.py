"""What is kept longer than the community wants: found, shown, and let go."""
