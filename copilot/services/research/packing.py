"""An export as one file to be carried away."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The day a zip begins to count: when each file was written is nobody's business."""


def zipped(files: Mapping[str, str]) -> bytes:
    """The files in a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, ALWAYS), text, zipfile.ZIP_DEFLATED)
    return target.getvalue()
