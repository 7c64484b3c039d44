"""Objectives of the community: kept, linked with what serves them, suggested, and told."""
