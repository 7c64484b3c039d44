"""Writes the directions of the shipped areas for the released encoders: `python -m evals.area_files`, after any change.

A test says when they are out of date.
"""

from __future__ import annotations

from pathlib import Path

from copilot.language.encoder import load_encoder
from copilot.language.models import RELEASED
from copilot.ports import Encoder
from copilot.services.matching.areas import keeping
from copilot.services.matching.areas.catalogue import shipped_areas
from copilot.services.matching.areas.vectors import encoded_areas
from evals.tables import say_when_done

FOLDER = Path(keeping.__file__).parent


def write_for(encoder: Encoder) -> Path:
    """Encode the whole catalogue anew; the file written."""
    areas = shipped_areas()
    made = encoded_areas(areas, encoder, say_when_done)
    file = keeping.cached_in(FOLDER, encoder.name)
    keeping.write(file, dict(zip(map(keeping.content_of, areas), made, strict=True)))
    return file


if __name__ == "__main__":
    for model in RELEASED:
        print(f"Written: {write_for(load_encoder(model, 'float32')).name}")
