"""Programmes and cohorts: their frame, who takes part, what is due at each stage, and how they close."""
