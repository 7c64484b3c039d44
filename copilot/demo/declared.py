"""What members declared about themselves for the audit, apart from their profiles."""

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from copilot.demo.content import texts
from copilot.demo.names import usual_gender
from copilot.demo.records import DeclaredGroup

Row = Mapping[str, Any]

DECLARING, EACH, CONSENTING = 0.82, 0.95, 0.94
BANDS = ((25, "under 25"), (35, "25-34"), (45, "35-44"), (55, "45-54"), (200, "55 and over"))
BACKGROUNDS = {
    "majority where I live": 58,
    "minority where I live": 18,
    "came from another country": 19,
    "rather not say": 5,
}
NEWCOMER = re.compile(
    r"moved (here|country)|new country|grew up elsewhere|second country|called in sick", re.IGNORECASE
)
STATED_AGE = re.compile(r"\bI'm (\d\d|twenty|thirty|forty)|\bat (\d\d), and")
TENS = {"twenty": 27, "thirty": 34, "forty": 42}


def declared_groups(rows: Sequence[Row], rng: random.Random) -> list[DeclaredGroup]:
    """Gender, age band and background of about four in five members, in the order of the roster."""
    written = {row["id"]: row["groups"] for row in texts("personas") if "groups" in row}
    found: list[DeclaredGroup] = []
    for row in rows:
        own = written.get(row["id"])
        if own or rng.random() < DECLARING:
            found += _declared(row, own or _answers(row, rng), sure=bool(own), rng=rng)
    return found


def _declared(row: Row, answers: Mapping[str, str], sure: bool, rng: random.Random) -> list[DeclaredGroup]:
    return [
        DeclaredGroup(row["id"], attribute, value, consent=sure or rng.random() < CONSENTING)
        for attribute, value in answers.items()
        if sure or rng.random() < EACH
    ]


def _answers(row: Row, rng: random.Random) -> dict[str, str]:
    return {"gender": _gender(row, rng), "age band": _age_band(row, rng), "background": _background(row, rng)}


def _gender(row: Row, rng: random.Random) -> str:
    draw = rng.random()
    if draw > 0.96:
        return "non-binary" if draw > 0.98 else "rather not say"
    return usual_gender(row["name"]) or rng.choice(("woman", "man", "non-binary"))


def _age_band(row: Row, rng: random.Random) -> str:
    age = _stated_age(row) or max(20, round(rng.gauss(23 + 4.2 * row["level"], 6)))
    return next(band for limit, band in BANDS if age < limit)


def _stated_age(row: Row) -> int:
    """The age she mentions herself, so that what she declares agrees with what she says; 0 if she mentions none."""
    said = " ".join(row["goals"])
    if "I retire in" in said:
        return 61
    match = STATED_AGE.search(said)
    word = (match[1] or match[2]) if match else ""
    return TENS.get(word, 0) or (int(word) if word else 0)


def _background(row: Row, rng: random.Random) -> str:
    if NEWCOMER.search(" ".join(row["goals"])):
        return "came from another country"
    return rng.choices(list(BACKGROUNDS), weights=list(BACKGROUNDS.values()))[0]
