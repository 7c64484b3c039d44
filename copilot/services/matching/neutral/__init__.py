"""What a profile tells once names, places, schools and ages are taken out of it."""
