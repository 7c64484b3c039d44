"""What leaves the community for research: coarse tables nobody can be found in, and the risk that stays."""
