"""Benchmarks: ratios measured in one run, printed and never asserted in a timed test."""
