"""The embedded writer: authored patterns, the member's own words, and no model."""

from copilot.language.embedded.writer import EmbeddedWriter

__all__ = ["EmbeddedWriter"]
