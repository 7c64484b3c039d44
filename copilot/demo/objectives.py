"""What the sample community wants to reach this year, and what of its life serves that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from copilot.domain.matches import MatchRole
from copilot.domain.objectives import KeyResult, Objective, ObjectiveLink, Served
from copilot.ports import UnitOfWork

ADMIN, MANAGER, SPONSOR = "m4", "m3", "m5"
BEGAN, GOES_ON = timedelta(days=210), timedelta(days=155)
_UNSAID = 3
"""Every third goal that would serve one says nothing of it: people do not think of it by themselves."""
_OF_GOALS = (
    (
        "evenings",
        re.compile(r"after six|favours|four (?:short )?days|twenty-five hours|half past three", re.I),
    ),
    ("names", re.compile(r"said the name|on the list|fair hearing|next level", re.I)),
    ("voices", re.compile(r"\bspeak|\bpresent|keynote|voices|season call|in my own voice", re.I)),
    ("moves", re.compile(r"data team|traineeship|whether to apply|a move|my own field|level", re.I)),
)


def keep_objectives(unit: UnitOfWork, now: datetime) -> None:
    """Five that are open and one that is reached, with the links of people who thought of it."""
    unit.objectives.add(*_objectives(now.date()))
    unit.objective_links.add(*_links(unit, now - timedelta(days=60)))
    for n, goal in enumerate(unit.goals.all()):
        objective = next((each for each, words in _OF_GOALS if words.search(goal.title)), "")
        if objective and n % _UNSAID:
            unit.goals.save(goal.changed(objective=objective))


def _objectives(today: date) -> Iterator[Objective]:
    year = {"starts": today - BEGAN, "ends": today + GOES_ON}
    yield Objective(
        id="voices", title="More of us are heard, on stages and where things are decided", owner=ADMIN,
        why="Last year six people gave every talk, and the same six speak in the planning round.",
        key_results=(
            _result("First-time speakers at our events", 4, 20, 13, "people"),
            _result("People who spoke in the planning round", 11, 40, 24, "people"),
        ),
        **year,
    )  # fmt: skip
    yield Objective(
        id="moves", title="Whoever wants to change trade can do so here, and need not leave for it", owner=MANAGER,
        why="Of those who left, four in ten now do elsewhere what they had asked to do with us.",
        key_results=(
            _result("Moves from one function to another", 9, 25, 17, "this year"),
            _result("People who leave in their second year", 18, 10, 15, "%"),
            _result("Trial days in another team", 0, 120, 96, "days"),
        ),
        **year,
    )  # fmt: skip
    yield Objective(
        id="evenings", title="Work ends when the day ends, in every time zone", owner=ADMIN,
        why="Singapore's morning is Porto's night, and for years it was Porto that stayed up.",
        key_results=(
            _result("Messages after six, per team and week", 46, 10, 31, "messages"),
            _result("People who call their workload bearable", 58, 80, 63, "%"),
        ),
        **year,
    )  # fmt: skip
    yield Objective(
        id="names", title="The next leads come from every office, because somebody said their names", owner=SPONSOR,
        why="Eleven of the last thirteen leads were chosen within a walk of the head office.",
        key_results=(
            _result("Leads from outside the head office", 14, 35, 22, "%"),
            _result("People with a sponsor", 20, 80, 46, "people"),
        ),
        **year,
    )  # fmt: skip
    yield Objective(
        id="replies", title="Every venue hears from us within a day, and has to ask only once", owner="",
        why="Small venues write three times and then ring; the large ones ring at once.",
        key_results=(_result("Days to the first reply", 4.5, 1, 3.8, "days"),),
        **year,
    )  # fmt: skip
    yield Objective(
        id="nearby", title="A mentor within two hours' time difference for every office", owner=MANAGER,
        state="reached", why="A talk at midnight is nobody's best talk.",
        key_results=(_result("Offices that have one", 6, 14, 14, "offices"),),
        starts=today - 2 * BEGAN, ends=today - timedelta(days=40),
    )  # fmt: skip


def _result(text: str, start: float, target: float, now: float, unit: str) -> KeyResult:
    return KeyResult(text=text, start=start, target=target, now=now, unit=unit)


def _links(unit: UnitOfWork, at: datetime) -> Iterator[ObjectiveLink]:
    for programme in unit.programmes.all():
        yield _link("moves", Served.PROGRAMME, programme.id, ADMIN, at)
    for relationship in unit.relationships.all(role=MatchRole.SPONSOR):
        yield _link("names", Served.MATCH, relationship.id, MANAGER, at)


def _link(objective: str, kind: Served, record: str, by: str, at: datetime) -> ObjectiveLink:
    return ObjectiveLink(
        id=f"{objective}:{kind.value}:{record}", objective=objective, kind=kind, record=record, by=by, at=at
    )
