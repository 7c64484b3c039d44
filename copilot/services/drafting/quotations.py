"""What somebody is quoted with, and what stands around it."""

from __future__ import annotations

import re


def without_quotations(text: str) -> str:
    """The text with a gap where somebody is quoted."""
    return re.sub(r"“[^”]*”", " ", text)
