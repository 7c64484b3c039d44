"""The settings of matching in a file that a manager can read and change: `matching.yaml` in the home."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import ValidationError

from copilot.errors import BadInput
from copilot.services.matching.scores.weights import PARTS, MatchingWeights

FILE = "matching.yaml"
SAID = {
    "need_offer": "what the seeker wants to learn, beside what the partner has done",
    "areas": "the areas of mentoring the need calls for, and how far the partner shows these crafts",
    "lexical": "the same words, or words that say the same",
    "wishes": "what both wish of a partner",
    "hours": "working hours in common",
    "style": "ways of working that are alike",
    "level_fit": "a distance in levels that suits the role",
    "choice": "where a seeker ranked partners herself: raises a score, never lowers one",
    "reading": "where a chat model read both texts",
}
_HEAD = """\
# How matching weighs what it knows. Only the relation of the weights counts; 0 leaves a part out.
# Leave out whatever should stay as it comes. MENTORING_MATCHING, if set, comes before this file.
"""


def read_weights(folder: Path, otherwise: MatchingWeights) -> MatchingWeights:
    """The settings of a home: those of its file where there is one, else the others. BadInput naming what is wrong."""
    file = folder / FILE
    if not file.is_file():
        return otherwise
    try:
        return weights_in(file.read_text(encoding="utf-8"), file)
    except UnicodeDecodeError as fault:
        raise _broken(file, "it is no YAML") from fault


def weights_in(text: str, file: Path) -> MatchingWeights:
    """The settings that a file's text holds. BadInput naming what is wrong."""
    try:
        told = yaml.safe_load(text) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise _broken(file, "it is no YAML") from fault
    try:
        return MatchingWeights.model_validate(told)
    except ValidationError as fault:
        where = "; ".join(
            f"{'.'.join(map(str, error['loc'])) or 'it'}: {error['msg']}" for error in fault.errors()
        )
        raise _broken(file, where) from fault


def in_words(weights: MatchingWeights) -> str:
    """The settings as a commented file, ready to be changed."""
    told = weights.model_dump(mode="json")
    lines = [_HEAD]
    for role in ("mentor", "sponsor", "peer", "reverse"):
        lines.append(f"{role}:")
        lines += [f"  {part}: {told[role][part]:g}  # {SAID[part]}" for part in (*PARTS, "choice", "reading")]
    lines += [
        f"floor: {weights.floor:g}  # no match is proposed below this score",
        f"tolerance: {weights.tolerance:g}  # share of the total score that may be given up so that fewer people move",
        f"headline: {weights.headline:g}  # how much meeting needs counts where no goal and no interest says any",
        f"enough_hours: {weights.enough_hours:g}  # working hours in common from which more add nothing",
        f"read_top: {weights.read_top}  # candidates of each seeker that a chat model reads too; 0 is none",
        f"read_budget: {weights.read_budget}  # how often it is asked in one run",
    ]
    return "\n".join(lines) + "\n"


def _broken(file: Path, what: str) -> BadInput:
    return BadInput(
        f"The settings of matching can't be read: {what}.",
        place=FILE,
        cure=f"Mend it, or move it away; `mentoring match weights` prints one that is right ({file.parent.name}).",
    )
