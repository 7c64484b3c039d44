"""What somebody promised in a note: whose it is, what is to be done, until when.

Authored patterns, no model: they know the ways people write such things down, and leave alone what only sounds alike.
"""

from copilot.domain.promises.reading import Promise, promises_in

__all__ = ["Promise", "promises_in"]
