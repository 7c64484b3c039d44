"""What the copilot is and does. Importing it does nothing."""

__version__ = "0.1.0"
