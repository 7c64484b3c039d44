"""What happens when something fails: killed while writing, no disk, no server. `python -m tests.faults` tells."""
