"""Moments worth recognising: who did it, who saw it, and what came of it."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from copilot.demo.content import places, texts
from copilot.demo.records import Moment
from copilot.demo.seasons import weekday
from copilot.demo.wording import Fragment, fill, fragment

Row = Mapping[str, Any]
ANYBODY = "mentoring"
LONGEST_AGO = 260


def moments(rows: Sequence[Row], since: date, today: date, rng: random.Random) -> list[Moment]:
    """Each authored moment once, seen by somebody else, on a weekday of the programme's year; oldest first."""
    telling = [
        _happened(kind, fragment(line), rows, rng)
        for kind, lines in texts("moments").items()
        for line in lines
    ]
    days = sorted(_day(since, today, rng) for _ in telling)
    rng.shuffle(telling)
    pairs = zip([one for one in telling if one], days, strict=False)
    return [
        Moment(f"o{number}", member["id"], witness["id"], day, *parts)
        for number, ((member, witness, parts), day) in enumerate(pairs, 1)
    ]


def _day(since: date, today: date, rng: random.Random) -> date:
    span = min(LONGEST_AGO, (today - since).days - 10)
    return weekday(today - timedelta(days=rng.randint(2, max(3, span))))


def _happened(
    kind: str, card: Fragment, rows: Sequence[Row], rng: random.Random
) -> tuple[Row, Row, tuple[str, str, str]] | None:
    fitting = [
        row
        for row in rows
        if kind in (ANYBODY, row["function"]) and card.fits(row["level"]) and row["experience"]
    ]
    if not fitting:
        return None
    member = rng.choice(fitting)
    near = [
        row
        for row in rows
        if row is not member and (row["function"] == member["function"] or rng.random() < 0.05)
    ]
    situation, behaviour, impact = (fill(part, rng, _words(member, rng)) for part in card.text.split(" | "))
    return member, rng.choice(near), (situation, behaviour, impact)


def _words(member: Row, rng: random.Random) -> Callable[[str], str]:
    place = next(
        place
        for place in places()
        if place.zone == member["time_zone"] and member["location"].startswith(place.city)
    )

    def word(name: str) -> str:
        if name == "town":
            return rng.choice(place.towns)
        return str(rng.choice(texts("words")[name][place.region]))

    return word
