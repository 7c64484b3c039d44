"""Many members at once, over loopback: `python -m evals.load` makes the report."""
